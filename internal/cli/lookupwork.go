package cli

import (
	"context"
	"fmt"
	"io"
	"os"
	"strings"

	"golang.org/x/term"

	"motoconsole/gateway"
	"motoconsole/internal/config"
	"motoconsole/internal/journal"
	"motoconsole/internal/lookup"
)

// mostSent is how many attempts of one order reference are asked for.
const mostSent = 50

// client is a client of the gateway and the log it writes to, without the
// journal.
func (p program) client(s config.Settings) (*gateway.Client, func(), error) {
	log, closeLog, err := openLog(s)
	if err != nil {
		return nil, nil, err
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
		return nil, nil, usageError{err}
	}
	return client, closeLog, nil
}

// sentAs are the order references under which this host's journal sent the
// payments of those looked for. Without a journal there are none: the search
// takes longer and finds the same.
func sentAs(ctx context.Context, s config.Settings, search lookup.Search) []string {
	if len(search.Filter.OrderReferences) == 0 {
		return nil
	}
	store, err := journal.OpenSQLite(ctx, journal.Options{Path: s.Journal.File, ReadOnly: true})
	if err != nil {
		return nil
	}
	defer func() { _ = store.Close() }()
	return sentFrom(ctx, store, s.Gateway.Site, search.Filter.OrderReferences)
}

// sentFrom are the order references under which the gateway has the payments of
// a site whose reference is, or was, one of these of the merchant's own.
func sentFrom(ctx context.Context, store *journal.SQLite, site string, orders []string) []string {
	var sent []string
	for _, own := range orders {
		entries, err := store.ByOrder(ctx, site, own, mostSent)
		if err != nil {
			return nil
		}
		for _, e := range entries {
			if e.Kind() != journal.KindUpdate {
				sent = append(sent, e.SentReference)
			}
			for _, now := range []string{e.CurrentReference, e.Target.OrderReference} {
				if now != "" {
					sent = append(sent, now)
				}
			}
		}
	}
	return sent
}

// progressLine is one line on the terminal that says how far a search is. There
// is none where the records themselves go to the terminal.
type progressLine struct {
	to    io.Writer
	wrote bool
}

func newProgressLine(out, notes io.Writer) *progressLine {
	isTerminal := func(w io.Writer) bool {
		f, ok := w.(*os.File)
		return ok && term.IsTerminal(int(f.Fd())) // #nosec G115 -- a file's number
	}
	if isTerminal(out) || !isTerminal(notes) {
		return &progressLine{to: io.Discard}
	}
	return &progressLine{to: notes}
}

func (l *progressLine) show(p lookup.Progress) {
	line := fmt.Sprintf("%d found, %d looked at, up to %s", p.Found, p.Looked, p.Before.Local().Format("2 Jan 2006 15:04"))
	_, _ = fmt.Fprintf(l.to, "\r%-60s", line)
	l.wrote = true
}

// clear takes the line away before anything else is said.
func (l *progressLine) clear() {
	if l.wrote {
		_, _ = fmt.Fprintf(l.to, "\r%s\r", strings.Repeat(" ", 60))
	}
}
