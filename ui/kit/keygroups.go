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

// The screens that pages name in their headings: the help finds their keys by these
// names.
const (
	HomeKeys         = "Home"
	SiteKeys         = "Site"
	FormKeys         = "New payment"
	GroupsKeys       = "Number by groups"
	ConfirmKeys      = "Confirm"
	WarningKeys      = "Already taken?"
	DoubtKeys        = "Result, unknown"
	ResultKeys       = "Result"
	FindKeys         = "Find"
	FilterKeys       = "More filters"
	ListKeys         = "Find: the list"
	RecordKeys       = "Payment"
	ToldKeys         = "Payment, no record"
	GiveKeys         = "Give back"
	GiveFormKeys     = "Form, give back"
	GiveConfirmKeys  = "Confirm, give back"
	GiveResultKeys   = "Result, give back"
	DiscardKeys      = "Discard?"
	FloorKeys        = "Floor"
	FloorSessionKeys = "Floor: a session"
	FloorWaitingKeys = "Floor: to check"
	FloorMessageKeys = "Floor: a message"
	NotPausedKeys    = "Recording not paused"
	LeftPausedKeys   = "Recording left paused"
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
		group(HomeKeys, k.Home.New, k.Home.Move, k.Home.Open, k.Home.Find, k.Home.Attend, k.Home.Check, k.Home.Give, k.Home.Everyone, k.Home.Payout, k.Home.Sites, k.Home.Floor, k.Home.Back, k.Home.Quit),
		group(FormKeys, k.Form.Next, k.Form.Back, k.Form.More, k.Form.Confirm, k.Form.Discard),
		group(GroupsKeys, k.Groups.Take, k.Groups.Choose, k.Groups.Back),
		group(ConfirmKeys, k.Confirm.Charge, k.Confirm.Back),
		group(WarningKeys, k.Warning.Explain, k.Warning.Back),
		group(DoubtKeys, k.Doubt.Home, k.Doubt.Check),
		group(ResultKeys, k.Result.Next, k.Result.Same, k.Result.Correct, k.Result.Record, k.Result.Give, k.Result.Home),
		group(FindKeys, k.Search.Go, k.Search.List, k.Search.Filters, k.Search.Home),
		group(FilterKeys, k.Filters.Go, k.Filters.Back),
		group(ListKeys, k.List.Move, k.List.Open, k.List.Give, k.List.Narrow, k.List.Sort, k.List.Change, k.List.Again, k.Search.Filters, Relabel(k.List.Back, "stop, show all, back")),
		group(RecordKeys, k.Record.Give, Relabel(k.Record.Open, "open, unfold"), k.Record.Details, k.Record.Next, k.Record.Scroll, k.Record.Copy, k.Record.Again, k.Record.Back),
		group(ToldKeys, k.Told.New, k.Told.Check, k.Told.Back),
		group(GiveKeys, k.Options.Choose, k.Options.Take, k.Options.Back),
		group(GiveFormKeys, k.Form.Next, k.Form.Back, k.Form.Confirm, k.Form.Discard),
		group(GiveConfirmKeys, k.Agree.Do, k.Agree.Back),
		group(GiveResultKeys, k.OperationResult.Next, k.OperationResult.Record, k.OperationResult.Correct, k.OperationResult.Give, k.OperationResult.Home),
		group(SiteKeys, k.Sites.Choose, k.Sites.Move, k.Sites.Back),
		group(FloorKeys, k.Floor.Open, k.Floor.Attend, k.Floor.Move, k.Floor.End, k.Floor.Say, k.Floor.SayAll, k.Floor.Home),
		group(FloorSessionKeys, k.Floor.Record, k.Floor.Move, k.Floor.End, k.Floor.Say, k.Floor.Back),
		group(FloorWaitingKeys, k.Floor.Record, k.Floor.Move, Relabel(k.Floor.Back, "sessions")),
		group(FloorMessageKeys, k.Floor.Send, k.Floor.Cancel),
		group(NotPausedKeys, k.Recording.Again, k.Recording.Confirm, k.Recording.Override, k.Form.Back, k.Form.Discard),
		group(LeftPausedKeys, k.Recording.Keep, k.Recording.Resume),
		group(DiscardKeys, k.Discard.Yes, k.Discard.Back),
		group("Other questions", k.Ask.Yes, k.Ask.No),
		group("Locked", k.Locked.Unlock, k.Locked.Leave),
		group("Help", k.Help.Up, k.Help.Close),
		group("Everywhere", k.Global.Help, k.Global.Interrupt),
	}
}
