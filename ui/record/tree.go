package record

import (
	"cmp"
	"slices"
	"strings"

	"motoconsole/gateway"
	"motoconsole/internal/statement"
)

// branch is one record of a family, as the tree shows it.
type branch struct {
	record   gateway.Record
	depth    int
	self     bool             // the record that is shown
	children []gateway.Record // what was made of it, as far as it has been read
}

// tree is the payment, what was made of it, and what was made of that, as
// far as it has been read. A record without relatives has none.
func (s *view) tree() []branch {
	own := branch{record: s.record, self: true, children: s.children}
	var all []branch
	if s.record.ParentTransaction != "" {
		parent := s.parent
		if parent.TransactionReference == "" { // not read yet
			parent = gateway.Record{TransactionReference: s.record.ParentTransaction}
		}
		all = append(all, branch{record: parent, children: s.siblings})
		own.depth = 1
		for _, sibling := range s.siblings {
			if sibling.TransactionReference == s.record.TransactionReference {
				all = append(all, own)
				all = append(all, below(s.children, 2)...)
				continue
			}
			all = append(all, branch{record: sibling, depth: 1})
		}
		if slices.ContainsFunc(all, func(b branch) bool { return b.self }) {
			return all
		}
	}
	all = append(all, own)
	all = append(all, below(s.children, own.depth+1)...)
	if len(all) == 1 {
		return nil
	}
	return all
}

func below(records []gateway.Record, depth int) []branch {
	var all []branch
	for _, r := range records {
		all = append(all, branch{record: r, depth: depth})
	}
	return all
}

// cleaned are records safe to show, the oldest first.
func cleaned(records []gateway.Record) []gateway.Record {
	all := make([]gateway.Record, len(records))
	for i, r := range records {
		all[i] = r.Cleaned()
	}
	slices.SortStableFunc(all, func(a, b gateway.Record) int {
		return cmp.Or(cmp.Compare(a.TransactionStarted, b.TransactionStarted), cmp.Compare(a.TransactionReference, b.TransactionReference))
	})
	return all
}

// links are the related records that can be opened.
func (s *view) links() []gateway.Record {
	var links []gateway.Record
	for _, b := range s.tree() {
		if !b.self && b.record.TransactionReference != "" {
			links = append(links, b.record)
		}
	}
	return links
}

// treeLines draws the tree, and says which line each link is on.
func (s *view) treeLines() (lines []string, at []int) {
	t := s.shell.Theme
	for _, b := range s.tree() {
		mark, twig := "  ", ""
		if b.depth > 0 {
			twig = strings.Repeat("  ", b.depth-1) + "└ "
		}
		text := s.branchWords(b)
		if b.self {
			text = "This " + strings.ToLower(text[:1]) + text[1:]
		}
		text = twig + text
		switch {
		case b.self:
			mark, text = "● ", t.Strong.Render(text)
		case b.record.TransactionReference != "":
			if len(at) == min(s.link, len(s.links())-1) {
				mark, text = "▸ ", t.Key.Render(text)
			}
			at = append(at, len(lines))
		}
		lines = append(lines, mark+text)
	}
	return lines, at
}

// branchWords is a record in a line.
func (s *view) branchWords(b branch) string {
	r := b.record
	if r.RequestType == "" {
		return "The payment it belongs to  " + r.TransactionReference
	}
	symbol, words := statement.Status(r)
	if all, with := statement.StatusWith(r, b.children, s.currencies()...); all != symbol { // a part shows below it
		symbol, words = all, with
	}
	parts := []string{statement.What(r), s.amountOf(r), symbol + " " + words}
	if at, ok := r.StartedAt(); ok {
		parts = append(parts, at.Local().Format("2 Jan 15:04"))
	}
	return strings.Join(append(parts, r.TransactionReference), "  ")
}
