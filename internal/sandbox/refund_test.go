package sandbox

import (
	"strconv"
	"sync"
	"testing"
	"time"
)

func TestRefundAnswer(t *testing.T) {
	b := newBank()
	ref := buy(t, b, "accounttypedescription", "ECOM", "billingpremise", "No 789", "operatorname", "agent 7")
	b.Settle()
	a := send(t, b, refund(ref))[0]
	want(t, a, "requesttypedescription", "REFUND", "errorcode", "0", "parenttransactionreference", ref,
		"transactionreference", "23-9-80002", "baseamount", "1050", "currencyiso3a", "GBP", "settlestatus", "0",
		"authcode", "TEST REFUND ACCEPTED", "acquirerresponsecode", "00", "orderreference", "My_Order_123",
		"accounttypedescription", "ECOM", "securityresponseaddress", "0", "securityresponsesecuritycode", "0",
		"operatorname", user, "maskedpan", "411111######1111", "tid", "27882788", "splitfinalnumber", nil)

	own := send(t, b, refund(buySettled(t, b), "orderreference", "R-1", "operatorname", "agent 8", "chargedescription", "sorry"))[0]
	want(t, own, "orderreference", "R-1", "operatorname", "agent 8", "chargedescription", "sorry")
}

func buySettled(t testing.TB, b *Bank, pairs ...any) string {
	t.Helper()
	ref := buy(t, b, pairs...)
	b.Settle()
	return ref
}

// A refund lowers what is left. Cancelling or reducing it before it settles raises that
// again.
func TestRefundsCountDown(t *testing.T) {
	b := newBank()
	ref := buySettled(t, b)
	ask := func(amount any, code string) string {
		t.Helper()
		a := send(t, b, refund(ref, "baseamount", amount))[0]
		if a["errorcode"] != code {
			t.Fatalf("refund of %v: %v, want %s", amount, a["errorcode"], code)
		}
		got, _ := a["transactionreference"].(string)
		return got
	}
	ask("1051", "20007")
	first := ask("1000", "0")
	ask("51", "20007")
	ask("20", "0")
	want(t, send(t, b, updateOf(first, "settlestatus", "3"))[0], "errorcode", "0")
	ask("1031", "20007")
	second := ask("1030", "0")
	ask(nil, "20007")
	want(t, send(t, b, updateOf(second, "settlebaseamount", "30"))[0], "errorcode", "0")
	// The freed amount may be refunded again, so the reduced refund may not grow back.
	wantCode(t, send(t, b, updateOf(second, "settlebaseamount", "31"))[0], "60016", "settlebaseamount")
	ask("1001", "20007")
	last := ask(nil, "0")
	want(t, recordOf(t, b, last), "baseamount", "1000")
	ask("1", "20007")
	want(t, send(t, b, updateOf(last, "settlestatus", "2"))[0], "errorcode", "0")
	ask("1", "20007") // suspended may still be released
	b.Settle()
	want(t, recordOf(t, b, second), "settlestatus", "100", "settlebaseamount", "30")
	ask("1", "20007")
}

func TestRefundOfWhatWasReduced(t *testing.T) {
	b := newBank()
	ref := buy(t, b)
	want(t, send(t, b, updateOf(ref, "settlebaseamount", "400"))[0], "errorcode", "0")
	b.Settle()
	wantCode(t, send(t, b, refund(ref, "baseamount", "401"))[0], "20007", "baseamount")
	want(t, send(t, b, refund(ref))[0], "errorcode", "0", "baseamount", "400")
}

