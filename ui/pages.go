package ui

import (
	tea "charm.land/bubbletea/v2"

	"motoconsole/internal/payment"
)

// maker makes the page of a place. One that stays is made once and is found again as
// it was left.
type maker struct {
	make  func(shell Shell, o Open) Page
	stays bool
}

// makers is the one place that knows which page a place has.
var makers = map[Place]maker{
	Home:   {newHome, true},
	Charge: {newCharge, false},
	Find:   {newFind, true},
	Record: {newRecord, false},
	Payout: {newPayout, false},
}

// shell is what pages see of the console.
func (r *Root) shell() Shell {
	return Shell{
		session: r.session, theme: r.theme, keys: r.keys, Room: r.room, Open: r.open,
		Notify: func(text string) { r.notice = text },
		News: func(from Page, text string) {
			if r.current != from {
				r.addNews(text)
			}
		},
		Request: func() int {
			r.requests++
			return r.requests
		},
	}
}

// open goes to a place.
func (r *Root) open(o Open) tea.Cmd {
	switch o.Place {
	case Help:
		r.openHelp()
		return nil
	case Leave:
		return r.leave()
	default:
	}
	m := makers[o.Place]
	page := r.pages[o.Place]
	if page == nil || !m.stays {
		page = m.make(r.shell(), o)
		r.pages[o.Place] = page
	}
	r.current = page
	cmd := page.Opened(o)
	if o.Place == Home {
		return tea.Batch(cmd, r.load())
	}
	return cmd
}

// bring gives a message to a place, whether or not it is shown.
func (r *Root) bring(to To) tea.Cmd {
	if page := r.pages[to.Place]; page != nil {
		return page.Update(to.Msg)
	}
	return nil
}

// owners are the pages that attempts may belong to, in the order of their places.
func (r *Root) owners() (all []Owner) {
	for place := Home; place <= Payout; place++ {
		if o, ok := r.pages[place].(Owner); ok {
			all = append(all, o)
		}
	}
	return all
}

// ownerOf is the page an attempt belongs to, nil if it is gone.
func (r *Root) ownerOf(id string) Owner {
	for _, o := range r.owners() {
		if id != "" && o.Attempt().ID == id {
			return o
		}
	}
	return nil
}

// doubts are the attempts of pages, shown or not, whose outcome is not known.
func (r *Root) doubts() (all []payment.Attempt) {
	for _, o := range r.owners() {
		if a := o.Attempt(); a.ID != "" && a.State == payment.InDoubt {
			all = append(all, a)
		}
	}
	return all
}

// cardHolders are the pages that hold a card now, shown or not.
func (r *Root) cardHolders() (holders []CardHolder) {
	for place := Home; place <= Payout; place++ {
		if h, ok := r.pages[place].(CardHolder); ok && h.HoldsCard() {
			holders = append(holders, h)
		}
	}
	return holders
}
