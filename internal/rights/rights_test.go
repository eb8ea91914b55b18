package rights

import (
	"errors"
	"strings"
	"testing"

	"motoconsole/gateway"
)

// office is a table with three roles.
func office(fourEyes bool) *Table {
	return NewTable(
		[]Role{
			{Name: "agent", Rights: Least()},
			{Name: "supervisor", Rights: []Right{Take, Refund, Override, SettleByHand, Acknowledge, ViewAll}},
			{Name: "manager", Rights: All()},
		},
		[]Agent{
			{Name: "priya", DisplayName: "Priya Patel", Role: "agent"},
			{Name: "sam", Role: "agent"},
			{Name: "tom", DisplayName: "Tom Brown", Role: "supervisor"},
			{Name: "ann", DisplayName: "Ann Lee", Role: "supervisor"},
			{Name: "mia", DisplayName: "Mia Wong", Role: "manager"},
		}, fourEyes)
}

// TestEveryRoleAndRight: every agent's rights, one by one. A user who is not in the
// table has none; without a table every user has all.
func TestEveryRoleAndRight(t *testing.T) {
	table := office(true)
	has := map[string]string{
		"priya": "take",
		"tom":   "take refund override settle_by_hand acknowledge view_all",
		"mia": "take preauthorise check_card defer take_held settle_at_once repeat merchant_initiated cancel refund payout hold change override " +
			"settle_by_hand acknowledge view_all see_floor end_sessions see_reasons keep_agents override_recorder",
		"eve": "",
	}
	if len(All()) != 22 {
		t.Fatalf("there are %d rights: this table has to know them", len(All()))
	}
	for user, list := range has {
		g := table.Grant(user)
		if g.Known() != (user != "eve") {
			t.Errorf("%s is known: %v", user, g.Known())
		}
		for _, r := range All() {
			want := false
			for _, name := range strings.Fields(list) {
				want = want || name == string(r)
			}
			err := g.May(r)
			if g.Has(r) != want || (err == nil) != want || (g.Why(r) == "") != want {
				t.Errorf("%s, %s: %v, %v; want %v", user, r, g.Has(r), err, want)
			}
			refusal, is := errors.AsType[*Refusal](err)
			if !want && (!is || refusal.Right != r || !strings.HasPrefix(refusal.Sentence, "You may not ") || !strings.HasSuffix(refusal.Sentence, ".")) {
				t.Errorf("%s, %s: %#v", user, r, err)
			}
		}
	}
	for _, r := range All() {
		if err := Everything().May(r); err != nil {
			t.Errorf("without a table: %v", err)
		}
		if r.says() == "do this" {
			t.Errorf("%s has no words", r)
		}
	}
}

// TestNoGrant: the zero grant allows nothing, says so and names no agent.
func TestNoGrant(t *testing.T) {
	var g Grant
	if g.Known() || !g.Bounded() || g.Sees("priya") || g.Sees("") || g.MaySee("priya") == nil {
		t.Error("it knows or sees an agent")
	}
	for _, r := range append(All(), "") {
		if g.Has(r) || g.May(r) == nil || !strings.HasSuffix(g.Why(r), "ask the person who keeps the configuration.") {
			t.Errorf("%s: %q", r, g.Why(r))
		}
	}
	for what, ask := range map[string]func(string) (string, error){"settle": g.MayRule, "acknowledge": g.MayAcknowledge} {
		if _, err := ask("priya"); err == nil {
			t.Errorf("%s: it may", what)
		}
	}
	if e := Everything(); !e.Known() || e.Bounded() || e.Role() != "" {
		t.Errorf("everything: %+v", e)
	}
}

