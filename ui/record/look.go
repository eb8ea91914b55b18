package record

import (
	"context"
	"errors"
	"time"

	tea "charm.land/bubbletea/v2"

	"motoconsole/gateway"
	"motoconsole/internal/payment/operation"
	"motoconsole/ui/kit"
)

// lookTime is how long a page waits for the gateway to show a payment.
const lookTime = 60 * time.Second

// lookMsg is what the gateway and the journal know of a payment.
type lookMsg struct {
	request int
	seen    operation.Snapshot
	err     error
}

// familyMsg is what they know of the payment that a refund belongs to.
type familyMsg lookMsg

// look reads the payment's state. Answers to earlier questions do not count
// any more.
func (s *view) look() tea.Cmd {
	s.problem, s.stale = "", false
	s.request = s.shell.Request()
	operations, request, reference := s.shell.Console.Operations, s.request, s.reference
	if operations == nil {
		s.problem = "This payment cannot be loaded here."
		return nil
	}
	return func() tea.Msg {
		seen, err := lookAt(operations, reference)
		return lookMsg{request, seen, err}
	}
}

func lookAt(operations kit.Operations, reference string) (operation.Snapshot, error) {
	ctx, cancel := context.WithTimeout(context.Background(), lookTime)
	defer cancel()
	return operations.Look(ctx, reference)
}

// looked takes in the payment's state, and asks for the family of a refund.
func (s *view) looked(msg lookMsg) tea.Cmd {
	if msg.request != s.request {
		return nil
	}
	if msg.err != nil {
		s.stale = s.record.RequestType != "" && !errors.Is(msg.err, operation.ErrNoPayment)
		s.problem, s.giving = lookProblem(msg.err, s.stale), false
		return nil
	}
	s.take(msg.seen)
	if s.giving {
		return s.give()
	}
	parent := msg.seen.Record.ParentTransaction
	if parent == "" {
		return nil
	}
	operations, request := s.shell.Console.Operations, s.request
	return func() tea.Msg {
		family, err := lookAt(operations, parent)
		return familyMsg{request, family, err}
	}
}

// take shows a state of the payment.
func (s *view) take(seen operation.Snapshot) {
	kept := s.record.Billing // the journal's, where the gateway was not asked yet
	s.seen, s.known = seen, true
	s.record, s.children = seen.Record.Cleaned(), cleaned(seen.Related)
	if b := &s.record.Billing; b.FirstName+b.LastName == "" {
		b.FirstName, b.LastName = kept.FirstName, kept.LastName
	}
	if b := &s.record.Billing; b.Email == "" {
		b.Email = kept.Email
	}
}

// lookProblem says why the state of a payment is not known, or is not the newest.
func lookProblem(err error, stale bool) string {
	why := gateway.Clean(err.Error(), 200)
	switch {
	case errors.Is(err, operation.ErrNoPayment):
		return kit.Capital(err.Error()) + "."
	case stale:
		return "Not refreshed: " + why + ". Shown as last known."
	default:
		return "This payment could not be loaded: " + why + "."
	}
}
