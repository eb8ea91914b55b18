package ui

import (
	"maps"
	"slices"

	tea "charm.land/bubbletea/v2"

	"motoconsole/internal/payment"
	"motoconsole/ui/charge"
	"motoconsole/ui/find"
	"motoconsole/ui/floor"
	"motoconsole/ui/home"
	"motoconsole/ui/kit"
	"motoconsole/ui/record"
)

// maker makes the page of a place. A page that stays is made once, and the agent finds
// it as they left it.
type maker struct {
	make  func(shell kit.Shell, o kit.Open) kit.Page
	stays bool
	// why says why this agent cannot go there; nil where every agent can.
	why func(*kit.Console) string
}

// makers are the pages by their places; no other table says which page a place has.
var makers = map[kit.Place]maker{
	kit.Home:   {make: home.New, stays: true},
	kit.Charge: {make: charge.New, why: func(s *kit.Console) string { return s.Permits.WhyNoPayment() }},
	kit.Find:   {make: find.New, stays: true},
	kit.Record: {make: record.New},
	kit.Payout: {make: record.NewPayout, why: (*kit.Console).WhyNoPayout},
	kit.Sites:  {make: home.NewSites},
	kit.Floor:  {make: floor.New, stays: true, why: (*kit.Console).WhyNoFloor},
}

// shell is what pages see of the console.
func (r *Root) shell() kit.Shell {
	return kit.Shell{
		Console: r.console, Theme: r.theme, Keys: r.keys, Room: r.room, Open: r.open,
		Notify: func(text string) { r.notice = text },
		News: func(from kit.Page, text string) {
			if r.current != from {
				r.addNews(text)
			}
		},
		Today: func(width, height int) []string {
			if l, ok := r.pages[kit.Home].(kit.Lister); ok {
				return l.Today(width, height)
			}
			return nil
		},
		Request: func() int {
			r.requests++
			return r.requests
		},
	}
}

// open goes to a place.
func (r *Root) open(o kit.Open) tea.Cmd {
	switch o.Place {
	case kit.Help:
		r.openHelp()
		return nil
	case kit.Leave:
		return r.leave()
	default:
	}
	if o.Place == kit.Record && !o.Back {
		r.console.View(o.Record)
	}
	m := makers[o.Place]
	if m.why != nil {
		if why := m.why(r.console); why != "" {
			r.notice = why
			return nil
		}
	}
	page := r.pages[o.Place]
	if page == nil || !m.stays {
		page = m.make(r.shell(), o)
		r.pages[o.Place] = page
	}
	r.current = page
	return page.Opened(o)
}

// bring gives a message to a place, whether or not it is shown.
func (r *Root) bring(to kit.To) tea.Cmd {
	if page := r.pages[to.Place]; page != nil {
		return page.Update(to.Msg)
	}
	return nil
}

// owners are the pages that attempts may belong to, in the order of their places.
func (r *Root) owners() (all []kit.Owner) {
	for _, page := range r.made() {
		if o, ok := page.(kit.Owner); ok {
			all = append(all, o)
		}
	}
	return all
}

// made are all pages there are, in the order of their places.
func (r *Root) made() (all []kit.Page) {
	for _, place := range slices.Sorted(maps.Keys(r.pages)) {
		all = append(all, r.pages[place])
	}
	return all
}

// ownerOf is the page that an attempt belongs to, nil if that page is gone.
func (r *Root) ownerOf(id string) kit.Owner {
	for _, o := range r.owners() {
		if id != "" && o.Attempt().ID == id {
			return o
		}
	}
	return nil
}

// doubts are the attempts with an unknown outcome that belong to pages, shown or not.
func (r *Root) doubts() (all []payment.Attempt) {
	for _, o := range r.owners() {
		if a := o.Attempt(); a.ID != "" && a.State == payment.InDoubt {
			all = append(all, a)
		}
	}
	return all
}

// cardHolders are the pages that hold a card now, shown or not.
func (r *Root) cardHolders() (holders []kit.CardHolder) {
	for _, page := range r.made() {
		if h, ok := page.(kit.CardHolder); ok && h.HoldsCard() {
			holders = append(holders, h)
		}
	}
	return holders
}
