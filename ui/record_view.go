package ui

import (
	"context"
	"errors"
	"time"

	tea "charm.land/bubbletea/v2"

	"charm.land/bubbles/v2/key"

	"motoconsole/gateway"
	"motoconsole/internal/payment"
)

// lookTime bounds what a screen waits for the gateway to show a payment.
const lookTime = 60 * time.Second

// recordView shows all that is known of one payment or refund.
type recordView struct {
	page      *recordPage
	shell     Shell
	reference string         // the transaction reference, as it came
	record    gateway.Record // cleaned
	back      *recordView    // the record that led here; nil for the look-up
	seen      payment.Case   // the payment with its state, once known
	known     bool
	problem   string           // why it is not
	children  []gateway.Record // cleaned, oldest first
	parent    gateway.Record   // of a refund, cleaned, once known
	siblings  []gateway.Record // and what else was made of that, as children
	request   int              // the newest question to the gateway
	giving    bool             // g was pressed before the state was known
	top       int              // the first line shown of what scrolls
	link      int              // which related record is marked
}

// lookMsg is what the gateway and the journal know of a payment.
type lookMsg struct {
	request int
	seen    payment.Case
	err     error
}

// familyMsg is what they know of the payment that a refund belongs to.
type familyMsg lookMsg

// look reads the payment's state. Answers to earlier questions do not count
// any more.
func (s *recordView) look() tea.Cmd {
	s.problem = ""
	s.request = s.shell.Request()
	reversals, request, reference := s.shell.session.Reversals, s.request, s.reference
	if reversals == nil {
		s.problem = "Its state cannot be read from here."
		return nil
	}
	return func() tea.Msg {
		seen, err := lookAt(reversals, reference)
		return lookMsg{request, seen, err}
	}
}

func lookAt(reversals *payment.Reversals, reference string) (payment.Case, error) {
	ctx, cancel := context.WithTimeout(context.Background(), lookTime)
	defer cancel()
	return reversals.Look(ctx, reference)
}

// looked takes in the payment's state, and asks for the family of a refund.
func (s *recordView) looked(msg lookMsg) tea.Cmd {
	if msg.request != s.request {
		return nil
	}
	if msg.err != nil {
		s.problem, s.giving = lookProblem(msg.err), false
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
	reversals, request := s.shell.session.Reversals, s.request
	return func() tea.Msg {
		family, err := lookAt(reversals, parent)
		return familyMsg{request, family, err}
	}
}

// take shows a state of the payment.
func (s *recordView) take(seen payment.Case) {
	s.seen, s.known = seen, true
	s.record, s.children = seen.Record.Cleaned(), cleaned(seen.Related)
}

// lookProblem says why the state of a payment is not known.
func lookProblem(err error) string {
	if errors.Is(err, payment.ErrNoPayment) {
		return capital(err.Error()) + "."
	}
	return "The state of this payment could not be read: " + gateway.Clean(err.Error(), 200) + "."
}

// Update implements Page.
func (s *recordView) Update(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case lookMsg:
		return s.looked(msg)
	case familyMsg:
		if msg.request == s.request && msg.err == nil {
			s.parent, s.siblings = msg.seen.Record.Cleaned(), cleaned(msg.seen.Related)
		}
		return nil
	case tea.KeyPressMsg:
		return s.press(msg)
	}
	return nil
}

func (s *recordView) press(k tea.KeyPressMsg) tea.Cmd {
	keys := s.shell.keys.Record
	s.giving = false
	switch {
	case key.Matches(k, keys.Back):
		if s.back == nil {
			return s.shell.Open(Open{Place: Find})
		}
		return s.page.show(s.back)
	case key.Matches(k, keys.Give):
		if !s.known {
			s.giving = s.problem == "" && s.shell.session.Reversals != nil
			s.shell.Notify("Its state is not known yet.")
			return nil
		}
		return s.give()
	case key.Matches(k, keys.Open):
		return s.openLink()
	case key.Matches(k, keys.Copy):
		return s.copy()
	case key.Matches(k, keys.Again):
		return s.look()
	default:
		s.scroll(k)
	}
	return nil
}

// give opens what can be done with the payment.
func (s *recordView) give() tea.Cmd {
	s.giving = false
	s.page.op = s.page.newOperation(s, s.seen)
	return nil
}

// openLink shows the related record that is marked.
func (s *recordView) openLink() tea.Cmd {
	links := s.links()
	if len(links) == 0 {
		return nil
	}
	record := links[min(s.link, len(links)-1)]
	return s.page.show(&recordView{page: s.page, shell: s.shell, reference: record.TransactionReference, record: record, back: s})
}

// copy puts the transaction reference, and never anything else, into the
// terminal's clipboard.
func (s *recordView) copy() tea.Cmd {
	reference := s.record.TransactionReference
	switch {
	case !s.shell.session.Copy:
		s.shell.Notify("Copying is switched off: set copy in [ui] of the configuration.")
		return nil
	case reference == "" || reference != s.reference || gateway.HoldsCardNumber(reference):
		s.shell.Notify("There is no transaction reference that could be copied.")
		return nil
	}
	s.shell.Notify("Copied: " + reference)
	return tea.SetClipboard(reference)
}

// Keys implements Page.
func (s *recordView) Keys() []key.Binding {
	k := s.shell.keys.Record
	bindings := []key.Binding{k.Give}
	links := len(s.links())
	if links > 0 {
		bindings = append(bindings, k.Open)
	}
	bindings = append(bindings, k.Back, k.Scroll)
	if links > 1 {
		bindings = append(bindings, k.Next)
	}
	if s.shell.session.Copy {
		bindings = append(bindings, k.Copy)
	}
	return append(bindings, k.Again)
}

// Busy implements Page.
func (s *recordView) Busy() string { return "" }
