package ui

import (
	"charm.land/bubbles/v2/key"

	"motoconsole/forms"
)

// Every key is declared here, once, with its help. The footer, the help
// screen and the README's table are made from these declarations.

type homeKeys struct{ New, Lookup, Check, Help, Quit key.Binding }

type formKeys struct{ Next, Back, Confirm, Discard key.Binding }

type confirmKeys struct{ Charge, Back key.Binding }

type warningKeys struct{ Explain, Back key.Binding }

type sendingKeys struct{ Wait key.Binding }

type doubtKeys struct{ Check, Home key.Binding }

type resultKeys struct{ Next, Correct, Home key.Binding }

type askKeys struct{ Yes, No key.Binding }

type lockedKeys struct{ Unlock, Leave key.Binding }

type globalKeys struct{ Help, Interrupt key.Binding }

type keyMap struct {
	Home    homeKeys
	Form    formKeys
	Confirm confirmKeys
	Warning warningKeys
	Sending sendingKeys
	Doubt   doubtKeys
	Result  resultKeys
	Ask     askKeys
	Locked  lockedKeys
	Global  globalKeys
}

func bind(help string, keys ...string) key.Binding {
	return key.NewBinding(key.WithKeys(keys...), key.WithHelp(keys[0], help))
}

func newKeyMap() keyMap {
	// A binding without a key is taken for disabled and not shown.
	otherKey := key.WithKeys("any other key")
	return keyMap{
		Home: homeKeys{
			New:    bind("new payment", "n"),
			Lookup: bind("look up", "l"),
			Check:  bind("check the unknown", "c"),
			Help:   bind("help", "?"),
			Quit:   bind("quit", "q"),
		},
		Form: formKeys{
			Next:    forms.NextKeys(),
			Back:    forms.BackKeys(),
			Confirm: bind("confirm", "ctrl+r"),
			Discard: bind("discard", "esc"),
		},
		Confirm: confirmKeys{
			Charge: bind("charge the card", "y"),
			Back:   key.NewBinding(otherKey, key.WithHelp("any other key", "back to the form")),
		},
		Warning: warningKeys{
			Explain: bind("go on, reason given", "enter"),
			Back:    bind("back to the form", "esc"),
		},
		Sending: sendingKeys{
			Wait: key.NewBinding(otherKey, key.WithHelp("please wait", "keys do nothing until the bank answers")),
		},
		Doubt: doubtKeys{
			Check: bind("check now", "c"),
			Home:  bind("leave and be told", "enter"),
		},
		Result: resultKeys{
			Next:    bind("next payment", "n"),
			Correct: bind("back to the form", "e"),
			Home:    bind("home", "enter"),
		},
		Ask: askKeys{
			Yes: bind("yes", "y"),
			No:  key.NewBinding(otherKey, key.WithHelp("any other key", "no")),
		},
		Locked: lockedKeys{
			Unlock: bind("unlock, passphrase given", "enter"),
			Leave:  bind("leave moto", "ctrl+c"),
		},
		Global: globalKeys{
			Help:      bind("help", "f1"),
			Interrupt: bind("leave (may ask first)", "ctrl+c"),
		},
	}
}

// KeyGroup is a screen's keys, for the help screen and the README.
type KeyGroup struct {
	Screen string
	Keys   []KeyHelp
}

// KeyHelp is one key and what it does.
type KeyHelp struct{ Key, Does string }

// KeyGroups are all keys the console has.
func KeyGroups() []KeyGroup {
	k := newKeyMap()
	group := func(screen string, bindings ...key.Binding) KeyGroup {
		g := KeyGroup{Screen: screen}
		for _, b := range bindings {
			g.Keys = append(g.Keys, KeyHelp{Key: b.Help().Key, Does: b.Help().Desc})
		}
		return g
	}
	return []KeyGroup{
		group("Home", k.Home.New, k.Home.Lookup, k.Home.Check, k.Home.Help, k.Home.Quit),
		group("Payment form", k.Form.Next, k.Form.Back, k.Form.Confirm, k.Form.Discard),
		group("Confirm", k.Confirm.Charge, k.Confirm.Back),
		group("Warning", k.Warning.Explain, k.Warning.Back),
		group("Unknown outcome", k.Doubt.Check, k.Doubt.Home),
		group("Result", k.Result.Next, k.Result.Correct, k.Result.Home),
		group("Questions", k.Ask.Yes, k.Ask.No),
		group("Locked", k.Locked.Unlock, k.Locked.Leave),
		group("Everywhere", k.Global.Help, k.Global.Interrupt),
	}
}
