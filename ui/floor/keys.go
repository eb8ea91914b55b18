package floor

import (
	"charm.land/bubbles/v2/key"

	"motoconsole/ui/kit"
	"motoconsole/ui/kit/draw"
)

// Keys implements Page.
func (p *Page) Keys() (all []key.Binding) {
	k := p.shell.Keys.Floor
	put := func(b key.Binding, works bool) {
		if works {
			all = append(all, b)
		}
	}
	s := p.current()
	other := s != nil && !p.own(*s)
	switch p.mode {
	case asking:
		return []key.Binding{kit.Relabel(p.shell.Keys.Ask.Yes, "end it"), kit.Relabel(p.shell.Keys.Ask.No, "back")}
	case writing:
		return []key.Binding{k.Send, k.Cancel}
	case opened:
		put(k.Record, p.opens())
		put(k.Back, true)
	case waiting:
		put(k.Record, p.opens())
		put(kit.Relabel(k.Back, "sessions"), true)
		return all
	case listing:
		put(k.Open, s != nil)
		put(k.Attend, len(p.items("")) > 0)
		put(k.Home, true)
	}
	put(k.Say, other)
	put(p.endKey(), other && p.shell.Console.WhyNoEnding() == "")
	put(k.SayAll, p.mode == listing && len(p.sessions) > 1)
	return all
}

// opens reports that the item under the cursor can be opened.
func (p *Page) opens() bool {
	i := p.marked()
	return i != nil && p.closed(*i) == ""
}

func (p *Page) endKey() key.Binding {
	if width, _ := p.shell.Room(); width < draw.Wide-4 {
		return kit.Relabel(p.shell.Keys.Floor.End, "end it")
	}
	return p.shell.Keys.Floor.End
}
