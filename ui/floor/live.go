package floor

import (
	"context"
	"slices"
	"time"

	tea "charm.land/bubbletea/v2"

	"motoconsole/ui/kit"
)

// How often the page takes in news, counts on, and adds up the day.
const (
	breath   = time.Second
	counting = 5 * time.Second
)

// The messages of the page to itself.
type (
	changedMsg struct{ showing int }
	listenMsg  struct{ showing int }
	countMsg   struct{ showing int }
	summedMsg  struct {
		day    kit.DaySums
		unsaid string
	}
)

// listen waits for a change.
func (p *Page) listen() tea.Cmd {
	ctx, of, floor := p.ctx, p.showing, p.shell.Console.Floor
	return func() tea.Msg {
		if !floor.Changed(ctx) {
			return nil
		}
		return kit.To{Place: kit.Floor, Msg: changedMsg{of}}
	}
}

// count lets the seconds of each step go on.
func (p *Page) count() tea.Cmd {
	of := p.showing
	return tea.Tick(counting, func(time.Time) tea.Msg { return kit.To{Place: kit.Floor, Msg: countMsg{of}} })
}

// look takes in who is there.
func (p *Page) look() {
	floor := p.shell.Console.Floor
	p.at, p.problem = p.shell.Now(), ""
	all, err := floor.Sessions()
	if err != nil {
		p.sessions, p.problem, p.mode, p.message = nil, err.Error(), listing, nil
		return
	}
	p.sessions, p.latency = all, floor.Latency()
	if p.current() == nil && len(all) > 0 {
		next := slices.IndexFunc(all, func(s kit.Seated) bool { return s.Agent > p.selected })
		if next < 0 {
			next = len(all) - 1
		}
		p.selected = all[next].Agent
		if p.mode == opened {
			p.shell.Notify("That session has ended.")
			p.mode = listing
		}
	}
}

// read asks for the sums of the day, which the supervisors of a process share.
func (p *Page) read() tea.Cmd {
	if p.reading {
		return nil
	}
	p.reading = true
	session := p.shell.Console
	if why := session.WhyNotEveryone(); why != "" {
		return func() tea.Msg { return kit.To{Place: kit.Floor, Msg: summedMsg{unsaid: why}} }
	}
	return func() tea.Msg {
		ctx, cancel := context.WithTimeout(context.Background(), kit.JournalTime)
		defer cancel()
		day, err := session.Floor.Day(ctx, func(ctx context.Context) (kit.DaySums, error) {
			return kit.ReadDay(ctx, session.Attempts, session.Now())
		})
		if err != nil {
			return kit.To{Place: kit.Floor, Msg: summedMsg{unsaid: "The journal cannot be read, so there are no sums."}}
		}
		return kit.To{Place: kit.Floor, Msg: summedMsg{day: day}}
	}
}
