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

// recordScreen shows all that is known of one payment or refund.
type recordScreen struct {
	root      *Root
	reference string         // the transaction reference, as it came
	record    gateway.Record // cleaned
	back      *recordScreen  // the record that led here; nil for the look-up
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

var _ screen = (*recordScreen)(nil)

// openRecord shows a record that the look-up found.
func (r *Root) openRecord(record gateway.Record) tea.Cmd {
	return r.showRecord(&recordScreen{root: r, reference: record.TransactionReference, record: record.Cleaned()})
}

// showRecord shows a record, and reads it anew.
func (r *Root) showRecord(s *recordScreen) tea.Cmd {
	r.current = s
	return s.look()
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
func (s *recordScreen) look() tea.Cmd {
	s.problem = ""
	s.request = s.root.nextRequest()
	reversals, request, reference := s.root.session.Reversals, s.request, s.reference
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
func (s *recordScreen) looked(msg lookMsg) tea.Cmd {
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
	reversals, request := s.root.session.Reversals, s.request
	return func() tea.Msg {
		family, err := lookAt(reversals, parent)
		return familyMsg{request, family, err}
	}
}

// take shows a state of the payment.
func (s *recordScreen) take(seen payment.Case) {
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

// Update implements screen.
func (s *recordScreen) Update(msg tea.Msg) (action, tea.Cmd) {
	switch msg := msg.(type) {
	case lookMsg:
		return stay, s.looked(msg)
	case familyMsg:
		if msg.request == s.request && msg.err == nil {
			s.parent, s.siblings = msg.seen.Record.Cleaned(), cleaned(msg.seen.Related)
		}
		return stay, nil
	case tea.KeyPressMsg:
		return s.press(msg)
	}
	return stay, nil
}

func (s *recordScreen) press(k tea.KeyPressMsg) (action, tea.Cmd) {
	keys := s.root.keys.Record
	s.giving = false
	switch {
	case key.Matches(k, keys.Back):
		if s.back == nil {
			return goLookup, nil
		}
		return stay, s.root.showRecord(s.back)
	case key.Matches(k, keys.Give):
		if !s.known {
			s.giving = s.problem == "" && s.root.session.Reversals != nil
			s.root.notice = "Its state is not known yet."
			return stay, nil
		}
		return stay, s.give()
	case key.Matches(k, keys.Open):
		return stay, s.openLink()
	case key.Matches(k, keys.Copy):
		return stay, s.copy()
	case key.Matches(k, keys.Again):
		return stay, s.look()
	default:
		s.scroll(k)
	}
	return stay, nil
}

// give opens what can be done with the payment.
func (s *recordScreen) give() tea.Cmd {
	s.giving = false
	s.root.rev = s.root.newReversal(s, s.seen)
	s.root.current = s.root.rev
	return nil
}

// openLink shows the related record that is marked.
func (s *recordScreen) openLink() tea.Cmd {
	links := s.links()
	if len(links) == 0 {
		return nil
	}
	record := links[min(s.link, len(links)-1)]
	return s.root.showRecord(&recordScreen{root: s.root, reference: record.TransactionReference, record: record, back: s})
}

// copy puts the transaction reference, and never anything else, into the
// terminal's clipboard.
func (s *recordScreen) copy() tea.Cmd {
	reference := s.record.TransactionReference
	switch {
	case !s.root.session.Copy:
		s.root.notice = "Copying is switched off: set copy in [ui] of the configuration."
		return nil
	case reference == "" || reference != s.reference || gateway.HoldsCardNumber(reference):
		s.root.notice = "There is no transaction reference that could be copied."
		return nil
	}
	s.root.notice = "Copied: " + reference
	return tea.SetClipboard(reference)
}

// Keys implements screen.
func (s *recordScreen) Keys() []key.Binding {
	k := s.root.keys.Record
	bindings := []key.Binding{k.Give}
	links := len(s.links())
	if links > 0 {
		bindings = append(bindings, k.Open)
	}
	bindings = append(bindings, k.Back, k.Scroll)
	if links > 1 {
		bindings = append(bindings, k.Next)
	}
	if s.root.session.Copy {
		bindings = append(bindings, k.Copy)
	}
	return append(bindings, k.Again)
}

// Busy implements screen.
func (s *recordScreen) Busy() string { return "" }
