package record

import (
	"slices"
	"strings"
	"time"

	"motoconsole/gateway"
	"motoconsole/internal/payment"
	"motoconsole/internal/payment/option"
	"motoconsole/internal/statement"
	"motoconsole/ui/kit"
	"motoconsole/ui/kit/draw"
)

// journalSteps are what the journal alone knows: what changed the payment, what was
// tried, and what was found out.
func (s *view) journalSteps(told map[string]bool) (steps []step) {
	add := func(at time.Time, word, text, agent string) {
		steps = append(steps, step{link: -1, at: at, Event: draw.Event{Done: true, Word: word, Text: gateway.Clean(text, 300), Agent: gateway.Clean(agent, 64)}})
	}
	for _, v := range append([]payment.Attempt{s.seen.Made}, s.seen.Acts...) {
		if v.ID == "" {
			continue
		}
		if v.ID != s.seen.Made.ID && !told[v.ID] {
			kind := kindOf(v, s.children)
			word, what, became := s.actWords(kind, v)
			add(v.Began, word, because(what, became, v.Charge.Reason, v.Outcome == gateway.OutcomeApproved), v.Agent)
		}
		if v.Resolution != "" {
			add(v.Ended, "resolved", v.FoundOut(), "")
		}
		if v.Alarm != "" {
			add(v.Ended, "alarm", "! "+v.Alarm, "")
		}
	}
	return steps
}

// because is a step with its reason, which is why the agent did it: it stands before what
// became of it, where that was not what the agent wanted.
func because(what, became, reason string, done bool) string {
	whole := strings.TrimSpace(what + " " + became)
	switch {
	case reason == "":
		return whole
	case whole == "":
		return reason
	case done || what == "" || became == "":
		return whole + ": " + reason
	default:
		return what + ": " + reason + " · " + became
	}
}

// changedSince reports that the journal has a step by which the record came to its present
// state.
func (s *view) changedSince() bool {
	return slices.ContainsFunc(s.seen.Acts, func(a payment.Attempt) bool {
		kind := option.KindOf(a.Operation)
		return a.Outcome == gateway.OutcomeApproved && (kind == option.Cancel || kind == option.Hold || kind == option.Release)
	})
}

// actWords are an operation of the journal as a step: what was done, or what was tried
// and what became of it.
func (s *view) actWords(kind option.Kind, v payment.Attempt) (word, what, became string) {
	amount := v.Charge.Amount.String()
	if v.Outcome != gateway.OutcomeApproved {
		if kind == option.Reduce { // "by" the amount, not "to" it
			amount = "by " + amount
		}
		return kit.OperationNoun(kind, v), amount, s.outcomeWords(kind, v)
	}
	word = kit.WordingOn(s.record, kind, v.Captures()).Step
	switch kind {
	case option.Reduce:
		if statement.IsPreauthorisation(s.record) {
			return word, amount + " let go", ""
		}
		return word, amount + " given back", ""
	case option.Cancel, option.Hold, option.Release:
		return word, amount, ""
	case option.Order:
		return word, "order " + v.Target.OrderReference, ""
	case option.Correct:
		return word, "", ""
	case option.Due:
		return word, "to " + kit.Day(v.Target.SettleDueDate), ""
	default:
		return kit.OperationNoun(kind, v), amount, s.outcomeWords(kind, v)
	}
}
