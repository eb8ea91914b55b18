package kit

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	"charm.land/bubbles/v2/key"

	"motoconsole/forms"
)

// Every key is declared here, once, with its help. The footer, the help
// screen and the README's table are made from these declarations.

type homeKeys struct{ New, Open, Find, Attend, Check, Give, Everyone, Payout, Sites, Floor, Move, Back, Help, Quit key.Binding }

type sitesKeys struct{ Choose, Move, Back key.Binding }

type floorKeys struct{ Open, Attend, Record, Move, End, Say, SayAll, Home, Back, Send, Cancel key.Binding }

type formKeys struct{ Next, Back, More, Confirm, Discard key.Binding }

type groupsKeys struct{ Take, Choose, Back key.Binding }

type confirmKeys struct{ Charge, Back key.Binding }

type warningKeys struct{ Explain, Back key.Binding }

type sendingKeys struct{ Wait key.Binding }

type doubtKeys struct{ Check, Home key.Binding }

type resultKeys struct{ Next, Same, Correct, Record, Give, Home key.Binding }

type toldKeys struct{ Check, New, Back key.Binding }

type recordKeys struct{ Give, Open, Details, Next, Scroll, Copy, Again, Back key.Binding }

type optionsKeys struct{ Choose, Take, Back key.Binding }

type agreeKeys struct{ Do, Back key.Binding }

type operationResultKeys struct{ Next, Record, Correct, Give, Home key.Binding }

type askKeys struct{ Yes, No key.Binding }

type discardKeys struct{ Yes, Back key.Binding }

type searchKeys struct{ Go, Filters, List, Home key.Binding }

type filterKeys struct{ Go, Back key.Binding }

type (
	listKeys   struct{ Move, Open, Give, Narrow, Sort, Change, Again, Back key.Binding }
	lockedKeys struct{ Unlock, Leave key.Binding }
)

type recordingKeys struct{ Again, Confirm, Override, Keep, Resume, Yes, No key.Binding }

type helpKeys struct{ Close, Up, Down key.Binding }

type globalKeys struct{ Help, Interrupt key.Binding }

// KeyMap are the keys of every page, and of the shell.
type KeyMap struct {
	Home    homeKeys
	Sites   sitesKeys
	Floor   floorKeys
	Form    formKeys
	Groups  groupsKeys
	Confirm confirmKeys
	Warning warningKeys
	Sending sendingKeys
	Doubt   doubtKeys
	Result  resultKeys
	Ask     askKeys
	Discard discardKeys
	Search  searchKeys
	Filters filterKeys
	List    listKeys
	Locked  lockedKeys
	Global  globalKeys
	Help    helpKeys

	Told            toldKeys
	Recording       recordingKeys
	Record          recordKeys
	Options         optionsKeys
	Agree           agreeKeys
	OperationResult operationResultKeys
}

func bind(help string, keys ...string) key.Binding {
	return key.NewBinding(key.WithKeys(keys...), key.WithHelp(keys[0], help))
}

// moves are the keys that move the selection of a list.
func moves() key.Binding {
	return key.NewBinding(key.WithKeys("up", "down", "pgup", "pgdown", "home", "end"), key.WithHelp("↑ ↓ pgup pgdn", "move"))
}

