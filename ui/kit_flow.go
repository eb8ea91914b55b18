package ui

import (
	"time"

	tea "charm.land/bubbletea/v2"

	"charm.land/bubbles/v2/key"

	"motoconsole/forms"
	"motoconsole/internal/payment"
)

// stage is where a charge or an operation is, from the first key to its outcome.
type stage int

// The stages. Only an operation has something to choose, and can be refused.
const (
	choosing   stage = iota // what is to be done
	editing                 // the form
	confirming              // the page that says what will be done
	warned                  // the page that says what was found out about it
	discarding              // the question before typing is thrown away
	refused                 // the page that says why it is not done
	sending                 // handed over; no key does anything
	finished
)

// flow is what a charge and an operation share: what is typed is confirmed, warned
// of, sent and shown with its outcome. Money moves in no other way.
type flow struct {
	shell Shell
	grace
	stage    stage
	steps    steps
	sheet    *forms.Form       // what is typed; nil where nothing is asked
	warnings []payment.Warning // what the guard found
	reason   *forms.Form       // why it is made all the same

	yes, back key.Binding // of the confirm page
	waiting   string      // what a key says while it is on its way
}

// steps are what differs between a charge and an operation.
type steps interface {
	openConfirm() tea.Cmd
	// leaveForm goes back to where the form was opened.
	leaveForm() tea.Cmd
	// barred reports what no reason makes right.
	barred() bool
}

func newFlow(shell Shell, s steps, begin stage, yes, back key.Binding) flow {
	return flow{shell: shell, grace: grace{now: shell.now}, steps: s, stage: begin, yes: yes, back: back}
}

// loseCard forgets the card and says why at its field.
func (f *flow) loseCard(why string) {
	f.sheet.ClearCard()
	f.sheet.FocusField("pan")
	f.sheet.Fail("pan", why)
	f.stage = editing
}

// reasonField is the name of the field that asks why.
const reasonField = "reason"

// newReason is the form that asks why it is made in spite of a warning.
func (s Shell) newReason() *forms.Form {
	return s.newForm(forms.NewText(forms.TextOptions{
		Name: reasonField, Label: "Why it is right", Meaning: "the reason", Max: 100, Required: true,
	}))
}

// step handles a message in the stages that are alike, and reports whether it was
// in one of them.
func (f *flow) step(msg tea.Msg) (cmd tea.Cmd, handled bool) {
	switch f.stage {
	case editing:
		return f.edit(msg), true
	case warned:
		return f.explain(msg), true
	case discarding:
		return f.discard(msg), true
	case sending:
		if _, ok := msg.(tea.KeyPressMsg); ok {
			f.shell.Notify(f.waiting)
		}
		return nil, true
	default:
		return nil, false
	}
}

// edit handles the form.
func (f *flow) edit(msg tea.Msg) tea.Cmd {
	if k, ok := msg.(tea.KeyPressMsg); ok {
		keys := f.shell.keys.Form
		switch {
		case key.Matches(k, keys.Confirm):
			if f.sheet.CheckAll() {
				return f.steps.openConfirm()
			}
			return nil
		case key.Matches(k, keys.Discard):
			if !f.sheet.Dirty() {
				return f.steps.leaveForm()
			}
			f.stage = discarding
			return nil
		}
	}
	if f.sheet.Update(msg) == forms.Left {
		return f.steps.openConfirm()
	}
	return nil
}

// discard handles the question before typing is thrown away.
func (f *flow) discard(msg tea.Msg) tea.Cmd {
	k, ok := msg.(tea.KeyPressMsg)
	if !ok {
		return nil
	}
	switch discards, asksOn := f.shell.discards(k); {
	case discards:
		f.sheet.Clear()
		return tea.Batch(f.steps.leaveForm(), f.shell.forget())
	case !asksOn:
		f.stage = editing
	}
	return nil
}

// agree handles the confirm page. Without ready it is not known yet whether it may
// be done; once the agent has agreed no key does anything.
func (f *flow) agree(msg tea.Msg, agreed, ready bool, do func() tea.Cmd) tea.Cmd {
	k, ok := msg.(tea.KeyPressMsg)
	switch {
	case !ok || agreed:
	case f.inGrace():
		f.shell.Notify(tooSoon(f.yes))
	case key.Matches(k, f.back):
		return f.toForm()
	case !key.Matches(k, f.yes):
		f.shell.Notify(onlyThese(f.yes, f.back))
	case !ready:
		f.shell.Notify(stillLooking(f.yes))
	case f.sheet != nil && !f.sheet.CheckAll(): // a card may have expired at midnight
		f.stage = editing
	default:
		return do()
	}
	return nil
}

// toForm goes back to the form, or to where it would have been opened.
func (f *flow) toForm() tea.Cmd {
	if f.sheet == nil {
		return f.steps.leaveForm()
	}
	f.stage = editing
	return nil
}

// correct opens the form again, on the field that was refused, else on the card.
func (f *flow) correct(fields []string) {
	f.stage = editing
	f.sheet.FocusField("pan")
	for _, name := range fields {
		if f.sheet.Fail(name, "the gateway did not accept this: check it with the caller") {
			f.sheet.FocusField(name)
			return
		}
	}
}

// learn takes in what was found out about the attempt that is shown. Seen reports
// that its outcome is shown, and news that there is more to show.
func (f *flow) learn(a, shown payment.Attempt) (seen, news bool) {
	if f.stage != finished {
		return false, false
	}
	if noNews(a, shown) {
		return true, false
	}
	if a.State == payment.Done && shown.State != payment.Done {
		f.StartGrace()
	}
	return true, true
}

// noNews reports what says less of an attempt than is shown: it was on its way
// when the outcome came, or the journal does not know yet that no page waits.
func noNews(a, shown payment.Attempt) bool {
	return a.State != payment.Done && (shown.State == payment.Done || a.State != payment.InDoubt)
}

// secondMsg counts the seconds of an attempt on its way.
type secondMsg struct{ attemptID string }

// second goes on counting while the outcome is waited for. A page that is not shown
// gets no secondMsg, and its count ends.
func (f *flow) second(tick secondMsg, a payment.Attempt) tea.Cmd {
	waiting := f.stage == sending || f.stage == finished && a.State == payment.InDoubt
	if !waiting || tick.attemptID != a.ID {
		return nil
	}
	return everySecond(tick.attemptID)
}

func everySecond(attemptID string) tea.Cmd {
	return tea.Tick(time.Second, func(time.Time) tea.Msg { return secondMsg{attemptID} })
}

// stepKeys are the keys of the stages that are alike.
func (f *flow) stepKeys() []key.Binding {
	k := f.shell.keys
	switch f.stage {
	case editing:
		return []key.Binding{k.Form.Next, k.Form.Back, k.Form.Confirm, k.Form.Discard, k.Global.Help}
	case confirming:
		return []key.Binding{f.yes, f.back}
	case warned:
		if f.steps.barred() {
			return []key.Binding{f.back}
		}
		return []key.Binding{k.Warning.Explain, k.Warning.Back}
	case discarding:
		return []key.Binding{k.Discard.Yes, k.Discard.Back}
	case refused:
		return []key.Binding{f.back}
	case sending:
		return []key.Binding{k.Sending.Wait}
	default:
		return nil
	}
}
