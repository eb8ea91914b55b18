package record

import (
	"motoconsole/gateway"
	"motoconsole/internal/ink"
	"motoconsole/internal/statement"
	"motoconsole/ui/kit"
	"motoconsole/ui/kit/draw"
)

// foldWide is the column of a folded group's summary.
const foldWide = 25

// details are all other fields of the record, folded.
func (s *view) details(width int, wide bool) section {
	t := s.shell.Theme
	d := section{title: "Details"}
	links := len(s.links())
	for i, g := range s.groups(wide) {
		marked, open := s.mark() == links+i, s.open[g.title]
		sign := map[bool]string{false: "+", true: "–"}[open]
		if marked {
			sign = map[bool]string{false: "▸", true: "▾"}[open]
			d.focused = true
		}
		d.items = append(d.items, len(d.rows))
		title := ink.Pad(ink.Cut(sign+" "+g.title, foldWide-1), foldWide)
		brief := ink.CutWords(g.brief(), width-foldWide)
		if marked {
			d.rows = append(d.rows, t.Selected.Row(t.Focus.Render(title)+t.Dim.Render(brief), width))
		} else {
			d.rows = append(d.rows, title+t.Dim.Render(brief))
		}
		if !open {
			continue
		}
		for _, row := range g.rows {
			for _, line := range draw.Facts(t.Theme, row.label, row.value, foldWide-4, width-4) {
				d.rows = append(d.rows, ink.Blanks(4)+line)
			}
		}
	}
	return d
}

// groups are the groups of details that have something to say. On a wide screen the
// references stand beside them.
func (s *view) groups(wide bool) (all []group) {
	r := s.record
	list := []group{customerGroup("Customer and address", r.Billing)}
	if !wide {
		list = append(list, s.referenceGroup())
	}
	list = append(list, bankGroup(r, s.shell.Console.WhyNoReasons()), settlementGroup(r, s.shell.Console.Currencies(), s.shell.Now()), paymentGroup(r, s.shell.Console.Currencies()),
		deliveryGroup(r), merchantGroup(r), threeDGroup(r), s.journalGroup(s.seen, r, s.children))
	for _, g := range list {
		if len(g.rows) > 0 {
			all = append(all, g)
		}
	}
	return all
}

// referenceGroup are the references.
func (s *view) referenceGroup() group {
	r := s.record
	g := group{title: "References"}
	g.addOrder(s.seen.Made, r)
	g.add("Reference", r.TransactionReference)
	g.add("Original payment", r.ParentTransaction)
	g.add("Auth code", r.AuthCode)
	if at, ok := r.StartedAt(); ok {
		g.add(kit.MadeLabel(r), at.Local().Format("Monday 2 January 2006, 15:04:05"))
	} else {
		g.add(kit.MadeLabel(r), r.TransactionStarted)
	}
	g.add("Agent", r.OperatorName)
	g.add("Site", r.SiteReference)
	return g
}

// folds are the titles of the groups that can be folded, as they are shown.
func (s *view) folds() (titles []string) {
	for _, g := range s.groups(s.wide()) {
		titles = append(titles, g.title)
	}
	return titles
}

// holdWords say what holds a record, and until when; empty if it is not held.
func (s *view) holdWords() []string {
	switch {
	case s.record.Outcome() != gateway.OutcomeHeld || s.record.RequestType == "" || statement.KindOf(s.record) == statement.Raise:
		return nil
	case kit.ReservedNow(s.seen):
		return []string{statement.UntilCaptured, "Ends: " + statement.ReservedEnd(s.record)}
	default:
		return []string{"Held by: " + s.holder(), statement.HeldWords(s.record)}
	}
}
