package sandbox

import (
	"path/filepath"
	"testing"
	"time"
)

func status(t testing.TB, b *Bank, ref, wanted string) {
	t.Helper()
	want(t, recordOf(t, b, ref), "settlestatus", wanted)
}

func TestSettle(t *testing.T) {
	b, c := movingBank()
	due, over := buy(t, b), buy(t, b, "settlestatus", "1")
	held, later := buy(t, b, "settlestatus", "2"), buy(t, b, "settleduedate", "2026-11-23")
	declined := send(t, b, auth("baseamount", "70000"))[0]["transactionreference"].(string)
	check := send(t, b, auth("requesttypedescriptions", []string{"ACCOUNTCHECK"}))[0]["transactionreference"].(string)

	if n := b.BeginSettlement(); n != 2 {
		t.Errorf("%d sent to the bank, want 2", n)
	}
	status(t, b, due, "10")
	b.Settle()
	for ref, wanted := range map[string]string{due: "100", over: "100", held: "2", later: "0", declined: "3", check: "0"} {
		status(t, b, ref, wanted)
	}
	c.pass(36 * time.Hour)
	b.Settle()
	status(t, b, later, "100")
	money := send(t, b, refund(later))[0]["transactionreference"].(string)
	status(t, b, money, "0")
	b.Settle()
	status(t, b, money, "100")
}

// Settlement needs no call: queries show what time has brought.
func TestSettleAfter(t *testing.T) {
	b, c := movingBank(func(c *Config) { c.SettleAfter = 30 * time.Second })
	ref, later := buy(t, b), buy(t, b, "settleduedate", "2026-11-22")
	held := buy(t, b, "settlestatus", "2")
	c.pass(23 * time.Second)
	status(t, b, ref, "0")
	c.pass(time.Second)
	status(t, b, ref, "10")
	wantCode(t, send(t, b, updateOf(ref, "settlestatus", "3"))[0], "60017", "")
	c.pass(5 * time.Second)
	status(t, b, ref, "10")
	wantCode(t, send(t, b, refund(ref))[0], "20005", "")
	c.pass(time.Second)
	status(t, b, ref, "100")
	want(t, send(t, b, refund(ref))[0], "errorcode", "0")

	// A release starts the wait again, and a due date postpones it.
	c.pass(time.Hour)
	status(t, b, held, "2")
	want(t, send(t, b, updateOf(held, "settlestatus", "1"))[0], "errorcode", "0")
	status(t, b, held, "1")
	c.pass(30 * time.Second)
	status(t, b, held, "100")
	status(t, b, later, "0")
	c.at = time.Date(2026, 11, 22, 0, 0, 30, 0, time.UTC)
	status(t, b, later, "100")
}

func TestSuspendedEndsByItself(t *testing.T) {
	const day = 24 * time.Hour
	b, c := movingBank()
	held, pre := buy(t, b, "settlestatus", "2"), buy(t, b, "settlestatus", "2", "authmethod", "PRE")
	c.pass(7*day - time.Second)
	status(t, b, held, "2")
	c.pass(time.Second)
	status(t, b, held, "3")
	status(t, b, pre, "2")
	wantCode(t, send(t, b, updateOf(held, "settlestatus", "0"))[0], "60017", "")
	b.Settle()
	status(t, b, held, "3")
	c.pass(24 * day)
	status(t, b, pre, "3")
}

// The money of a suspended refund that has expired may be refunded again.
func TestSuspendedRefundEndsByItself(t *testing.T) {
	b, c := movingBank()
	ref := buySettled(t, b)
	want(t, send(t, b, refund(ref, "settlestatus", "2"))[0], "errorcode", "0")
	wantCode(t, send(t, b, refund(ref, "baseamount", "1"))[0], "20007", "baseamount")
	c.pass(7 * 24 * time.Hour)
	want(t, send(t, b, refund(ref))[0], "errorcode", "0", "baseamount", "1050")
}

func transfer(pairs ...any) fields {
	return fields{
		"requesttypedescription": "AUTH", "accounttypedescription": "ECOM", "sitereference": "test_site12345",
		"currencyiso3a": "EUR", "baseamount": "1050", "paymenttypedescription": "MYBANK",
		"successfulurlredirect": "https://www.example.com/success", "errorurlredirect": "https://www.example.com/error",
		"billingfirstname": "Joe", "billinglastname": "Bloggs", "billingcountryiso2a": "IT",
	}.set(pairs...)
}

