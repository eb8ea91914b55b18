package ui

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"motoconsole/gateway"
	"motoconsole/internal/journal"
	"motoconsole/internal/payment"
	"motoconsole/internal/rights"
	"motoconsole/internal/screentest"
	"motoconsole/ui/kit"
)

// staff is a floor in a test's hands.
type staff struct {
	sessions []kit.Seated
	refused  string
	changes  chan struct{} // nil for none
	ended    []string
	said     []string // to: text
}

func (s *staff) Sessions() ([]kit.Seated, error) {
	if s.refused != "" {
		return nil, errors.New(s.refused)
	}
	return s.sessions, nil
}

func (s *staff) Changed(ctx context.Context) bool {
	if s.changes == nil {
		return false
	}
	select {
	case <-s.changes:
		return true
	case <-ctx.Done():
		return false
	}
}

func (s *staff) End(agent string) error {
	s.ended = append(s.ended, agent)
	for i := range s.sessions {
		if s.sessions[i].Agent == agent {
			s.sessions[i].Ending = true
		}
	}
	return nil
}

func (s *staff) Say(agent, text string) (int, error) {
	s.said = append(s.said, agent+": "+text)
	if agent == "" {
		return len(s.sessions) - 1, nil
	}
	return 1, nil
}

func (*staff) Day(ctx context.Context, read func(context.Context) (kit.DaySums, error)) (kit.DaySums, error) {
	return read(ctx)
}

func (*staff) Latency() kit.Latency {
	return kit.Latency{Last: 420 * time.Millisecond, P95: 1310 * time.Millisecond, At: newClock().Now()}
}

// theStaff are seven sessions; one is the supervisor's.
func theStaff(now time.Time) *staff {
	s := &staff{}
	for _, one := range []struct {
		agent, address, step string
		on, at               time.Duration
		lost                 bool
	}{
		{"amara", "10.0.4.17", "Charging", 5 * time.Hour, 3 * time.Second, false},
		{"dana", "10.0.4.14", "New payment", 5 * time.Hour, 72 * time.Second, false},
		{"joe", "10.0.4.19", "Home", 4 * time.Hour, 160 * time.Second, false},
		{"ken", "10.0.4.22", "Confirm", time.Hour, 6 * time.Second, false},
		{"priya", "10.0.4.2", "Floor", 3 * time.Hour, 9 * time.Second, false},
		{"sara", "10.0.4.21", "Locked", 6 * time.Hour, 21 * time.Minute, false},
		{"tom", "2001:db8::17", "Result", 2 * time.Hour, 2 * time.Minute, true},
	} {
		seated := kit.Seated{Agent: one.agent, Address: one.address, Step: one.step, Since: now.Add(-one.on), StepAt: now.Add(-one.at)}
		if one.lost {
			seated.Lost = now.Add(-20 * time.Second)
		}
		s.sessions = append(s.sessions, seated)
	}
	return s
}

// staffed gives a console a floor, the day of busyDay, an unknown payment and an alarm.
func staffed(r *Root) {
	busyDay(r)
	store := processorOf(r.console).Store
	for i, open := range []struct{ agent, alarm, transaction string }{{"dana", "", ""}, {"dana", "the gateway took it and the journal says that it did not", "23-9-81007"}, {"tom", "", ""}} {
		id, at := []string{"B16", "B03", "B22"}[i], r.console.Now().Add(-time.Duration(8-i)*time.Minute)
		ctx := context.Background()
		err := store.Intent(ctx, journal.Entry{
			ID: id, Operation: journal.OpCharge, SentReference: id + "-7K3M2P", OwnReference: id, Site: r.console.Site, Agent: open.agent, IntentAt: at,
			Amount: gateway.Money{Minor: 60010 - int64(i)*1000, Currency: r.console.Form.Currency}, First6: "411111", Last4: "1111", Brand: string(gateway.Visa),
		}, "", time.Time{})
		if err == nil {
			_, err = store.Record(ctx, id, journal.Change{Step: journal.StepAnswered, At: at, Apply: func(e *journal.Entry) error {
				e.State, e.NextCheckAt = journal.InDoubt, r.console.Now().Add(2*time.Minute)
				if open.alarm != "" {
					e.State, e.Outcome, e.AnsweredAt, e.Alarm, e.TransactionReference = journal.Known, gateway.OutcomeApproved, at, open.alarm, open.transaction
				}
				return nil
			}})
		}
		if err != nil {
			panic(err)
		}
	}
	r.console.Floor = theStaff(r.console.Now())
}

