package app

import (
	"context"
	"log/slog"
	"os"
	"sync"
	"time"

	"motoconsole/gateway"
	steady "motoconsole/internal/clock"
	"motoconsole/internal/config"
	"motoconsole/internal/harden"
	"motoconsole/internal/journal"
	"motoconsole/internal/journal/sqljournal"
	"motoconsole/internal/panics"
	"motoconsole/internal/payment"
	"motoconsole/ui/kit"
)

// workers is how many attempts in doubt are asked about at once.
const workers = 4

// Options are what a Process is made with.
type Options struct {
	// Settings say where payments are taken and how. Of the agent they name, and of
	// what opens that agent's console, a Process takes nothing.
	Settings config.Settings
	Mode     kit.Mode
	Version  string
	// Shortfalls is what could not be done to keep a card inside the process.
	Shortfalls []string
}

// Process is what all sessions share: the gateway client and the proof of its
// sign-in, the journal and who watches it, the resolver, the news of attempts and
// the log.
type Process struct {
	settings config.Settings
	mode     kit.Mode
	version  string

	log      *slog.Logger
	closeLog func()
	client   *gateway.Client
	store    *sqljournal.SQLite
	host     string
	signIn   *payment.SignIn
	resolver *payment.Resolver
	watcher  *payment.Watcher
	news     *payment.News
	held     *payment.HeldAnswers
	notices  notices
	garbage  *harden.Collector

	ctx   context.Context // ends with the process
	stop  context.CancelFunc
	under sync.WaitGroup
}

// Open makes the client and opens the journal and the log. Nothing runs before
// Start, and the gateway is not asked.
func Open(ctx context.Context, o Options) (*Process, error) {
	log, closeLog, err := openLog(o.Settings)
	if err != nil {
		return nil, err
	}
	p := &Process{
		settings: o.Settings, mode: o.Mode, version: o.Version,
		log: log, closeLog: closeLog, news: new(payment.News), held: new(payment.HeldAnswers), garbage: harden.NewCollector(), host: hostName(),
	}
	if p.client, err = newClient(o.Settings, o.Version, log, p.signInRefused); err != nil {
		closeLog()
		return nil, err
	}
	p.store, err = sqljournal.OpenSQLite(ctx, sqljournal.Options{Path: o.Settings.Journal.File, Group: o.Settings.Journal.Group, Host: p.host})
	if err != nil {
		closeLog()
		return nil, err
	}
	here := place(p.host)
	// Without it, what a dead console left is found when its leases end.
	_ = p.store.ReleaseGone(ctx, func(owner string) bool { return gone(here, owner) })
	for _, shortfall := range o.Shortfalls {
		log.Warn("not hardened", "problem", shortfall)
	}
	p.signIn = &payment.SignIn{Gateway: p.careful(), Site: o.Settings.Gateway.Site, Now: time.Now, Steady: steady.Now}
	p.resolver = p.newResolver()
	p.watcher = payment.NewWatcher(p.store, p.news, p.notices.look)
	p.ctx, p.stop = context.WithCancel(context.WithoutCancel(ctx))
	return p, nil
}

// ReadOnly are the options of a journal that is only looked at.
func ReadOnly(s config.Settings) sqljournal.Options {
	return sqljournal.Options{Path: s.Journal.File, Group: s.Journal.Group, ReadOnly: true}
}

// Start begins what a process does in the background: it compares the journal
// with the gateway, finds out what became of attempts in doubt, watches the
// journal for all sessions, and collects what a card left.
func (p *Process) Start() {
	p.background("the collector", p.garbage.Run)
	p.background("the resolver", p.resolver.Run)
	p.background("the watcher of the journal", p.watcher.Run)
	p.background("the opening", func(ctx context.Context) { p.opening(ctx, p.notices.opened) })
}

// background runs something until it returns. If it panics it is run again.
func (p *Process) background(what string, run func(context.Context)) {
	p.under.Go(func() {
		for panics.Caught(p.log, what, func() { run(p.ctx) }) {
			select {
			case <-time.After(time.Second):
			case <-p.ctx.Done():
				return
			}
		}
	})
}

// Close ends what runs in the background, and then the use of the journal and of
// the log. Sessions are closed before.
func (p *Process) Close() {
	p.stop()
	p.under.Wait()
	_ = p.store.Close() // what was recorded is durable without it
	p.closeLog()
}

// Resolver finds out what became of attempts in doubt.
func (p *Process) Resolver() *payment.Resolver { return p.resolver }

// Journal is where attempts are recorded.
func (p *Process) Journal() journal.Store { return p.store }

// signInRefused notes that the gateway refused the sign-in to any request.
func (p *Process) signInRefused() { p.signIn.Refused() }

func (p *Process) newResolver() *payment.Resolver {
	rule := payment.DefaultRule()
	rule.Absent = p.settings.Payment.NotTakenAfter
	rule.Sending = payment.SendingTime(config.MaxTimeout) // other consoles may have another timeout
	return payment.NewResolver(payment.ResolverOptions{
		Gateway: p.careful(), Store: p.store, Rule: rule, Owner: newOwner(p.host), Now: time.Now,
		Workers: workers, News: p.news, Log: p.log,
	})
}

func hostName() string {
	host, err := os.Hostname()
	if err != nil || host == "" {
		return "unknown host"
	}
	return host
}
