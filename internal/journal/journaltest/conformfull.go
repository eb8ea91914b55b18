package journaltest

import (
	"context"
	"errors"
	"testing"
	"time"

	"motoconsole/gateway"
	"motoconsole/internal/clock"
	"motoconsole/internal/journal"
	"motoconsole/internal/lockout"
)

// ConformFull checks what a journal does beside a Store's work, in the way of Conform.
func ConformFull(t *testing.T, open func(*testing.T, *Clock) journal.Full) {
	t.Helper()
	for name, run := range map[string]func(*testing.T, journal.Full, *Clock){
		"wrong passphrases are counted": conformsTries,
		"a locked secret is unlocked":   conformsUnlock,
		"a step is taken once":          conformsSteps,
		"what people did":               conformsAudits,
		"leases of the dead end":        conformsGone,
		"customers are forgotten":       conformsForgotten,
		"retention":                     conformsPruned,
		"tables of agents":              conformsTables,
	} {
		t.Run(name, func(t *testing.T) {
			clock := NewClock()
			run(t, open(t, clock), clock)
		})
	}
}

func conformsTries(t *testing.T, s journal.Full, c *Clock) {
	steady := func() clock.Reading {
		return clock.Reading{Boot: "abcdefghijkl", At: time.Duration(c.Now().Unix()%1e6) * time.Second}
	}
	for i := range lockout.Most {
		if left, err := s.Tries("hers", steady).Take(); err != nil || (left > 0) != (i == lockout.Most) {
			t.Fatalf("attempt %d: %v, %v", i, left, err)
		}
	}
	if left, err := s.Tries("hers", steady).Take(); err != nil || left != lockout.Lasts {
		t.Errorf("after the last: %v, %v", left, err)
	}
	if _, tries, err := s.Tries("his", steady).Left(); err != nil || tries != lockout.Most {
		t.Errorf("another's: %d, %v", tries, err)
	}
	c.Add(lockout.Lasts)
	if left, tries, err := s.Tries("hers", steady).Left(); err != nil || left != 0 || tries != lockout.Most {
		t.Errorf("after the half hour: %v, %d, %v", left, tries, err)
	}
	if _, err := s.Tries("hers", steady).Take(); err != nil {
		t.Error(err)
	}
	if err := s.Tries("hers", steady).Right(); err != nil {
		t.Error(err)
	}
	if _, tries, err := s.Tries("hers", steady).Left(); err != nil || tries != lockout.Most {
		t.Errorf("after the right one: %d, %v", tries, err)
	}
}

// conformsUnlock: what is locked opens at once, with an event, and its next lock is as short
// as the first. Without anything to forget nothing is recorded.
func conformsUnlock(t *testing.T, s journal.Full, c *Clock) {
	ctx := context.Background()
	steady := func() clock.Reading {
		return clock.Reading{Boot: "abcdefghijkl", At: time.Duration(c.Now().Unix()%1e6) * time.Second}
	}
	event := journal.Audit{Kind: journal.AuditUnlock, Agent: "ann", Result: "the second factor of priya was unlocked"}
	lock := func() (closed time.Duration) {
		for range lockout.Most {
			if left, err := s.GrowingTries("priya's", steady).Take(); left != 0 || err != nil {
				t.Fatalf("a try: %v, %v", left, err)
			}
		}
		closed, _, err := s.GrowingTries("priya's", steady).Left()
		if err != nil {
			t.Fatal(err)
		}
		return closed
	}
	if had, err := s.Unlock(ctx, "priya's", event); had || err != nil {
		t.Errorf("nothing counts: %v, %v", had, err)
	}
	lock()
	c.Add(lockout.Lasts)
	if closed := lock(); closed != 2*lockout.Lasts {
		t.Errorf("the second lock: %v", closed)
	}
	if had, err := s.Unlock(ctx, "sam's", event); had || err != nil {
		t.Errorf("another's: %v, %v", had, err)
	}
	if closed, _, err := s.GrowingTries("priya's", steady).Left(); closed != 2*lockout.Lasts || err != nil {
		t.Errorf("after another's: %v, %v", closed, err)
	}
	if had, err := s.Unlock(ctx, "priya's", event); !had || err != nil {
		t.Errorf("it was locked: %v, %v", had, err)
	}
	if closed := lock(); closed != lockout.Lasts {
		t.Errorf("the next lock: %v", closed)
	}
	all, err := s.Audits(ctx, time.Time{}, "")
	if err != nil || len(all) != 1 || all[0].Kind != event.Kind || all[0].Agent != event.Agent || all[0].Result != event.Result || !all[0].At.Equal(c.Now()) {
		t.Errorf("events: %+v, %v", all, err)
	}
	if r, err := s.Verify(ctx); err != nil || !r.OK() || r.Audits != 1 {
		t.Errorf("verify: %+v, %v", r, err)
	}
}

