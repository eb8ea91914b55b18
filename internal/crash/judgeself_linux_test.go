package crash

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"motoconsole/gateway"
	"motoconsole/internal/journal"
	"motoconsole/internal/sandbox"
)

func row(order, suffix string, state journal.State, outcome gateway.Outcome) journal.Entry {
	return journal.Entry{Operation: journal.OpCharge, OwnReference: order, SentReference: order + "-" + suffix, State: state, Outcome: outcome}
}

func arrival(sent, code string, booked bool) sandbox.Entry {
	return sandbox.Entry{Via: "api", Type: "AUTH", OrderReference: sent, Done: true, Booked: booked, ErrorCode: code}
}

// cancellation is a cancellation in the portal of arrival's payment.
func cancellation(code string) sandbox.Entry {
	return sandbox.Entry{Via: "portal", Type: "TRANSACTIONUPDATE", Done: true, Booked: code == "0", ErrorCode: code, Asked: map[string]string{"settlestatus": "3"}}
}

// The judge itself must find each fault that it looks for.
func TestJudge(t *testing.T) {
	for name, c := range map[string]struct {
		ev   evidence
		want string // "" for nothing
	}{
		"all is well": {evidence{
			ledger: []sandbox.Entry{arrival("P1-a", "0", true), arrival("P2-b", "70000", true), arrival("P3-c", "", false)},
			rows: []journal.Entry{
				row("P1", "a", journal.Known, gateway.OutcomeApproved), row("P2", "b", journal.Known, gateway.OutcomeDeclined),
				row("P3", "c", journal.InDoubt, gateway.OutcomeUnknown), row("P4", "d", journal.Open, gateway.OutcomeUnknown),
				row("P3", "e", journal.Known, gateway.OutcomeNotSent),
			},
			claims: []claim{{"APPROVED", "P1"}, {"APPROVED", "P1-a"}, {"DECLINED", "P2"}, {"UNKNOWN", "P3-c"}, {"NOT TAKEN", "P3"}},
			listed: "P3-c P4-d",
		}, ""},
		"arrived twice": {evidence{
			ledger: []sandbox.Entry{arrival("P1-a", "0", true), arrival("P1-a", "", false)},
			rows:   []journal.Entry{row("P1", "a", journal.Known, gateway.OutcomeApproved)},
		}, "P1-a arrived 2 times"},
		"charged twice": {evidence{
			ledger: []sandbox.Entry{arrival("P1-a", "0", true), arrival("P1-b", "0", true)},
			rows:   []journal.Entry{row("P1", "a", journal.Known, gateway.OutcomeApproved), row("P1", "b", journal.Known, gateway.OutcomeHeld)},
		}, "order P1 was charged 2 times"},
		"not in the journal": {evidence{ledger: []sandbox.Entry{arrival("P1-a", "0", true)}}, "the journal does not have it"},
		"twice in the journal": {evidence{rows: []journal.Entry{
			row("P1", "a", journal.Known, gateway.OutcomeNotSent), row("P1", "a", journal.Known, gateway.OutcomeNotSent),
		}}, "the journal has P1-a 2 times"},
		"booked and not taken": {evidence{
			ledger: []sandbox.Entry{arrival("P1-a", "0", true)}, rows: []journal.Entry{row("P1", "a", journal.Known, gateway.OutcomeNotSent)},
		}, "has taken the caller's money"},
		"booked and declined": {evidence{
			ledger: []sandbox.Entry{arrival("P1-a", "0", true)}, rows: []journal.Entry{row("P1", "a", journal.Known, gateway.OutcomeDeclined)},
		}, "has taken the caller's money"},
		"declined and taken": {evidence{
			ledger: []sandbox.Entry{arrival("P1-a", "70000", true)}, rows: []journal.Entry{row("P1", "a", journal.Known, gateway.OutcomeApproved)},
		}, "was declined"},
		"not booked and taken": {evidence{
			ledger: []sandbox.Entry{arrival("P1-a", "", false)}, rows: []journal.Entry{row("P1", "a", journal.Known, gateway.OutcomeHeld)},
		}, "was not booked"},
		"never arrived and taken": {evidence{rows: []journal.Entry{row("P1", "a", journal.Known, gateway.OutcomeApproved)}}, "never arrived"},
		"not listed":              {evidence{rows: []journal.Entry{row("P1", "a", journal.InDoubt, gateway.OutcomeUnknown)}}, "does not list it"},
		"a screen approves": {evidence{
			rows: []journal.Entry{row("P1", "a", journal.Known, gateway.OutcomeNotSent)}, claims: []claim{{"APPROVED", "P1-a"}},
		}, "a screen said APPROVED of P1-a"},
		"a screen denies": {evidence{
			ledger: []sandbox.Entry{arrival("P1-a", "0", true)}, rows: []journal.Entry{row("P1", "a", journal.Known, gateway.OutcomeApproved)},
			claims: []claim{{"NOT TAKEN", "P1"}},
		}, "a screen said NOT TAKEN of P1"},
		"a screen cancels": {evidence{
			ledger: []sandbox.Entry{arrival("P1-a", "0", true), cancellation("0"), cancellation("60022")},
			rows:   []journal.Entry{row("P1", "a", journal.Known, gateway.OutcomeApproved)}, claims: []claim{{"CANCELLED", "P1"}},
		}, ""},
		"a screen cancels what stays": {evidence{
			ledger: []sandbox.Entry{arrival("P1-a", "0", true), cancellation("60022")},
			rows:   []journal.Entry{row("P1", "a", journal.Known, gateway.OutcomeApproved)}, claims: []claim{{"CANCELLED", "P1"}},
		}, "a screen said CANCELLED of P1"},
	} {
		got := strings.Join(judge(c.ev).violations, "\n")
		if c.want == "" && got != "" || !strings.Contains(got, c.want) {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
	v := judge(evidence{
		ledger: []sandbox.Entry{arrival("P1-a", "0", true)},
		rows:   []journal.Entry{row("P1", "a", journal.InDoubt, gateway.OutcomeUnknown)}, listed: "P1-a",
	})
	if len(v.waiting) != 1 || len(v.violations) != 0 || v.booked != 1 || v.doubt != 1 {
		t.Errorf("booked and not known yet: %+v", v)
	}
}

// The test reads the claims of a screen.
func TestClaims(t *testing.T) {
	shown := `
    ✔ APPROVED   £10.50   Visa ending 1111

  Order reference        P00017
  Sent to the gateway as P00017-7K3M21
`
	if got := claimsOf(shown); pageOf(shown) != outcome || len(got) != 1 || got[0] != (claim{"APPROVED", "P00017-7K3M21"}) {
		t.Errorf("page %d, claims %v", pageOf(shown), got)
	}
	shown = `
   ? 1 unknown payment: do not take it again         £10.50 · Visa 1111 · P00017

  Your payments today
  ▸ 14:02    £10.50  Visa 1111         ? Unknown       P00017
    14:02 £1,010.50  Visa 1111         ✖ Not sent      P00018
   ✔ P00019 £10.50: APPROVED
`
	want := []claim{{"APPROVED", "P00019"}, {"UNKNOWN", "P00017"}, {"NOT SENT", "P00018"}}
	got := claimsOf(shown)
	if pageOf(shown) != home || len(got) != len(want) {
		t.Fatalf("page %d, claims %v, want %v", pageOf(shown), got, want)
	}
	for i := range want {
		if got[i] != want[i] {
			t.Errorf("claims %v, want %v", got, want)
		}
	}
}

func operationRow(op journal.Operation, sent, parent string, minor int64, state journal.State, outcome gateway.Outcome) journal.Entry {
	r := journal.Entry{Operation: op, SentReference: sent, Parent: parent, State: state, Outcome: outcome, OverrideReason: "faulty"}
	r.Amount.Minor = minor
	return r
}

func refundOf(sent, parent string, minor int64) sandbox.Entry {
	return sandbox.Entry{
		Via: "api", Type: "REFUND", OrderReference: sent, TransactionReference: "r-" + sent, Parent: parent,
		BaseAmount: minor, Money: -minor, Done: true, Booked: true, ErrorCode: "0",
	}
}

func reductionOf(parent string, to string, money int64) sandbox.Entry {
	return sandbox.Entry{
		Via: "api", Type: "TRANSACTIONUPDATE", TransactionReference: parent, Asked: map[string]string{"settlebaseamount": to},
		Money: money, Done: true, Booked: true, ErrorCode: "0",
	}
}

// The same for refunds and updates.
func TestJudgeOperations(t *testing.T) {
	paid := sandbox.Entry{Via: "portal", Type: "AUTH", TransactionReference: "t1", Done: true, Booked: true, ErrorCode: "0", Money: 5000}
	back := operationRow(journal.OpRefund, "P1-b", "t1", 1000, journal.Known, gateway.OutcomeApproved)
	less := operationRow(journal.OpReduce, "REDUCE-1", "t1", 1000, journal.Known, gateway.OutcomeApproved)
	less.Target.SettleAmount = 4000
	alarmed := less
	alarmed.Alarm = "it is not so"
	notMade := func(r journal.Entry) journal.Entry { r.Outcome = gateway.OutcomeNotSent; return r }
	again := operationRow(journal.OpRefund, "P1-c", "t1", 1000, journal.Known, gateway.OutcomeApproved)
	again.IntentAt = again.IntentAt.Add(time.Second)
	reasoned := again
	reasoned.OverrideReason = "faulty; again because two were"
	for name, c := range map[string]struct {
		ev   evidence
		want string // "" for nothing
	}{
		"all is well": {evidence{
			ledger: []sandbox.Entry{paid, reductionOf("t1", "4000", -1000), refundOf("P1-b", "t1", 1000), refundOf("P1-c", "t1", 1000)},
			rows:   []journal.Entry{less, back, reasoned}, claims: []claim{{"REFUNDED", "P1-b"}, {"REDUCED", "REDUCE-1"}},
		}, ""},
		"a refund twice":           {evidence{ledger: []sandbox.Entry{paid, refundOf("P1-b", "t1", 1000), refundOf("P1-b", "t1", 1000)}, rows: []journal.Entry{back}}, "arrived 2 times"},
		"a refund without a row":   {evidence{ledger: []sandbox.Entry{paid, refundOf("P1-b", "t1", 1000)}}, "the journal does not have it"},
		"a refund called not so":   {evidence{ledger: []sandbox.Entry{paid, refundOf("P1-b", "t1", 1000)}, rows: []journal.Entry{notMade(back)}}, "without an alarm"},
		"a refund of more":         {evidence{ledger: []sandbox.Entry{paid, refundOf("P1-b", "t1", 2000)}, rows: []journal.Entry{back}}, "gave back 2000"},
		"a refund that never was":  {evidence{ledger: []sandbox.Entry{paid}, rows: []journal.Entry{back}}, "never arrived"},
		"the same again":           {evidence{ledger: []sandbox.Entry{paid, refundOf("P1-b", "t1", 1000), refundOf("P1-c", "t1", 1000)}, rows: []journal.Entry{back, again}}, "twice without a reason"},
		"more than settles":        {evidence{ledger: []sandbox.Entry{paid, reductionOf("t1", "500", -4500), refundOf("P1-b", "t1", 1000)}, rows: []journal.Entry{back}}, "500 settles"},
		"an update twice":          {evidence{ledger: []sandbox.Entry{paid, reductionOf("t1", "4000", -1000), reductionOf("t1", "4000", 0)}, rows: []journal.Entry{less}}, "arrived 2 times"},
		"an update called not so":  {evidence{ledger: []sandbox.Entry{paid, reductionOf("t1", "4000", -1000)}, rows: []journal.Entry{notMade(less)}}, "without an alarm"},
		"an update that never was": {evidence{ledger: []sandbox.Entry{paid}, rows: []journal.Entry{less}}, "did not arrive"},
		"an update undoes another": {evidence{ledger: []sandbox.Entry{paid, reductionOf("t1", "4000", 1000)}, rows: []journal.Entry{less}}, "the caller was told -1000"},
		"and an alarm says so":     {evidence{ledger: []sandbox.Entry{paid, reductionOf("t1", "4000", 1000)}, rows: []journal.Entry{alarmed}}, ""},
		"unknown and not listed":   {evidence{rows: []journal.Entry{operationRow(journal.OpRefund, "P1-b", "t1", 1000, journal.InDoubt, gateway.OutcomeUnknown)}}, "does not list it"},
		"a screen denies": {evidence{
			ledger: []sandbox.Entry{paid, refundOf("P1-b", "t1", 1000)}, rows: []journal.Entry{back}, claims: []claim{{"NOT DONE", "P1-b"}},
		}, "a screen said NOT DONE"},
		"a screen promises": {evidence{ledger: []sandbox.Entry{paid}, rows: []journal.Entry{notMade(back)}, claims: []claim{{"REFUNDED", "P1-b"}}}, "a screen said REFUNDED"},
	} {
		got := strings.Join(judge(c.ev).violations, "\n")
		if c.want == "" && got != "" || !strings.Contains(got, c.want) {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}

// TestNewsIsNoPage: news of an attempt stands on any page. It does not make it another
// page, and what it says of a cancellation it does not say of the payment.
func TestNewsIsNoPage(t *testing.T) {
	pages := map[string]page{
		"Understood  any time%s   enter  Search   esc  Home":                                          search,
		"Understood  any time%s   enter  Open   esc  Back":                                            list,
		"Still to ask%s   enter  Next   esc  Discard":                                                 form,
		"Your payments today%s   n  New payment":                                                      home,
		"  ✖ NOT SENT      £10.50%s   esc  Back":                                                      refused,
		"Read this to the caller\n  Checking for earlier payments …%s   y  Charge £33.01   esc  Back": confirm,
	}
	for _, word := range []string{"NOT SENT", "NOT CHARGED", "NOT TAKEN", "CANCELLED", "APPROVED", "DONE", "UNKNOWN"} {
		for what, claims := range map[string][]claim{
			"P30001":                           {{word, "P30001"}},
			"Earlier payment: P30001":          {{word, "P30001"}},
			"Cancellation P30001":              nil,
			"Stop of refund P30001":            nil,
			"Earlier stop of a refund: P30001": nil,
			"Earlier cancellation: P30001":     nil,
			"Change of the date P30001":        nil,
			"Earlier card check: P30001":       nil,
			"Earlier change of date: P30001":   nil,
		} {
			for _, rest := range []string{"", ", by dev at 03:06, and 7 more"} {
				for shown, want := range pages {
					shown = fmt.Sprintf(shown, "\n  ✖ "+what+" £33.01: "+word+rest+"\n")
					if got := pageOf(shown); got != want {
						t.Errorf("page %d, want %d:\n%s", got, want, shown)
					}
					if got := claimsOf(shown); !slices.Equal(got, claims) {
						t.Errorf("claims %v, want %v:\n%s", got, claims, shown)
					}
				}
			}
		}
	}
}
