package operate

import (
	"context"
	"errors"
	"slices"

	tea "charm.land/bubbletea/v2"

	"charm.land/bubbles/v2/key"

	"motoconsole/gateway"
	"motoconsole/internal/payment"
	"motoconsole/internal/payment/operation"
	"motoconsole/internal/payment/option"
	"motoconsole/internal/rights"
	"motoconsole/ui/kit"
	"motoconsole/ui/kit/flow"
)

// preparedMsg is an attempt that may be confirmed or carried out, or why it
// may not.
type preparedMsg struct {
	request  int
	plan     operation.Operation
	warnings []payment.Warning
	err      error
}

// OpenConfirm shows the confirm page, and starts the check of the operation. Nothing
// can be done before the check has ended.
func (s *Page) OpenConfirm() tea.Cmd {
	s.Stage, s.Warnings = flow.Confirming, nil
	s.ReasonLabel = ""
	if s.option.Kind == option.Repeat {
		s.ReasonLabel = flow.AgainLabel(payment.Charge{}.Kind)
	}
	s.ForgetReason()
	s.plan = operation.Operation{}
	s.StartGrace()
	return s.prepare(false)
}

// prepare checks the operation in its present form, and asks the guard before money
// moves.
func (s *Page) prepare(agreed bool) tea.Cmd {
	s.ready, s.agreed, s.problem, s.limit = false, agreed, "", false
	s.request = s.Shell.Request()
	operations, request, action := s.Shell.Console.Operations, s.request, s.action()
	return func() tea.Msg {
		ctx, cancel := context.WithTimeout(context.Background(), kit.JournalTime)
		defer cancel()
		plan, warnings, err := operations.Prepare(ctx, action)
		return preparedMsg{request, plan, warnings, err}
	}
}

// prepared takes in an answer to the newest question. After the agent's yes it makes
// the operation, if there is nothing new that the agent has not seen.
func (s *Page) prepared(msg preparedMsg) tea.Cmd {
	if s.Stage != flow.Confirming || msg.request != s.request {
		return nil
	}
	agreed := s.agreed
	s.ready, s.agreed, s.plan = true, false, msg.plan
	if msg.err != nil {
		s.refuse(msg.err)
		return nil
	}
	news := s.Unseen(msg.warnings)
	s.Warnings = msg.warnings
	switch {
	case news:
		s.Warn()
	case agreed:
		return s.begin()
	}
	return nil
}

// refuse shows why the operation is not made, at the field if one is at fault.
func (s *Page) refuse(err error) {
	var field *gateway.FieldError
	if errors.As(err, &field) && s.form != nil && s.form.Fail(field.Field, field.Rule) {
		s.form.FocusField(field.Field)
		s.Stage = flow.Editing
		return
	}
	var limit *rights.LimitError
	s.limit = errors.As(err, &limit)
	s.problem = kit.Capital(gateway.Clean(err.Error(), 400))
	s.Stage = flow.Refused
	s.StartGrace()
}

func (s *Page) afterRefusal(msg tea.Msg) tea.Cmd {
	k, ok := msg.(tea.KeyPressMsg)
	back := s.Shell.Keys.Agree.Back
	switch {
	case !ok || s.InGrace():
		return nil
	case !key.Matches(k, back):
		s.Shell.Notify(flow.OnlyThis(back))
		return nil
	}
	return s.ToForm()
}

// Barred implements steps.
func (s *Page) Barred() bool {
	return slices.ContainsFunc(s.Warnings, payment.Warning.Bars)
}

// begin hands the operation over. There is no way back from here.
func (s *Page) begin() tea.Cmd {
	s.attempt, s.Stage = s.plan, flow.Sending
	operations := s.Shell.Console.Operations
	var outcome <-chan operation.Operation
	if s.from == nil || s.attempt.Kind == option.Repeat {
		outcome = operations.CarryWithCard(s.attempt, s.form.Take())
	} else {
		outcome = operations.Carry(s.attempt)
	}
	s.plan.Forget()
	s.attempt.Forget()
	if s.form != nil {
		s.form.ClearCard()
	}
	await := func() tea.Msg {
		if v, ok := <-outcome; ok {
			return kit.DoneMsg{Attempt: v.Attempt, Operation: v}
		}
		return nil // the console is closing: nothing was sent
	}
	return tea.Batch(await, flow.EverySecond(s.attempt.ID))
}
