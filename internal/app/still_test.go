package app

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"motoconsole/internal/config"
	"motoconsole/internal/journal/pgtest"
)

// heardJournal tells at once that it listens, and then of nothing: a connection of the system
// on which nothing comes would keep the time of a bubble from passing. That such a connection
// asks nothing of the server is for TestNewsBetweenHosts.
type heardJournal struct{ *watchedJournal }

// Listen implements journal.Full.
func (heardJournal) Listen(ctx context.Context, heard func(bool)) {
	heard(true)
	<-ctx.Done()
}

// asked are the statements that a server has executed, by its own log, and how often a
// connection that had rested was found to be there still.
func asked(t *testing.T, server *pgtest.Instance) (statements []string, pings int) {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(server.Folder, "log"))
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(text)) {
		_, statement, executed := strings.Cut(line, "LOG:  execute ")
		_, simple, said := strings.Cut(line, "LOG:  statement: ")
		switch {
		case strings.HasSuffix(line, "select pg_is_in_recovery()\n"): // of a new connection: two readings in one moment need two
		case said && strings.TrimSpace(simple) == "-- ping":
			pings++
		case executed || said:
			statements = append(statements, statement+simple)
		}
	}
	return statements, pings
}

// TestAStillServerIsHardlyAsked counts what an hour costs a server in which nothing happens to
// its journal: the figures of docs/postgresql.md.
func TestAStillServerIsHardlyAsked(t *testing.T) {
	t.Parallel()
	server := pgtest.Own(t, "fsync=off", "log_statement=all")
	at := server.Journal(t, time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC)) // when a bubble begins
	synctest.Test(t, func(t *testing.T) {
		p, w := newStill(t, func(s *config.Settings) {
			s.Journal.Server = &config.JournalServer{Hosts: at.Hosts, Database: at.Database, User: at.User, Schema: at.Schema, TLS: at.TLS, Pool: at.Pool}
		})
		p.store = heardJournal{w}
		p.Start()
		expect := func(what string, most int) {
			t.Helper()
			synctest.Wait()
			before, pingsBefore := asked(t, server)
			time.Sleep(time.Hour)
			synctest.Wait()
			all, pings := asked(t, server)
			all, pings = all[len(before):], pings-pingsBefore
			t.Logf("%s: %d statements in an hour, and %d pings", what, len(all), pings)
			if len(all) > 60*most || len(all) < 60 || pings > len(all) {
				t.Errorf("%s: at most %d statements a minute are expected, and no more pings:\n%s", what, most, strings.Join(all[:min(len(all), 20)], ""))
			}
		}
		time.Sleep(6 * time.Minute) // from then on the journal is called still
		expect("without a console", 4)
		console := p.notices.subscribe()
		defer p.notices.cancel(console)
		time.Sleep(time.Minute)
		expect("with a console", 6)
	})
}
