package find

import (
	"bytes"
	"context"
	"iter"
	"log/slog"
	"strings"
	"testing"

	"motoconsole/gateway"
	"motoconsole/ui/kit"
)

// broken is a gateway whose records come to an end with a panic.
type broken struct{ records }

func (b broken) Records(ctx context.Context, q gateway.Query) iter.Seq2[gateway.Record, error] {
	return func(yield func(gateway.Record, error) bool) {
		b.records.Records(ctx, q)(yield)
		panic("4111111111111111")
	}
}

// TestASearchThatPanics ends, with what it has found and why it has no more. The
// process goes on, and the card number that was looked for is wiped.
func TestASearchThatPanics(t *testing.T) {
	for name, found := range map[string]records{
		"before the first record": nil,
		"after a record":          {{RequestType: gateway.TypeAuth, TransactionReference: "1-2-3", TransactionStarted: "2026-11-21 13:00:00"}},
	} {
		t.Run(name, func(t *testing.T) {
			var said bytes.Buffer
			forgotten := false
			l := newPage(t, broken{found})
			l.shell.Session.Log, l.shell.Session.Forget = slog.New(slog.NewTextHandler(&said, nil)), func() { forgotten = true }
			number := gateway.NewCardNumber()
			for _, digit := range []byte("4111111111111111") {
				number.Push(digit)
			}
			l.setLine("today")
			for cmd := l.searchLine([]gateway.CardNumber{number}); cmd != nil; {
				to, ok := cmd().(kit.To)
				if !ok {
					t.Fatal("nothing came of it")
				}
				cmd = l.Update(to.Msg)
			}
			if l.run.running() || l.run.err == nil || len(l.list.rows) != len(found) {
				t.Errorf("running %v, %v, %d rows", l.run.running(), l.run.err, len(l.list.rows))
			}
			if number.Len() > 0 || !forgotten {
				t.Errorf("%d digits are there, forgotten %v", number.Len(), forgotten)
			}
			if !strings.Contains(said.String(), "a search") || strings.Contains(said.String(), "4111") {
				t.Errorf("the log says %s", said.String())
			}
		})
	}
}
