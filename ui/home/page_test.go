package home

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"charm.land/bubbles/v2/key"
	"github.com/charmbracelet/x/ansi"

	"motoconsole/gateway"
	"motoconsole/internal/journal"
	"motoconsole/internal/payment"
	"motoconsole/internal/payment/operation"
	"motoconsole/internal/payment/option"
	"motoconsole/internal/payment/terms"
	"motoconsole/internal/rights"
	"motoconsole/ui/kit"
	"motoconsole/ui/kit/theme"
)

// asked is what the page asked of the shell.
type asked struct {
	opened  []kit.Open
	notices []string
	now     time.Time
}

// permits are those of a grant.
func permits(grant rights.Grant) kit.Permits {
	return &payment.Processor{Options: payment.Options{Operator: payment.Operator{Grant: grant}}}
}

func payingOut(on bool) kit.Operations {
	return &operation.Service{Limits: option.Limits{Payouts: on}}
}

// newPage is home without a console, open for long enough to take keys.
func newPage(t *testing.T) (*Page, *asked) {
	t.Helper()
	theme, keys, a := kit.ThemeOf(theme.New(theme.Options{Level: theme.True})), kit.NewKeyMap(), &asked{now: time.Date(2026, 11, 21, 14, 2, 0, 0, time.Local)}
	gbp, _ := gateway.ParseCurrency("GBP")
	session := &kit.Console{Now: func() time.Time { return a.now }, Permits: permits(rights.Everything()), Operations: &operation.Service{}, Agent: "priya"}
	session.Form.Currency = gbp
	p, _ := New(kit.Shell{
		Console: session, Theme: &theme, Keys: &keys,
		Room:   func() (width, height int) { return 76, 20 },
		Notify: func(text string) { a.notices = append(a.notices, text) },
		Open:   func(o kit.Open) tea.Cmd { a.opened = append(a.opened, o); return nil },
	}, kit.Open{}).(*Page)
	return p, a
}

// attempt is a payment with an order reference of its own.
func attempt(order string, change func(*payment.Attempt)) payment.Attempt {
	gbp, _ := gateway.ParseCurrency("GBP")
	a := payment.Attempt{
		ID: order, Operation: journal.OpCharge, State: payment.Known, Outcome: gateway.OutcomeApproved, Agent: "priya", Began: time.Date(2026, 11, 21, 13, 0, 0, 0, time.Local),
		Charge: payment.Charge{OrderReference: order, Amount: gateway.Money{Minor: 1050, Currency: gbp}, Brand: gateway.Visa, Last4: "1111"},
	}
	a.Result.Record.TransactionReference = "23-9-" + order
	if change != nil {
		change(&a)
	}
	return a
}

func unknown(a *payment.Attempt) {
	a.State, a.Outcome, a.Result.Record.TransactionReference = payment.InDoubt, gateway.OutcomeUnknown, ""
}

func drawn(p *Page, width, height int) string {
	view, _ := p.View(width, height)
	return ansi.Strip(view)
}

// inOrder fails unless the page has the words in this order.
func inOrder(t *testing.T, view string, words ...string) {
	t.Helper()
	rest := view
	for _, w := range words {
		_, after, found := strings.Cut(rest, w)
		if !found {
			t.Fatalf("%q is not there, or not in its place:\n%s", w, view)
		}
		rest = after
	}
}

func (a *asked) press(p *Page, names ...string) {
	keys := map[string]tea.KeyPressMsg{
		"enter": {Code: tea.KeyEnter}, "up": {Code: tea.KeyUp}, "down": {Code: tea.KeyDown}, "esc": {Code: tea.KeyEscape}, "end": {Code: tea.KeyEnd},
		"pgdown": {Code: tea.KeyPgDown}, "tab": {Code: tea.KeyTab},
	}
	for _, name := range names {
		k, ok := keys[name]
		if !ok {
			k = tea.KeyPressMsg{Code: rune(name[0]), Text: name}
		}
		p.Update(k)
	}
}