func TestMyBank(t *testing.T) {
	b := newBank()
	ref := send(t, b, transfer())[0]["transactionreference"].(string)
	failing := send(t, b, transfer("baseamount", "1003"))[0]["transactionreference"].(string)
	status(t, b, ref, "10")
	wantCode(t, send(t, b, refund(ref))[0], "20005", "")
	wantCode(t, send(t, b, updateOf(ref, "settlestatus", "3"))[0], "60017", "")
	want(t, recordOf(t, b, ref), "acquirerresponsemessage", "PENDING", "paymenttypedescription", "MYBANK",
		"redirecturl", nil, "acquirersecret", nil, "maskedpan", nil)
	b.Settle()
	status(t, b, ref, "100")
	status(t, b, failing, "3")

	// A MyBank payment is refunded in full only, and at once.
	wantCode(t, send(t, b, refund(ref, "baseamount", "1049"))[0], "30000", "baseamount")
	a := send(t, b, refund(ref))[0]
	want(t, a, "errorcode", "0", "settlestatus", "100", "baseamount", "1050", "paymenttypedescription", "MYBANK",
		"transactionreference", "23-86-80003", "authcode", "TEST REFUND ACCEPTED")
	wantCode(t, send(t, b, refund(ref))[0], "20007", "baseamount")
	wantCode(t, send(t, b, refund(ref, "accounttypedescription", "CFT"))[0], "20034", "")
	wantCode(t, send(t, b, childOf(ref))[0], "20033", "")

	want(t, send(t, b, transfer("baseamount", "70000"))[0], "errorcode", "70000", "settlestatus", "3",
		"redirecturl", nil, "acquirerresponsemessage", nil)
	wantRejected(t, send(t, b, transfer("baseamount", "60010"))[0], "60010", "")
	wantRejected(t, send(t, b, transfer("sitereference", "live"))[0], "30001", "")
	for name, bad := range map[string]any{
		"currencyiso3a": "GBP", "successfulurlredirect": nil, "errorurlredirect": "nowhere", "billingfirstname": nil,
		"billinglastname": nil, "billingcountryiso2a": nil, "baseamount": nil, "sitereference": nil,
	} {
		wantRejected(t, send(t, b, transfer(name, bad))[0], "30000", name)
	}
}

// A MyBank payment on its way is settled or cancelled, and either may still change: its
// states after each run, or after as many waiting times.
func TestMyBankEndings(t *testing.T) {
	for _, tc := range []struct {
		amount string
		stands []string
	}{
		{"1050", []string{"10", "100", "100", "100"}},
		{"1003", []string{"10", "3", "3", "3"}},
		{"1004", []string{"10", "100", "3", "3"}},
		{"1005", []string{"10", "3", "100", "100"}},
	} {
		byRun := newBank()
		run := send(t, byRun, transfer("baseamount", tc.amount))[0]["transactionreference"].(string)
		path := filepath.Join(t.TempDir(), "bank.db")
		now := noon()
		byTime := openBank(t, path, func(c *Config) { c.SettleAfter, c.Now = time.Minute, func() time.Time { return now } })
		wait := send(t, byTime, transfer("baseamount", tc.amount))[0]["transactionreference"].(string)
		for i, stands := range tc.stands {
			if i > 0 {
				byRun.Settle()
				now = now.Add(59 * time.Second)
				status(t, byTime, wait, tc.stands[i-1])
				now = now.Add(time.Second)
			}
			status(t, byRun, run, stands)
			status(t, byTime, wait, stands)
		}
		if err := byTime.Close(); err != nil {
			t.Fatal(err)
		}
		again := openBank(t, path)
		status(t, again, wait, tc.stands[len(tc.stands)-1])
	}
}

// Only an authorised MyBank payment changes again, never a card payment or a refund.
func TestOnlyMyBankThinksAgain(t *testing.T) {
	for _, amount := range []string{"1003", "1004", "1005"} {
		b := newBank()
		sale := buySettled(t, b, "baseamount", amount)
		cancelledOne := buy(t, b, "baseamount", amount)
		want(t, send(t, b, updateOf(cancelledOne, "settlestatus", "3"))[0], "errorcode", "0")
		pay := send(t, b, transfer("baseamount", "1050"))[0]["transactionreference"].(string)
		b.Settle()
		money := send(t, b, refund(pay))[0]["transactionreference"].(string)
		sofort := send(t, b, transfer("baseamount", amount, "paymenttypedescription", "SOFORT"))[0]["transactionreference"].(string)
		for range 3 {
			b.Settle()
			for _, ref := range []string{sale, pay, money, sofort} {
				status(t, b, ref, "100")
			}
			status(t, b, cancelledOne, "3")
		}
	}
}
