package record

import (
	"strings"
	"testing"
	"time"

	"motoconsole/internal/journal"
	"motoconsole/internal/payment"
	"motoconsole/internal/payment/operation"
	"motoconsole/internal/payment/terms"
	"motoconsole/internal/statement"
	"motoconsole/internal/statement/statementtest"
	"motoconsole/ui/kit"
)

// The record calls each payment what every other place calls it, and says that nothing is
// taken of what counts as reserved or held.
func TestStatesOnTheRecord(t *testing.T) {
	for _, c := range statementtest.Cases(t) {
		made := payment.Attempt{Operation: journal.OpCharge, Outcome: c.Record.Outcome(), State: payment.Known}
		if c.Asked {
			made.Charge = payment.Charge{Kind: terms.Preauthorisation, Settlement: terms.Hold()}
		}
		seen := operation.Snapshot{Record: c.Record, Made: made}
		seen.Left, _ = c.Record.Amount()
		session := &kit.Console{Now: func() time.Time { return c.Now }}
		s := &view{shell: kit.Shell{Console: session}, record: c.Record, seen: seen, known: true}
		if word, _, _ := strings.Cut(s.verdict().Word, ","); !strings.EqualFold(word, c.Word) {
			t.Errorf("%s: %s", c.Name, word)
		}
		if lead, _, _ := s.lead(); strings.HasSuffix(lead, "nothing taken yet") != (c.Counts == "reserved" || c.Counts == "held") {
			t.Errorf("%s: %s", c.Name, lead)
		}
	}
}

// The record has the word of each outcome.
func TestOutcomesOnTheRecord(t *testing.T) {
	session := &kit.Console{Now: func() time.Time { return time.Date(2026, 11, 24, 12, 0, 0, 0, time.UTC) }}
	for _, o := range statementtest.Outcomes(t) {
		s := &view{shell: kit.Shell{Console: session}, record: o.Record, seen: operation.Snapshot{Record: o.Record}, known: true}
		word := s.verdict().Word
		if kind, rest, named := strings.Cut(word, ": "); named && strings.EqualFold(kind, statement.What(o.Record)) {
			word = rest
		}
		if !o.Has(word) {
			t.Errorf("%s: %s", o.Name(), word)
		}
	}
}
