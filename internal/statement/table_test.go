package statement

import (
	"flag"
	"os"
	"strings"
	"testing"
	"time"

	"motoconsole/gateway"
)

var update = flag.Bool("update", false, "write the table anew")

// tableFile pins the words and signs of every kind of record. The tests of the
// screens and of the lists read it too.
const tableFile = "testdata/table.txt"

// tableNow is a Saturday; later is the Wednesday after.
var tableNow = time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC)

const laterDue = "2026-11-25"

// subjects are the kinds of record, by request type and account type.
func subjects() []gateway.Record {
	return []gateway.Record{
		{RequestType: gateway.TypeAuth, AccountType: "MOTO"},
		{RequestType: gateway.TypeAuth, AccountType: "MOTO", ParentTransaction: "23-9-7", CredentialsOnFile: "2"},
		{RequestType: gateway.TypeAuth, AccountType: "RECUR", ParentTransaction: "23-9-7"},
		{RequestType: gateway.TypeAuth, AccountType: "ECOM", PaymentType: "MYBANK"},
		{RequestType: gateway.TypeRefund, AccountType: "MOTO", ParentTransaction: "23-9-7"},
		{RequestType: gateway.TypeRefund, AccountType: "CFT", ParentTransaction: "23-9-7"},
		{RequestType: gateway.TypeRefund, AccountType: "CFT"},
		{RequestType: gateway.TypeAccountCheck, AccountType: "MOTO"},
		{RequestType: gateway.TypeThreeDQuery, AccountType: "ECOM"},
		{RequestType: gateway.TypeError},
		{RequestType: "RISKDEC", AccountType: "FRAUDCONTROL"},
	}
}

// tableRecords are the subjects in every outcome, settle status, amount and due
// date that makes a difference.
func tableRecords() []gateway.Record {
	var all []gateway.Record
	add := func(r gateway.Record, code, status, settles, due string) {
		r.TransactionReference, r.CurrencyISO3A, r.BaseAmount = "23-9-8", "GBP", "2000"
		r.ErrorCode, r.SettleStatus, r.SettleBaseAmount, r.SettleDueDate = code, status, settles, due
		all = append(all, r)
	}
	const today = "2026-11-21"
	for _, r := range subjects() {
		for _, settles := range []string{"2000", "1550"} {
			for _, status := range []string{"0", "1", "2"} {
				add(r, "0", status, settles, today)
				add(r, "0", status, settles, laterDue)
			}
			for _, status := range []string{"3", "10", "100", ""} {
				add(r, "0", status, settles, today)
			}
		}
		for _, code := range []string{"70000", "30000", "60010"} {
			add(r, code, "3", "2000", today)
			add(r, code, "", "", today)
		}
	}
	return all
}

func tableRow(r gateway.Record) string {
	amount := func(m gateway.Money, ok bool) string {
		if !ok {
			return "?"
		}
		return m.Decimal()
	}
	symbol, words := Status(r, false, tableNow)
	return strings.Join([]string{
		r.RequestType, r.AccountType, r.ParentTransaction, r.CredentialsOnFile, r.PaymentType, r.ErrorCode, r.SettleStatus, r.SettleBaseAmount, r.SettleDueDate,
		KindOf(r).String(), What(r), symbol + " " + words, Text(r), Settlement(r, tableNow), amount(Moved(r)), amount(Asked(r)),
	}, "|")
}

const tableHead = "request type|account|parent|on file|payment type|code|status|settles of 2000|due" +
	"|kind|what|state|shown|settlement|amount|asked"

