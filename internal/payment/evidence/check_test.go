package evidence

import (
	"testing"
	"time"

	"motoconsole/gateway"
	"motoconsole/internal/journal"
)

// No finding about a card check is an alarm of money. One that cannot be told from
// another record goes to a supervisor all the same, who ends the doubt.
func TestCardChecksAreNoMatterOfMoney(t *testing.T) {
	at := time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC)
	rule := Rule{Absent: DefaultAbsent, Sending: time.Minute, Watch: 24 * time.Hour}
	record := func(code string) gateway.Record {
		return gateway.Record{RequestType: gateway.TypeAccountCheck, TransactionReference: "23-9-1", OrderReference: "A17-1", ErrorCode: code}
	}
	lost := journal.Entry{Operation: journal.OpCheck, SentReference: "A17-1", State: journal.InDoubt, IntentAt: at, AnsweredAt: at}
	called := lost
	called.State, called.Outcome, called.Resolution = journal.Known, gateway.OutcomeNotSent, journal.ResolvedNotFound
	other := Pointer{Kind: journal.EvidenceListed, Says: "another record", Transaction: "23-9-7"}
	for _, test := range []struct {
		name  string
		from  journal.Entry
		found Finding
		want  gateway.Outcome
		alarm string
	}{
		{"found", lost, Finding{Records: []gateway.Record{record("0")}}, gateway.OutcomeApproved, ""},
		{"declined", lost, Finding{Records: []gateway.Record{record("70000")}}, gateway.OutcomeDeclined, ""},
		{"twice", lost, Finding{Records: []gateway.Record{record("70000"), record("0")}}, gateway.OutcomeApproved, ""},
		{"late", called, Finding{Records: []gateway.Record{record("0")}}, gateway.OutcomeApproved, ""},
		{"late, another", called, Finding{Other: other}, gateway.OutcomeNotSent, ""},
		{"another", lost, Finding{Other: other}, gateway.OutcomeUnknown, AlarmCheck},
		{"not known", lost, Finding{Records: []gateway.Record{record("60010")}}, gateway.OutcomeUnknown, AlarmCheck},
	} {
		e := test.from
		f := test.found
		f.Answered, f.At, f.Heard = true, at.Add(DefaultAbsent), Moment{Here: at.Add(DefaultAbsent)}
		rule.Judge(&e, f)
		if e.Outcome != test.want || e.Alarm != test.alarm || (e.State == journal.Known) != (test.want != gateway.OutcomeUnknown) {
			t.Errorf("%s: %v, %q, %s", test.name, e.Outcome, e.Alarm, e.State)
		}
	}
	if Refused(journal.Entry{Operation: journal.OpCheck, State: journal.Known, Outcome: gateway.OutcomeRejected}) {
		t.Error("a refused card check is watched like a refund")
	}
}
