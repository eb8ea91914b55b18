package doubt

import (
	"testing"
	"time"

	"motoconsole/gateway"
	"motoconsole/internal/clock"
	"motoconsole/internal/journal"
)

// No finding about a card check is an alarm about money. A card check that moto cannot
// tell from another record still goes to a supervisor, who settles it.
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
		{"another", lost, Finding{Other: other}, gateway.OutcomeUnknown, journal.AlarmsOf(lost).Evidence},
		{"not known", lost, Finding{Records: []gateway.Record{record("60010")}}, gateway.OutcomeUnknown, journal.AlarmsOf(lost).Evidence},
	} {
		e := test.from
		f := test.found
		f.Answered, f.At, f.Heard = true, at.Add(DefaultAbsent), clock.Moment{Here: at.Add(DefaultAbsent)}
		rule.Judge(&e, f)
		if e.Outcome != test.want || e.Alarm != test.alarm || (e.State == journal.Known) != (test.want != gateway.OutcomeUnknown) {
			t.Errorf("%s: %v, %q, %s", test.name, e.Outcome, e.Alarm, e.State)
		}
	}
	if Refused(journal.Entry{Operation: journal.OpCheck, State: journal.Known, Outcome: gateway.OutcomeRejected}) {
		t.Error("a refused card check is watched like a refund")
	}
}

// moto watches a known card check for its time and no longer, whatever a query finds,
// because the journal keeps watched attempts.
func TestACardCheckIsNotWatchedForEver(t *testing.T) {
	at := time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC)
	rule := Rule{Absent: DefaultAbsent, Sending: time.Minute, Watch: 24 * time.Hour}
	record := func(code string) gateway.Record {
		return gateway.Record{RequestType: gateway.TypeAccountCheck, TransactionReference: "23-9-1", OrderReference: "A17-1", ErrorCode: code}
	}
	for name, found := range map[string]Finding{
		"nothing":                        {},
		"another":                        {Other: Pointer{Kind: journal.EvidenceListed, Says: "another record", Transaction: "23-9-7"}},
		"it, and its outcome is unknown": {Records: []gateway.Record{record("60010")}},
		"it, and it was not accepted":    {Records: []gateway.Record{record("30000")}},
	} {
		for _, late := range []time.Duration{rule.Watch - time.Second, rule.Watch} {
			e := journal.Entry{
				Operation: journal.OpCheck, SentReference: "A17-1", IntentAt: at, AnsweredAt: at,
				State: journal.Known, Outcome: gateway.OutcomeNotSent, Resolution: journal.ResolvedNotFound,
			}
			f := found
			f.Answered, f.At, f.Heard = true, at.Add(late), clock.Moment{Here: at.Add(late)}
			rule.Judge(&e, f)
			settled := e.Outcome == gateway.OutcomeRejected
			if want := late < rule.Watch && !settled; e.NextCheckAt.IsZero() == want || e.State != journal.Known || e.Alarm != "" {
				t.Errorf("%s, after %s: asked again %v, %v %v %q", name, late, e.NextCheckAt, e.State, e.Outcome, e.Alarm)
			}
		}
	}
}
