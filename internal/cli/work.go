package cli

import (
	"context"
	"crypto/rand"
	"errors"
	"log/slog"
	"os"
	"strconv"
	"strings"
	"sync/atomic"
	"syscall"
	"time"

	"motoconsole/gateway"
	steady "motoconsole/internal/clock"
	"motoconsole/internal/config"
	"motoconsole/internal/journal"
	"motoconsole/internal/journal/sqljournal"
	"motoconsole/internal/payment"
	"motoconsole/internal/payment/option"
)

// work is what taking and resolving payments needs: a client of the gateway,
// the journal and the log.
type work struct {
	client *gateway.Client
	log    *slog.Logger
	store  *sqljournal.SQLite
	host   string
	owner  string
	close  func()
	proof  atomic.Pointer[payment.SignIn] // told of each refusal of the sign-in
}

// open makes the client and opens the journal and the log.
func (p program) open(ctx context.Context, s config.Settings, o sqljournal.Options) (*work, error) {
	log, closeLog, err := openLog(s)
	if err != nil {
		return nil, err
	}
	w := &work{log: log}
	cfg := p.gatewayConfig(s, log)
	cfg.Refused = w.refused
	w.client, err = gateway.New(cfg)
	if err != nil {
		closeLog()
		return nil, usageError{err}
	}
	host, err := os.Hostname()
	if err != nil || host == "" {
		host = "unknown host"
	}
	o.Path, o.Group, o.Host = s.Journal.File, s.Journal.Group, host
	store, err := sqljournal.OpenSQLite(ctx, o)
	if err != nil {
		closeLog()
		return nil, journalProblem(err)
	}
	if !o.ReadOnly {
		// Without it, what a dead console left is found when its leases end.
		_ = store.ReleaseGone(ctx, func(owner string) bool { return gone(place(host), owner) })
	}
	for _, shortfall := range p.hardened() {
		log.Warn("not hardened", "problem", shortfall)
	}
	w.store, w.host = store, host
	w.owner = place(host) + "/" + strconv.Itoa(os.Getpid()) + "/" + rand.Text()[:6]
	w.close = func() {
		_ = store.Close() // what was recorded is durable without it
		closeLog()
	}
	return w, nil
}

// readOnly are the options of a journal that is only looked at.
func readOnly(s config.Settings) sqljournal.Options {
	return sqljournal.Options{Path: s.Journal.File, Group: s.Journal.Group, ReadOnly: true}
}

// refused notes that the gateway refused the sign-in to any request.
func (w *work) refused() {
	if s := w.proof.Load(); s != nil {
		s.Refused()
	}
}

// place is where a process number means something: a host and, on Linux, its
// namespace of process numbers. A container has its own.
func place(host string) string {
	if space, err := os.Readlink("/proc/self/ns/pid"); err == nil {
		return host + "@" + strings.Trim(strings.TrimPrefix(space, "pid:"), "[]")
	}
	return host
}

// gone reports that the owner of a lease was a process of this place that has
// ended. An owner that cannot be judged counts as alive: its leases end by
// themselves.
func gone(here, owner string) bool {
	where, rest, _ := strings.Cut(owner, "/")
	number, _, _ := strings.Cut(rest, "/")
	pid, err := strconv.Atoi(number)
	if err != nil || where != here || pid == os.Getpid() {
		return false
	}
	process, err := os.FindProcess(pid)
	if err != nil { // on Windows; elsewhere it always succeeds
		const noSuchProcess = syscall.Errno(87) // ERROR_INVALID_PARAMETER
		return errors.Is(err, noSuchProcess)
	}
	return errors.Is(process.Signal(syscall.Signal(0)), os.ErrProcessDone)
}

// journalProblem adds what to do to what is wrong with the journal.
func journalProblem(err error) error {
	var fault *journal.Error
	if errors.As(err, &fault) {
		return errors.New(fault.Error() + ". " + fault.Hint)
	}
	return err
}

// desk is where the agent of the settings takes payments.
func (w *work) desk(s config.Settings) *payment.Desk {
	var search payment.CardQuerier
	if s.Payment.AskGateway {
		search = careful{w.client}
	}
	return &payment.Desk{
		Gateway:  careful{w.client},
		Search:   search,
		Store:    w.store,
		Resolver: w.resolver(s),
		SignIn:   w.signIn(s),
		Policy:   payment.Policy{Window: s.Payment.DuplicateWindow, MaxDeclines: s.Payment.MaxDeclines},
		Agent:    s.Operator,
		Site:     s.Gateway.Site,
		Host:     w.host,
		Now:      time.Now,
		Deadline: s.Gateway.Timeout,
		Patience: patience(s.Gateway.Timeout),
		Owner:    w.owner,
	}
}

// reversals is where that agent gives money back.
func (w *work) reversals(s config.Settings, desk *payment.Desk) *payment.Reversals {
	return &payment.Reversals{Desk: desk, Gateway: careful{w.client}, Limits: option.Limits{
		Refunds:     s.Refund.Enabled,
		MaxRefund:   s.Refund.MaxAmount,
		MaxAge:      s.Refund.MaxAge,
		MaxAgentDay: s.Refund.MaxAgentDay,
		Zone:        steady.Zone(),
		Payouts:     s.Refund.Payouts,
		Currencies:  s.Payment.Currencies,
	}}
}

// patience is how long an agent waits for an answer before a payment counts as
// in doubt: half of gateway.timeout, and not more than payment.DefaultPatience.
// The other half is for an answer that comes late, which still settles it.
func patience(timeout time.Duration) time.Duration {
	return min(timeout/2, payment.DefaultPatience)
}

func (w *work) resolver(s config.Settings) *payment.Resolver {
	rule := payment.DefaultRule()
	rule.Absent = s.Payment.NotTakenAfter
	rule.Sending = payment.SendingTime(config.MaxTimeout) // other consoles may have another timeout
	return payment.NewResolver(payment.ResolverOptions{
		Gateway: w.client, Store: w.store, Rule: rule, Owner: w.owner, Now: time.Now,
	})
}

// signIn proves the sign-in of the client.
func (w *work) signIn(s config.Settings) *payment.SignIn {
	proof := &payment.SignIn{Gateway: w.client, Site: s.Gateway.Site, Now: time.Now, Steady: steady.Now}
	w.proof.Store(proof)
	return proof
}