// TestKeys: each key leads where the footer says, and every other key says why it does
// nothing.
func TestKeys(t *testing.T) {
	for name, want := range map[string]kit.Open{
		"n": {Place: kit.Charge}, "f": {Place: kit.Find, Anew: true}, "l": {Place: kit.Find, Anew: true}, "?": {Place: kit.Help}, "q": {Place: kit.Leave},
		"p": {Place: kit.Payout}, "x": {}, "y": {}, "1": {}, "c": {}, "a": {}, "g": {}, "enter": {}, "up": {}, "down": {}, "esc": {}, "tab": {},
	} {
		for _, payouts := range []bool{true, false} {
			p, a := newPage(t)
			p.shell.Console.Operations = payingOut(payouts)
			a.press(p, name)
			opens := want.Place != kit.Home && (name != "p" || payouts)
			if opens && (len(a.opened) != 1 || a.opened[0].Place != want.Place || a.opened[0].Anew != want.Anew) || !opens && (len(a.opened) > 0 || len(a.notices) != 1) {
				t.Errorf("%s, payouts %v: %+v", name, payouts, a)
			}
			shown := false
			for _, b := range p.Keys() {
				shown = shown || b.Help() == p.shell.Keys.Home.Payout.Help()
			}
			if shown != payouts {
				t.Errorf("payouts %v, and its key is shown: %v", payouts, shown)
			}
		}
	}
}

// TestKeysOfAMissingRight: home shows only what the agent may do, and a key of a
// missing right says who has it.
func TestKeysOfAMissingRight(t *testing.T) {
	table := rights.NewTable([]rights.Role{{Name: "clerk"}, {Name: "lead", Rights: rights.All()}},
		[]rights.Agent{{Name: "priya", Role: "clerk"}, {Name: "ann", DisplayName: "Ann Lee", Role: "lead"}}, true)
	for _, tc := range []struct{ agent, key, says string }{
		{"priya", "n", "You may not take payments: ask Ann Lee (lead)."},
		{"priya", "p", "You may not pay money out: ask Ann Lee (lead)."},
		{"ann", "n", ""},
		{"priya", "v", "You may not see the payments of other agents: ask Ann Lee (lead)."},
		{"ann", "p", ""},
	} {
		p, a := newPage(t)
		p.shell.Console.Operations = payingOut(true)
		p.shell.Console.Permits = permits(table.Grant(tc.agent))
		shown := slices.ContainsFunc(p.Keys(), func(b key.Binding) bool { return b.Help().Key == tc.key })
		if shown != (tc.says == "") {
			t.Errorf("%s sees %q: %v", tc.agent, tc.key, shown)
		}
		p.Update(tea.KeyPressMsg{Code: rune(tc.key[0]), Text: tc.key})
		if tc.says == "" && len(a.opened) != 1 || tc.says != "" && (len(a.opened) > 0 || len(a.notices) != 1 || a.notices[0] != tc.says) {
			t.Errorf("%s presses %s: %+v", tc.agent, tc.key, a)
		}
	}
}

// TestEveryoneAsks: v asks for what all agents did, v or esc for what this one did. The
// page shows what was read last until the answer comes.
func TestEveryoneAsks(t *testing.T) {
	p, a := newPage(t)
	asks := func(name string, on bool) {
		t.Helper()
		k := tea.KeyPressMsg{Code: 'v', Text: "v"}
		if name == "esc" {
			k = tea.KeyPressMsg{Code: tea.KeyEscape}
		}
		if cmd := p.Update(k); cmd == nil || cmd() != (kit.EveryoneMsg{On: on}) {
			t.Fatalf("%s does not ask for it: %+v", name, a)
		}
	}
	p.Update(kit.JournalMsg{Today: []payment.Attempt{attempt("A1", nil)}})
	asks("v", true)
	inOrder(t, drawn(p, 80, 21), "Your payments today")
	p.Update(kit.JournalMsg{Everyone: true, Today: []payment.Attempt{
		attempt("A2", func(a *payment.Attempt) { a.Agent = "tom" }), attempt("A1", nil), attempt("A0", func(a *payment.Attempt) { a.Agent = "tom" }),
	}})
	inOrder(t, drawn(p, 80, 21), "£31.50", "3 payments", "All agents’ payments today", "Agent", "tom", "priya", "tom")
	inOrder(t, drawn(p, 200, 47), "All agents’ payments today", "Taken today, all agents")
	if got := p.Heading().About; got != "all agents" {
		t.Errorf("the head says %q", got)
	}
	asks("v", false)
	p.everyone = true
	asks("esc", false)
}