func TestRefundRules(t *testing.T) {
	b, c := movingBank()
	pendingSale := buy(t, b)
	wantCode(t, send(t, b, refund(pendingSale))[0], "20005", "")
	b.BeginSettlement()
	wantCode(t, send(t, b, refund(pendingSale))[0], "20005", "")
	b.Settle()

	suspendedSale := buy(t, b, "settlestatus", "2")
	wantCode(t, send(t, b, refund(suspendedSale))[0], "20005", "")
	want(t, send(t, b, updateOf(suspendedSale, "settlestatus", "3"))[0], "errorcode", "0")
	wantCode(t, send(t, b, refund(suspendedSale))[0], "20005", "")

	declined := send(t, b, auth("baseamount", "70000"))[0]["transactionreference"].(string)
	wantCode(t, send(t, b, refund(declined))[0], "20011", "")

	sale := buySettled(t, b)
	money := send(t, b, refund(sale, "baseamount", "50"))[0]["transactionreference"].(string)
	b.Settle()
	wantCode(t, send(t, b, refund(money))[0], "20006", "")
	check := send(t, b, auth("requesttypedescriptions", []string{"ACCOUNTCHECK"}, "baseamount", "0"))[0]["transactionreference"].(string)
	wantCode(t, send(t, b, refund(check))[0], "20006", "")

	for _, tc := range []struct {
		request    fields
		code, data string
	}{
		{refund("23-9-99999"), "20004", ""},
		{refund("nonsense"), "20004", ""},
		{refund("23-86-80001"), "20004", ""},
		{refund(sale, "sitereference", "test_other"), "20004", ""},
		{refund(sale, "sitereference", "live"), "30001", ""},
		{refund(sale, "currencyiso3a", "EUR"), "20015", "currencyiso3a"},
		{refund(sale, "currencyiso3a", "GBP", "baseamount", "1"), "0", ""},
		{refund(sale, "baseamount", "0"), "30000", "baseamount"},
		{refund(sale, "baseamount", "1.00"), "30000", "baseamount"},
		{refund(sale, "expirydate", "10/2026"), "30000", "expirydate"},
		{refund(sale, "accounttypedescription", "XYZ"), "30000", "accounttypedescription"},
		{refund(sale, "accounttypedescription", "MOTO", "baseamount", "1"), "0", ""},
		{refund(sale, "parenttransactionreference", nil), "30000", "parenttransactionreference"},
		{refund(sale, "sitereference", nil), "30000", "sitereference"},
		{refund(sale, "settlestatus", "2", "baseamount", "1"), "0", ""},
	} {
		a := send(t, b, tc.request)[0]
		if a["errorcode"] != tc.code || errordata(a) != tc.data {
			t.Errorf("%v: %v %q, want %s %q", tc.request, a["errorcode"], errordata(a), tc.code, tc.data)
		}
	}

	// A card that has expired since needs its new date.
	c.pass(5 * 365 * 24 * time.Hour)
	wantCode(t, send(t, b, refund(sale, "baseamount", "10"))[0], "30000", "expirydate")
	a := send(t, b, refund(sale, "baseamount", "10", "expirydate", "05/2035"))[0]
	want(t, a, "errorcode", "0")
	want(t, recordOf(t, b, a["transactionreference"].(string)), "expirydate", "05/2035")
}

// The test amounts apply to refunds too, and a declined refund gives nothing back.
func TestRefundAmounts(t *testing.T) {
	b := newBank()
	ref := buySettled(t, b, "baseamount", "200000")
	want(t, send(t, b, refund(ref, "baseamount", "70000"))[0], "errorcode", "70000", "settlestatus", "3", "authcode", "DECLINED")
	wantRejected(t, send(t, b, refund(ref, "baseamount", "60010"))[0], "60010", "")
	list := records(t, b, "parenttransactionreference", values(ref))
	if len(list) != 2 || list[1]["errorcode"] != "60010" || list[1]["settlestatus"] != "3" {
		t.Errorf("records %v", list)
	}
	want(t, send(t, b, refund(ref))[0], "errorcode", "0", "baseamount", "200000")
}

