// Package told is the page of an attempt that the gateway has no record of, as the journal
// has it: what became of it, what the agent says to the caller, and what to do next.
package told

import (
	"context"
	"time"

	tea "charm.land/bubbletea/v2"

	"charm.land/bubbles/v2/key"

	"motoconsole/gateway"
	"motoconsole/internal/payment"
	"motoconsole/ui/kit"
	"motoconsole/ui/kit/draw"
	"motoconsole/ui/kit/flow"
	"motoconsole/ui/kit/theme"
)

// Page shows one attempt.
type Page struct {
	shell   kit.Shell
	from    kit.Place // where Esc goes back to
	id      string
	attempt payment.Attempt // without an ID until it has been read
	problem string          // why it could not be read
	request int             // the newest question to the journal, and the seconds that count
}

// New makes the page of the attempt that an agent opens.
func New(shell kit.Shell, o kit.Open) *Page {
	return &Page{shell: shell, from: o.From, id: o.Attempt}
}

// Attempt is the attempt, without an ID until it has been read.
func (p *Page) Attempt() payment.Attempt { return p.attempt }

// readMsg is the attempt as the journal has it, secondMsg a second of an unknown outcome.
type (
	readMsg struct {
		request int
		attempt payment.Attempt
		err     error
	}
	secondMsg struct{ request int }
)

// Look reads the attempt from the journal. It may have an outcome by now.
func (p *Page) Look() tea.Cmd {
	p.request = p.shell.Request()
	attempts, id, request := p.shell.Console.Attempts, p.id, p.request
	return func() tea.Msg {
		ctx, cancel := context.WithTimeout(context.Background(), kit.JournalTime)
		defer cancel()
		a, err := attempts.Attempt(ctx, id)
		return readMsg{request, a, err}
	}
}

// Update implements Page.
func (p *Page) Update(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case readMsg:
		if msg.request != p.request {
			return nil
		}
		if msg.err != nil {
			p.problem = "The journal cannot be read now. Go back, and open it again."
			return nil
		}
		p.attempt = msg.attempt
		return p.second()
	case secondMsg:
		if msg.request == p.request {
			return p.second()
		}
	case tea.KeyPressMsg:
		return p.press(msg)
	}
	return nil
}

// second counts the seconds of an unknown outcome.
func (p *Page) second() tea.Cmd {
	if p.attempt.State != payment.InDoubt {
		return nil
	}
	request := p.request
	return tea.Tick(time.Second, func(time.Time) tea.Msg { return secondMsg{request} })
}

func (p *Page) press(k tea.KeyPressMsg) tea.Cmd {
	keys, why := p.shell.Keys.Told, p.shell.Console.Permits.WhyNoPayment()
	switch {
	case key.Matches(k, keys.Back):
		return p.shell.Open(kit.Open{Place: p.from, Back: true})
	case key.Matches(k, keys.Check) && p.inDoubt():
		p.shell.Notify(kit.AskingNow)
		return kit.CheckNow(p.shell.Console.Attempts, p.attempt)
	case key.Matches(k, keys.Check):
		p.shell.Notify("Nothing to check: its outcome is known.")
	case key.Matches(k, keys.New) && p.inDoubt():
		p.shell.Notify("Its outcome is not known yet. A new payment begins on home: Esc goes there.")
	case key.Matches(k, keys.New) && why != "":
		p.shell.Notify(why)
	case key.Matches(k, keys.New):
		return p.shell.Open(kit.Open{Place: kit.Charge})
	default:
		p.shell.Notify(kit.NothingHere)
	}
	return nil
}

// inDoubt reports an outcome that is not known, of an attempt that was read.
func (p *Page) inDoubt() bool { return p.attempt.ID != "" && p.attempt.State == payment.InDoubt }

// Learn takes in news of the attempt, and reports whether the page shows its outcome.
func (p *Page) Learn(a payment.Attempt) bool {
	if p.attempt.ID != a.ID {
		return false
	}
	if a.State == payment.Known || p.attempt.State != payment.Known {
		p.attempt = a
	}
	return true
}

// Keys implements Page.
func (p *Page) Keys() []key.Binding {
	k := p.shell.Keys.Told
	switch {
	case p.inDoubt():
		return []key.Binding{k.Check, k.Back}
	case p.attempt.ID != "" && p.shell.Console.Permits.WhyNoPayment() == "":
		return []key.Binding{k.New, k.Back}
	default:
		return []key.Binding{k.Back}
	}
}

// Heading implements Page.
func (p *Page) Heading() kit.Heading {
	title := kit.RecordKeys
	if p.attempt.ID != "" {
		title = kit.Capital(p.attempt.Noun())
	}
	return kit.Heading{
		Title: title, Help: kit.ToldKeys, About: gateway.Clean(p.attempt.Charge.OrderReference, 64), NoBadge: p.inDoubt(),
	}
}

// Busy implements Page.
func (p *Page) Busy() string { return "" }

// View implements Page.
func (p *Page) View(width, height int) (string, *tea.Cursor) {
	t, a := p.shell.Theme.Theme, p.attempt
	b := draw.NewBody(t, width, height)
	big := draw.IsBig(width, height+3)
	if a.ID == "" {
		bar := draw.OutcomeBar{Symbol: "…", Word: "LOADING"}
		if p.problem != "" {
			bar = draw.OutcomeBar{Tone: theme.Bad, Symbol: "✖", Word: "NOT LOADED", Note: p.problem}
		}
		b.Edge(bar.Draw(t, width, big)...)
		return b.String(), nil
	}
	v, note := kit.WordOf(a, p.shell.Now()), ""
	if a.IsCharge() {
		note = flow.ResultNote(a)
	}
	b.Edge(flow.BarOf(a, v, note).Draw(t, width, big)...)
	if say := p.shell.Say(v.Say); say != "" {
		b.Add(flow.SayRows(b, say, b.Room())...)
	}
	if p.inDoubt() {
		b.Gap()
		b.Add(p.shell.DoubtRows(a, b.Room())...)
	}
	b.Gap()
	b.Add(p.shell.MeaningRows(v, b.Room())...)
	b.Add(p.shell.AlarmRows(a.Alarm, b.Room())...)
	b.Gap()
	b.Add(p.shell.FactRows(p.facts(), b.Room())...)
	if width >= draw.Wide {
		b.Gap()
		p.shell.AddToday(b)
	}
	return b.String(), nil
}

// facts are what the journal keeps of the attempt.
func (p *Page) facts() (facts kit.Facts) {
	a := p.attempt
	facts = append(facts, kit.Why(a, func(field string) string { return "“" + gateway.Clean(field, 40) + "”" })...)
	facts.Add("Order", gateway.Clean(a.Charge.OrderReference, 64))
	facts.Add("Sent as", a.SentReference)
	facts = append(facts, kit.FoundFacts(a)...)
	facts.Add("Customer", gateway.Clean(a.Customer.Name, 64))
	facts.Add("Reason", gateway.Clean(a.Charge.Reason, 100))
	facts.Add(kit.MadeLabelOf(a), a.Began.Local().Format("Monday 2 January 2006, 15:04")+" by "+gateway.Clean(a.Agent, 40))
	return facts
}
