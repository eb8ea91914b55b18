package ui

import (
	"context"
	"errors"
	"slices"
	"testing"

	tea "charm.land/bubbletea/v2"

	"motoconsole/gateway"
	"motoconsole/internal/journal"
	"motoconsole/internal/journal/journaltest"
	"motoconsole/ui/kit"
)

// shut is a journal that cannot be read.
type shut struct{ journal.Store }

func (shut) Unresolved(context.Context, int) ([]journal.Entry, error) {
	return nil, errors.New("the disk does not answer")
}

// readings are what a console read of a journal that changed in between, and once could
// not be read.
func readings(t *testing.T) (all []tea.Msg) {
	t.Helper()
	r := New(newSession(&bank{}, newClock(), gateway.ModeTest))
	p := processorOf(r.console)
	store := p.Store
	read := func() { all = append(all, r.load()()) }
	read()
	for _, id := range []string{"a1", "a2"} {
		e := journaltest.AnAuth(t, id, r.now())
		e.Site, e.Agent = r.console.Site, r.console.Agent
		journaltest.Intend(t, store, e)
		journaltest.Note(t, store, id, journal.StepAnswered, journaltest.Doubt)
		read()
	}
	p.Store = shut{store}
	read()
	p.Store = store
	journaltest.Note(t, store, "a1", journal.StepResolved, journaltest.Become(gateway.OutcomeApproved))
	read()
	return all
}

// TestNoReadingReplacesANewerOne: readings of the journal may come in any order. Each that
// comes after a newer one changes nothing, so that the newest is shown at the end.
func TestNoReadingReplacesANewerOne(t *testing.T) {
	unhurried(t, func(t *testing.T) {
		all := readings(t)
		open := func() *Root {
			r := New(newSession(&bank{}, newClock(), gateway.ModeTest))
			r.Update(tea.WindowSizeMsg{Width: 80, Height: 24})
			return r
		}
		shows := func(r *Root) string { return r.View().Content }
		inOrder, seen := open(), []string{}
		for _, msg := range all {
			inOrder.Update(msg)
			seen = append(seen, shows(inOrder))
		}
		if different := slices.Compact(slices.Sorted(slices.Values(seen))); len(different) != len(all) {
			t.Fatalf("%d readings show %d screens", len(all), len(different))
		}
		orders := 0
		for order := range permutations(len(all)) {
			orders++
			shown, want, newest := open(), open(), -1
			for _, at := range order {
				shown.Update(all[at])
				if at > newest {
					newest = at
					want.Update(all[at])
				}
				if shows(shown) != shows(want) || shown.unknown != want.unknown || len(shown.unresolved) != len(want.unresolved) {
					t.Fatalf("in the order %v, after %d: %d unknown, want %d\n%s", order, at, shown.unknown, want.unknown, shows(shown))
				}
			}
			if last, _ := all[newest].(kit.JournalMsg); len(shown.unresolved) != len(last.Unresolved) {
				t.Fatalf("in the order %v: %d unresolved at the end, want %d", order, len(shown.unresolved), len(last.Unresolved))
			}
		}
		if orders != 120 {
			t.Errorf("%d orders", orders)
		}
	})
}

// permutations gives all orders of the numbers below n.
func permutations(n int) func(yield func([]int) bool) {
	return func(yield func([]int) bool) {
		var from func(order []int) bool
		from = func(order []int) bool {
			if len(order) == n {
				return yield(order)
			}
			for i := range n {
				if !slices.Contains(order, i) && !from(append(slices.Clone(order), i)) {
					return false
				}
			}
			return true
		}
		from(nil)
	}
}
