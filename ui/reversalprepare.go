package ui

import (
	"context"
	"errors"
	"slices"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"motoconsole/forms"
	"motoconsole/gateway"
	"motoconsole/internal/payment"
	"motoconsole/internal/payment/option"
)

// preparedMsg is an attempt that may be confirmed or carried out, or why it
// may not.
type preparedMsg struct {
	request  int
	plan     payment.Reversal
	warnings []payment.Warning
	err      error
}

// openConfirm shows the confirm page, and has the move checked. Nothing can be
// done before it is.
func (s *reversalScreen) openConfirm() tea.Cmd {
	s.stage, s.warnings = confirming, nil
	s.why = s.root.newReason()
	s.plan = payment.Reversal{}
	s.startGrace()
	return s.prepare(false)
}

// prepare has the move checked as it stands, and the guard asked before money
// moves.
func (s *reversalScreen) prepare(agreed bool) tea.Cmd {
	s.ready, s.agreed, s.problem, s.limit = false, agreed, "", false
	s.request = s.root.nextRequest()
	reversals, request, action := s.root.session.Reversals, s.request, s.action()
	return func() tea.Msg {
		ctx, cancel := context.WithTimeout(context.Background(), journalTime)
		defer cancel()
		plan, err := reversals.Begin(ctx, action)
		var warnings []payment.Warning
		if err == nil {
			warnings, err = reversals.Guard(ctx, plan)
			if _, ofGateway := errors.AsType[*payment.OrderError](err); err != nil && !ofGateway {
				err = errors.New("the journal cannot be read, so it is not known whether this was done before: tell a supervisor")
			}
		}
		if err == nil && action.Move == option.MoveRepeat {
			var seen []payment.Warning
			seen, err = seenOrder(ctx, reversals.Desk, plan.Charge)
			warnings = append(warnings, seen...)
		}
		return preparedMsg{request, plan, warnings, err}
	}
}

// seenOrder asks the gateway for payments of the same order before a card is
// charged again. The card itself is not here to be looked for. It takes a second
// at most: what it does not find proves nothing. The error is that the sign-in is
// refused.
func seenOrder(ctx context.Context, desk *payment.Desk, c payment.Charge) ([]payment.Warning, error) {
	ctx, cancel := context.WithTimeout(ctx, seenWait)
	defer cancel()
	warnings, err := desk.Seen(ctx, c, gateway.CardNumber{})
	if errors.Is(err, payment.ErrSignIn) {
		return nil, err
	}
	return warnings, nil
}

// prepared takes in an answer to the newest question. After the agent's yes
// the move is made, if nothing is known that the agent has not seen.
func (s *reversalScreen) prepared(msg preparedMsg) tea.Cmd {
	if s.stage != confirming || msg.request != s.request {
		return nil
	}
	agreed := s.agreed
	s.ready, s.agreed, s.plan = true, false, msg.plan
	if msg.err != nil {
		s.refuse(msg.err)
		return nil
	}
	news := slices.ContainsFunc(msg.warnings, func(w payment.Warning) bool {
		return !slices.ContainsFunc(s.warnings, func(seen payment.Warning) bool {
			return seen.Kind == w.Kind && seen.Earlier.ID == w.Earlier.ID &&
				seen.Earlier.Result.Record.TransactionReference == w.Earlier.Result.Record.TransactionReference
		})
	})
	s.warnings = msg.warnings
	switch {
	case news:
		s.why = s.root.newReason()
		s.stage = warned
		s.startGrace()
	case agreed:
		return s.begin()
	}
	return nil
}

// refuse shows why the move is not made: at the field where it is one's fault.
func (s *reversalScreen) refuse(err error) {
	var field *gateway.FieldError
	if errors.As(err, &field) && s.form != nil && s.form.Fail(field.Field, field.Rule) {
		s.form.FocusField(field.Field)
		s.stage = editing
		return
	}
	var limit *option.LimitError
	s.limit = errors.As(err, &limit)
	s.problem = capital(gateway.Clean(err.Error(), 400))
	s.stage = refused
	s.startGrace()
}

func (s *reversalScreen) afterRefusal(msg tea.Msg) (action, tea.Cmd) {
	k, ok := msg.(tea.KeyPressMsg)
	back := s.root.keys.Agree.Back
	switch {
	case !ok || s.inGrace():
		return stay, nil
	case !key.Matches(k, back):
		s.root.notice = onlyThis(back)
		return stay, nil
	case s.form == nil:
		return s.leaveForm(), nil
	}
	s.stage = editing
	return stay, nil
}

func (s *reversalScreen) confirm(msg tea.Msg) (action, tea.Cmd) {
	k, ok := msg.(tea.KeyPressMsg)
	keys := s.root.keys.Agree
	switch {
	case !ok || s.agreed:
		return stay, nil
	case s.inGrace():
		s.root.notice = tooSoon(keys.Do)
		return stay, nil
	case key.Matches(k, keys.Back) && s.form == nil:
		return s.leaveForm(), nil
	case key.Matches(k, keys.Back):
		s.stage = editing
		return stay, nil
	case !key.Matches(k, keys.Do):
		s.root.notice = onlyThese(keys.Do, keys.Back)
		return stay, nil
	case !s.ready:
		s.root.notice = stillLooking(keys.Do)
		return stay, nil
	case s.form != nil && !s.form.CheckAll(): // a card may have expired at midnight
		s.stage = editing
		return stay, nil
	}
	return stay, s.prepare(true)
}

// explain handles the warnings before money moves once more.
func (s *reversalScreen) explain(msg tea.Msg) (action, tea.Cmd) {
	k, isKey := msg.(tea.KeyPressMsg)
	if isKey && s.inGrace() {
		return stay, nil
	}
	switch back := isKey && key.Matches(k, s.root.keys.Warning.Back); {
	case back && s.form == nil:
		return s.leaveForm(), nil
	case back:
		s.stage = editing
		return stay, nil
	case s.barred():
		if isKey {
			s.root.notice = onlyThis(s.root.keys.Agree.Back)
		}
		return stay, nil
	}
	if s.why.Update(msg) == forms.Left {
		s.stage = confirming
		s.startGrace()
	}
	return stay, nil
}

func (s *reversalScreen) barred() bool {
	return slices.ContainsFunc(s.warnings, payment.Warning.Bars)
}

// begin hands the move over. There is no way back from here.
func (s *reversalScreen) begin() tea.Cmd {
	s.attempt, s.stage = s.plan, sending
	reversals := s.root.session.Reversals
	var outcome <-chan payment.Reversal
	if s.from == nil {
		outcome = reversals.PayOut(s.attempt, s.form.Take())
	} else {
		outcome = reversals.Carry(s.attempt)
	}
	await := func() tea.Msg {
		if v, ok := <-outcome; ok {
			return reversalDoneMsg{v}
		}
		return nil // the console is closing: nothing was sent
	}
	return tea.Batch(await, everySecond(s.attempt.ID))
}
