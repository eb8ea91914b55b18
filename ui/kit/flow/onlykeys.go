package flow

import (
	"fmt"

	tea "charm.land/bubbletea/v2"

	"charm.land/bubbles/v2/key"

	"motoconsole/ui/kit"
)

// A page that moves money takes two keys. Every other key does nothing and says so: a
// late key meant for the form must neither charge a card nor leave the page unread.

// onlyThese names the keys that work.
func onlyThese(yes, back key.Binding) string {
	return fmt.Sprintf("Only %s and %s do something here.", keyWords(yes), keyWords(back))
}

// OnlyThis names the only key that works on a page.
func OnlyThis(back key.Binding) string {
	return fmt.Sprintf("Only %s does something here.", keyWords(back))
}

// discards reports the key that discards the form. asksOn reports a key that leaves the
// question open, so that no part of a text meant for the form reaches the form.
func discards(s kit.Shell, k tea.KeyPressMsg) (discards, asksOn bool) {
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

// tooSoon says that a key came before the agent could read the page.
func tooSoon(yes key.Binding) string {
	return fmt.Sprintf("That key came before the page could be read: read it, then press %s.", yes.Help().Key)
}

// stillLooking says that the checks have not ended.
func stillLooking(yes key.Binding) string {
	return fmt.Sprintf("moto is still looking: press %s again in a moment.", yes.Help().Key)
}

func keyWords(b key.Binding) string { return b.Help().Key + " (" + b.Help().Desc + ")" }
