// Package floor is the page on which a supervisor sees the sessions of a server: who is
// on, where in the call, what was taken and what waits. Nothing that is typed is part of
// it.
package floor

import (
	"context"
	"slices"
	"time"

	tea "charm.land/bubbletea/v2"

	"charm.land/bubbles/v2/key"

	"motoconsole/forms"
	"motoconsole/internal/rights"
	"motoconsole/ui/kit"
)

// Page is the list of sessions, or one of them.
type Page struct {
	shell kit.Shell
	grace kit.Grace // the Enter that left the last page must open nothing

	// While the page is shown, a command waits for changes, until cancel is called. Showing
	// numbers them: what belongs to an earlier showing is dropped.
	cancel  context.CancelFunc
	ctx     context.Context
	showing int

	at       time.Time // as at
	sessions []kit.Seated
	problem  string // why they cannot be seen
	latency  kit.Latency

	journal kit.JournalMsg // unresolved and held, of every desk; with its Problem since
	known   bool           // it has been read
	day     kit.DaySums    // what all did today; its time is zero until it is known
	unsaid  string         // why there are no sums
	changed time.Time      // when the journal changed last, as far as the page was told
	reading bool

	selected string // the agent
	page     int    // rows that there was room for when it was drawn last
	chosen   int    // item of the list of what waits

	mode    mode
	subject string // the agent of a question or a message; "" for all
	message *forms.Form
	back    mode // where a question or message returns to
}

// mode is what the page shows.
type mode int

const (
	listing mode = iota
	opened       // one session
	waiting      // all that waits to be checked
	asking       // whether to end one
	writing      // a message
)

// mostMessage is how many characters a message has at most: one line.
const mostMessage = 120

var (
	_ kit.Page   = (*Page)(nil)
	_ kit.Closer = (*Page)(nil)
)

// New makes the page.
func New(shell kit.Shell, _ kit.Open) kit.Page {
	return &Page{shell: shell, grace: kit.NewGrace(shell.Now)}
}

// Opened implements Page.
func (p *Page) Opened(o kit.Open) tea.Cmd {
	p.grace.StartGrace()
	if !o.Back {
		p.mode = listing
	}
	p.Close()
	p.showing++
	p.ctx, p.cancel = context.WithCancel(context.Background())
	p.look()
	return tea.Batch(p.listen(), p.count(), p.read(), kit.Tell(kit.LookMsg{}))
}

// Close implements Closer: nothing is waited for any more.
func (p *Page) Close() {
	if p.cancel != nil {
		p.cancel()
	}
}

// leave goes to another place.
func (p *Page) leave(o kit.Open) tea.Cmd {
	p.Close()
	p.showing++
	return p.shell.Open(o)
}

// Update implements Page.
func (p *Page) Update(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case changedMsg:
		if msg.showing != p.showing {
			return nil
		}
		p.look()
		of := p.showing
		return tea.Tick(breath, func(time.Time) tea.Msg { return kit.To{Place: kit.Floor, Msg: listenMsg{of}} })
	case listenMsg:
		if msg.showing == p.showing {
			return p.listen()
		}
	case countMsg:
		if msg.showing != p.showing {
			return nil
		}
		p.look()
		cmd := p.count()
		if p.changed.After(p.day.At) { // or the day does not have it yet
			cmd = tea.Batch(cmd, p.read())
		}
		return cmd
	case kit.LookMsg:
		if p.ctx.Err() == nil { // it is shown
			p.look()
		}
	case kit.JournalMsg:
		p.changed = p.shell.Now() // the next count reads it
		if msg.Problem != "" {
			p.journal.Problem = msg.Problem
			return nil
		}
		was := p.marked()
		p.journal, p.known = msg, true
		p.follow(was)
	case summedMsg:
		p.reading = false
		if p.unsaid = msg.unsaid; msg.unsaid == "" {
			p.day = msg.day
		}
	case tea.KeyPressMsg:
		return p.press(msg)
	case tea.PasteMsg:
		if p.mode == writing {
			p.message.Update(msg)
		}
	}
	return nil
}

