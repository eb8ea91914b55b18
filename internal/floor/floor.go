package floor

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"sync"
	"time"

	tea "charm.land/bubbletea/v2"

	"motoconsole/gateway"
	"motoconsole/internal/app"
	"motoconsole/internal/config"
	"motoconsole/internal/journal"
	"motoconsole/internal/panics"
	"motoconsole/internal/sshd"
)

// The exit statuses of sessions, as of moto's commands.
const (
	exitOK     = 0
	exitFailed = 1
)

// Options configure a Floor.
type Options struct {
	Settings config.Settings
	// Open opens the process of the settings' site. Its errors are for people.
	Open func(ctx context.Context, s config.Settings, m app.Measures) (*app.Process, error)
	// Command runs a command line of an agent, with the agent's settings, and returns its
	// exit status. Note records what an audit asks about.
	Command func(ctx context.Context, on *sshd.Session, s config.Settings, line string, note func(kind journal.AuditKind, result string)) int
	// Getenv is the environment, for reading the configuration again.
	Getenv func(string) string
	// Filter may replace a message before a console gets it; it may be nil.
	Filter func(tea.Msg) tea.Msg
	// Hangups has the files looked at at once that may change; it may be nil.
	Hangups <-chan os.Signal
}

// Floor is what the sessions of a server share: the processes of the sites where agents
// work. Each is opened when the first agent comes, and stays.
type Floor struct {
	opts     Options
	out      io.Writer // of the command
	settings config.Settings
	vaults   *gateway.Vaults // of all sessions

	measures app.Measures
	figures  *figures // nil without [serve] metrics

	own    *app.Process // of the configuration's own site
	door   *door
	server *sshd.Server
	host   string                               // the fingerprint of its key
	after  func(time.Duration) <-chan time.Time // time.After, or a test's
	later  func(time.Duration, func()) (stop func())
	now    func() time.Time
	under  sync.WaitGroup // the goroutines of seats

	mu      sync.Mutex
	sites   map[string]*site // by name
	seats   map[string]*seat // by agent; those that a sign-in comes to
	all     map[*seat]bool   // with those that are ending
	closing bool
	subs    map[chan struct{}]bool
	days    map[*app.Process]*day
}

func newFloor(o Options) *Floor {
	f := &Floor{
		opts: o, out: io.Discard, settings: o.Settings, sites: map[string]*site{}, after: time.After, now: time.Now,
		seats: map[string]*seat{}, all: map[*seat]bool{}, subs: map[chan struct{}]bool{}, days: map[*app.Process]*day{},
	}
	f.later = f.afterAWhile
	return f
}

// afterAWhile does something after a while, unless it is stopped. No goroutine waits for it,
// and its panic ends nothing else.
func (f *Floor) afterAWhile(d time.Duration, do func()) (stop func()) {
	timer := time.AfterFunc(d, func() { panics.Caught(f.own.Log(), "what is done after a while", do) })
	return func() { timer.Stop() }
}

// start starts a goroutine that Serve waits for, and whose panic ends nothing else.
func (f *Floor) start(what string, run func()) {
	f.under.Go(func() { panics.Caught(f.own.Log(), what, run) })
}

// How long a server that starts waits before it tries again to reach the journal.
const (
	shortestWait = time.Second
	longestWait  = 15 * time.Second
	// sayAgain is how often it says that it waits: with a wrong host name it never stops.
	sayAgain = 10 * time.Minute
)

// opened opens the process of the configuration's own site, so that a fault shows at
// the start, and returns its logs.
func (f *Floor) opened(ctx context.Context) (log, audit *slog.Logger, err error) {
	err = waitForJournal(ctx, f.out, f.after, func() error {
		f.own, err = f.site(ctx, &f.settings)
		return err
	})
	if err != nil {
		return nil, nil, err
	}
	return f.own.Log(), f.own.Audit(), nil
}

// WaitForJournal does what needs the journal, and waits for one whose server cannot be reached, or only reads yet:
// the machines of a floor may start in any order, and a service that ends again and again is
// not started any more. When the context ends first, its error is context.Canceled.
func WaitForJournal(ctx context.Context, out io.Writer, do func() error) error {
	return waitForJournal(ctx, out, time.After, do)
}

func waitForJournal(ctx context.Context, out io.Writer, after func(time.Duration) <-chan time.Time, do func() error) error {
	said, waited := "", time.Duration(0)
	for wait := shortestWait; ; wait = min(2*wait, longestWait) {
		err := do()
		if err == nil {
			return nil
		}
		fault, is := errors.AsType[*journal.Error](err)
		if !is || fault.Fault != journal.FaultAway && !errors.Is(err, journal.ErrStandby) {
			return err
		}
		if waited += wait; said != fault.Error() || waited >= sayAgain {
			said, waited = fault.Error(), 0
			_, _ = fmt.Fprintf(out, "moto waits, and serves consoles as soon as it can: %s\n", said)
		}
		select {
		case <-after(wait):
		case <-ctx.Done():
			return context.Canceled
		}
	}
}

// site is the process of a site, once it is open.
type site struct {
	mu      sync.Mutex // held while the site is opened, which waits for nothing of another
	process *app.Process
}

// site is the process of the settings' site.
func (f *Floor) site(ctx context.Context, s *config.Settings) (*app.Process, error) {
	f.mu.Lock()
	at := f.sites[s.Gateway.Site]
	if at == nil {
		at = new(site)
		f.sites[s.Gateway.Site] = at
	}
	f.mu.Unlock()
	at.mu.Lock()
	defer at.mu.Unlock()
	if at.process != nil {
		return at.process, nil
	}
	// The process outlives the session that needed it first.
	process, err := f.opts.Open(context.WithoutCancel(ctx), *s, f.measures)
	if err != nil {
		return nil, err
	}
	at.process = process
	process.Start()
	return process, nil
}

// forget has what a line left in memory collected. The first process collects for all.
func (f *Floor) forget() { f.own.Forget() }

// close ends the processes. All sessions have ended.
func (f *Floor) close() {
	if f.vaults != nil {
		f.vaults.Close()
	}
	for _, at := range f.sites {
		if at.process != nil {
			at.process.Close()
		}
	}
	f.figures.close()
}
