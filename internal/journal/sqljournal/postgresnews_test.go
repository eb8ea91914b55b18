package sqljournal

import (
	"context"
	"path/filepath"
	"testing"
	"time"

	"motoconsole/gateway"
	"motoconsole/internal/journal"
	"motoconsole/internal/journal/journaltest"
	"motoconsole/internal/journal/pgtest"
	"motoconsole/internal/journal/sqljournal/postgres"
	"motoconsole/internal/payment/resolve"
)

// tooLong is when a test gives up on an event.
const tooLong = 2 * time.Minute

// ears hear what a journal tells, until the test ends.
type ears chan bool

func listen(t *testing.T, s journal.Full) ears {
	t.Helper()
	told := make(ears, 1000)
	ctx, stop := context.WithCancel(context.Background())
	ended := make(chan struct{})
	go func() {
		s.Listen(ctx, func(listening bool) { told <- listening })
		close(ended)
	}()
	t.Cleanup(func() { stop(); <-ended })
	return told
}

func (e ears) want(t *testing.T, when string, listening bool) {
	t.Helper()
	select {
	case got := <-e:
		if got != listening {
			t.Fatalf("%s: it tells %v", when, got)
		}
	case <-time.After(tooLong):
		t.Fatalf("%s: nothing was told", when)
	}
}

// What one host commits wakes the others, and costs those that only listen no query.
func TestNewsBetweenHosts(t *testing.T) {
	t.Parallel()
	c := journaltest.NewClock()
	at := pgtest.Shared(t).Journal(t, c.Now())
	line := new(pgtest.Line)
	b := openOnServer(t, at, c.Now)
	at.Dial = line.Dial
	a := openOnServer(t, at, c.Now)
	told := listen(t, a)
	told.want(t, "it begins", true)
	before := line.Sent()
	journaltest.Intend(t, b, journaltest.AnAuth(t, "one", c.Now()))
	told.want(t, "an intent", true)
	for range 20 {
		journaltest.Note(t, b, "one", journal.StepInDoubt, journaltest.Doubt)
		told.want(t, "a change", true)
	}
	if err := b.EndSending(t.Context(), "one", "desk"); err != nil { // of a lease, which is no news
		t.Fatal(err)
	}
	journaltest.Note(t, b, "one", journal.StepAnswered, journaltest.Become(gateway.OutcomeDeclined))
	told.want(t, "an outcome", true)
	if len(told) > 0 {
		t.Error("more was told than happened")
	}
	if n := line.Sent() - before; n != 0 {
		t.Errorf("the host that listens asked %d times", n)
	}
	// A write that is refused is no news either; the next is.
	if _, err := b.Record(t.Context(), "none", journaltest.Step(journal.StepAnswered, journaltest.Doubt)); err == nil {
		t.Error("there is no such attempt")
	}
	journaltest.Intend(t, b, journaltest.AnAuth(t, "two", c.Now()))
	told.want(t, "the next", true)
	if e, err := a.Get(t.Context(), "two"); err != nil || e.State != journal.Open || len(told) > 0 {
		t.Errorf("%+v, %v, %d more told", e.State, err, len(told))
	}
}

// A journal in a file has no news to tell.
func TestNoNewsOfAFile(t *testing.T) {
	t.Parallel()
	s := openAt(t, filepath.Join(t.TempDir(), "journal.db"), time.Now)
	s.Listen(context.Background(), func(bool) { t.Error("it tells something") }) // and returns
}

// The connection that listens comes back when it is lost. Nothing is missed in between,
// and nothing else of the journal suffers.
func TestLostListener(t *testing.T) {
	t.Parallel()
	server := pgtest.Shared(t)
	c := journaltest.NewClock()
	at := server.Journal(t, c.Now())
	b := openOnServer(t, at, c.Now)
	line := new(pgtest.Line)
	at.Dial = line.Dial
	a := openOnServer(t, at, c.Now)
	told := listen(t, a)
	told.want(t, "it begins", true)
	kill := "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = '" + postgres.Listeners + "' AND query = 'LISTEN \"" + at.Schema + "\"'"
	for _, id := range []string{"one", "two"} {
		line.Cut()
		server.Do(t, kill)
		told.want(t, "the connection is killed", false)
		journaltest.Intend(t, b, journaltest.AnAuth(t, id, c.Now())) // a listener that is away keeps no write waiting
		head, err := a.Head(t.Context())
		if err != nil {
			t.Fatalf("the queries of the host suffer: %v", err)
		}
		line.Mend()
		told.want(t, "it is back", true)
		if now, err := a.Head(t.Context()); err != nil || now != head {
			t.Errorf("the head is %d, %v", now, err)
		}
		journaltest.Note(t, b, id, journal.StepInDoubt, journaltest.Doubt)
		told.want(t, "a change after it", true)
	}
	if len(told) > 0 {
		t.Error("more was told than happened")
	}
}

// hears are the attempts that consoles were told about.
type hears chan journal.Entry

// Hear implements resolve.Listener.
func (h hears) Hear(e journal.Entry) { h <- e }

// seen are the attempts that a watcher has seen to be unresolved.
type seen struct {
	journal.Store

	ids chan string
}

// Unresolved implements journal.Store.
func (s *seen) Unresolved(ctx context.Context, limit int) ([]journal.Entry, error) {
	list, err := s.Store.Unresolved(ctx, limit)
	for _, e := range list {
		s.ids <- e.ID
	}
	return list, err
}

// An unknown that is settled on one host reaches the consoles of the other. The listener
// of the second is killed meanwhile.
func TestSettledOnAnotherHost(t *testing.T) {
	t.Parallel()
	server := pgtest.Shared(t)
	c := journaltest.NewClock()
	at := server.Journal(t, c.Now())
	a, b := openOnServer(t, at, c.Now), openOnServer(t, at, c.Now)
	news, doubts := make(hears, 100), &seen{Store: a, ids: make(chan string, 1000)}
	watcher := resolve.NewWatcher(doubts, news, func(bool) {})
	ctx, stop := context.WithCancel(context.Background())
	ended := make(chan struct{}, 2)
	go func() { watcher.Run(ctx); ended <- struct{}{} }()
	go func() { a.Listen(ctx, watcher.Heard); ended <- struct{}{} }()
	t.Cleanup(func() { stop(); <-ended; <-ended })
	for _, id := range []string{"one", "two", "three"} {
		journaltest.Intend(t, b, journaltest.AnAuth(t, id, c.Now()))
		journaltest.Note(t, b, id, journal.StepInDoubt, journaltest.Doubt)
		for known := false; !known; { // only then is the end of the doubt news
			select {
			case doubt := <-doubts.ids:
				known = doubt == id
			case <-time.After(tooLong):
				t.Fatalf("%s: the doubt is not seen", id)
			}
		}
		if id == "two" {
			server.Do(t, "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = '"+postgres.Listeners+"' AND query = 'LISTEN \""+at.Schema+"\"'")
		}
		began := time.Now()
		journaltest.Note(t, b, id, journal.StepResolved, journaltest.Become(gateway.OutcomeDeclined))
		for settled := false; !settled; {
			select {
			case e := <-news:
				settled = e.ID == id && e.Outcome == gateway.OutcomeDeclined
			case <-time.After(tooLong):
				t.Fatalf("%s: its outcome is not told", id)
			}
		}
		t.Logf("%s: told after %v", id, time.Since(began))
	}
}
