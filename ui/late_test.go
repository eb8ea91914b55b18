package ui

import (
	"context"
	"errors"
	"fmt"
	"sync/atomic"
	"testing"
	"time"

	"motoconsole/gateway"
	"motoconsole/internal/journal"
	"motoconsole/internal/payment"
	"motoconsole/ui/kit"
)

// TestNewsThatWasNotSeenStays: while the window is too small to draw it. It replaces the
// answer to the last key, which may no longer be true.
func TestNewsThatWasNotSeenStays(t *testing.T) {
	unhurried(t, func(t *testing.T) {
		c := unknownConsole(t)
		c.Press("enter")
		c.clock.wait(time.Second)
		c.Press("c")
		c.mustShow(t, "still unknown")
		c.settle(gateway.OutcomeApproved, journal.ResolvedQuery, "")
		c.mustShow(t, "A17 £10.50: APPROVED")
		c.mustNotShow(t, "still unknown")

		c = unknownConsole(t)
		c.Press("enter", "n")
		c.Resize(50, 10)
		c.settle(gateway.OutcomeApproved, journal.ResolvedQuery, "")
		c.clock.wait(newsTime)
		c.Press("a")
		c.Resize(80, 24)
		c.mustShow(t, "A17 £10.50: APPROVED")
	})
}

// TestFoundOutNamesTheChecks: the journal keeps no checks, so the result of a payment that
// was found out at last says where they are. A declined one needs none.
func TestFoundOutNamesTheChecks(t *testing.T) {
	const sentence = "Press o for the checks"
	unhurried(t, func(t *testing.T) {
		c := unknownConsole(t)
		c.mustNotShow(t, sentence)
		c.settle(gateway.OutcomeApproved, journal.ResolvedQuery, "")
		c.mustShow(t, "APPROVED", sentence)

		c = unknownConsole(t)
		c.settle(gateway.OutcomeDeclined, journal.ResolvedQuery, "")
		c.mustShow(t, "DECLINED")
		c.mustNotShow(t, sentence)
	})
}

// full is a journal on a full disk: it records nothing after the intent of an attempt.
type full struct{ journal.Store }

func (full) Record(context.Context, string, journal.Change) (journal.Entry, error) {
	return journal.Entry{}, errors.New("disk full")
}

func (full) Release(context.Context, string, string) error { return errors.New("disk full") }

// TestADoubtThatCannotBeRecorded: an unknown outcome that cannot be recorded stays on
// the screen, with its advice and without a next payment.
func TestADoubtThatCannotBeRecorded(t *testing.T) {
	unhurried(t, func(t *testing.T) {
		c := newConsole(t, &bank{answer: answered(gateway.OutcomeUnknown, "60010", "", "", "", "")})
		processor := processorOf(c.root.console)
		processor.Store = full{processor.Store}
		c.charge()
		c.Drain()
		c.Send(watchMsg{})
		c.mustShow(t, "UNKNOWN", "write the order reference down", "Check now")
		time.Sleep(time.Hour) // moto tries for longer than that
	})
}

// TestNotSentAfterAll: connecting took longer than an agent waits, and failed.
func TestNotSentAfterAll(t *testing.T) {
	unhurried(t, func(t *testing.T) {
		c := unknownConsole(t)
		c.settle(gateway.OutcomeNotSent, journal.ResolvedLateAnswer, "")
		c.mustShow(t, "NOT SENT", "Nothing was sent")
		c.mustNotShow(t, "It was sent")
	})
}

// counted is a journal that counts how often it is looked at.
type counted struct {
	journal.Store
	looks *atomic.Int64
}

func (s counted) Unresolved(ctx context.Context, n int) ([]journal.Entry, error) {
	if s.looks.Add(1) > 100 {
		return nil, errors.New("looked at without end")
	}
	return s.Store.Unresolved(ctx, n)
}

// TestManyUnresolved: home reads a payment that its list is too short for with the
// list, and not again and again.
func TestManyUnresolved(t *testing.T) {
	unhurried(t, func(t *testing.T) {
		c := newConsole(t, &bank{answer: answered(gateway.OutcomeUnknown, "60010", "", "", "", "")})
		processor := processorOf(c.root.console)
		for i := range kit.RecentShown {
			id := fmt.Sprint("B", i)
			err := processor.Store.Intent(t.Context(), journal.Entry{
				ID: id, Operation: journal.OpCharge, SentReference: id, OwnReference: id, Site: "test_site12345", Agent: "ben",
				Amount: gateway.Money{Minor: 100, Currency: c.root.console.Form.Currency}, First6: "400000", Last4: "0002", IntentAt: c.clock.Now(),
			}, "", time.Time{})
			if err == nil { // alarms come before what is unknown
				_, err = processor.Store.Record(t.Context(), id, journal.Change{Step: journal.StepAnswered, At: c.clock.Now(), Apply: func(e *journal.Entry) error {
					e.State, e.Outcome, e.AnsweredAt, e.Alarm = journal.Known, gateway.OutcomeApproved, c.clock.Now(), "the gateway shows another outcome"
					return nil
				}})
			}
			if err != nil {
				t.Fatal(err)
			}
		}
		looks := new(atomic.Int64)
		processor.Store = counted{processor.Store, looks}
		c.charge()
		c.mustShow(t, "UNKNOWN")
		c.root.goHome()
		c.clock.wait(time.Second)
		c.mustShow(t, "50 alarms or more")
		if n := looks.Load(); n > 20 {
			t.Errorf("the journal was looked at %d times", n)
		}
	})
}

// TestALateDoubtDoesNotUndoARefund: a late message of doubt does not undo the outcome
// of a refund.
func TestALateDoubtDoesNotUndoARefund(t *testing.T) {
	unhurried(t, func(t *testing.T) {
		b := settledTill()
		b.answer = coded(gateway.OutcomeUnknown, "60010")
		c := newCounter(t, b)
		c.refundPart(t)
		c.Press("y")
		c.clock.wait(time.Second)
		doubt := c.root.operated().Attempt()
		b.records = append(b.records, refundRecord("23-9-90001", "1000", "0"))
		b.records[1].OrderReference = b.refunds[0].OrderReference
		c.Press("c")
		c.mustShow(t, "✔ REFUNDED")
		c.Send(kit.ResolvedMsg{Attempt: doubt})
		c.mustShow(t, "✔ REFUNDED")
		if c.root.operated().Attempt().State != payment.Known {
			t.Error(c.root.operated().Attempt().State)
		}
	})
}