// TestCustomers: if the journal keeps names, they stand in the list where there is
// room, in the preview, and in the record that opens. Without names the list has no
// column for them.
func TestCustomers(t *testing.T) {
	p, a := newPage(t)
	rows := []payment.Attempt{attempt("A2", nil), attempt("A1", nil)}
	p.Update(kit.JournalMsg{Today: rows})
	if view := drawn(p, 200, 47); strings.Contains(view, "Customer") {
		t.Errorf("no name is kept:\n%s", view)
	}
	rows[0].Customer = journal.Customer{Name: "Ann Smith", Email: "ann@example.com"}
	p.Update(kit.JournalMsg{Today: rows})
	inOrder(t, drawn(p, 200, 47), "Order", "Customer", "A2", "Ann Smith", "Customer", "Ann Smith")
	a.now = a.now.Add(time.Minute)
	a.press(p, "enter")
	if len(a.opened) != 1 || a.opened[0].Record.Billing.LastName != "Ann Smith" || a.opened[0].Record.Billing.Email != "ann@example.com" {
		t.Errorf("%+v", a.opened)
	}
	rows[0].Customer.Name = strings.Repeat("Ann Smith ", 30)
	p.Update(kit.JournalMsg{Today: rows})
	for width := 60; width <= 200; width += 7 {
		inOrder(t, drawn(p, width, 33), "£10.50", "Approved")
	}
}

// TestEnterOpens: Enter opens the selected payment, also one without a record, and g opens
// its options, or says why there are none.
func TestEnterOpens(t *testing.T) {
	p, a := newPage(t)
	p.Opened(kit.Open{})
	p.Update(kit.JournalMsg{Today: []payment.Attempt{
		attempt("A3", unknown), attempt("A2", nil), attempt("A1", func(a *payment.Attempt) {
			a.Operation, a.Parent, a.Result.Record.TransactionReference = journal.OpCancel, "23-9-7", "23-9-7"
		}),
	}})
	a.press(p, "enter")
	if len(a.opened)+len(a.notices) != 0 {
		t.Fatalf("an Enter that left the last page: %+v", a)
	}
	a.now = a.now.Add(2 * time.Second)
	a.press(p, "g")
	if len(a.opened) != 0 || len(a.notices) != 1 || !strings.Contains(a.notices[0], "Do not take it again") {
		t.Fatalf("an unknown payment: %+v", a)
	}
	a.press(p, "enter")
	if len(a.opened) != 1 || a.opened[0].Attempt != "A3" || a.opened[0].Record.TransactionReference != "" {
		t.Fatalf("an unknown payment: %+v", a)
	}
	a.opened = nil
	for i, want := range []kit.Open{{Record: gateway.Record{TransactionReference: "23-9-A2"}}, {Record: gateway.Record{TransactionReference: "23-9-7"}, Give: true}} {
		a.press(p, "down", map[bool]string{true: "g", false: "enter"}[want.Give])
		if got := a.opened[i]; got.Place != kit.Record || got.Record.TransactionReference != want.Record.TransactionReference || got.Give != want.Give || got.From != kit.Home {
			t.Errorf("%+v, want %+v", got, want)
		}
	}
	// Esc comes back to the row that was opened, any other way to the newest row.
	if p.Opened(kit.Open{Back: true}); p.today.at != 2 {
		t.Errorf("the selection is at %d", p.today.at)
	}
	if p.Opened(kit.Open{}); p.today.at != 0 {
		t.Errorf("the selection is at %d", p.today.at)
	}
}

// TestSelectionStays: once the agent has moved the selection, it stays with its payment
// when newer rows come.
func TestSelectionStays(t *testing.T) {
	p, a := newPage(t)
	rows := []payment.Attempt{attempt("A2", nil), attempt("A1", nil)}
	p.Update(kit.JournalMsg{Today: rows})
	p.Update(kit.JournalMsg{Today: append([]payment.Attempt{attempt("A3", nil)}, rows...)})
	if got := p.today.current().order; got != "A3" {
		t.Errorf("an agent who has not moved it sees %s", got)
	}
	a.press(p, "down")
	p.Update(kit.JournalMsg{Today: append([]payment.Attempt{attempt("A4", nil), attempt("A3", nil)}, rows...)})
	if got := p.today.current().order; got != "A2" {
		t.Errorf("the selection is on %s", got)
	}
	a.press(p, "end", "down")
	if len(a.notices) != 1 || p.today.current().order != "A1" {
		t.Errorf("the end of the list: %+v", a)
	}
}

