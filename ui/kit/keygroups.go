package kit

import (
	"charm.land/bubbles/v2/key"
)

// KeyGroup is a screen's keys, for the help screen and the README.
type KeyGroup struct {
	Screen string
	Keys   []KeyHelp
}

// KeyHelp is one key and what it does.
type KeyHelp struct{ Key, Does string }

// Screens of the help whose keys several pages share.
const (
	DoubtKeys   = "Result, unknown"
	DiscardKeys = "Discard?"
	FormKeys    = "New payment"
	WarningKeys = "Already taken?"
	GiveForm    = "Form, give back"

	FloorSession = "Floor: a session"
	FloorMessage = "Floor: a message"
)

// KeyGroups are all keys the console has.
func KeyGroups() []KeyGroup {
	k := NewKeyMap()
	group := func(screen string, bindings ...key.Binding) KeyGroup {
		g := KeyGroup{Screen: screen}
		for _, b := range bindings {
			g.Keys = append(g.Keys, KeyHelp{Key: b.Help().Key, Does: b.Help().Desc})
		}
		return g
	}
	return []KeyGroup{
		group("Home", k.Home.New, k.Home.Move, k.Home.Open, k.Home.Lookup, k.Home.Attend, k.Home.Check, k.Home.Give, k.Home.Everyone, k.Home.Payout, k.Home.Sites, k.Home.Floor, k.Home.Back, k.Home.Help, k.Home.Quit),
		group("Site", k.Sites.Choose, k.Sites.Move, k.Sites.Back),
		group("Floor", k.Floor.Open, k.Floor.Move, k.Floor.End, k.Floor.Say, k.Floor.SayAll, k.Floor.Home),
		group(FloorSession, k.Floor.Record, k.Floor.Move, k.Floor.End, k.Floor.Say, k.Floor.Back),
		group(FloorMessage, k.Floor.Send, k.Floor.Cancel),
		group(FormKeys, k.Form.Next, k.Form.Back, k.Form.More, k.Form.Confirm, k.Form.Discard),
		group("Confirm", k.Confirm.Charge, k.Confirm.Back),
		group(WarningKeys, k.Warning.Explain, k.Warning.Back),
		group(DoubtKeys, k.Doubt.Home, k.Doubt.Check),
		group("Result", k.Result.Next, k.Result.Same, k.Result.Correct, k.Result.Record, k.Result.Give, k.Result.Home),
		group("Find", k.Search.Go, k.Search.Filters, k.Search.List, k.Search.Home),
		group("More filters", k.Filters.Go, k.Filters.Back),
		group("Find: the list", k.List.Move, k.List.Open, k.List.Give, k.List.Narrow, k.List.Sort, k.List.Change, k.List.Again, k.Search.Filters, Relabel(k.List.Back, "stop, show all, back")),
		group("Payment", k.Record.Give, Relabel(k.Record.Open, "open, unfold"), k.Record.Details, k.Record.Next, k.Record.Scroll, k.Record.Copy, k.Record.Again, k.Record.Back),
		group("Give back", k.Options.Choose, k.Options.Take, k.Options.Back),
		group(GiveForm, k.Form.Next, k.Form.Back, k.Form.Confirm, k.Form.Discard),
		group("Confirm, give back", k.Agree.Do, k.Agree.Back),
		group("Result, give back", k.OperationResult.Next, k.OperationResult.Record, k.OperationResult.Correct, k.OperationResult.Give, k.OperationResult.Home),
		group(DiscardKeys, k.Discard.Yes, k.Discard.Back),
		group("Other questions", k.Ask.Yes, k.Ask.No),
		group("Locked", k.Locked.Unlock, k.Locked.Leave),
		group("Help", k.Help.Up, k.Help.Close),
		group("Everywhere", k.Global.Help, k.Global.Interrupt),
	}
}
