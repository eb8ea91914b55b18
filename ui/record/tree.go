package record

import (
	"cmp"
	"slices"

	"motoconsole/gateway"
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
