package ui

import (
	"fmt"
	"strings"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"motoconsole/gateway"
	"motoconsole/internal/payment"
	"motoconsole/internal/payment/option"
)

// finish takes the outcome of the attempt under way.
func (s *reversalScreen) finish(v payment.Reversal) {
	s.attempt, s.stage = v, finished
	if s.form != nil {
		s.form.ClearCard()
	}
	s.startGrace()
}

// learn implements owner. What was read of the payment before is old by now.
func (s *reversalScreen) learn(a payment.Attempt) bool {
	if s.stage != finished {
		return false
	}
	if noNews(a, s.attempt.Attempt) {
		return true
	}
	if a.State == payment.Done && s.attempt.State != payment.Done {
		s.startGrace()
	}
	a.Charge = s.attempt.Charge
	s.attempt.Attempt, s.attempt.Reread, s.attempt.Note = a, false, ""
	return true
}

func (s *reversalScreen) resultKeys() []key.Binding {
	k := s.root.keys
	switch {
	case s.attempt.State == payment.InDoubt:
		return []key.Binding{k.Doubt.Check, k.Doubt.Home}
	case s.from == nil && s.correctable():
		return []key.Binding{k.Reversed.Correct, k.Result.Home}
	case s.from == nil:
		return []key.Binding{k.Result.Home}
	}
	record, give := k.Reversed.Record, k.Reversed.Give
	if s.anew() {
		record = relabel(record, "back to the earlier "+s.noun())
	} else {
		record = relabel(record, "back to the "+s.noun())
	}
	if s.correctable() {
		return []key.Binding{record, k.Reversed.Correct, give}
	}
	return []key.Binding{record, give}
}

func (s *reversalScreen) result(msg tea.Msg) (action, tea.Cmd) {
	k, ok := msg.(tea.KeyPressMsg)
	if !ok || s.inGrace() {
		return stay, nil
	}
	keys := s.root.keys
	if s.attempt.State == payment.InDoubt {
		switch {
		case key.Matches(k, keys.Doubt.Check):
			s.root.notice = askingNow
			return stay, checkNow(s.root.session.Desk, s.attempt.Attempt)
		case key.Matches(k, keys.Doubt.Home):
			return goHome, nil
		}
		return stay, nil
	}
	switch {
	case key.Matches(k, keys.Reversed.Record) && s.from == nil:
		return goHome, nil
	case key.Matches(k, keys.Reversed.Record):
		return stay, s.toRecord()
	case key.Matches(k, keys.Reversed.Correct) && s.correctable():
		s.backToForm()
	case key.Matches(k, keys.Reversed.Give) && s.from != nil:
		return stay, s.giveAgain()
	}
	return stay, nil
}

// toRecord goes back to the payment, with its new state where it was read, and
// reads it once more: the gateway may take a moment to show what was done.
func (s *reversalScreen) toRecord() tea.Cmd {
	if s.attempt.Reread {
		s.from.take(s.attempt.After)
	} else {
		s.from.known = false
	}
	return s.root.showRecord(s.from)
}

// giveAgain offers what is legal now: with a new payment or payout where one was
// made, and not with the earlier one.
func (s *reversalScreen) giveAgain() tea.Cmd {
	if r := s.made(); r.TransactionReference != "" && s.attempt.State == payment.Done {
		return s.root.showRecord(&recordScreen{root: s.root, reference: r.TransactionReference, record: r, back: s.from, giving: true})
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
func (s *reversalScreen) correctable() bool {
	return s.undone() && s.form != nil && !s.attempt.Changed && !s.refusedAtAll()
}

// undone reports that nothing was done for certain.
func (s *reversalScreen) undone() bool {
	switch s.attempt.Outcome {
	case gateway.Declined, gateway.Rejected, gateway.NotSent:
		return true
	default:
		return false
	}
}

// backToForm opens the form again, on the field that was refused.
func (s *reversalScreen) backToForm() {
	s.stage = editing
	if s.from == nil {
		s.form.FocusField("pan")
	}
	for _, name := range s.attempt.Fields {
		if s.form.Fail(name, "the gateway did not accept this: check it with the caller") {
			s.form.FocusField(name)
			return
		}
	}
}

func (s *reversalScreen) resultPage(width int) string {
	t, v := *s.root.theme, s.attempt
	told := v.Attempt
	told.Charge.Amount = s.amountNow()
	w, amount := verdictOfMove(v.Move, told), told.Charge.Amount.String()
	if v.Move == option.MoveReduce { // not to that amount
		amount = "by " + amount
	}
	bar := fmt.Sprintf("  %s  %s   %s   %s", w.symbol, w.word, amount, cardName(v.Charge))
	var b strings.Builder
	b.WriteString(w.bar(t).Render(pad(ansi.Truncate(bar, width, "…"), width)) + "\n\n")
	if note := v.Note != "" && s.undone(); !note { // the note says more
		b.WriteString(wrap(s.means(w), width) + "\n")
	}
	switch {
	case v.Note != "":
		b.WriteString(wrap(gateway.Clean(v.Note, 400), width) + "\n")
	default:
		if why := reason(v.Attempt, s.fieldLabel); why != "" {
			b.WriteString(wrap(gateway.Clean(why, 400), width) + "\n")
		}
	}
	say := s.sorry(w.say)
	if caller := s.caller(); v.Outcome == gateway.Approved && v.Move != option.MoveRepeat && caller != "" {
		say = "“" + gateway.Clean(caller, 300) + "”"
	}
	b.WriteString(t.muted.Render("Tell the caller") + "\n" + wrap(say, width) + "\n\n")
	if v.State == payment.InDoubt {
		s.root.writeDoubt(&b, v.Attempt)
	}
	s.writeAfter(&b, width)
	if v.Resolution != "" {
		b.WriteString(s.root.row("Found out", v.Ended.Local().Format("15:04:05")+", "+v.FoundOut()))
	}
	if v.Alarm != "" {
		b.WriteString(t.bad.Render(wrap("! "+v.Alarm, width)) + "\n")
	}
	b.WriteString(s.root.row("Order reference", gateway.Clean(orderNow(v), 64)))
	if ref := v.Result.Record.TransactionReference; ref != "" && ref != v.Parent {
		b.WriteString(s.root.row("Transaction reference", gateway.Clean(ref, 64)))
	}
	label := "In the journal as" // an update takes no order reference
	switch v.Move {
	case option.MoveRefundWhole, option.MoveRefundPart, option.MovePayout, option.MoveRepeat:
		if v.Outcome != gateway.NotSent {
			label = "Sent to the gateway as"
		}
	default:
	}
	b.WriteString(s.root.row(label, v.SentReference))
	return b.String()
}

// fieldLabel is the form's name of a gateway field.
func (s *reversalScreen) fieldLabel(name string) string {
	if s.form != nil {
		if f := s.form.Field(name); f != nil {
			return strings.ToLower(f.Label())
		}
	}
	return "“" + gateway.Clean(name, 40) + "”"
}

// orderNow is the order reference of what a move acted on, as it is now.
func orderNow(v payment.Reversal) string {
	if v.Move == option.MoveOrder && v.Outcome == gateway.Approved {
		return v.Target.OrderReference
	}
	return v.Charge.OrderReference
}