func conformsSteps(t *testing.T, s journal.Full, _ *Clock) {
	for _, step := range []struct {
		secret    string
		step, now uint64
		want      bool
	}{{"priya", 5, 5, true}, {"priya", 5, 5, false}, {"priya", 4, 5, false}, {"sam", 5, 5, true}, {"priya", 6, 6, true}} {
		if taken, err := s.TakeCode(step.secret, step.step, step.now); err != nil || taken != step.want {
			t.Errorf("%+v: %v, %v", step, taken, err)
		}
	}
}

func conformsAudits(t *testing.T, s journal.Full, c *Clock) {
	ctx := context.Background()
	began := c.Now()
	for _, a := range []journal.Audit{
		{Kind: journal.AuditSignIn, Agent: "priya", Address: "10.0.0.7", Result: "signed in"},
		{Kind: journal.AuditRefusal, Result: "the key is of no agent"},
		{Kind: journal.AuditUnlock, Agent: "priya", Result: "4111 1111 1111 1111"},
	} {
		if err := s.Audit(ctx, a); err != nil {
			t.Fatal(err)
		}
		c.Add(time.Hour)
	}
	all, err := s.Audits(ctx, time.Time{}, "")
	if err != nil || len(all) != 3 || !all[0].At.Equal(began) || all[0].Address != "10.0.0.7" || all[1].Agent != "" || all[2].Result != journal.Hidden {
		t.Fatalf("got %+v, %v", all, err)
	}
	if some, err := s.Audits(ctx, all[1].At, "priya"); err != nil || len(some) != 1 || some[0].Number != 3 {
		t.Errorf("hers: %+v, %v", some, err)
	}
}

func conformsGone(t *testing.T, s journal.Full, c *Clock) {
	Send(t, s, "one", "host/1/a", c.Now())
	Send(t, s, "two", "host/2/b", c.Now())
	if err := s.ReleaseGone(context.Background(), func(owner string) bool { return owner == "host/1/a" }); err != nil {
		t.Fatal(err)
	}
	Claim(t, s, "one", "resolver", c.Now(), true)
	Claim(t, s, "two", "resolver", c.Now(), false)
}

func conformsForgotten(t *testing.T, s journal.Full, c *Clock) {
	ctx := context.Background()
	for _, id := range []string{"one", "two", "three"} {
		Intend(t, s, AnAuth(t, id, c.Now()))
		if err := s.KeepCustomer(ctx, id, journal.Customer{Name: "Ann " + id}); err != nil {
			t.Fatal(err)
		}
	}
	if n, err := s.ForgetCustomers(ctx, "one", "none"); err != nil || n != 1 {
		t.Errorf("forgot %d, %v", n, err)
	}
	if n, err := s.ForgetAllCustomers(ctx); err != nil || n != 2 {
		t.Errorf("forgot %d, %v", n, err)
	}
	if kept, err := s.KeptCustomers(ctx, "one", "two", "three"); err != nil || len(kept) != 0 {
		t.Errorf("it keeps %v, %v", kept, err)
	}
}

func conformsPruned(t *testing.T, s journal.Full, c *Clock) {
	ctx := context.Background()
	for _, id := range []string{"old", "open", "newer"} {
		Intend(t, s, AnAuth(t, id, c.Now()))
		if id != "open" {
			Note(t, s, id, journal.StepAnswered, Become(gateway.OutcomeDeclined))
		}
	}
	if err := s.Audit(ctx, journal.Audit{Kind: journal.AuditSignIn}); err != nil {
		t.Fatal(err)
	}
	c.Add(72 * time.Hour)
	if n, err := s.Prune(ctx, 48*time.Hour, c.Now().Add(time.Hour)); !errors.Is(err, journal.ErrClocks) || n != 0 {
		t.Errorf("with a clock that is off: %d, %v", n, err)
	}
	if n, err := s.Prune(ctx, 48*time.Hour, c.Now()); err != nil || n != 1 {
		t.Errorf("pruned %d, %v", n, err)
	}
	got, err := s.Recent(ctx, "", 9)
	Check(t, "what stays, from the first that is open", "newer open", got, err)
	if r, err := s.Verify(ctx); err != nil || !r.OK() || r.Pruned != 2 || r.Audits != 1 {
		t.Errorf("verify: %+v, %v", r, err)
	}
}
