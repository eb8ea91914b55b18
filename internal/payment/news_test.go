package payment

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"sync"
	"testing"

	"motoconsole/gateway"
)

func doubtful(id string, checks int) Attempt {
	return Attempt{ID: id, State: InDoubt, Checks: checks}
}

func known(id string, o gateway.Outcome) Attempt {
	return Attempt{ID: id, State: Known, Outcome: o}
}

// heard is what a subscription has for its reader, in short.
func heard(s *Subscription) []string {
	var list []string
	for _, a := range s.Take() {
		list = append(list, fmt.Sprintf("%s %v %d %s", a.ID, a.Outcome, a.Checks, a.Alarm))
	}
	return list
}

// TestNews: each subscriber hears what an attempt is now, once.
func TestNews(t *testing.T) {
	alarmed := known("one", gateway.OutcomeApproved)
	alarmed.Alarm = "look"
	var n News
	n.Publish(doubtful("before", 1))
	all := n.Subscribe()
	for _, c := range []struct {
		what    string
		publish []Attempt
		all     []string
	}{
		{"nothing", nil, nil},
		{"a doubt", []Attempt{doubtful("one", 1)}, []string{"one unknown 1 "}},
		{"it again", []Attempt{doubtful("one", 1)}, nil},
		{"another", []Attempt{doubtful("two", 1)}, []string{"two unknown 1 "}},
		{"the last counts", []Attempt{doubtful("one", 2), doubtful("two", 2), known("one", gateway.OutcomeApproved)}, []string{"two unknown 2 ", "one approved 0 "}},
		{"who looked before is late", []Attempt{doubtful("one", 3), doubtful("two", 1)}, nil},
		{"it is known from several", []Attempt{known("one", gateway.OutcomeApproved)}, nil},
		{"an alarm is news", []Attempt{alarmed}, []string{"one approved 0 look"}},
	} {
		for _, a := range c.publish {
			n.Publish(a)
		}
		if got := heard(all); !slices.Equal(got, c.all) {
			t.Errorf("%s: all hears %q, want %q", c.what, got, c.all)
		}
	}
	n.Publish(known("two", gateway.OutcomeDeclined))
	select {
	case <-all.Ready():
	default:
		t.Error("no notice says that there is something")
	}
	all.Cancel()
	all.Cancel()
	n.Publish(known("three", gateway.OutcomeDeclined))
	if got := heard(all); len(got) > 0 {
		t.Errorf("after its end it hears %q", got)
	}
}

// TestNewsKeepsLittle: what was told of old attempts is forgotten.
func TestNewsKeepsLittle(t *testing.T) {
	var n News
	for i := range 2 * toldKept {
		n.Publish(known(fmt.Sprint(i), gateway.OutcomeApproved))
	}
	if len(n.told) != toldKept || len(n.order) != toldKept {
		t.Errorf("%d and %d are kept", len(n.told), len(n.order))
	}
}

// TestNewsLosesNothing: however slow a reader is, and however many publish at
// once, the last it hears of each attempt is what was found out last.
func TestNewsLosesNothing(t *testing.T) {
	var n News
	const attempts, states = 20, 50
	var readers, writers sync.WaitGroup
	done := make(chan struct{})
	for reader := range 5 {
		s := n.Subscribe()
		readers.Go(func() {
			last := map[string]Attempt{}
			read := func() {
				for _, a := range s.Take() {
					if a.State != Known && last[a.ID].State == Known {
						t.Errorf("reader %d: %s is unknown again", reader, a.ID)
					}
					last[a.ID] = a
				}
			}
			for open := true; open; {
				select {
				case <-s.Ready():
				case <-done:
					open = false
				}
				read()
			}
			for i := range attempts {
				if a := last[fmt.Sprint(i)]; a.State != Known {
					t.Errorf("reader %d: of %d it heard %v last", reader, i, a.State)
				}
			}
			s.Cancel()
		})
	}
	for i := range attempts {
		for _, part := range []int{0, 1} { // two publish of the same attempt
			writers.Go(func() {
				id := fmt.Sprint(i)
				for check := range states {
					n.Publish(doubtful(id, check+rand.IntN(3)))
				}
				if part == 0 {
					n.Publish(known(id, gateway.OutcomeApproved))
				}
			})
		}
	}
	writers.Wait()
	close(done)
	readers.Wait()
	if len(n.subs) > 0 {
		t.Errorf("%d subscriptions are left", len(n.subs))
	}
}
