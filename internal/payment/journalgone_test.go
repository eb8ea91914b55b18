package payment

import (
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"motoconsole/gateway"
	"motoconsole/internal/journal/journaltest"
	"motoconsole/internal/payment/paymenttest"
)

// away are the ways in which a journal is taken from under a payment.
var away = map[string]func(store, older *journaltest.Memory){
	"deleted":                    func(store, _ *journaltest.Memory) { store.Remove() },
	"deleted with its mark":      func(store, _ *journaltest.Memory) { store.Remove(); store.RemoveMark() },
	"an older copy in its place": func(store, older *journaltest.Memory) { store.Replace(older) },
}

// TestTheJournalGoesWhileAPaymentIsOnItsWay: its outcome reaches the agent with
// the words that it could not be recorded, whether the answer comes in time or
// when the agent has stopped waiting.
func TestTheJournalGoesWhileAPaymentIsOnItsWay(t *testing.T) {
	for name, take := range away {
		t.Run(name+", in time", func(t *testing.T) {
			b := newBench(t, nil)
			older := b.store.Snapshot()
			b.bank.Answer = func(r gateway.AuthRequest) (gateway.AuthResult, error) {
				take(b.store, older)
				return paymenttest.Approve(r)
			}
			a := b.take(charge())
			if a.Outcome != gateway.OutcomeApproved || !strings.Contains(a.Problem, "could not be recorded: write it down") {
				t.Errorf("%v %q", a.Outcome, a.Problem)
			}
		})
		t.Run(name+", no answer", func(t *testing.T) {
			b := newBench(t, nil)
			older := b.store.Snapshot()
			b.bank.Answer = func(r gateway.AuthRequest) (gateway.AuthResult, error) {
				take(b.store, older)
				return paymenttest.Lost(r)
			}
			a := b.take(charge())
			if a.State != InDoubt || !strings.Contains(a.Problem, "could not be recorded: write the order reference down") {
				t.Errorf("%v %v %q", a.State, a.Outcome, a.Problem)
			}
		})
		t.Run(name+", late", func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				b, a, arrive := late(t, paymenttest.Approve)
				told := make(chan Attempt, 1)
				b.News = telling(func(a Attempt) { told <- a })
				take(b.store, b.store.Snapshot())
				arrive()
				time.Sleep(3 * time.Hour) // the journal is tried again and again
				synctest.Wait()
				select {
				case known := <-told:
					if known.ID != a.ID || known.Outcome != gateway.OutcomeApproved || !strings.Contains(known.Problem, "could not be recorded: write it down") {
						t.Errorf("told of %v %q", known.Outcome, known.Problem)
					}
				default:
					t.Error("the agent is told nothing of the answer")
				}
			})
		})
	}
}
