package app

import (
	"context"
	"log/slog"
	"os"
	"sync"
	"time"

	"motoconsole/gateway"
	"motoconsole/internal/clock"
	"motoconsole/internal/config"
	"motoconsole/internal/harden"
	"motoconsole/internal/journal"
	"motoconsole/internal/journal/sqljournal"
	"motoconsole/internal/journal/sqljournal/postgres"
	"motoconsole/internal/panics"
	"motoconsole/internal/payment"
	"motoconsole/internal/payment/doubt"
	"motoconsole/internal/payment/resolve"
	"motoconsole/internal/payment/spool"
	"motoconsole/internal/recorder/afterloss"
	"motoconsole/ui/kit"
)

// workers is how many attempts in doubt are checked at once.
const workers = 4

// Options configure a Process.
type Options struct {
	// Settings say where payments are taken and how. A Process ignores the agent
	// they name and the passphrase of that agent's console.
	Settings config.Settings
	Mode     gateway.Mode
	Version  string
	// Shortfalls are the protections against a card leaving the process that the
	// system could not give.
	Shortfalls []string
	// Resumer is the command, of moto itself, that resumes recordings after this process is
	// lost: see [afterloss.Serve].
	Resumer []string
	// Measures are told what takes time and what fails; the zero value measures nothing.
	Measures Measures
}

// Measures count what a process does. None of them may wait; each may be nil.
type Measures struct {
	Took   func(took time.Duration, isAnswer bool) // a request to the gateway
	Wrote  func(took time.Duration, failed error)  // a commit of the journal
	Learnt func(e journal.Entry)                   // an outcome was recorded
	Failed func()                                  // a line of level error in the log
}

// Process is everything that all sessions share: the gateway client and the proof
// of its sign-in, the journal and its watcher, the resolver, the news of attempts
// and the log.
type Process struct {
	settings config.Settings
	mode     gateway.Mode
	version  string

	log      *slog.Logger
	audit    *slog.Logger
	closeLog func()
	client   *gateway.Client
	store    journal.Full
	shared   *shared // the same, for sessions
	host     string
	signIn   *payment.SignIn
	resolver *resolve.Resolver
	watcher  *resolve.Watcher
	news     *payment.News
	held     *payment.HeldAnswers
	notices  notices
	pace     pace
	garbage  *harden.Collector
	recorder *recorder
	tables   tableNews
	spool    *spool.Folder // outcomes that the journal could not record
	calls    calls

	ctx   context.Context // ends with the process
	stop  context.CancelFunc
	under sync.WaitGroup
}

// Open makes the client and opens the journal and the log. Nothing runs before
// Start, and Open does not ask the gateway.
func Open(ctx context.Context, o Options) (*Process, error) {
	to, err := openLog(o.Settings, o.Measures.Failed)
	if err != nil {
		return nil, err
	}
	log, closeLog := to.log, to.close
	p := &Process{
		settings: o.Settings, mode: o.Mode, version: o.Version,
		log: log, audit: to.audit, closeLog: closeLog, news: new(payment.News), held: new(payment.HeldAnswers), garbage: harden.NewCollector(), host: hostName(),
		tables: tableNews{bell: make(chan struct{}, 1)},
	}
	if p.client, err = newClient(o.Settings, o.Version, log, p.signInRefused, p.took(o.Measures.Took)); err != nil {
		closeLog()
		return nil, err
	}
	where := JournalOptions(o.Settings, ToWrite)
	where.Host, where.Wrote, where.Learnt = p.host, o.Measures.Wrote, o.Measures.Learnt
	p.store, err = sqljournal.Open(ctx, where)
	if err != nil {
		closeLog()
		return nil, err
	}
	p.shared, p.recorder = newShared(p.store), newRecorder(p.store.Audit)
	p.spool = spool.Beside(where.Beside(), o.Settings.Journal.Group, log)
	p.calls = calls{folder: afterloss.Beside(where.Beside(), o.Settings.Journal.Group, o.Settings.Recorder), resumer: o.Resumer}
	p.signIn = &payment.SignIn{Gateway: p.careful(), Site: o.Settings.Gateway.Site, Clocks: clock.Real()}
	p.resolver = p.newResolver()
	// Before any process asks the gateway for what is known.
	panics.Caught(log, "outcomes that wait for the journal", func() { p.spool.Drain(ctx, p.resolver.TakeIn) })
	here := placeOf(p.host)
	// Without it, a dead console's attempts are found when their leases end.
	_ = p.store.ReleaseGone(ctx, func(owner string) bool { return isGone(here, owner) })
	if !o.Settings.Journal.Customer {
		if _, err := p.store.ForgetAllCustomers(ctx); err != nil {
			log.Warn("customers that were kept before could not all be deleted", "problem", err.Error())
		}
	}
	p.lookAtTables(ctx)
	for _, shortfall := range o.Shortfalls {
		log.Warn("not hardened", "problem", shortfall)
	}
	p.watcher = resolve.NewWatcher(p.store, p.news, p.notices.look)
	p.ctx, p.stop = context.WithCancel(context.WithoutCancel(ctx))
	return p, nil
}