// NewKeyMap declares them.
func NewKeyMap() KeyMap {
	// The library takes a binding without a key for disabled and does not show it.
	otherKey := key.WithKeys("any other key")
	return KeyMap{
		Home: homeKeys{
			New:      bind("new payment", "n"),
			Open:     bind("open", "enter"),
			Find:     bind("find", "f", "l"),
			Attend:   bind("attention", "a"),
			Check:    bind("check unknown payments", "c"),
			Give:     bind("give back", "g"),
			Everyone: bind("all agents", "v"),
			Payout:   bind("pay out", "p"),
			Sites:    bind("site", "s"),
			Floor:    bind("floor", "o"),
			Move:     moves(),
			Back:     bind("your payments", "esc"),
			Help:     bind("help", "?"), // beside F1, which the screens name
			Quit:     bind("quit", "q"),
		},
		Sites: sitesKeys{
			Choose: bind("choose", "enter"),
			Move:   moves(),
			Back:   bind("back", "esc"),
		},
		Floor: floorKeys{
			Open:   bind("open", "enter"),
			Attend: bind("to check", "a"),
			Record: bind("open", "enter"),
			Move:   moves(),
			End:    bind("end the session", "x"),
			Say:    bind("message", "m"),
			SayAll: bind("to all", "M"),
			Home:   bind("home", "esc"),
			Back:   bind("back", "esc"),
			Send:   bind("send", "enter"),
			Cancel: bind("back", "esc"),
		},
		Form: formKeys{
			Next:    forms.NextKeys(),
			Back:    forms.BackKeys(),
			More:    bind("more fields", "ctrl+f"),
			Confirm: bind("confirm", "ctrl+r"),
			Discard: bind("discard", "esc"),
		},
		Groups: groupsKeys{
			Take:   bind("next group, take", "enter"),
			Choose: key.NewBinding(key.WithKeys("left", "right", "tab", "shift+tab"), key.WithHelp("← →", "choose a group")),
			Back:   bind("leave it as it was", "esc"),
		},
		Confirm: confirmKeys{
			Charge: bind("charge the card", "y"),
			Back:   bind("back", "esc"),
		},
		Warning: warningKeys{
			Explain: bind("continue", "enter"),
			Back:    bind("back", "esc"),
		},
		Sending: sendingKeys{
			Wait: key.NewBinding(otherKey, key.WithHelp("please wait", "keys do nothing until the bank answers")),
		},
		Doubt: doubtKeys{
			Check: bind("check now", "c"),
			Home:  bind("leave; you will be told", "enter"),
		},
		Result: resultKeys{
			Next:    bind("next payment", "n"),
			Same:    bind("same caller again", "s"),
			Correct: bind("correct it", "e"),
			Record:  bind("open", "o"),
			Give:    bind("give back", "g"),
			Home:    bind("home", "enter", "esc"),
		},
		Told: toldKeys{
			Check: bind("check now", "c"),
			New:   bind("new payment", "n"),
			Back:  bind("back", "esc"),
		},
		Record: recordKeys{
			Give:    bind("give back", "g"),
			Open:    bind("open", "enter"),
			Next:    key.NewBinding(key.WithKeys("tab", "shift+tab"), key.WithHelp("tab", "next section")),
			Scroll:  key.NewBinding(key.WithKeys("up", "down", "pgup", "pgdown", "space", "home", "end"), key.WithHelp("↑ ↓", "move")),
			Details: bind("details", "d"),
			Copy:    bind("copy reference", "c"),
			Again:   bind("refresh", "r"),
			Back:    bind("back", "esc"),
		},
		Options: optionsKeys{
			Choose: key.NewBinding(key.WithKeys("up", "down"), key.WithHelp("↑ ↓", "move")),
			Take:   bind("choose", "enter"),
			Back:   bind("back", "esc"),
		},
		Agree: agreeKeys{
			Do:   bind("do what it says", "y"),
			Back: bind("back", "esc"),
		},
		OperationResult: operationResultKeys{
			Next:    bind("next payment", "n"),
			Record:  bind("open", "o"),
			Correct: bind("correct it", "e"),
			Give:    bind("give back", "g"),
			Home:    bind("home", "enter", "esc"),
		},
		Ask: askKeys{
			Yes: bind("yes", "y"),
			No:  bind("no", "esc"), // and so does every key but the other one
		},
		Discard: discardKeys{
			Yes:  bind("discard", "y"),
			Back: bind("back to the form", "esc"),
		},
		Search: searchKeys{
			Go:      bind("search", "enter"),
			Filters: bind("more filters", "ctrl+f"),
			List:    bind("list", "down"),
			Home:    bind("home", "esc"),
		},
		Filters: filterKeys{
			Go:   bind("search", "ctrl+r"),
			Back: bind("close", "esc"),
		},
		List: listKeys{
			Move:   moves(),
			Open:   bind("open", "enter"),
			Give:   bind("give back", "g"),
			Narrow: bind("narrow", "/"),
			Sort:   bind("sort", "s"),
			Change: bind("edit", "e"),
			Again:  bind("search again", "r"),
			Back:   bind("back", "esc"),
		},
		Locked: lockedKeys{
			Unlock: bind("unlock", "enter"),
			Leave:  bind("quit", "ctrl+c"),
		},
		Recording: recordingKeys{
			Again:    bind("ask the recorder again", "r"),
			Confirm:  bind("it is paused", "y"),
			Override: bind("take the card anyway", "o"),
			Keep:     bind("keep it paused", "k"),
			Resume:   bind("resume it", "r"),
			Yes:      bind("take the card", "y"),
			No:       bind("no", "esc"),
		},
		Help: helpKeys{
			Close: bind("close", "esc"),
			Up:    key.NewBinding(key.WithKeys("up"), key.WithHelp("↑ ↓", "other screens")),
			Down:  key.NewBinding(key.WithKeys("down"), key.WithHelp("↑ ↓", "other screens")),
		},
		Global: globalKeys{
			Help:      bind("help", "f1"),
			Interrupt: bind("quit", "ctrl+c"),
		},
	}
}

// shortLabels are the labels of keys where the whole ones would leave out a key.
var shortLabels = map[string]string{
	strings.ToLower(CaptureOrCancel): "capture",
	"stop this refund":               "stop",
	"stop this payout":               "stop",
	"next payment":                   "next",
	"same caller again":              "same caller",
	"check unknown payments":         "check",
	"more fields":                    "more",
	"choose a group":                 "group",
	"leave it as it was":             "as it was",
	"narrow the list":                "narrow",
	"edit the search":                "edit",
	"more filters":                   "filters",
}

// ShortLabel is the short label of a key, "" where it has none.
func ShortLabel(label string) string { return shortLabels[label] }

// Idle is a key that does nothing for the marked row. The footer shows it dim, in the same
// cells.
func Idle(b key.Binding) key.Binding {
	b.SetEnabled(false)
	return b
}

// Types reports a key that types text.
func Types(k tea.KeyPressMsg) bool { return k.Text != "" || forms.Digits(k) > 0 }
