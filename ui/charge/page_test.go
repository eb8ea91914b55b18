package charge

import (
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"github.com/charmbracelet/x/ansi"

	"motoconsole/forms"
	"motoconsole/gateway"
	"motoconsole/internal/payment"
	"motoconsole/internal/payment/terms"
	"motoconsole/internal/rights"
	"motoconsole/ui/kit"
	"motoconsole/ui/kit/flow"
	"motoconsole/ui/kit/theme"
)

// asked records what the page asked of the shell.
type asked struct {
	opened  []kit.Place
	notices []string
}

// newPage is the page of a payment without a console, and its clock.
func newPage(t *testing.T, kinds ...terms.Kind) (*Page, *asked, *time.Time) {
	t.Helper()
	gbp, err := gateway.ParseCurrency("GBP")
	if err != nil {
		t.Fatal(err)
	}
	at := time.Date(2026, 11, 21, 14, 2, 0, 0, time.Local)
	now := func() time.Time { return at }
	theme, keys, a := kit.ThemeOf(theme.New(theme.Options{Level: theme.True})), kit.NewKeyMap(), &asked{}
	requests := 0
	p, _ := New(kit.Shell{
		Console: &kit.Console{Now: now, Permits: &payment.Processor{Options: payment.Options{Operator: payment.Operator{Grant: rights.Everything()}}}, Form: forms.PaymentOptions{Currency: gbp, Country: "GB", CodeRequired: true, Now: now, Offer: terms.Offer{Kinds: kinds}}},
		Theme:   &theme, Keys: &keys,
		Room:    func() (width, height int) { return 76, 20 },
		Notify:  func(text string) { a.notices = append(a.notices, text) },
		News:    func(kit.Page, string) {},
		Open:    func(o kit.Open) tea.Cmd { a.opened = append(a.opened, o.Place); return nil },
		Request: func() int { requests++; return requests },
	}, kit.Open{Place: kit.Charge}).(*Page)
	return p, a, &at
}

func (p *Page) press(keys ...tea.KeyPressMsg) {
	for _, k := range keys {
		p.Update(k)
	}
}

// fill types a whole payment into the form.
func (p *Page) fill() {
	for _, field := range [][2]string{
		{"orderreference", "A17"},
		{"baseamount", "10.50"},
		{"pan", "4111111111111111"},
		{"expirydate", "1230"},
		{"securitycode", "123"},
		{"billinglastname", "Ann Smith"},
		{"billingpremise", "No 789"},
		{"billingpostcode", "TE456ST"},
	} {
		p.Sheet.FocusField(field[0])
		for _, r := range field[1] {
			p.press(tea.KeyPressMsg{Code: r, Text: string(r)})
		}
	}
}

// kept are the form's answers other than the card.
func (p *Page) kept() string {
	first, last := p.form.Name()
	return strings.Join([]string{p.form.OrderReference(), p.form.Amount().String(), first, last, p.form.Premise(), p.form.Postcode()}, "|")
}

var (
	escape  = tea.KeyPressMsg{Code: tea.KeyEscape}
	confirm = tea.KeyPressMsg{Code: 'r', Mod: tea.ModCtrl}
	enter   = tea.KeyPressMsg{Code: tea.KeyEnter}
	yes     = tea.KeyPressMsg{Code: 'y', Text: "y"}
)

// TestTypedStays: when the shell takes the agent away from the form and back, as after
// a lock, only the card is gone. The page says why and puts the focus on its field.
func TestTypedStays(t *testing.T) {
	for name, goOn := range map[string]func(*Page){
		"in the form":              func(*Page) {},
		"on the confirm page":      func(p *Page) { p.press(confirm) },
		"before it is thrown away": func(p *Page) { p.press(escape) },
	} {
		p, _, _ := newPage(t)
		p.fill()
		typed := p.kept()
		if goOn(p); !p.HoldsCard() || typed != "A17|£10.50|Ann|Smith|No 789|TE45 6ST" || p.Busy() == "" {
			t.Fatalf("%s: holds a card %v, %q", name, p.HoldsCard(), typed)
		}
		p.WipeCard("the console was locked: ask for the card again")
		p.Update(kit.JournalMsg{})
		p.Opened(kit.Open{Place: kit.Charge})
		view, _ := p.View(76, 24)
		view = strings.Join(strings.Fields(ansi.Strip(view)), " ")
		if p.HoldsCard() || p.kept() != typed || p.Stage != flow.Editing || p.Sheet.Focused() != p.Sheet.Field("pan") || !strings.Contains(view, "The console was locked") {
			t.Errorf("%s: holds a card %v, %q, stage %v:\n%s", name, p.HoldsCard(), p.kept(), p.Stage, view)
		}
	}
}

// TestThrownAwayIsAsked: after esc the form is discarded only with y.
func TestThrownAwayIsAsked(t *testing.T) {
	p, a, _ := newPage(t)
	if p.press(escape); len(a.opened) != 1 || a.opened[0] != kit.Home {
		t.Fatalf("an empty form opens %v", a.opened)
	}
	p.fill()
	typed := p.kept()
	if p.press(escape, enter, escape); p.kept() != typed || p.Stage != flow.Editing || len(a.opened) != 1 {
		t.Errorf("%q, stage %v, opened %v", p.kept(), p.Stage, a.opened)
	}
	if p.press(escape, yes); p.HoldsCard() || p.form.OrderReference() != "" || len(a.opened) != 2 || a.opened[1] != kit.Home {
		t.Errorf("%q, opened %v", p.kept(), a.opened)
	}
}

// TestAfterTheOutcome: the card is gone, keys already on their way do nothing, and
// after a payment that was certainly not taken the form comes back with its other
// answers.
func TestAfterTheOutcome(t *testing.T) {
	for outcome, again := range map[gateway.Outcome]bool{gateway.OutcomeDeclined: true, gateway.OutcomeRejected: true, gateway.OutcomeApproved: false, gateway.OutcomeHeld: false} {
		p, a, at := newPage(t)
		p.fill()
		typed := p.kept()
		p.Stage = flow.Sending
		if p.press(enter, escape, yes); p.Stage != flow.Sending || len(a.opened) > 0 || len(a.notices) != 3 || !p.UnderWay() || p.HoldsCard() {
			t.Errorf("on its way: stage %v, opened %v, said %q", p.Stage, a.opened, a.notices)
		}
		p.Finish(kit.DoneMsg{Attempt: payment.Attempt{ID: "x", State: payment.Known, Outcome: outcome}})
		if p.press(enter); len(a.opened) > 0 || p.form.Card().Number.Len()+p.form.Card().Code.Len() > 0 {
			t.Errorf("%v: opened %v at once", outcome, a.opened)
		}
		*at = at.Add(time.Minute)
		p.press(tea.KeyPressMsg{Code: 'e', Text: "e"})
		if (p.Stage == flow.Editing) != again || p.kept() != typed {
			t.Errorf("%v: back in the form %v, %q", outcome, p.Stage == flow.Editing, p.kept())
		}
		if !again {
			if p.press(enter); len(a.opened) != 1 || a.opened[0] != kit.Home {
				t.Errorf("%v: opened %v", outcome, a.opened)
			}
		}
	}
}