// floorScenes are those of the floor.
func floorScenes() []scene {
	list := []string{"Your payments today", "o", "Taken £", "down"}
	then := func(pairs ...string) func(*testing.T, *screentest.Screen, *clock) {
		return pressing(append(slices.Clone(list), pairs...)...)
	}
	return []scene{
		{"floor", nil, then(), "▸ dana"},
		{"floor-session", nil, then("▸ dana", "enter"), "Signed in "},
		{"floor-waiting", nil, then("▸ dana", "a"), "acknowledge it"},
		{"floor-end", nil, then("▸ dana", "x"), "End dana’s session?"},
		{"floor-message", nil, func(t *testing.T, s *screentest.Screen, c *clock) {
			then("▸ dana", "m")(t, s, c)
			s.WaitFor(t, "Message to dana")
			s.Type("Please ring me about A05")
		}, "about A05"},
	}
}

// onFloor is a console whose agent looks at the floor.
func onFloor(t *testing.T, prepare func(s *kit.Console)) (c *console, s *staff) {
	t.Helper()
	clock := newClock()
	root := New(newSession(&bank{answer: approved}, clock, gateway.ModeTest))
	staffed(root)
	if prepare != nil {
		prepare(root.console)
	}
	c = &console{Model: newModel(t, root), root: root, clock: clock}
	s, _ = root.console.Floor.(*staff)
	c.Press("o")
	c.clock.wait(time.Second)
	return c, s
}

// with gives the session's agent rights.
func with(all ...rights.Right) func(*kit.Console) {
	return func(s *kit.Console) {
		processorOf(s).Grant = rights.NewTable(
			[]rights.Role{{Name: "lead", Rights: all}, {Name: "owner", Rights: rights.All()}},
			[]rights.Agent{{Name: "priya", Role: "lead"}, {Name: "mia", DisplayName: "Mia Wong", Role: "owner"}}, true).Grant("priya")
	}
}

// TestTheFloorIsForThoseWhoMaySeeIt: without the right, or a floor, there is no key, and the
// place cannot be opened in any way. Each other right alone does not open it.
func TestTheFloorIsForThoseWhoMaySeeIt(t *testing.T) {
	for _, right := range append(rights.All(), "") {
		t.Run(string(right), func(t *testing.T) {
			unhurried(t, func(t *testing.T) {
				prepare := with(right)
				says := "You may not see the floor: ask Mia Wong (owner)."
				if right == "" {
					prepare, says = func(s *kit.Console) { s.Floor = nil }, "There is no floor here"
				}
				c, _ := onFloor(t, prepare)
				defer c.root.Close()
				if right == rights.SeeFloor {
					c.mustShow(t, "In a call")
					return
				}
				c.mustShow(t, "Home", says)
				c.root.open(kit.Open{Place: kit.Floor})
				if c.root.pages[kit.Floor] != nil {
					t.Error("the page was made")
				}
				c.Press("x")
				c.mustNotShow(t, "Floor", "In a call", "10.0.4.14")
			})
		})
	}
}

