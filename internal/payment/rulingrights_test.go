package payment

import (
	"errors"
	"testing"
	"time"

	"motoconsole/gateway"
	"motoconsole/internal/journal"
	"motoconsole/internal/payment/paymenttest"
	"motoconsole/internal/rights"
)

// TestRightsByHand: who may settle an unknown outcome, and who may acknowledge an
// alarm, by every mix of the two rights. An unknown attempt that has an alarm needs
// both. The name that is given does not count: the journal keeps the agent's own name
// and role.
func TestRightsByHand(t *testing.T) {
	for name, state := range map[string]struct {
		change func(*journal.Entry)
		needs  []rights.Right
	}{
		"unknown":            {func(*journal.Entry) {}, []rights.Right{rights.SettleByHand}},
		"unknown, and alarm": {func(e *journal.Entry) { e.Alarm = "look" }, []rights.Right{rights.SettleByHand, rights.Acknowledge}},
		"known, and alarm": {func(e *journal.Entry) {
			e.State, e.Outcome, e.Alarm = journal.Known, gateway.OutcomeApproved, "look"
		}, []rights.Right{rights.Acknowledge}},
	} {
		for _, has := range [][]rights.Right{{}, {rights.SettleByHand}, {rights.Acknowledge}, {rights.SettleByHand, rights.Acknowledge}} {
			for _, taker := range []string{"priya", "SAM"} {
				b := newBench(t, paymenttest.Lost)
				b.Agent = taker
				a := b.take(charge())
				b.clock.Wait(10 * time.Minute)
				if _, err := b.store.Record(t.Context(), a.ID, journal.Change{Step: journal.StepAlarm, Apply: func(e *journal.Entry) error {
					state.change(e)
					return nil
				}}); err != nil {
					t.Fatal(err)
				}
				g := rights.NewTable([]rights.Role{{Name: "lead", Rights: has}}, []rights.Agent{{Name: "sam", Role: "lead"}}, true).Grant("sam")
				before := b.entry(t, a.ID)
				_, err := resolverOf(b.Resolver).RuleOn(t.Context(), g, a.SentReference, gateway.OutcomeApproved, "J. Doe", "by telephone")
				after, refusal := b.entry(t, a.ID), (*rights.Refusal)(nil)
				who := name + " by " + g.Role() + " with " + joined(has) + ", taken by " + taker
				if may := g.May(state.needs...) == nil && taker != "SAM"; !may {
					if !errors.As(err, &refusal) || after.State != before.State || after.AcknowledgedBy != "" || after.ResolvedBy != "" {
						t.Errorf("%s: %v, %v, acknowledged by %q", who, err, after.State, after.AcknowledgedBy)
					}
					continue
				}
				by := after.ResolvedBy
				if after.Alarm != "" {
					by = after.AcknowledgedBy
				}
				if err != nil || after.State != journal.Known || by != "sam" || after.Attention() {
					t.Errorf("%s: %v, %v by %q", who, err, after.State, by)
				}
			}
		}
	}
	var nobody rights.Grant
	b := newBench(t, paymenttest.Lost)
	a := b.take(charge())
	if _, err := resolverOf(b.Resolver).RuleOn(t.Context(), nobody, a.SentReference, gateway.OutcomeApproved, "J. Doe", "by telephone"); err == nil || b.entry(t, a.ID).State == journal.Known {
		t.Errorf("without a grant: %v", err)
	}
}

func joined(all []rights.Right) (text string) {
	for _, r := range all {
		text += " " + string(r)
	}
	return text
}