// current is the selected session; nil if there is none.
func (p *Page) current() *kit.Seated {
	for i := range p.sessions {
		if p.sessions[i].Agent == p.selected {
			return &p.sessions[i]
		}
	}
	return nil
}

func (p *Page) press(k tea.KeyPressMsg) tea.Cmd {
	switch p.mode {
	case asking:
		p.answer(k)
		return nil
	case writing:
		p.write(k)
		return nil
	case listing, opened, waiting:
	}
	keys := p.shell.Keys.Floor
	switch {
	case key.Matches(k, keys.Open):
		return p.open()
	case key.Matches(k, keys.Move):
		p.move(k)
	case key.Matches(k, keys.Attend) && p.mode == listing:
		p.attend()
	case key.Matches(k, keys.Back) && p.mode != listing:
		p.mode = listing
	case key.Matches(k, p.shell.Keys.Home.Help):
		return p.shell.Open(kit.Open{Place: kit.Help})
	case p.mode == waiting: // what follows is about a session
		p.shell.Notify(kit.NothingHere)
	case key.Matches(k, keys.End):
		p.ask()
	case key.Matches(k, keys.Say):
		if s := p.current(); s == nil {
			p.shell.Notify("No session is selected.")
		} else if p.own(*s) {
			p.shell.Notify("That is your own session.")
		} else {
			p.compose(s.Agent)
		}
	case key.Matches(k, keys.SayAll) && p.mode == listing:
		p.compose("")
	case key.Matches(k, keys.Home):
		return p.leave(kit.Open{Place: kit.Home, Back: true})
	default:
		p.shell.Notify(kit.NothingHere)
	}
	return nil
}

// open opens the selected session, or the record of the selected item.
func (p *Page) open() tea.Cmd {
	s := p.current()
	switch {
	case p.grace.InGrace():
	case s == nil && p.mode == listing:
		p.shell.Notify("There is no session to open.")
	case p.mode == listing:
		p.mode, p.chosen = opened, 0
	default:
		item := p.marked()
		if item == nil {
			p.shell.Notify(p.nothing(p.whose()) + ".")
			return nil
		}
		if why := p.closed(*item); why != "" {
			p.shell.Notify(why)
			return nil
		}
		o := item.opens
		o.From = kit.Floor
		return p.leave(o)
	}
	return nil
}

// move moves the selection.
func (p *Page) move(k tea.KeyPressMsg) {
	at, count, page := p.place(), len(p.sessions), max(1, p.page)
	if p.mode != listing {
		count = len(p.items(p.whose()))
		at = min(p.chosen, max(0, count-1))
	}
	if count == 0 {
		p.shell.Notify("There is nothing in the list.")
		return
	}
	by := map[rune]int{tea.KeyUp: -1, tea.KeyDown: 1, tea.KeyPgUp: -page, tea.KeyPgDown: page, tea.KeyHome: -count, tea.KeyEnd: count}[k.Code]
	to := max(0, min(at+by, count-1))
	switch {
	case to != at && p.mode != listing:
		p.chosen = to
	case to != at:
		p.selected = p.sessions[to].Agent
	case by < 0:
		p.shell.Notify("This is the first of the list.")
	default:
		p.shell.Notify("This is the last of the list.")
	}
}

// place is where the selected session is in the list.
func (p *Page) place() int {
	return max(0, slices.IndexFunc(p.sessions, func(s kit.Seated) bool { return s.Agent == p.selected }))
}

// own reports the supervisor's own session.
func (p *Page) own(s kit.Seated) bool { return rights.Same(s.Agent, p.shell.Console.Agent) }

// Heading implements Page.
func (p *Page) Heading() kit.Heading {
	h := kit.Heading{Title: kit.FloorKeys, About: "as at " + p.at.Local().Format("15:04"), NoBadge: true}
	switch p.mode {
	case opened:
		h.About, h.Help = p.selected, kit.FloorSessionKeys
	case waiting:
		h.About, h.Help = "to check", kit.FloorWaitingKeys
	case asking:
		h.About, h.Help = p.subject, "Other questions"
	case writing:
		h.Help = kit.FloorMessageKeys
	case listing:
	}
	return h
}

// Busy implements Page.
func (p *Page) Busy() string { return "" }