func TestSentences(t *testing.T) {
	table := office(true)
	five := NewTable([]Role{{Name: "agent"}, {Name: "lead", Rights: []Right{Hold}}},
		[]Agent{{Name: "a", Role: "agent"}, {Name: "b", Role: "lead"}, {Name: "c", Role: "lead"}, {Name: "d", Role: "lead"}, {Name: "e", Role: "lead"}}, true)
	two := NewTable([]Role{{Name: "agent"}, {Name: "lead", Rights: []Right{Hold}}},
		[]Agent{{Name: "a", Role: "agent"}, {Name: "b", Role: "lead"}, {Name: "c", Role: "lead"}}, true)
	for _, tc := range []struct {
		got, want string
	}{
		{table.Grant("priya").Why(Refund), "You may not make refunds: ask Tom Brown (supervisor), Ann Lee (supervisor) or Mia Wong (manager)."},
		{table.Grant("priya").Why(Take, Payout), "You may not pay money out: ask Mia Wong (manager)."},
		{table.Grant("tom").Why(SeeFloor), "You may not see the floor: ask Mia Wong (manager)."},
		{two.Grant("a").Why(Hold), "You may not hold or release payments: ask b or c (lead)."},
		{five.Grant("a").Why(Hold), "You may not hold or release payments: ask b, c, d or another lead."},
		{two.Grant("b").Why(Payout), "You may not pay money out. No other agent may either: ask the person who keeps the configuration."},
		{table.Grant("eve").Why(Take), "You may not take payments: ask Priya Patel (agent), sam (agent), Tom Brown (supervisor) or another who may."},
	} {
		if tc.got != tc.want {
			t.Errorf("\ngot  %s\nwant %s", tc.got, tc.want)
		}
	}
}

// TestSpellings: other capitals, blanks and ways to write a letter do not make another
// agent.
func TestSpellings(t *testing.T) {
	table := NewTable([]Role{{Name: "agent"}}, []Agent{{Name: "Zoë  Q", Role: "agent"}}, true)
	for _, name := range []string{"zoë q", " ZOË Q ", "Zoe\u0308 Q", "Ｚｏë\u00a0q"} {
		if !table.Grant(name).Known() {
			t.Errorf("%q is not known", name)
		}
		if !table.Grant("Zoë Q").Sees(name) {
			t.Errorf("Zoë does not see what %q did", name)
		}
	}
	for _, name := range []string{"", "zoe q", "zoëq"} {
		if table.Grant(name).Known() || table.Grant("Zoë Q").Sees(name) {
			t.Errorf("%q is Zoë", name)
		}
	}
}

func TestSees(t *testing.T) {
	table := office(true)
	for _, tc := range []struct {
		user, of string
		want     bool
	}{
		{"priya", "Priya", true},
		{"priya", "sam", false},
		{"priya", "", false},
		{"tom", "sam", true},
		{"eve", "eve", false},
		{"eve", "", false},
	} {
		g := table.Grant(tc.user)
		if g.Sees(tc.of) != tc.want || (g.MaySee("nobody", tc.of) == nil) != tc.want {
			t.Errorf("%s sees what %q did: %v", tc.user, tc.of, g.Sees(tc.of))
		}
	}
	if g := Everything(); !g.Sees("anyone") || g.MaySee() != nil {
		t.Error("without a table not everybody sees everything")
	}
	if g := NewTable([]Role{{Name: "agent"}}, []Agent{{Name: "O'Brien & Son", Role: "agent"}}, true).Grant("o'brien & son"); !g.Sees("O&#39;Brien &amp; Son") || g.Sees("O&#39;Brien") {
		t.Error("a name that the gateway gave back escaped is not the agent's")
	}
	if table.Grant("priya").MaySee() == nil {
		t.Error("what no agent made is seen without the right")
	}
}

func TestFourEyes(t *testing.T) {
	for _, tc := range []struct {
		fourEyes    bool
		user, taken string
		role        string // "" is refused
	}{
		{true, "tom", "priya", "supervisor"},
		{true, "tom", " TOM", ""},
		{true, "tom", "&#116;om", ""}, // as the gateway may return it
		{true, "priya", "tom", ""},
		{true, "eve", "tom", ""},
		{false, "tom", "tom", "supervisor (four eyes are off)"},
		{false, "tom", "ann", "supervisor"},
		{false, "priya", "priya", ""},
	} {
		g := office(tc.fourEyes).Grant(tc.user)
		for what, ask := range map[string]func(string) (string, error){"settle": g.MayRule, "acknowledge": g.MayAcknowledge} {
			if role, err := ask(tc.taken); role != tc.role || (err == nil) != (tc.role != "") {
				t.Errorf("%s by %s of %s's: %q, %v", what, tc.user, tc.taken, role, err)
			}
		}
	}
	if role, err := Everything().MayRule("anyone"); role != "" || err != nil {
		t.Errorf("without a table: %q, %v", role, err)
	}
	_, err := office(true).Grant("tom").MayRule("tom")
	if want := "You may not settle by hand what you did yourself: ask Ann Lee (supervisor) or Mia Wong (manager)."; err == nil || err.Error() != want {
		t.Errorf("got %v", err)
	}
}

