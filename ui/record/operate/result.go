package operate

import (
	"slices"

	tea "charm.land/bubbletea/v2"

	"charm.land/bubbles/v2/key"

	"motoconsole/gateway"
	"motoconsole/internal/payment"
	"motoconsole/internal/payment/operation"
	"motoconsole/internal/payment/option"
	"motoconsole/internal/statement"
	"motoconsole/ui/kit"
	"motoconsole/ui/kit/flow"
)

// Finish takes the outcome of the attempt under way.
func (s *Page) Finish(v operation.Operation) {
	s.attempt, s.Stage = v, flow.Finished
	if s.form != nil {
		s.form.ClearCard()
	}
	s.StartGrace()
}

// Learn takes in later news. An earlier reading of the payment is out of date by now.
func (s *Page) Learn(a payment.Attempt) bool {
	seen, news := s.Learned(a, s.attempt.Attempt)
	if news {
		a.Charge = s.attempt.Charge
		s.attempt.Attempt, s.attempt.Reread, s.attempt.Note, s.attempt.NoteOfChange = a, false, "", false
	}
	return seen
}

func (s *Page) resultKeys() []key.Binding {
	k := s.Shell.Keys
	if s.attempt.State == payment.InDoubt {
		return []key.Binding{k.Doubt.Home, k.Doubt.Check}
	}
	next, record := k.OperationResult.Next, k.OperationResult.Record
	if s.from != nil && s.anew() && !s.nothingDone() {
		record = kit.Relabel(record, "open earlier "+s.noun())
	}
	var keys []key.Binding
	part := s.attempt.Kind == option.Reduce && s.done() && s.reserved() && s.attempt.Reread && s.attempt.After.Option(option.Release).Legal()
	if part { // what is left is captured next
		keys = append(keys, kit.Relabel(k.OperationResult.Give, "capture "+s.attempt.After.Option(option.Release).Captures.String()))
	}
	looks := s.from != nil && s.looksAgain()
	if looks { // as the words for the caller say
		keys = append(keys, record)
	}
	if s.correctable() {
		keys = append(keys, s.correctKey())
	}
	if s.Shell.Console.Permits.WhyNoPayment() == "" {
		keys = append(keys, next)
	}
	if s.from != nil && !looks || s.paidOut() {
		keys = append(keys, record)
	}
	switch {
	case s.paidOut() && s.Shell.Console.WhyNoUndo() != "": // the key says who may
	case s.stoppable():
		keys = append(keys, kit.StopKey(k.OperationResult.Give, statement.KindOf(s.justGiven()).String()))
	case s.from != nil && !part && s.givesAgain():
		keys = append(keys, k.OperationResult.Give)
	}
	return append(keys, k.OperationResult.Home)
}

// paidOut reports a payout to a card of its own that was made: it has no earlier payment to
// open, but can be opened itself, and cancelled until it settles.
func (s *Page) paidOut() bool {
	return s.from == nil && s.attempt.State == payment.Known && s.attempt.Outcome.MovesMoney() && s.made().TransactionReference != ""
}

// justGiven is the refund or payout that was just made: as it was read afterwards, or as
// the answer has it where the gateway does not show it yet. It is empty where none was made.
func (s *Page) justGiven() gateway.Record {
	v := s.attempt
	switch v.Kind {
	case option.RefundWhole, option.RefundPart, option.Payout:
	default:
		return gateway.Record{}
	}
	made := kit.RecordOf(v.Attempt)
	if v.State != payment.Known || !v.Outcome.MovesMoney() || made.RequestType == "" {
		return gateway.Record{}
	}
	for _, r := range v.After.Related {
		if kit.MadeBy(v.Attempt, r) {
			made = r
		}
	}
	return made.Cleaned()
}

// stoppable reports a refund or payout that was just made, can still be stopped, and that
// this agent may stop.
func (s *Page) stoppable() bool {
	r := s.justGiven()
	return r.TransactionReference != "" && s.Shell.Console.WhyNoUndo() == "" &&
		option.Pick(option.All(r, nil, s.Shell.Now(), option.Limits{Currencies: s.Shell.Console.Currencies()}), option.Cancel).Legal()
}

// looksAgain reports that nothing was done and the agent looks at the payment next: it has
// changed, it does not allow this, or it alone shows whether it was corrected.
func (s *Page) looksAgain() bool {
	v := s.attempt
	return s.nothingDone() && (v.Changed || s.refusedAtAll() || v.Kind == option.Correct && v.FoundNowhere())
}