// concerned is a journal with everything that needs attention.
func concerned() kit.JournalMsg {
	return kit.JournalMsg{
		Today: []payment.Attempt{attempt("R1", nil), attempt("R2", func(a *payment.Attempt) { a.Outcome = gateway.OutcomeDeclined })},
		Unresolved: []payment.Attempt{
			attempt("U1", func(a *payment.Attempt) { unknown(a); a.Agent = "sam" }),
			attempt("W1", func(a *payment.Attempt) { a.Alarm = "it was taken twice" }),
		},
		Holds:    payment.Holds{List: []payment.Held{{What: "payment", FromCaller: true, Order: "H1", By: "sam", TransactionReference: "23-9-H1"}, {What: "refund", Order: "H2", TransactionReference: "23-9-H2"}}},
		Warnings: []string{"The disk is nearly full.", "The clock is wrong."},
	}
}

// TestReserved: a pre-authorisation that the agent asked to be held is no fault. It
// waits to be captured, stands below all faults, and counts neither as taken nor as
// held.
func TestReserved(t *testing.T) {
	p, a := newPage(t)
	reserved := attempt("P1", func(a *payment.Attempt) {
		a.Outcome, a.Charge.Kind, a.Charge.Settlement = gateway.OutcomeHeld, terms.Preauthorisation, terms.Hold()
	})
	msg := kit.JournalMsg{
		Today: []payment.Attempt{reserved},
		Holds: payment.Holds{List: []payment.Held{{What: "payment", FromCaller: true, Order: "P1", TransactionReference: "23-9-P1", Reserved: true}}},
	}
	p.Update(msg)
	view := drawn(p, 80, 21)
	inOrder(t, view, "○ 1 pre-authorisation to capture", "Taken", "To check", "£0.00", "0", "Reserved", "P1")
	if strings.Contains(strings.ToLower(view), "supervisor") || strings.Contains(view, "held") {
		t.Errorf("it is called trouble:\n%s", view)
	}
	a.press(p, "a")
	inOrder(t, drawn(p, 80, 21), "What needs attention", "P1", "The money is reserved, and moves when it is captured: open it", "31 days")
	msg.Holds.List = append(msg.Holds.List, payment.Held{What: "payment", FromCaller: true, Order: "H1", TransactionReference: "23-9-H1"})
	p.Update(msg)
	inOrder(t, drawn(p, 80, 21), "1 held payment", "1 reserved")
}

// TestAttention: the worst stands on top, with how many more there are. a lists all of
// them, each with its next step, and Enter opens one.
func TestAttention(t *testing.T) {
	p, a := newPage(t)
	p.Update(kit.JournalMsg{})
	inOrder(t, drawn(p, 80, 21), "Taken", "Given back", "Declined", "To check", "Your payments today", "No payments yet today", "Press n for the first.")
	p.Update(concerned())
	a.now = a.now.Add(time.Minute)
	inOrder(t, drawn(p, 80, 21), "1 alarm: tell a supervisor", "1 unknown, 2 held", "Approved", "R1", "Declined", "R2", "! The disk is nearly full. (and 1 more)")
	inOrder(t, drawn(p, 60, 17), "1 alarm: tell a supervisor", "Taken £10.50", "Back £0.00", "Approved", "R1")
	inOrder(t, drawn(p, 200, 47), "1 alarm", "1 unknown payment: do not take it again", "U1", "by sam", "2 held", "Your payments today", "Taken today")
	a.press(p, "a")
	inOrder(t, drawn(p, 80, 21), "What needs attention", "most urgent first", "W1", "U1", "sam", "H1", "Refund H2", "next step", "It was taken twice. Tell a supervisor before you charge again.")
	a.press(p, "enter", "down")
	inOrder(t, drawn(p, 80, 21), "next step", "Do not take it again, on any card. moto is checking; press c")
	a.press(p, "down")
	inOrder(t, drawn(p, 80, 21), "next step", "No money moves until it is released")
	a.press(p, "g", "esc")
	if len(a.opened) != 2 || a.opened[0].Record.TransactionReference != "23-9-W1" || a.opened[1].Record.TransactionReference != "23-9-H1" || !a.opened[1].Give {
		t.Errorf("%+v", a.opened)
	}
	inOrder(t, drawn(p, 80, 21), "Your payments today")

	// The page says that the journal cannot be read, and keeps what it knew.
	p.Update(kit.JournalMsg{Problem: "No payment can be taken."})
	inOrder(t, drawn(p, 80, 21), "The journal cannot be read", "and 1 alarm, 1 unknown, 2 held", "R1", "R2", "✖ No payment can be taken.")
	p.Update(concerned())
	if view := drawn(p, 80, 21); strings.Contains(view, "cannot be read") {
		t.Errorf("the journal can be read again:\n%s", view)
	}
}

