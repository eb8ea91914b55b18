package home

import (
	"fmt"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"github.com/charmbracelet/x/ansi"

	"motoconsole/gateway"
	"motoconsole/internal/payment"
	"motoconsole/internal/payment/operation"
	"motoconsole/internal/rights"
	"motoconsole/ui/kit"
)

// asked is what the page asked of the shell.
type asked struct {
	opened  []kit.Open
	notices []string
}

// newPage is home without a console around it.
func newPage(t *testing.T) (*Page, *asked) {
	t.Helper()
	theme, keys, a := kit.NewTheme(true), kit.NewKeyMap(), &asked{}
	now := func() time.Time { return time.Date(2026, 11, 21, 14, 2, 0, 0, time.Local) }
	p, _ := New(kit.Shell{
		Session: &kit.Session{Now: now, Operations: &operation.Service{}},
		Theme:   &theme, Keys: &keys,
		Room:   func() (width, height int) { return 76, 20 },
		Notify: func(text string) { a.notices = append(a.notices, text) },
		Open:   func(o kit.Open) tea.Cmd { a.opened = append(a.opened, o); return nil },
	}, kit.Open{}).(*Page)
	return p, a
}

// attempt is a payment whose order reference tells it from others.
func attempt(order string, change func(*payment.Attempt)) payment.Attempt {
	gbp, _ := gateway.ParseCurrency("GBP")
	a := payment.Attempt{
		ID: order, State: payment.Done, Outcome: gateway.OutcomeApproved, Agent: "priya", Began: time.Date(2026, 11, 21, 13, 0, 0, 0, time.Local),
		Charge: payment.Charge{OrderReference: order, Amount: gateway.Money{Minor: 1050, Currency: gbp}, Last4: "1111"},
	}
	if change != nil {
		change(&a)
	}
	return a
}

// inOrder fails unless the words stand on the page one after the other.
func inOrder(t *testing.T, p *Page, words ...string) string {
	t.Helper()
	view, _ := p.View(76, 40)
	view = ansi.Strip(view)
	rest := view
	for _, w := range words {
		_, after, found := strings.Cut(rest, w)
		if !found {
			t.Fatalf("%q is not there, or not in its place:\n%s", w, view)
		}
		rest = after
	}
	return view
}

// TestKeys: each key leads where the list says, and any other says that it does
// nothing.
func TestKeys(t *testing.T) {
	for name, want := range map[string]kit.Open{
		"n": {Place: kit.Charge}, "l": {Place: kit.Find, Anew: true}, "?": {Place: kit.Help}, "q": {Place: kit.Leave},
		"p": {Place: kit.Payout}, "x": {}, "y": {}, "1": {}, "c": {},
	} {
		for _, payouts := range []bool{true, false} {
			p, a := newPage(t)
			p.shell.Session.Operations.Limits.Payouts = payouts
			p.Update(tea.KeyPressMsg{Code: rune(name[0]), Text: name})
			opens := want.Place != kit.Home && (name != "p" || payouts)
			if opens && (len(a.opened) != 1 || a.opened[0].Place != want.Place || a.opened[0].Anew != want.Anew) || !opens && (len(a.opened) > 0 || len(a.notices) != 1) {
				t.Errorf("%s, payouts %v: %+v", name, payouts, a)
			}
			view, _ := p.View(76, 20)
			if strings.Contains(ansi.Strip(view), "p   Pay out") != payouts {
				t.Errorf("payouts %v:\n%s", payouts, view)
			}
		}
	}
}

