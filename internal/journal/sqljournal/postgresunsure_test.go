package sqljournal

import (
	"testing"
	"time"

	"motoconsole/internal/clock"
	"motoconsole/internal/journal"
	"motoconsole/internal/journal/journaltest"
	"motoconsole/internal/journal/pgtest"
)

// Each kind of write that adds nothing to the history hears that its commit was lost, also
// while another host writes.
func TestLostCommitWithoutAnEvent(t *testing.T) {
	t.Parallel()
	c := journaltest.NewClock()
	at := pgtest.Shared(t).Journal(t, c.Now())
	other := openOnServer(t, at, c.Now)
	line, strike := once(pgtest.LosesCommit)
	at.Dial = line.Dial
	s := openOnServer(t, at, c.Now)
	ctx := t.Context()
	journaltest.Intend(t, s, journaltest.AnAuth(t, "one", c.Now()))
	if err := s.KeepCustomer(ctx, "one", journal.Customer{Name: "Ann"}); err != nil {
		t.Fatal(err)
	}
	boot := func() clock.Reading { return clock.Reading{} }
	for name, write := range map[string]func() error{
		"a code":      func() error { _, err := s.TakeCode("app", 7, 7); return err },
		"a guess":     func() error { _, err := s.Tries("phrase", boot).Take(); return err },
		"an audit":    func() error { return s.Audit(ctx, journal.Audit{Kind: journal.AuditSignIn, Agent: "priya"}) },
		"a customer":  func() error { _, err := s.ForgetCustomers(ctx, "one"); return err },
		"a lease":     func() error { return s.EndSending(ctx, "one", "desk") },
		"a lease won": func() error { _, _, err := s.Claim(ctx, "one", "b", c.Now(), c.Now().Add(time.Minute)); return err },
	} {
		journaltest.Intend(t, other, journaltest.AnAuth(t, "beside "+name, c.Now()))
		strike()
		if err := write(); journal.FaultOf(err) != journal.FaultAway {
			t.Errorf("%s was lost, and its writer was told: %v", name, err)
		}
	}
	if kept, err := s.KeptCustomers(ctx, "one"); err != nil || len(kept) != 1 {
		t.Errorf("customers: %v, %v", kept, err)
	}
	if all, err := s.Audits(ctx, time.Time{}, ""); err != nil || len(all) != 0 {
		t.Errorf("audits: %v, %v", all, err)
	}
	if taken, err := s.TakeCode("app", 7, 7); err != nil || !taken {
		t.Errorf("the code that was not taken: %v, %v", taken, err)
	}
	verified(t, s)
}

// A commit that was kept is found by what it wrote, whatever another host wrote meanwhile.
func TestLostAnswerBesideAnotherHost(t *testing.T) {
	t.Parallel()
	c := journaltest.NewClock()
	at := pgtest.Shared(t).Journal(t, c.Now())
	other := openOnServer(t, at, c.Now)
	line, strike := once(pgtest.LosesAnswer)
	at.Dial = line.Dial
	s := openOnServer(t, at, c.Now)
	ctx := t.Context()
	for _, id := range []string{"one", "two"} {
		journaltest.Intend(t, other, journaltest.AnAuth(t, "beside "+id, c.Now()))
		strike()
		if err := s.Intent(ctx, journaltest.AnAuth(t, id, c.Now()), "desk", c.Now().Add(time.Minute)); err != nil {
			t.Errorf("the intent was recorded, and its caller was told: %v", err)
		}
		strike()
		if err := s.Audit(ctx, journal.Audit{Kind: journal.AuditSignIn, Agent: "priya"}); err != nil {
			t.Errorf("the audit was recorded, and its caller was told: %v", err)
		}
	}
	if all, err := s.Audits(ctx, time.Time{}, ""); err != nil || len(all) != 2 || line.Lost() != 4 {
		t.Errorf("audits: %v, %v; %d lost", all, err, line.Lost())
	}
	verified(t, s)
}

// A connection that broke since it was last used costs no payment: it is made again before
// anything is asked by it.
func TestConnectionThatBrokeWhileIdle(t *testing.T) {
	t.Parallel()
	server := pgtest.Shared(t)
	c := journaltest.NewClock()
	s := openOnServer(t, server.Journal(t, c.Now()), c.Now)
	admin := server.Connect(t)
	for _, id := range []string{"one", "two", "three"} {
		var pid int
		if err := s.writer.QueryRowContext(t.Context(), "SELECT pg_backend_pid()").Scan(&pid); err != nil {
			t.Fatal(err)
		}
		if _, err := admin.ExecContext(t.Context(), "SELECT pg_terminate_backend($1, 60000)", pid); err != nil { // it waits for its end
			t.Fatal(err)
		}
		journaltest.Intend(t, s, journaltest.AnAuth(t, id, c.Now()))
	}
	verified(t, s)
}
