package ui

import (
	"testing"

	"motoconsole/ui/charge"
	"motoconsole/ui/find"
	"motoconsole/ui/kit"
	"motoconsole/ui/record"
)

// charge is the payment shown last, nil if there is none.
func (r *Root) charge() *charge.Page { p, _ := r.pages[kit.Charge].(*charge.Page); return p }

// find is the Find page, which has been opened.
func (r *Root) find() *find.Page { p, _ := r.pages[kit.Find].(*find.Page); return p }

// operated is the page with the refund, change or payout that was opened last.
func (r *Root) operated() *record.Page {
	if p, ok := r.current.(*record.Page); ok {
		return p
	}
	p, _ := r.pages[kit.Record].(*record.Page)
	return p
}

// goHome goes home from any page, as only tests do.
func (r *Root) goHome() { r.current = r.pages[kit.Home] }

// TestEveryPlaceHasItsPage: each place that is a page is made from the table, and
// what stays is found again.
func TestEveryPlaceHasItsPage(t *testing.T) {
	unhurried(t, func(t *testing.T) {
		c := newCounter(t, &till{})
		c.root.console.Floor = &staff{}
		defer c.root.Close()
		for place := kit.Home; place < kit.Help; place++ {
			c.root.open(kit.Open{Place: place})
			first := c.root.current
			if first == nil || first != c.root.pages[place] {
				t.Fatalf("place %d has no page", place)
			}
			c.root.open(kit.Open{Place: kit.Home})
			c.root.open(kit.Open{Place: place})
			if stays := c.root.current == first; stays != (place == kit.Home || place == kit.Find || place == kit.Floor) {
				t.Errorf("place %d: it is the same page: %v", place, stays)
			}
		}
	})
}