// TestMayUnlock: the user who runs the server need not be in the table; another user who is not
// in it, such as an agent who was taken out, may not. An agent needs the right, and with four
// eyes another's factor.
func TestMayUnlock(t *testing.T) {
	table := func(fourEyes bool) *Table {
		return NewTable([]Role{{Name: "agent", Rights: []Right{Take}}, {Name: "lead", Rights: []Right{EndSessions}}},
			[]Agent{{Name: "priya", Role: "agent"}, {Name: "ann", DisplayName: "Ann Lee", Role: "lead"}, {Name: "tom", Role: "lead", Disabled: true}}, fourEyes)
	}
	const noOther = ". No other agent may either: ask the person who keeps the configuration."
	const own = "You may not unlock your own second factor" + noOther
	const other = "You may not unlock the second factor of an agent"
	const ask = other + ": ask Ann Lee (lead)."
	for _, tc := range []struct {
		grant             Grant
		whose             string
		as, runningServer string // what is said
	}{
		{table(true).Grant("moto"), "priya", ask, ""},
		{table(true).Grant("ann"), "priya", "", ""},
		{table(true).Grant("ann"), " ANN", own, own},
		{table(false).Grant("ann"), "ann", "", ""},
		{table(false).Grant("priya"), "priya", ask, ask},
		{table(true).Grant("priya"), "ann", ask, ask},
		{table(true).Grant("tom"), "priya", ask, ask},
		{Everything(), "priya", "", ""},
		{Grant{}, "priya", other + noOther, other + noOther},
	} {
		for runs, want := range map[bool]string{false: tc.as, true: tc.runningServer} {
			says := ""
			if err := tc.grant.MayUnlock(tc.whose, runs); err != nil {
				says = err.Error()
			}
			if says != want {
				t.Errorf("%s, who runs the server: %v, unlocks %s: %q", tc.grant.Agent().Name, runs, tc.whose, says)
			}
		}
	}
}

// TestMayConfirm: a restored table is confirmed by a user who runs the server, or whom the database
// lets change it, and by no other, whatever the table says.
func TestMayConfirm(t *testing.T) {
	for _, runs := range []bool{false, true} {
		for _, keeps := range []bool{false, true} {
			if err := MayConfirm(runs, keeps); (err == nil) != (runs || keeps) {
				t.Errorf("a user who runs the server: %v, and keeps the table: %v: %v", runs, keeps, err)
			}
		}
	}
}

func TestLowerLimits(t *testing.T) {
	gbp, err := gateway.ParseCurrency("GBP")
	if err != nil {
		t.Fatal(err)
	}
	m := func(minor int64) gateway.Money {
		if minor == 0 {
			return gateway.Money{}
		}
		return gateway.Money{Minor: minor, Currency: gbp}
	}
	table := NewTable([]Role{{Name: "agent", Limits: Limits{m(500), m(0), m(300), m(0)}}},
		[]Agent{{Name: "a", Role: "agent", Limits: Limits{m(0), m(0), m(200), m(700)}}}, true)
	if got, want := table.Grant("a").Limits(), (Limits{m(500), m(0), m(200), m(700)}); got != want {
		t.Errorf("got %v, want %v", got, want)
	}
	site := Limits{Payment: m(400), Refund: m(1000), RefundDay: m(700)}
	if got, want := table.Grant("a").Limits().Lower(site), (Limits{m(400), m(0), m(200), m(700)}); got != want {
		t.Errorf("with the site's: got %v, want %v", got, want)
	}
	if got := Everything().Limits(); got != (Limits{}) {
		t.Errorf("without a table: %v", got)
	}
}

func TestLacks(t *testing.T) {
	table := NewTable([]Role{{Name: "agent", Rights: Least()}}, []Agent{{Name: "a", Role: "agent"}}, true)
	if got := table.Lacks(Take, SettleByHand, Acknowledge); len(got) != 2 || got[0] != SettleByHand || got[1] != Acknowledge {
		t.Errorf("got %v", got)
	}
}
