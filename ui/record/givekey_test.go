package record

import (
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"

	"motoconsole/gateway"
	"motoconsole/internal/journal"
	"motoconsole/internal/payment"
	"motoconsole/internal/payment/operation"
	"motoconsole/internal/payment/option"
	"motoconsole/internal/payment/terms"
	"motoconsole/internal/statement/statementtest"
	"motoconsole/ui/kit"
)

// The key that opens what can be done promises what Enter then does: its label, also where
// it is short, agrees with the row that is marked, for each state of a record, each way in
// which it was made, and an agent who comes to undo a mistake.
func TestKeyAgreesWithWhatIsMarked(t *testing.T) {
	waits := payment.Attempt{ID: "one", Operation: journal.OpCharge, State: payment.Known, Outcome: gateway.OutcomeHeld, Charge: payment.Charge{Kind: terms.Preauthorisation, Settlement: terms.Hold()}}
	promises := map[string][]string{
		"capture":           {"Capture "},
		"cancel":            {"Cancel "},
		"stop":              {"Stop this refund"},
		"stop this refund":  {"Stop this refund"},
		"give back":         {"Cancel ", "Refund ", "Reduce "},
		"what you can do":   {""},
		"capture or cancel": {"Capture "},
	}
	seenLabels := map[string]bool{}
	for _, c := range statementtest.Cases(t) {
		refund := c.Record
		refund.RequestType, refund.ParentTransaction = gateway.TypeRefund, "23-9-1"
		whole, wholeRefund := c.Record, refund // the gateway says how much of these settles
		whole.SettleBaseAmount, wholeRefund.SettleBaseAmount = whole.BaseAmount, whole.BaseAmount
		for _, record := range []gateway.Record{c.Record, refund, whole, wholeRefund} {
			for _, seen := range []operation.Snapshot{{}, {Made: waits}, {Made: waits, Acts: []payment.Attempt{{Operation: journal.OpHold}}}} {
				for _, limits := range []option.Limits{{}, {Refunds: true}} {
					for _, undo := range []bool{false, true} {
						seen.Record, seen.Options = record, option.All(record, nil, c.Now, limits)
						p := newPage(t, record)
						p.view.seen, p.view.record, p.view.known, p.view.undo, p.view.mistake = seen, record, true, undo, undo
						label := p.view.giveKey(p.view.shell.Keys.Record.Give).Help().Desc
						p.view.give()
						marked := markedRow(p)
						for _, shown := range []string{label, kit.ShortLabel(label)} {
							agrees := shown == ""
							for _, begins := range promises[shown] {
								agrees = agrees || strings.HasPrefix(marked, begins)
							}
							if seenLabels[shown] = true; !agrees {
								t.Errorf("%s, %s, %+v, undo %v: the key is %q, marked is %q", c.Name, record.RequestType, limits, undo, shown, marked)
							}
						}
					}
				}
			}
		}
	}
	for label := range promises {
		if !seenLabels[label] {
			t.Errorf("no record has the key %q", label)
		}
	}
}

// markedRow is the row that is marked on the page, as far as it is shown.
func markedRow(p *Page) string {
	view, _ := p.View(120, 36)
	for row := range strings.SplitSeq(ansi.Strip(view), "\n") {
		if _, after, found := strings.Cut(row, "▸ "); found {
			return strings.TrimSpace(after)
		}
	}
	return ""
}
