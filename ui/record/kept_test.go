package record

import (
	"strings"
	"testing"
	"time"

	"motoconsole/gateway"
	"motoconsole/internal/journal"
	"motoconsole/internal/payment"
	"motoconsole/internal/payment/operation"
	"motoconsole/internal/payment/terms"
	"motoconsole/ui/kit"
)

// The journal's part of a record says what was asked for beside the amount, and to what
// the caller agreed.
func TestJournalGroupSaysWhatWasAgreed(t *testing.T) {
	at := time.Date(2026, 11, 28, 15, 4, 5, 0, time.Local)
	s := &view{shell: kit.Shell{Console: &kit.Console{Now: time.Now}}}
	shown := func(c payment.Charge) string {
		a := payment.Attempt{ID: "one", Operation: journal.OpCharge, Agent: "priya", Began: at, State: payment.Known, Outcome: gateway.OutcomeApproved, Charge: c}
		var all strings.Builder
		for _, f := range s.journalGroup(operation.Snapshot{Made: a}, gateway.Record{}, nil).rows {
			all.WriteString(f.label + ": " + f.value + "\n")
		}
		return all.String()
	}
	text := shown(payment.Charge{
		Settlement: terms.Settlement{DueDate: "2026-12-07"}, Initiation: gateway.InitiationDelayedCharge,
		Answers: payment.Answers{Consent: terms.Consent{Wording: "2026-1", Purpose: "Renewals", At: at}},
	})
	for _, want := range []string{
		"Asked for: settles on 7 December 2026\n", "Asked for by: Us: delayed charge\n",
		"Card may be kept: for Renewals, by the words of version 2026-1, agreed 28 Nov 2026 15:04:05\n",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("no %q in\n%s", want, text)
		}
	}
	if text := shown(payment.Charge{}); strings.Contains(text, "Asked for") || strings.Contains(text, "kept") {
		t.Errorf("of nothing:\n%s", text)
	}
}
