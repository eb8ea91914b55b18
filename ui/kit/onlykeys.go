package kit

import (
	"fmt"

	tea "charm.land/bubbletea/v2"

	"charm.land/bubbles/v2/key"

	"motoconsole/forms"
)

// A page that moves money takes two keys. Every other one does nothing and says
// so: what is typed for the form and arrives late must neither charge a card nor
// leave the page unread.

// onlyThese says which keys do something.
func onlyThese(yes, back key.Binding) string {
	return fmt.Sprintf("Only %s and %s do something here.", keyWords(yes), keyWords(back))
}

// OnlyThis says which key does something on a page that leads nowhere else.
func OnlyThis(back key.Binding) string {
	return fmt.Sprintf("Only %s does something here.", keyWords(back))
}

// discards reports the key that throws away what was typed, and asksOn one that
// leaves the question open: what is typed for the form must not reach it in part.
func (s Shell) discards(k tea.KeyPressMsg) (discards, asksOn bool) {
	keys := s.Keys.Discard
	switch {
	case key.Matches(k, keys.Yes):
		return true, false
	case key.Matches(k, keys.Back):
		return false, false
	}
	s.Notify(onlyThese(keys.Yes, keys.Back))
	return false, true
}

// tooSoon says that a key came before the page could be read.
func tooSoon(yes key.Binding) string {
	return fmt.Sprintf("That key came before the page could be read: read it, then press %s.", yes.Help().Key)
}

// stillLooking says that it is not known yet whether it may be done.
func stillLooking(yes key.Binding) string {
	return fmt.Sprintf("moto is still looking: press %s again in a moment.", yes.Help().Key)
}

func keyWords(b key.Binding) string { return b.Help().Key + " (" + b.Help().Desc + ")" }

// Types reports a key that types text.
func Types(k tea.KeyPressMsg) bool { return k.Text != "" || forms.Digits(k) > 0 }