func TestPayouts(t *testing.T) {
	b := newBank()
	payout := func(parent string, pairs ...any) map[string]any {
		return send(t, b, refund(parent, append([]any{"accounttypedescription", "CFT"}, pairs...)...))[0]
	}
	sale := buy(t, b) // not settled
	want(t, payout(sale), "errorcode", "0", "accounttypedescription", "CFT", "tid", "27880001", "baseamount", "1050",
		"parenttransactionreference", sale, "requesttypedescription", "REFUND")
	want(t, payout(sale, "baseamount", "999999"), "errorcode", "0", "baseamount", "999999")
	b.Settle()
	want(t, send(t, b, refund(sale))[0], "errorcode", "0", "baseamount", "1050") // payouts do not count
	declined := send(t, b, auth("baseamount", "70000"))[0]["transactionreference"].(string)
	wantCode(t, payout(declined), "20011", "")
	wantCode(t, payout("23-9-99999"), "20004", "")

	alone := auth("requesttypedescriptions", []string{"REFUND"}, "accounttypedescription", "CFT")
	a := send(t, b, alone)[0]
	want(t, a, "errorcode", "0", "requesttypedescription", "REFUND", "accounttypedescription", "CFT",
		"parenttransactionreference", nil, "maskedpan", "411111######1111", "authcode", "TEST REFUND ACCEPTED", "settlestatus", "0")
	b.Settle()
	want(t, recordOf(t, b, a["transactionreference"].(string)), "settlestatus", "100")
	want(t, send(t, b, alone.set("pan", "4242424242424242"))[0], "errorcode", "70000")
	for _, name := range []string{"pan", "expirydate", "baseamount", "currencyiso3a", "sitereference"} {
		wantRejected(t, send(t, b, alone.set(name, nil))[0], "30000", name)
	}
	// Without the account type it is an ordinary refund, which has a parent.
	wantRejected(t, send(t, b, alone.set("accounttypedescription", nil))[0], "30000", "parenttransactionreference")
}

// Concurrent refunds never give back more than was taken.
func TestRefundsNeverExceedThePayment(t *testing.T) {
	b := newBank()
	ref := buySettled(t, b)
	var wg sync.WaitGroup
	granted := make(chan int, 64)
	for i := range 64 {
		wg.Go(func() {
			amount := 7 + i
			a, _ := b.perform("REFUND", decodeElement(t, refund(ref, "baseamount", strconv.Itoa(amount))), noon())
			switch a.ErrorCode {
			case "0":
				granted <- amount
			case "20007":
			default:
				t.Errorf("errorcode %s", a.ErrorCode)
			}
		})
	}
	wg.Wait()
	close(granted)
	sum := 0
	for amount := range granted {
		sum += amount
	}
	// The last refused refund is 70 at most, so almost everything has been given back.
	if sum > 1050 || sum <= 1050-70 {
		t.Errorf("%d given back of 1050", sum)
	}
}

// Cancelling before settlement and refunding after it, in one block.
func TestUpdateThenRefund(t *testing.T) {
	b := newBank()
	both := func(ref, to string) []map[string]any {
		return send(t, b, updateOf(ref, "settlestatus", to), refund(ref, "requesttypedescriptions", nil, "requesttypedescription", "REFUND"))
	}
	sale := buy(t, b)
	answers := both(sale, "3")
	if len(answers) != 1 {
		t.Fatalf("%d answers, want the update's only", len(answers))
	}
	want(t, answers[0], "requesttypedescription", "TRANSACTIONUPDATE", "errorcode", "0")
	want(t, recordOf(t, b, sale), "settlestatus", "3")

	sale = buySettled(t, b)
	answers = both(sale, "3")
	if len(answers) != 2 {
		t.Fatalf("%d answers, want 2", len(answers))
	}
	wantRefused(t, answers[0], "TRANSACTIONUPDATE", "60017", "")
	want(t, answers[1], "requesttypedescription", "REFUND", "errorcode", "0", "baseamount", "1050")

	// Only a refund of the updated payment is skipped, and only in the next element.
	one, two := buySettled(t, b), buy(t, b)
	answers = send(t, b, updateOf(two, "settlestatus", "3"), refund(one))
	if len(answers) != 2 || answers[1]["errorcode"] != "0" {
		t.Errorf("another payment's refund: %v", answers)
	}
	answers = send(t, b, updateOf(buy(t, b), "orderreference", "x"), fields{"requesttypedescription": "REVERSAL"}, refund(two))
	if len(answers) != 3 {
		t.Errorf("%d answers, want 3", len(answers))
	}
	// After an update that gives nothing back no refund is skipped, and a payout never is.
	three := buy(t, b)
	answers = send(t, b, updateOf(three, "orderreference", "x"), refund(three))
	if len(answers) != 2 || answers[1]["errorcode"] != "20005" {
		t.Errorf("refund after a new order reference: %v", answers)
	}
	answers = send(t, b, updateOf(three, "settlestatus", "3"), refund(three, "accounttypedescription", "CFT", "baseamount", "100"))
	if len(answers) != 2 {
		t.Errorf("payout after a cancellation: %v", answers)
	}
}