// givesAgain reports that money may be given back after the operation, as far as is known.
func (s *Page) givesAgain() bool {
	return !s.attempt.Reread || s.anew() || slices.ContainsFunc(s.attempt.After.Options, func(o option.Option) bool {
		return o.Legal() && o.Kind.GivesBack() && o.Kind != option.Payout
	})
}

// correctKey opens the form again, and says what for.
func (s *Page) correctKey() key.Binding {
	correct := s.Shell.Keys.OperationResult.Correct
	if s.attempt.Outcome == gateway.OutcomeRejected {
		return correct
	}
	return kit.Relabel(correct, "try again")
}

func (s *Page) result(msg tea.Msg) tea.Cmd {
	k, ok := msg.(tea.KeyPressMsg)
	if !ok || s.InGrace() {
		return nil
	}
	keys := s.Shell.Keys
	if s.attempt.State == payment.InDoubt {
		return s.Shell.Doubt(k, s.attempt.Attempt)
	}
	switch {
	case key.Matches(k, keys.OperationResult.Next) && s.Shell.Console.Permits.WhyNoPayment() != "":
		s.Shell.Notify(s.Shell.Console.Permits.WhyNoPayment())
	case key.Matches(k, keys.OperationResult.Next):
		return s.Shell.Open(kit.Open{Place: kit.Charge})
	case key.Matches(k, keys.OperationResult.Home):
		return s.Shell.Open(kit.Open{Place: kit.Home})
	case key.Matches(k, keys.OperationResult.Record) && s.from != nil:
		return s.toRecord()
	case key.Matches(k, keys.OperationResult.Record) && s.paidOut():
		return s.Shell.Open(kit.Open{Place: kit.Record, Record: kit.RecordOf(s.attempt.Attempt), Fresh: true})
	case key.Matches(k, keys.OperationResult.Give) && s.paidOut() && s.Shell.Console.WhyNoUndo() != "":
		s.Shell.Notify(s.Shell.Console.WhyNoUndo())
	case key.Matches(k, keys.OperationResult.Give) && s.paidOut():
		return s.Shell.Open(kit.Open{Place: kit.Record, Record: kit.RecordOf(s.attempt.Attempt), Give: true, Fresh: true})
	case key.Matches(k, keys.OperationResult.Correct) && s.correctable():
		s.Correct(s.attempt.Fields)
	case key.Matches(k, keys.OperationResult.Give) && s.from != nil:
		return s.giveAgain()
	default:
		s.Shell.Notify(kit.NothingHere)
	}
	return nil
}

// toRecord goes back to the payment, with its new state where it was read, and
// reads it once more: the gateway may take a moment to show what was done.
func (s *Page) toRecord() tea.Cmd {
	return s.from.Changed(s.after(), false)
}

// giveAgain opens the options that are legal now: of the new payment or payout if one
// was made, and not of the earlier one.
func (s *Page) giveAgain() tea.Cmd {
	if s.stoppable() {
		return s.from.Made(s.justGiven())
	}
	if r := s.made(); r.TransactionReference != "" && s.attempt.State == payment.Known {
		return s.from.Made(r)
	}
	return s.from.Changed(s.after(), true)
}

// after is the payment as it was read after the operation, nil if it was not.
func (s *Page) after() *operation.Snapshot {
	if !s.attempt.Reread {
		return nil
	}
	return &s.attempt.After
}

// correctable reports that nothing was done, so that the same form may be used
// again.
func (s *Page) correctable() bool {
	return s.nothingDone() && s.form != nil && !s.attempt.Changed && !s.refusedAtAll()
}

// done reports that the operation was done. A raise of a held pre-authorisation is
// held with it.
func (s *Page) done() bool {
	o := s.attempt.Outcome
	return o == gateway.OutcomeApproved || s.attempt.Kind == option.Raise && o == gateway.OutcomeHeld
}

// nothingDone reports that certainly nothing was done.
func (s *Page) nothingDone() bool { return kit.NothingDone(s.attempt.Outcome) }

// orderNow is the order reference of what an operation acted on, as it is now.
func orderNow(v operation.Operation) string {
	if v.Kind == option.Order && v.Outcome == gateway.OutcomeApproved {
		return v.Target.OrderReference
	}
	return v.Charge.OrderReference
}