// TestTheFloor shows who is where, and what each took.
func TestTheFloor(t *testing.T) {
	unhurried(t, func(t *testing.T) {
		c, s := onFloor(t, nil)
		defer c.root.Close()
		c.Press("down", "up") // the sums come meanwhile
		c.mustShow(t, "On now 7", "In a call 3", "Taken £685.60, €54.29", "Gateway 0.4 s, 95% 1.3 s", "! 1 alarm", "? 2 unknown", "! 1 held")
		view := c.View()
		for _, row := range []string{"amara … Charging", "joe – Home", "ken ▸ Confirm", "dana ▸ New payment", "sara – Locked", "tom ! Link lost"} {
			words := strings.SplitN(row, " ", 2)
			if !slices.ContainsFunc(strings.Split(view, "\n"), func(line string) bool {
				return strings.Contains(line, words[0]) && strings.Contains(line, words[1])
			}) {
				t.Errorf("no row %q:\n%s", row, view)
			}
		}
		c.Press("end", "x", "n")
		c.mustShow(t, "The session goes on")
		c.Press("x", "y")
		c.mustShow(t, "The session of tom ends, after a payment", "… Ending")
		c.Press("up", "up") // priya
		for _, k := range []string{"x", "m"} {
			c.Press(k)
			c.mustShow(t, "That is your own session")
		}
		if len(s.ended) != 1 || s.ended[0] != "tom" {
			t.Errorf("ended %v", s.ended)
		}
		s.sessions = s.sessions[:1]
		c.root.Update(kit.To{Place: kit.Floor, Msg: kit.JournalMsg{}})
		c.Press("enter", "M", "x")
		s.refused = "You may not see the floor."
		c.root.Update(RightsMsg{})
		c.mustShow(t, "! You may not see the floor.")
		c.mustNotShow(t, "amara", "Taken", "unknown", "Message")
		c.Press("x", "m", "enter")
		c.mustNotShow(t, "amara", "Taken", "unknown", "End the session", "Message")
	})
}

// TestWhatWaitsOnTheFloor: what waits of all agents stands below the sessions, or on a small
// screen in their place, the worst first. Enter opens its record, and the cursor stays on
// what it is on when the list changes.
func TestWhatWaitsOnTheFloor(t *testing.T) {
	unhurried(t, func(t *testing.T) {
		c := newCounter(t, &till{records: []gateway.Record{paidRecord("0", func(r *gateway.Record) { r.TransactionReference = "23-9-81007" })}})
		defer c.root.Close()
		staffed(c.root)
		c.root.goHome()
		c.Press("o")
		c.clock.wait(time.Second)
		c.mustShow(t, "a  To check")
		c.Press("a")
		c.clock.wait(time.Second)
		c.mustShow(t, "Since", "! Alarm", "B03", "B16", "B22", "! Held", "dana", "tom", "esc  Sessions")
		c.mustNotShow(t, "In the call", "x  End")
		c.Press("x", "m")
		c.mustShow(t, kit.NothingHere)
		c.Press("down", "down") // the newest first
		c.mustShow(t, "Unknown, B16")
		c.root.Update(kit.To{Place: kit.Floor, Msg: kit.JournalMsg{Unresolved: slices.DeleteFunc(unresolvedOf(t, c.root), func(a payment.Attempt) bool { return a.Alarm != "" })}})
		c.mustShow(t, "Unknown, B16")
		c.mustNotShow(t, "! Alarm")
		c.root.Update(kit.To{Place: kit.Floor, Msg: kit.JournalMsg{Unresolved: unresolvedOf(t, c.root)}})
		c.mustShow(t, "Unknown, B16", "! Alarm")
		c.Press("enter")
		c.mustShow(t, "? UNKNOWN", "order B16", "What moto is doing")
		c.Press("esc")
		c.clock.wait(time.Second)
		c.Press("home", "enter")
		c.mustShow(t, "£48.00 can still be given back")
		c.Press("esc")
		c.mustShow(t, "Floor", "esc  Sessions")
		c.Press("esc")
		c.mustShow(t, "In a call", "amara, 10.0.4.17")
		c.root.Update(kit.To{Place: kit.Floor, Msg: kit.JournalMsg{}})
		c.Press("a")
		c.mustShow(t, "Nothing waits to be checked.")
	})
}

// unresolvedOf is what home knows to wait.
func unresolvedOf(t *testing.T, r *Root) []payment.Attempt {
	t.Helper()
	all, err := r.console.Attempts.Unresolved(t.Context(), 10)
	if err != nil || len(all) < 3 {
		t.Fatal(all, err)
	}
	return all
}

