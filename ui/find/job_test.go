package find

import (
	"bytes"
	"context"
	"iter"
	"log/slog"
	"strings"
	"testing"
	"testing/synctest"

	"motoconsole/gateway"
	"motoconsole/internal/lookup"
)

// fragile is a gateway that panics once it has given its records.
type fragile struct{ records }

func (f fragile) Records(ctx context.Context, q gateway.Query) iter.Seq2[gateway.Record, error] {
	return func(yield func(gateway.Record, error) bool) {
		f.records.Records(ctx, q)(yield)
		panic("4111111111111111")
	}
}

// TestSearchThatPanics: wherever a search panics, the page says that the search is
// over and why, what was found stays, the log is told, and no card is kept.
func TestSearchThatPanics(t *testing.T) {
	sound := records{paid(0, nil), paid(1, nil)}
	for name, c := range map[string]struct {
		bank   lookup.Gateway
		change func(*Page)
		card   string
		rows   int
		says   string
	}{
		"at the gateway's first answer": {bank: fragile{}, says: "✖ The search broke off"},
		"after two records":             {bank: fragile{sound}, rows: 2, says: "! Incomplete: a defect of the program ended the search"},
		"with a card number":            {bank: fragile{sound}, card: "4111111111111111", rows: 2, says: "! Incomplete: a defect of the program"},
		"in the journal": {bank: sound, card: "4111111111111111", says: "✖ The search broke off", change: func(l *Page) {
			l.shell.Console.Journal = func(context.Context, lookup.Search) lookup.Kept { panic("4111111111111111") }
		}},
		"when a card is forgotten": {bank: sound, card: "4111111111111111", rows: 2, change: func(l *Page) {
			forget := l.shell.Console.Forget
			l.shell.Console.Forget = func() { forget(); panic("4111111111111111") }
		}},
	} {
		search := func(t *testing.T) {
			var log bytes.Buffer
			l, forgotten := newPage(t, c.bank), false
			l.shell.Console.Log = slog.New(slog.NewTextHandler(&log, nil))
			l.shell.Console.Forget = func() { forgotten = true }
			if c.change != nil {
				c.change(l)
			}
			var cards []gateway.CardNumber
			if c.card != "" {
				card := gateway.NewCardNumber()
				for _, digit := range []byte(c.card) {
					card.Push(digit)
				}
				cards = append(cards, card)
			}
			l.search("today", cards...)
			synctest.Wait() // the log is told last
			shown, _ := l.View(76, 20)
			if l.run.running() || len(l.list.rows) != c.rows || !strings.Contains(shown, c.says) {
				t.Errorf("running %v, %d rows:\n%s", l.run.running(), len(l.list.rows), shown)
			}
			if !strings.Contains(log.String(), "Find") || strings.Contains(log.String()+shown, "411111111111") {
				t.Errorf("the log has %s", log.String())
			}
			for _, card := range cards {
				if card.Len() > 0 || !forgotten {
					t.Errorf("%d digits of the card are left; forgotten: %v", card.Len(), forgotten)
				}
			}
		}
		t.Run(name, func(t *testing.T) { synctest.Test(t, search) })
	}
}
