package ui

import (
	"motoconsole/ui/charge"
	"motoconsole/ui/find"
	"motoconsole/ui/kit"
	"motoconsole/ui/record"
)

// charge is the payment shown last, nil if there is none.
func (r *Root) charge() *charge.Page { p, _ := r.pages[kit.Charge].(*charge.Page); return p }

// find is the look-up, which has been opened.
func (r *Root) find() *find.Page { p, _ := r.pages[kit.Find].(*find.Page); return p }

// operated is the page with the refund, change or payout that was opened last.
func (r *Root) operated() *record.Page {
	if p, ok := r.current.(*record.Page); ok {
		return p
	}
	p, _ := r.pages[kit.Record].(*record.Page)
	return p
}

// goHome is what only tests do while something else is open.
func (r *Root) goHome() { r.current = r.pages[kit.Home] }
