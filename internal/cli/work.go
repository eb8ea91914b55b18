package cli

import (
	"context"
	"crypto/rand"
	"errors"
	"log/slog"
	"os"
	"strconv"
	"time"

	"motoconsole/gateway"
	"motoconsole/internal/config"
	"motoconsole/internal/journal"
	"motoconsole/internal/payment"
)

// work is what taking and resolving payments needs: a client of the gateway,
// the journal and the log.
type work struct {
	client *gateway.Client
	log    *slog.Logger
	store  *journal.SQLite
	host   string
	owner  string
	// timeout is the client's deadline.
	timeout time.Duration
	close   func()
}

// open makes the client and opens the journal and the log.
func (p program) open(ctx context.Context, s config.Settings, o journal.Options) (*work, error) {
	log, closeLog, err := openLog(s)
	if err != nil {
		return nil, err
	}
	client, err := gateway.New(gateway.Config{
		URL:       s.Gateway.URL,
		Username:  s.Gateway.Username,
		Password:  s.Gateway.Password,
		Timeout:   s.Gateway.Timeout,
		Log:       log,
		UserAgent: "moto/" + p.version,
	})
	if err != nil {
		closeLog()
		return nil, usageError{err}
	}
	host, err := os.Hostname()
	if err != nil || host == "" {
		host = "unknown host"
	}
	o.Path, o.Host = s.Journal.File, host
	store, err := journal.OpenSQLite(ctx, o)
	if err != nil {
		closeLog()
		return nil, journalProblem(err)
	}
	for _, shortfall := range p.hardened() {
		log.Warn("not hardened", "problem", shortfall)
	}
	if s.Journal.Keep > 0 && !o.ReadOnly {
		// Retention is housekeeping: that it failed stops nobody's payment.
		_, _ = store.Prune(ctx, time.Now().Add(-s.Journal.Keep))
	}
	return &work{
		client: client, log: log, store: store, host: host, timeout: s.Gateway.Timeout,
		owner: host + "/" + strconv.Itoa(os.Getpid()) + "/" + rand.Text()[:6],
		close: func() {
			_ = store.Close() // what was recorded is durable without it
			closeLog()
		},
	}, nil
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
	return &payment.Desk{
		Gateway:  careful{w.client},
		Store:    w.store,
		Resolver: w.resolver(),
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

// patience is how long an agent waits for an answer before a payment counts as
// in doubt: half of gateway.timeout, and not more than payment.DefaultPatience.
// The other half is for an answer that comes late, which still settles it.
func patience(timeout time.Duration) time.Duration {
	return min(timeout/2, payment.DefaultPatience)
}

func (w *work) resolver() *payment.Resolver {
	rule := payment.DefaultRule()
	rule.Sending = max(rule.Sending, payment.SendingTime(w.timeout)) // of any console of the journal
	return payment.NewResolver(payment.Resolver{
		Gateway: w.client, Store: w.store, Rule: rule, Owner: w.owner, Now: time.Now,
	})
}
