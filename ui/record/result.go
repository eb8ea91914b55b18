package record

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	"charm.land/bubbles/v2/key"

	"motoconsole/gateway"
	"motoconsole/internal/payment"
	"motoconsole/internal/payment/operation"
	"motoconsole/internal/payment/option"
	"motoconsole/ui/kit"
)

// finish takes the outcome of the attempt under way.
func (s *operationFlow) finish(v operation.Operation) {
	s.attempt, s.Stage = v, kit.Finished
	if s.form != nil {
		s.form.ClearCard()
	}
	s.StartGrace()
}

// found takes in what was found out since. What was read of the payment before is
// old by now.
func (s *operationFlow) found(a payment.Attempt) bool {
	seen, news := s.Learned(a, s.attempt.Attempt)
	if news {
		a.Charge = s.attempt.Charge
		s.attempt.Attempt, s.attempt.Reread, s.attempt.Note = a, false, ""
	}
	return seen
}

func (s *operationFlow) resultKeys() []key.Binding {
	k := s.Shell.Keys
	switch {
	case s.attempt.State == payment.InDoubt:
		return []key.Binding{k.Doubt.Check, k.Doubt.Home}
	case s.from == nil && s.correctable():
		return []key.Binding{k.OperationResult.Correct, k.Result.Home}
	case s.from == nil:
		return []key.Binding{k.Result.Home}
	}
	record, give := k.OperationResult.Record, k.OperationResult.Give
	if s.anew() {
		record = kit.Relabel(record, "back to the earlier "+s.noun())
	} else {
		record = kit.Relabel(record, "back to the "+s.noun())
	}
	if s.correctable() {
		return []key.Binding{record, k.OperationResult.Correct, give}
	}
	return []key.Binding{record, give}
}

func (s *operationFlow) result(msg tea.Msg) tea.Cmd {
	k, ok := msg.(tea.KeyPressMsg)
	if !ok || s.InGrace() {
		return nil
	}
	keys := s.Shell.Keys
	if s.attempt.State == payment.InDoubt {
		return s.Shell.Doubt(k, s.attempt.Attempt)
	}
	switch {
	case key.Matches(k, keys.OperationResult.Record) && s.from == nil:
		return s.Shell.Open(kit.Open{Place: kit.Home})
	case key.Matches(k, keys.OperationResult.Record):
		return s.toRecord()
	case key.Matches(k, keys.OperationResult.Correct) && s.correctable():
		s.Correct(s.attempt.Fields)
	case key.Matches(k, keys.OperationResult.Give) && s.from != nil:
		return s.giveAgain()
	}
	return nil
}

// toRecord goes back to the payment, with its new state where it was read, and
// reads it once more: the gateway may take a moment to show what was done.
func (s *operationFlow) toRecord() tea.Cmd {
	if s.attempt.Reread {
		s.from.take(s.attempt.After)
	} else {
		s.from.known = false
	}
	return s.page.show(s.from)
}

// giveAgain offers what is legal now: with a new payment or payout where one was
// made, and not with the earlier one.
func (s *operationFlow) giveAgain() tea.Cmd {
	if r := s.made(); r.TransactionReference != "" && s.attempt.State == payment.Done {
		return s.page.show(&view{page: s.page, shell: s.Shell, reference: r.TransactionReference, record: r, back: s.from, giving: true})
	}
	cmd := s.toRecord()
	if !s.from.known {
		s.from.giving = true
		return cmd
	}
	return tea.Batch(cmd, s.from.give())
}

// correctable reports that nothing was done, so that the same form may be used
// again.
func (s *operationFlow) correctable() bool {
	return s.undone() && s.form != nil && !s.attempt.Changed && !s.refusedAtAll()
}

// undone reports that nothing was done for certain.
func (s *operationFlow) undone() bool { return kit.Undone(s.attempt.Outcome) }

func (s *operationFlow) resultPage(width int) string {
	v := s.attempt
	told := v.Attempt
	told.Charge.Amount = s.amountNow()
	w, amount := kit.VerdictOfOperation(v.Kind, told), told.Charge.Amount.String()
	if v.Kind == option.Reduce { // not to that amount
		amount = "by " + amount
	}
	var b strings.Builder
	b.WriteString(s.Bar(w, amount, v.Charge, width))
	if note := v.Note != "" && s.undone(); !note { // the note says more
		b.WriteString(kit.Wrap(s.means(w), width) + "\n")
	}
	switch {
	case v.Note != "":
		b.WriteString(kit.Wrap(gateway.Clean(v.Note, 400), width) + "\n")
	default:
		if why := kit.Reason(v.Attempt, s.FieldLabel); why != "" {
			b.WriteString(kit.Wrap(gateway.Clean(why, 400), width) + "\n")
		}
	}
	say := s.sorry(w.Say)
	if caller := s.caller(); v.Outcome == gateway.OutcomeApproved && v.Kind != option.Repeat && caller != "" {
		say = "“" + gateway.Clean(caller, 300) + "”"
	}
	b.WriteString(s.CallerRow(say, width))
	if v.State == payment.InDoubt {
		s.Shell.WriteDoubt(&b, v.Attempt)
	}
	s.writeAfter(&b, width)
	s.WriteFound(&b, v.Attempt, width)
	b.WriteString(s.Shell.Row("Order reference", gateway.Clean(orderNow(v), 64)))
	if ref := v.Result.Record.TransactionReference; ref != "" && ref != v.Parent {
		b.WriteString(s.Shell.Row("Transaction reference", gateway.Clean(ref, 64)))
	}
	label := "In the journal as" // an update takes no order reference
	switch v.Kind {
	case option.RefundWhole, option.RefundPart, option.Payout, option.Repeat:
		if v.Outcome != gateway.OutcomeNotSent {
			label = "Sent to the gateway as"
		}
	default:
	}
	b.WriteString(s.Shell.Row(label, v.SentReference))
	return b.String()
}

// orderNow is the order reference of what an operation acted on, as it is now.
func orderNow(v operation.Operation) string {
	if v.Kind == option.Order && v.Outcome == gateway.OutcomeApproved {
		return v.Target.OrderReference
	}
	return v.Charge.OrderReference
}
