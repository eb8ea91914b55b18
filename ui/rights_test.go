package ui

import (
	"slices"
	"strings"
	"testing"
	"time"

	"motoconsole/gateway"
	"motoconsole/internal/rights"
	"motoconsole/ui/kit"
)

// way is how an agent comes to something on the screen: by keys from the record of a
// payment, or at once, as what opens a page does, whatever key led to it.
type way struct {
	status string    // of the payment
	keys   []string  // pressed on the record
	opens  *kit.Open // opened by the maker of pages
	finds  bool      // the sentence is at an option, which the arrows find
}

// onScreen are the ways to what each right allows. Those of the commands alone, or of the
// yes itself, name the test that goes through them.
func onScreen() (ways map[rights.Right][]way, elsewhere map[rights.Right]string) {
	home := func(keys ...string) way { return way{status: "100", keys: append([]string{"esc", "esc"}, keys...)} }
	opens := func(o kit.Open) way { return way{status: "100", opens: &o} }
	option := func(status string) []way {
		return []way{
			{status: status, keys: []string{"g"}, finds: true},
			{status: status, finds: true, opens: &kit.Open{Place: kit.Record, Record: paidRecord(status), Give: true, From: kit.Home}},
			{status: status, finds: true, opens: &kit.Open{Place: kit.Record, Record: paidRecord(status), Give: true, From: kit.Find}},
		}
	}
	ways = map[rights.Right][]way{
		rights.Take:        {home("n"), opens(kit.Open{Place: kit.Charge})},
		rights.Payout:      append(option("100"), home("p"), opens(kit.Open{Place: kit.Payout})),
		rights.Refund:      option("100"),
		rights.Repeat:      option("100"),
		rights.Cancel:      option("0"),
		rights.Hold:        append(option("0"), option("2")...),
		rights.Change:      option("0"),
		rights.ViewAll:     {home("v")},
		rights.SeeFloor:    {home("o"), opens(kit.Open{Place: kit.Floor})},
		rights.EndSessions: {home("o", "x")},
	}
	elsewhere = map[rights.Right]string{
		rights.Preauthorise: "TestNotOfferedWithoutTheRight, TestOfferedIsWhatMayBeTaken", rights.CheckCard: "TestOfferedIsWhatMayBeTaken",
		rights.Defer: "TestOfferedIsWhatMayBeTaken", rights.TakeHeld: "TestOfferedIsWhatMayBeTaken", rights.SettleAtOnce: "TestOfferedIsWhatMayBeTaken",
		rights.Uncalled: "TestEveryRightAndPath", rights.Override: "TestNoRightToOverride",
		rights.SettleByHand: "TestFourEyesByHand", rights.Acknowledge: "TestAcknowledgingByHand",
		rights.SeeReasons: "TestASealedReasonIsOnTheRecordAlone",
		rights.KeepAgents: "TestAgentsInTheJournal", rights.OverrideRecorder: "TestOverrideTheRecorder",
	}
	return ways, elsewhere
}

// TestEveryRightOnTheScreen: an agent who has every right but one meets, on each way to
// what that right allows, the sentence that says who has it, and nothing is sent. It holds
// at a desk as on a server. A right without a row fails.
func TestEveryRightOnTheScreen(t *testing.T) {
	ways, elsewhere := onScreen()
	for _, missing := range rights.All() {
		if len(ways[missing]) == 0 && elsewhere[missing] == "" {
			t.Errorf("the right %s has no row", missing)
		}
		for _, served := range []bool{false, true} {
			for _, w := range ways[missing] {
				if !served && slices.Contains([]rights.Right{rights.SeeFloor, rights.EndSessions}, missing) {
					continue // a desk has no floor
				}
				t.Run(string(missing), func(t *testing.T) {
					unhurried(t, func(t *testing.T) { w.refused(t, missing, served) })
				})
			}
		}
	}
}

// refused goes the way without a right.
func (w way) refused(t *testing.T, missing rights.Right, served bool) {
	t.Helper()
	but := slices.DeleteFunc(rights.All(), func(r rights.Right) bool { return r == missing })
	grant := rights.NewTable([]rights.Role{{Name: "clerk", Rights: but}, {Name: "owner", Rights: rights.All()}},
		[]rights.Agent{{Name: "priya", Role: "clerk"}, {Name: "mia", DisplayName: "Mia Wong", Role: "owner"}}, true).Grant("priya")
	b := &till{records: []gateway.Record{paidRecord(w.status)}}
	c := newCounter(t, b, func(s *kit.Console) {
		serviceOf(s).Limits.Payouts = true
		processorOf(s).Grant = grant
		rewire(s)
		if served {
			s.Floor = theStaff(s.Now())
		}
	})
	defer c.root.Close()
	if w.opens != nil {
		c.root.goHome()
		if cmd := c.root.open(*w.opens); cmd != nil { // as the keys of home and of Find open it
			c.Send(cmd())
			c.Drain()
		}
	}
	c.Press(w.keys...)
	c.clock.wait(time.Second)
	says := grant.Why(missing)
	if !strings.HasSuffix(says, "ask Mia Wong (owner).") {
		t.Fatalf("%s: %s", missing, says)
	}
	for range mostOptions {
		if !w.finds || strings.Contains(running(c.View()), says) {
			break
		}
		c.Press("down")
	}
	if !strings.Contains(running(c.View()), says) {
		t.Errorf("without %s, served %v, %+v: no %q on\n%s", missing, served, w, says, c.View())
	}
	c.Press("enter")
	c.clock.wait(time.Second)
	c.Press("y")
	if b.sent() != 0 {
		t.Errorf("without %s, served %v, %+v: something was sent", missing, served, w)
	}
}