func TestTable(t *testing.T) {
	rows := []string{tableHead}
	for _, r := range tableRecords() {
		rows = append(rows, tableRow(r))
	}
	text := strings.Join(rows, "\n") + "\n"
	if *update {
		if err := os.WriteFile(tableFile, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(tableFile)
	if err != nil {
		t.Fatal(err)
	}
	pinned := strings.Split(strings.TrimSuffix(string(want), "\n"), "\n")
	if len(pinned) != len(rows) {
		t.Errorf("%d rows, the table has %d", len(rows), len(pinned))
	}
	for i := range min(len(rows), len(pinned)) {
		if rows[i] != pinned[i] {
			t.Errorf("row %d:\n%s, want\n%s", i, rows[i], pinned[i])
		}
	}
}

// TestTableIsTrue checks every row against the gateway's values, which it reads without
// this package.
func TestTableIsTrue(t *testing.T) {
	for _, r := range tableRecords() {
		_, state := Status(r, false, tableNow)
		settlement := Settlement(r, tableNow)
		moved, known := Moved(r)
		went := r.ErrorCode == "0" && (r.RequestType == "AUTH" || r.RequestType == "REFUND")
		settles := went && (r.SettleStatus == "0" || r.SettleStatus == "1" || r.SettleStatus == "100" || r.SettleStatus == "10" && r.PaymentType != "MYBANK")
		check := func(ok bool, what string) {
			t.Helper()
			if !ok {
				t.Errorf("%s: %s", what, tableRow(r))
			}
		}
		check(settles == (known && moved.Minor != 0), "money moves exactly when it settles")
		check(!settles || r.RequestType == "REFUND" == (moved.Minor < 0), "money out is less than zero, money in more")
		check(!settles || max(moved.Minor, -moved.Minor) == 1550 == (r.SettleBaseAmount == "1550"), "what moves is what settles")
		check(settles || !strings.Contains(settlement, ": settles") && !strings.Contains(settlement, "released"), "what does not settle promises no run")
		check(settles || state != "Settled", "what did not settle is not called settled")
		check(strings.Contains(settlement, "on Wednesday 25 November") == (settles && r.SettleDueDate == laterDue), "the run is that of the due date")
		check(!strings.Contains(settlement, "next run") || r.SettleDueDate != laterDue, "what is due later is not for the next run")
		check(r.AccountType != "CFT" || KindOf(r) == Payout && What(r) == "Payout" && !strings.Contains(strings.ToLower(state+settlement), "refund"), "a payout is no refund")
		check(strings.HasPrefix(Text(r), "−") == (r.RequestType == "REFUND"), "the sign is shown")
		check(r.SettleStatus != "2" || r.ErrorCode != "0" || !went || known && moved.Minor == 0, "what is held moves nothing yet")
	}
}

// The sum over the records of a day is the money.
func TestSum(t *testing.T) {
	record := func(kind, account, code, status, base, settles string) gateway.Record {
		return gateway.Record{
			RequestType: kind, AccountType: account, ErrorCode: code, SettleStatus: status, BaseAmount: base, SettleBaseAmount: settles, CurrencyISO3A: "GBP",
		}
	}
	sum := int64(0)
	for _, r := range []gateway.Record{
		record("AUTH", "MOTO", "0", "100", "2000", "2000"),   // +20.00
		record("AUTH", "MOTO", "0", "0", "2000", "1550"),     // +15.50, reduced
		record("AUTH", "MOTO", "0", "3", "9900", "9900"),     // cancelled
		record("AUTH", "MOTO", "70000", "3", "9900", "9900"), // declined
		record("AUTH", "MOTO", "0", "2", "9900", "9900"),     // held
		record("AUTH", "MOTO", "60010", "", "9900", ""),      // unknown
		record("REFUND", "MOTO", "0", "0", "500", "500"),     // -5.00
		record("REFUND", "CFT", "0", "100", "700", "700"),    // -7.00
		record("REFUND", "MOTO", "0", "3", "900", "900"),     // stopped
		record("ACCOUNTCHECK", "MOTO", "0", "0", "1050", ""), // no money
		record("THREEDQUERY", "ECOM", "0", "0", "1050", ""),  // no money
	} {
		m, _ := Moved(r)
		sum += m.Minor
	}
	if sum != 2000+1550-500-700 {
		t.Errorf("the sum is %d", sum)
	}
}

func TestReturned(t *testing.T) {
	payment := gateway.Record{
		RequestType: "AUTH", TransactionReference: "23-9-1", ErrorCode: "0", SettleStatus: "100",
		BaseAmount: "2000", SettleBaseAmount: "2000", CurrencyISO3A: "GBP",
	}
	refund := func(reference, minor, status string) gateway.Record {
		return gateway.Record{
			RequestType: "REFUND", TransactionReference: reference, ParentTransaction: "23-9-1", ErrorCode: "0", SettleStatus: status,
			BaseAmount: minor, SettleBaseAmount: minor, CurrencyISO3A: "GBP",
		}
	}
	with := func(r gateway.Record, change func(*gateway.Record)) gateway.Record { change(&r); return r }
	pending := with(payment, func(r *gateway.Record) { r.SettleStatus = "0" })
	for name, tc := range map[string]struct {
		payment  gateway.Record
		children []gateway.Record
		state    string
		back     string
	}{
		"none":       {payment, nil, "✔ Settled", ""},
		"a part":     {payment, []gateway.Record{refund("2", "500", "100")}, "✔ Settled, £5.00 given back", "£5.00"},
		"on its way": {payment, []gateway.Record{refund("2", "500", "0")}, "✔ Settled, £5.00 going back", "£5.00 on its way"},
		"both": {
			payment,
			[]gateway.Record{refund("2", "500", "100"), refund("3", "400", "10")},
			"✔ Settled, £9.00 given back", "£5.00; £4.00 on its way",
		},
		"all":            {payment, []gateway.Record{refund("2", "500", "100"), refund("3", "1500", "100")}, "! Settled, all given back", "£20.00"},
		"all on its way": {payment, []gateway.Record{refund("2", "500", "100"), refund("3", "1500", "0")}, "! Settled, all going back", "£5.00; £15.00 on its way"},
		"held":           {payment, []gateway.Record{refund("2", "500", "2")}, "! Settled, a refund is HELD", "nothing yet; £5.00 held until it is released"},
		"unknown": {
			payment,
			[]gateway.Record{with(refund("2", "500", ""), func(r *gateway.Record) { r.ErrorCode = "60010" })},
			"! Settled, a refund is UNKNOWN", "£5.00 not known whether it was made",
		},
		"stopped":  {payment, []gateway.Record{refund("2", "500", "3")}, "✔ Settled", ""},
		"declined": {payment, []gateway.Record{with(refund("2", "500", "3"), func(r *gateway.Record) { r.ErrorCode = "70000" })}, "✔ Settled", ""},
		"payout":   {payment, []gateway.Record{with(refund("2", "500", "100"), func(r *gateway.Record) { r.AccountType = "CFT" })}, "✔ Settled", ""},
		"repeat":   {payment, []gateway.Record{with(payment, func(r *gateway.Record) { r.ParentTransaction = "23-9-1" })}, "✔ Settled", ""},
		"twice":    {payment, []gateway.Record{refund("2", "500", "100"), refund("2", "500", "100")}, "✔ Settled, £5.00 given back", "£5.00"},
		"reduced": {
			with(payment, func(r *gateway.Record) { r.SettleBaseAmount = "500" }),
			[]gateway.Record{refund("2", "500", "100")},
			"! Settled, all given back", "£5.00",
		},
		"pending": {pending, nil, "✔ Approved, settlement pending", ""},
	} {
		symbol, words := StatusWith(tc.payment, false, tableNow, tc.children)
		sum, _ := ReturnedOf(tc.payment, tc.children)
		if got := symbol + " " + words; got != tc.state || sum.String() != tc.back {
			t.Errorf("%s: %q and %q, want %q and %q", name, got, sum, tc.state, tc.back)
		}
	}
}
