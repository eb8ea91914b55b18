package home

import (
	"charm.land/bubbles/v2/key"

	"motoconsole/ui/kit"
	"motoconsole/ui/kit/draw"
)

// Keys implements Page. The list of what needs attention begins with the next step.
func (h *Page) Keys() []key.Binding {
	k := h.shell.Keys.Home
	width, _ := h.shell.Room()
	var all []key.Binding
	put := func(b key.Binding, works bool) {
		if works {
			all = append(all, b)
		}
	}
	w := h.shown().current()
	opens := w != nil && w.closed() == ""
	gives := opens && (w.gives() || w.stops != "")
	give := kit.GiveKey(k.Give, w != nil && w.captures, false)
	if gives && w.stops != "" {
		give = kit.StopKey(k.Give, w.stops)
	}
	if h.attending {
		put(k.Open, opens)
		put(k.Check, h.unknown)
		put(give, gives)
		put(k.Back, true)
		put(k.New, h.shell.Console.Permits.WhyNoPayment() == "")
	} else {
		put(k.New, h.shell.Console.Permits.WhyNoPayment() == "")
		put(k.Open, opens)
		put(k.Find, true)
		put(k.Back, h.everyone)
		put(k.Attend, len(h.attention.rows) > 0)
		put(k.Check, h.unknown)
		put(k.Payout, h.shell.Console.MayPayOut())
		put(k.Sites, h.shell.Console.HasSites())
		put(k.Floor, h.shell.Console.WhyNoFloor() == "")
		// These two leave room for the last key: the record, and the help, have them too.
		const mostNarrow = 4
		put(give, gives && (width >= draw.Wide-4 || len(all) < mostNarrow))
		put(k.Everyone, !h.everyone && h.shell.Console.WhyNotEveryone() == "" && (width >= draw.Wide-4 || len(all) < mostNarrow))
	}
	put(k.Quit, true)
	return all
}