// TestKeysOfAMissingRight: home shows only what the agent may do, and a key of a
// missing right says who has it.
func TestKeysOfAMissingRight(t *testing.T) {
	table := rights.NewTable([]rights.Role{{Name: "clerk"}, {Name: "lead", Rights: rights.All()}},
		[]rights.Agent{{Name: "priya", Role: "clerk"}, {Name: "ann", DisplayName: "Ann Lee", Role: "lead"}}, true)
	for _, tc := range []struct{ agent, key, shown, says string }{
		{"priya", "n", "n   New payment", "You may not take payments: ask Ann Lee (lead)."},
		{"priya", "p", "p   Pay out", "You may not pay money out: ask Ann Lee (lead)."},
		{"ann", "n", "n   New payment", ""},
		{"ann", "p", "p   Pay out", ""},
	} {
		p, a := newPage(t)
		p.shell.Session.Operations.Limits.Payouts = true
		p.shell.Session.Processor = &payment.Processor{Grant: table.Grant(tc.agent)}
		view, _ := p.View(76, 20)
		if got := strings.Contains(ansi.Strip(view), tc.shown); got != (tc.says == "") {
			t.Errorf("%s sees %q: %v\n%s", tc.agent, tc.shown, got, ansi.Strip(view))
		}
		p.Update(tea.KeyPressMsg{Code: rune(tc.key[0]), Text: tc.key})
		if tc.says == "" && len(a.opened) != 1 || tc.says != "" && (len(a.opened) > 0 || len(a.notices) != 1 || a.notices[0] != tc.says) {
			t.Errorf("%s presses %s: %+v", tc.agent, tc.key, a)
		}
	}
}

// TestWhatNeedsAttentionIsOnTop: what turned out wrong comes first, then what is
// unknown, what is held, what can be done, and what was done last.
func TestWhatNeedsAttentionIsOnTop(t *testing.T) {
	p, _ := newPage(t)
	inOrder(t, p, "What would you like to do?", "n   New payment", "l   Find", "c   Check", "?   Help", "q   Quit", "Your latest payments", "none yet")
	msg := kit.JournalMsg{
		Recent: []payment.Attempt{attempt("R1", nil), attempt("R2", func(a *payment.Attempt) { a.Outcome = gateway.OutcomeDeclined })},
		Unresolved: []payment.Attempt{
			attempt("U1", func(a *payment.Attempt) { a.State, a.Outcome, a.Agent = payment.InDoubt, gateway.OutcomeUnknown, "sam" }),
			attempt("W1", func(a *payment.Attempt) { a.Alarm = "it was taken twice" }),
		},
		Holds: payment.Holds{List: []payment.Held{
			{What: "payment", Order: "H1", By: "sam"}, {What: "refund", Order: "H2"}, {What: "payment", Order: "H3"}, {What: "payment", Order: "H4"},
		}},
	}
	p.Update(msg)
	all := []string{
		"Tell a supervisor", "W1", "It was taken twice", "checking: do not", "U1", "sam", "H1 of", "held by sam", "H2 of", "2 more are held",
		"What would you like to do?", "Your latest payments", "APPROVED", "R1", "DECLINED", "R2",
	}
	inOrder(t, p, all...)

	// What cannot be read stands above, and what was known stays.
	p.Update(kit.JournalMsg{Problem: "the journal cannot be read"})
	inOrder(t, p, append([]string{"the journal cannot be read"}, all...)...)
	p.Update(msg)
	if view := inOrder(t, p, all...); strings.Contains(view, "cannot be read") {
		t.Errorf("the journal can be read again:\n%s", view)
	}
}

// TestTooMuchForThePage: where the room ends, the latest payments give way, and not
// what is unknown.
func TestTooMuchForThePage(t *testing.T) {
	p, _ := newPage(t)
	var msg kit.JournalMsg
	for n := range 30 {
		msg.Recent = append(msg.Recent, attempt(fmt.Sprintf("R%02d", n), nil))
		msg.Unresolved = append(msg.Unresolved, attempt(fmt.Sprintf("U%02d", n), func(a *payment.Attempt) { a.State = payment.InDoubt }))
	}
	p.Update(msg)
	view, _ := p.View(76, 20)
	view = ansi.Strip(view)
	lines := strings.Split(strings.TrimSuffix(view, "\n"), "\n")
	if len(lines) > 20 || !strings.Contains(lines[1], "30 payments need") || strings.Count(view, "  U") != unresolvedShown || !strings.Contains(view, "R00") || strings.Contains(view, "R29") {
		t.Errorf("%d lines:\n%s", len(lines), view)
	}
	if cmd := p.Opened(kit.Open{}); cmd == nil || cmd() != (kit.LookMsg{}) {
		t.Error("the journal is not read when the agent comes home")
	}
}
