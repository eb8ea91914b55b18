package record

import (
	tea "charm.land/bubbletea/v2"

	"charm.land/bubbles/v2/key"

	"motoconsole/gateway"
	"motoconsole/internal/payment/operation"
	"motoconsole/ui/kit"
)

// view shows all that is known of one payment or refund.
type view struct {
	page      *Page
	shell     kit.Shell
	reference string             // the transaction reference, as it came
	record    gateway.Record     // cleaned
	back      *view              // the record that led here; nil for Find
	seen      operation.Snapshot // the payment with its state, once known
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

// Update implements Page.
func (s *view) Update(msg tea.Msg) tea.Cmd {
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

func (s *view) press(k tea.KeyPressMsg) tea.Cmd {
	keys := s.shell.Keys.Record
	s.giving = false
	switch {
	case key.Matches(k, keys.Back):
		if s.back == nil {
			return s.shell.Open(kit.Open{Place: s.page.from, Back: true})
		}
		return s.page.show(s.back)
	case key.Matches(k, keys.Give):
		if !s.known {
			s.giving = s.problem == "" && s.shell.Session.Operations != nil
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
func (s *view) give() tea.Cmd {
	s.giving = false
	s.page.op = s.page.newOperation(s, s.seen)
	return nil
}

// openLink shows the related record that is marked.
func (s *view) openLink() tea.Cmd {
	links := s.links()
	if len(links) == 0 {
		return nil
	}
	record := links[min(s.link, len(links)-1)]
	return s.page.show(&view{page: s.page, shell: s.shell, reference: record.TransactionReference, record: record, back: s})
}

// copy puts the transaction reference, and never anything else, into the
// terminal's clipboard.
func (s *view) copy() tea.Cmd {
	reference := s.record.TransactionReference
	switch {
	case !s.shell.Session.Copy:
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
func (s *view) Keys() []key.Binding {
	k := s.shell.Keys.Record
	bindings := []key.Binding{k.Give}
	links := len(s.links())
	if links > 0 {
		bindings = append(bindings, k.Open)
	}
	bindings = append(bindings, k.Back, k.Scroll)
	if links > 1 {
		bindings = append(bindings, k.Next)
	}
	if s.shell.Session.Copy {
		bindings = append(bindings, k.Copy)
	}
	return append(bindings, k.Again)
}

// Busy implements Page.
func (s *view) Busy() string { return "" }