// TestTotals: currencies are not added up, a cancelled or held payment does not count
// as taken, and money given back counts in every form.
func TestTotals(t *testing.T) {
	eur, _ := gateway.ParseCurrency("EUR")
	p, _ := newPage(t)
	of := func(op journal.Operation) func(*payment.Attempt) {
		return func(a *payment.Attempt) { a.Operation, a.Parent = op, "23-9-1" }
	}
	p.Update(kit.JournalMsg{Today: []payment.Attempt{
		attempt("1", nil), attempt("2", nil), attempt("3", func(a *payment.Attempt) { a.Charge.Amount = gateway.Money{Minor: 700, Currency: eur} }),
		attempt("4", func(a *payment.Attempt) { a.Outcome = gateway.OutcomeCancelled }), attempt("5", func(a *payment.Attempt) { a.Outcome = gateway.OutcomeHeld }),
		attempt("6", func(a *payment.Attempt) { a.Outcome = gateway.OutcomeDeclined }), attempt("7", unknown),
		attempt("12", func(a *payment.Attempt) { of(journal.OpReduce)(a); a.Charge.Kind = terms.Preauthorisation }), // a pre-authorisation, so nothing was given back
		attempt("13", of(journal.OpRaise)), // captured with its pre-authorisation
		attempt("8", of(journal.OpRefund)), attempt("9", of(journal.OpReduce)), attempt("10", of(journal.OpCancel)), attempt("11", of(journal.OpDueDate)),
	}})
	view := drawn(p, 80, 21)
	inOrder(t, view, "£21.00", "£21.00", "1", "2", "€7.00", "2 in all", "no money moved", "unknown and held", "3 payments")
	if strings.Contains(view, "28.00") {
		t.Errorf("currencies are added up:\n%s", view)
	}
}

// TestNothingIsCut: at every size amounts, outcomes and last four digits are whole, and
// the page keeps to its size.
func TestNothingIsCut(t *testing.T) {
	mxn, _ := gateway.ParseCurrency("MXN")
	p, _ := newPage(t)
	msg := concerned()
	msg.Today = nil
	for n := range 40 {
		msg.Today = append(msg.Today, attempt(fmt.Sprintf("A-very-long-order-%02d", n), func(a *payment.Attempt) {
			a.Charge.Amount, a.Charge.Brand, a.Outcome, a.Began = gateway.Money{Minor: 123456789, Currency: mxn}, gateway.Mastercard, gateway.OutcomeRejected, a.Began.Add(time.Duration(n)*time.Hour/4)
			if n%3 == 0 {
				a.Outcome = gateway.OutcomeApproved
			}
		}))
	}
	p.Update(msg)
	for width := 60; width <= 200; width += 5 {
		for _, height := range []int{17, 21, 33, 47} {
			view := drawn(p, width, height)
			rows := strings.Split(view, "\n")
			for _, row := range rows {
				if ansi.StringWidth(row) > width {
					t.Fatalf("%d×%d: a row of %d cells: %q", width, height, ansi.StringWidth(row), row)
				}
			}
			for _, whole := range []string{"1,234,567.89", "✖ Not accepted", "✔ Approved", " 1111"} {
				if !strings.Contains(view, whole) {
					t.Fatalf("%d×%d: %q is cut:\n%s", width, height, whole, view)
				}
			}
			if len(rows) != height {
				t.Fatalf("%d×%d: %d rows", width, height, len(rows))
			}
		}
	}
}

// TestHomeReadsTheJournal: home reads the journal when the agent comes home.
func TestHomeReadsTheJournal(t *testing.T) {
	p, _ := newPage(t)
	if cmd := p.Opened(kit.Open{}); cmd == nil || cmd() != (kit.LookMsg{}) {
		t.Error("the journal is not read when the agent comes home")
	}
}