// TestAMessage is cleaned of nothing that was typed, and never holds a card.
func TestAMessage(t *testing.T) {
	unhurried(t, func(t *testing.T) {
		c, s := onFloor(t, nil)
		defer c.root.Close()
		c.Press("M")
		c.Type("We close at 18:00\n")
		c.mustShow(t, "✔ 6 agents told.")
		c.Press("end", "m")
		c.mustShow(t, "Message to tom")
		c.Type("card " + testPAN + "\n")
		c.mustShow(t, "card number")
		c.mustNotShow(t, testPAN, "told")
		c.Press("esc", "m")
		c.Press("enter")
		c.mustShow(t, "Enter the message")
		c.Type("Ring me\n")
		c.mustShow(t, "✔ tom was told.")
		if want := []string{": We close at 18:00", "tom: Ring me"}; !slices.Equal(s.said, want) {
			t.Errorf("%q", s.said)
		}
	})
}

// TestEndingNeedsItsRight: who may only see the floor ends nothing.
func TestEndingNeedsItsRight(t *testing.T) {
	unhurried(t, func(t *testing.T) {
		c, s := onFloor(t, with(rights.SeeFloor))
		defer c.root.Close()
		c.mustNotShow(t, "End it", "End the session")
		c.Press("x")
		c.mustShow(t, "You may not end the sessions of other agents: ask Mia Wong (owner).")
		c.Press("y")
		if len(s.ended) > 0 {
			t.Errorf("ended %v", s.ended)
		}
		c.Press("enter")
		c.mustShow(t, "You may not see the payments of other agents")
	})
}

// TestTheFloorIsLive: a change shows without a key, and nothing is waited for once the page
// is left.
func TestTheFloorIsLive(t *testing.T) {
	unhurried(t, func(t *testing.T) {
		root := New(newSession(&bank{answer: approved}, newClock(), gateway.ModeTest))
		staffed(root)
		s, _ := root.console.Floor.(*staff)
		s.changes = make(chan struct{}, 1)
		screen := screentest.NewScreen(t, root, 80, 24)
		screen.WaitFor(t, "Your payments today")
		screen.Press("o")
		screen.WaitFor(t, "On now 7")
		screen.Settle(t)
		later := slices.Clone(s.sessions[:6])
		later[2].Step = "Find"
		s.sessions = later
		s.changes <- struct{}{}
		screen.WaitFor(t, "On now 6")
		screen.WaitFor(t, "– Find")
		screen.Press("esc")
		screen.WaitFor(t, "Your payments today")
		screen.Settle(t)
		before := screen.Bytes()
		s.changes <- struct{}{}
		time.Sleep(time.Minute)
		if len(s.changes) == 0 || screen.Bytes() != before {
			t.Error("the floor is looked at from home")
		}
		screen.Close()
	})
}

// TestASessionEndsWhileItIsOpen: the list comes back.
func TestASessionEndsWhileItIsOpen(t *testing.T) {
	unhurried(t, func(t *testing.T) {
		c, s := onFloor(t, nil)
		defer c.root.Close()
		c.Press("end", "enter")
		c.mustShow(t, "2001:db8::17", "B22")
		c.Press("enter")
		c.mustShow(t, "? UNKNOWN", "order B22", "in 119 s")
		s.sessions = s.sessions[:6]
		c.Press("esc", "esc", "esc", "o")
		c.mustShow(t, "▸ sara")
		c.mustNotShow(t, "2001:db8::17")
	})
}

// TestARecordFromTheFloor: Esc on the record comes back to the session.
func TestARecordFromTheFloor(t *testing.T) {
	unhurried(t, func(t *testing.T) {
		c := newCounter(t, &till{records: []gateway.Record{paidRecord("0", func(r *gateway.Record) { r.TransactionReference = "23-9-81007" })}})
		defer c.root.Close()
		staffed(c.root)
		c.root.goHome()
		c.Press("o")
		c.clock.wait(time.Second)
		c.Press("down", "enter")
		c.mustShow(t, "Signed in", "! Alarm")
		c.Press("enter")
		c.mustShow(t, "A17-7K3M2P", "£48.00 can still be given back")
		c.mustNotShow(t, "Signed in")
		c.clock.wait(time.Second)
		c.Press("esc")
		c.mustShow(t, "Signed in", "! Alarm")
	})
}
