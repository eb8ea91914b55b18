package ui

import (
	"context"
	"errors"
	"testing"
	"time"

	"motoconsole/gateway"
	"motoconsole/internal/journal"
	"motoconsole/internal/payment"
	"motoconsole/ui/kit"
	"motoconsole/ui/kit/flow"
)

// doubtful is a console that shows a payment whose outcome is not known.
type doubtful struct {
	*console
	attempt payment.Attempt
}

// settle brings news of that payment from another console.
func (c doubtful) settle(o gateway.Outcome, how, alarm string) {
	a := c.attempt
	a.State, a.Outcome, a.Resolution, a.Alarm = payment.Known, o, how, alarm
	c.Send(kit.ResolvedMsg{Attempt: a})
}

func unknownConsole(t *testing.T) doubtful {
	c := newConsole(t, &bank{answer: answered(gateway.OutcomeUnknown, "60010", "", "", "", "")})
	c.charge()
	c.mustShow(t, "UNKNOWN")
	return doubtful{c, c.root.charge().Attempt()}
}

// TestNotTakenIsNotNotSent: a payment that was not taken did leave this console.
func TestNotTakenIsNotNotSent(t *testing.T) {
	unhurried(t, func(t *testing.T) {
		c := unknownConsole(t)
		c.settle(gateway.OutcomeNotSent, journal.ResolvedNotFound, "")
		c.mustShow(t, "NOT TAKEN", "no trace of this payment was found", "raises an alarm if the payment turns up", "Take it again only if the caller’s bank shows nothing", "nothing of it was found")
		c.mustNotShow(t, "Nothing was sent", "could not send", "not charged", "not been charged", "did not take")
	})
}

// TestItTurnsUpAfterAll: an agent who was told "not taken" learns of the alarm.
func TestItTurnsUpAfterAll(t *testing.T) {
	unhurried(t, func(t *testing.T) {
		c := unknownConsole(t)
		c.Press("enter", "n")
		c.settle(gateway.OutcomeNotSent, journal.ResolvedNotFound, "")
		c.mustShow(t, "A17 £10.50: NOT TAKEN")
		c.clock.wait(time.Minute)
		c.Press("tab")
		c.mustNotShow(t, "NOT TAKEN")
		c.settle(gateway.OutcomeApproved, journal.ResolvedQuery, "the caller may have been charged twice")
		c.mustShow(t, "A17 £10.50: Alarm: tell a supervisor before you charge again")
	})
}

// TestAlarmsAreNotUnknown: on home an alarm stands by itself, with its text.
func TestAlarmsAreNotUnknown(t *testing.T) {
	unhurried(t, func(t *testing.T) {
		c := unknownConsole(t)
		c.Press("enter")
		a := c.attempt
		a.State, a.Outcome, a.Alarm = payment.Known, gateway.OutcomeApproved, "the caller may have been charged twice"
		other := a
		other.ID, other.State, other.Outcome, other.Alarm = "other", payment.InDoubt, gateway.OutcomeUnknown, ""
		c.Send(kit.JournalMsg{Reading: c.root.readings, Unresolved: []payment.Attempt{a, other}})
		c.mustShow(t, "1 alarm: an outcome has changed. Tell a supervisor.", "and 1 unknown")
		c.Press("a")
		c.mustShow(t, "The caller may have been charged twice.")
		c.Press("down")
		c.mustShow(t, "Unknown", "Do not take it again")
	})
}

// TestNewsOutlivesTyping: an agent in the middle of a word still reads it.
func TestNewsOutlivesTyping(t *testing.T) {
	unhurried(t, func(t *testing.T) {
		c := unknownConsole(t)
		c.Press("enter", "n")
		c.settle(gateway.OutcomeApproved, journal.ResolvedQuery, "")
		c.Type("A18")
		c.mustShow(t, "A17 £10.50: APPROVED")
		c.clock.wait(newsTime)
		c.Type("9")
		c.mustNotShow(t, "A17 £10.50: APPROVED")
	})
}

// TestOthersNewsSaysWhose: news of another agent's payment names the agent.
func TestOthersNewsSaysWhose(t *testing.T) {
	unhurried(t, func(t *testing.T) {
		c := newConsole(t, &bank{})
		c.Send(kit.ResolvedMsg{Attempt: payment.Attempt{
			ID: "x", Operation: journal.OpCharge, Agent: "ben", Began: c.clock.Now(), State: payment.Known, Outcome: gateway.OutcomeApproved,
			Charge: payment.Charge{OrderReference: "B7"},
		}})
		c.mustShow(t, "B7", "APPROVED, by ben at 14:02")
	})
}

// TestAJournalThatIsAwayForAMoment: the screen keeps the unresolved payments while the
// journal cannot be read.
func TestAJournalThatIsAwayForAMoment(t *testing.T) {
	unhurried(t, func(t *testing.T) {
		c := unknownConsole(t)
		c.Press("enter")
		c.mustShow(t, "1 unknown payment")
		processor := processorOf(c.root.console)
		whole := processor.Store
		processor.Store = away{whole}
		c.Send(watchMsg{})
		c.mustShow(t, "The journal cannot be read", "and 1 unknown")
		processor.Store = whole
		c.Send(watchMsg{})
		c.mustShow(t, "1 unknown payment")
		c.mustNotShow(t, "The journal cannot be read")
	})
}

// away is a journal that cannot be read.
type away struct{ journal.Store }

func (away) Recent(context.Context, string, int) ([]journal.Entry, error) {
	return nil, errors.New("disk error")
}

// TestCheckNowSaysWhatCameOfIt: the notice "asking" gives way to the result.
func TestCheckNowSaysWhatCameOfIt(t *testing.T) {
	unhurried(t, func(t *testing.T) {
		c := unknownConsole(t)
		c.clock.wait(time.Second)
		c.Press("c")
		c.mustShow(t, "Checked: still unknown.")
		c.mustNotShow(t, kit.AskingNow)
	})
}

// TestALateDoubtDoesNotUndoAnOutcome: messages may come in another order.
func TestALateDoubtDoesNotUndoAnOutcome(t *testing.T) {
	unhurried(t, func(t *testing.T) {
		c := unknownConsole(t)
		doubt := c.attempt
		c.settle(gateway.OutcomeApproved, journal.ResolvedLateAnswer, "")
		c.Send(kit.ResolvedMsg{Attempt: doubt})
		c.mustShow(t, "✔ APPROVED")
	})
}

// TestAnOrderInDoubt: an order with an unknown payment is barred on any card, and the
// page says so.
func TestAnOrderInDoubt(t *testing.T) {
	unhurried(t, func(t *testing.T) {
		text := flow.WarningText(payment.Warning{Kind: payment.OrderInDoubt}, time.Time{}, false)
		if text == flow.WarningText(payment.Warning{Kind: payment.SameInDoubt}, time.Time{}, false) {
			t.Error(text)
		}
	})
}