// Access is what a journal is opened for.
type Access bool

// ToWrite makes a journal that is not there, or brings it up to date; ToRead changes nothing.
const (
	ToRead  Access = false
	ToWrite Access = true
)

// JournalOptions are how the configured journal is opened.
func JournalOptions(s config.Settings, access Access) sqljournal.Options {
	o := sqljournal.Options{Path: s.Journal.File, Group: s.Journal.Group, ReadOnly: access == ToRead}
	if at := s.Journal.Server; at != nil {
		o.Server = &postgres.Server{
			Hosts: at.Hosts, Database: at.Database, User: at.User, Password: s.Journal.Password.Reveal,
			Role: at.Role, Schema: at.Schema, TLS: at.TLS, Root: at.Root, Pool: at.Pool,
		}
	}
	return o
}

// Start starts the background work of a process: it compares the journal with the
// gateway, finds the outcomes of attempts in doubt, watches for all sessions the journal
// and what changes without an event, and collects the remains of cards.
func (p *Process) Start() {
	p.background("the collector", p.garbage.Run)
	p.background("the resolver", p.resolver.Run)
	p.background("outcomes that wait for the journal", func(ctx context.Context) { p.spool.Run(ctx, p.resolver.TakeIn) })
	p.background("the record of events", p.record)
	p.background("the record of events that waited", p.recordLate)
	p.background("the watcher of the journal", p.watcher.Run)
	p.background("the news of the journal", func(ctx context.Context) {
		listened := false
		p.store.Listen(ctx, func(listening bool) {
			p.watcher.Heard(listening)
			p.resolver.Heard(listening)
			p.tables.heard(listening)
			if listening && !listened {
				p.spool.Answers()
			}
			listened = listening
		})
	})
	p.background("what changes without an event", p.unheard)
	p.background("recordings that were left paused", p.recordings)
	p.background("the opening", func(ctx context.Context) { p.opening(ctx, p.notices.opened) })
}

// background runs a function until it returns, and again if it panics.
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

// Close ends the background work, and then closes the journal and the log. Close
// all sessions first.
func (p *Process) Close() {
	p.stop()
	p.under.Wait()
	p.calls.close()
	p.retry()
	_ = p.store.Close() // records are durable even if closing fails
	p.closeLog()
}

// Resolver finds the outcomes of attempts in doubt.
func (p *Process) Resolver() *resolve.Resolver { return p.resolver }

// Journal is where attempts are recorded.
func (p *Process) Journal() journal.Store { return p.store }

// took notes the gateway's pace, and tells who measures it too.
func (p *Process) took(measure func(time.Duration, bool)) func(time.Duration, bool) {
	return func(took time.Duration, isAnswer bool) {
		if p.pace.took(took, isAnswer); measure != nil {
			measure(took, isAnswer)
		}
	}
}

// signInRefused notes that the gateway refused the sign-in to any request.
func (p *Process) signInRefused() { p.signIn.Refused() }

// Latency is how long the gateway took to answer within the last minutes.
func (p *Process) Latency() kit.Latency { return p.pace.latency(time.Now()) }

// Log is the log of the process.
func (p *Process) Log() *slog.Logger { return p.log }

// Audit is the log of who signs in, in the same file, written whatever log.level is.
func (p *Process) Audit() *slog.Logger { return p.audit }

// Forget asks for an early collection of what is unused now, such as the buffers of a
// line that has gone. It does not wait.
func (p *Process) Forget() { p.garbage.Forget() }

func (p *Process) newResolver() *resolve.Resolver {
	rule := payment.DefaultRule()
	rule.Absent = p.settings.Payment.NotTakenAfter
	rule.Sending = doubt.SendingTime(config.MaxTimeout) // other consoles may have another timeout
	return resolve.New(resolve.Options{
		Gateway: p.careful(), Store: p.store, Rule: rule, Owner: newOwner(p.host), Clocks: clock.Real(),
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
