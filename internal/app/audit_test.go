package app

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"motoconsole/internal/journal"
)

// TestAFloodOfRefusals is counted: beyond sixty a minute they make no rows, and everything
// else does, with those of another agent.
func TestAFloodOfRefusals(t *testing.T) {
	var few refusals
	at := time.Date(2026, 11, 28, 14, 0, 0, 0, time.UTC)
	var rows []journal.Audit
	for i := range 1000 {
		rows = append(rows, few.pass(journal.Audit{At: at.Add(time.Duration(i) * time.Millisecond), Kind: journal.AuditRefusal})...)
	}
	rows = append(rows, few.pass(journal.Audit{At: at, Kind: journal.AuditSignIn})...)
	rows = append(rows, few.pass(journal.Audit{At: at, Kind: journal.AuditRefusal, Agent: "priya"})...)
	if len(rows) != mostRefusals+2 || rows[mostRefusals].Kind != journal.AuditSignIn || rows[mostRefusals+1].Agent != "priya" {
		t.Fatalf("%d rows", len(rows))
	}
	rows = few.pass(journal.Audit{At: at.Add(2 * time.Minute), Kind: journal.AuditRefusal, Result: "another"})
	if len(rows) != 2 || !strings.HasPrefix(rows[0].Result, "940 more refusals since 2026-11-28 14:00:00") || rows[1].Result != "another" {
		t.Errorf("%+v", rows)
	}
	if rows = few.left(at.Add(3*time.Minute), true); len(rows) != 0 {
		t.Errorf("%+v", rows)
	}
}

// away is a journal that can be away.
type away struct {
	is   bool
	kept []journal.Audit
}

func (j *away) write(_ context.Context, a journal.Audit) error {
	if j.is {
		return errors.New("the disk is full")
	}
	j.kept = append(j.kept, a)
	return nil
}

// TestEventsWaitForTheJournal: while it cannot be written, events wait in their order and
// with their own times; each is in the log, home says how many, and no more wait than there
// is room for.
func TestEventsWaitForTheJournal(t *testing.T) {
	j := &away{is: true}
	var log bytes.Buffer
	p := &Process{audit: slog.New(slog.NewTextHandler(&log, nil)), recorder: newRecorder(j.write)}
	at := time.Date(2026, 11, 28, 14, 0, 0, 0, time.UTC)
	event := func(i int) journal.Audit {
		return journal.Audit{At: at.Add(time.Duration(i) * time.Second), Kind: journal.AuditSignIn, Agent: "priya", Result: fmt.Sprint("sign-in ", i)}
	}
	for i := range 3 {
		if err := p.NoteNow(event(i)); err == nil {
			t.Fatal("an event that was not written is called recorded")
		}
	}
	if n := p.recorder.behind.Load(); n != 3 {
		t.Errorf("%d events wait", n)
	}
	for i := range 3 {
		if strings.Count(log.String(), fmt.Sprintf("sign-in %d", i)) != 1 {
			t.Errorf("event %d is not in the log, once:\n%s", i, log.String())
		}
	}
	j.is = false
	p.retry()
	if err := p.NoteNow(event(3)); err != nil {
		t.Error(err)
	}
	if p.recorder.behind.Load() != 0 || len(j.kept) != 4 {
		t.Fatalf("%d events wait, %d are kept", p.recorder.behind.Load(), len(j.kept))
	}
	for i, a := range j.kept {
		if a != event(i) {
			t.Errorf("event %d is kept as %+v", i, a)
		}
	}
	j.is, j.kept = true, nil
	for i := range auditRoom + 10 {
		_ = p.NoteNow(event(i))
	}
	j.is = false
	p.retry()
	_ = p.keep() // tells of those beyond
	if n := len(j.kept); n != auditRoom+1 || j.kept[0] != event(0) || j.kept[n-1].Result != "10 events could not be recorded" {
		t.Errorf("%d are kept, the last is %+v", n, j.kept[n-1])
	}
}

// TestEventsAreTriedAgain: the record writes what waits without another event.
func TestEventsAreTriedAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		j := &away{is: true}
		p := &Process{audit: slog.New(slog.DiscardHandler), recorder: newRecorder(j.write)}
		ctx, stop := context.WithCancel(t.Context())
		over := make(chan struct{})
		go func() { defer close(over); p.record(ctx) }()
		go p.recordLate(ctx)
		p.Note(journal.Audit{At: time.Now(), Kind: journal.AuditSignIn})
		synctest.Wait()
		if p.recorder.behind.Load() != 1 {
			t.Error("no event waits")
		}
		p.recorder.writing <- struct{}{}
		j.is = false
		<-p.recorder.writing
		time.Sleep(auditAgain + time.Second)
		synctest.Wait()
		if p.recorder.behind.Load() != 0 || len(j.kept) != 1 {
			t.Errorf("%d wait, %d are kept", p.recorder.behind.Load(), len(j.kept))
		}
		stop()
		<-over
	})
}

// TestASilentJournalIsTriedOnce for all who wait: a sign-in waits for one failure at most,
// and for none while others wait. At the end the events that are left cost one failure too,
// and each is in the log.
func TestASilentJournalIsTriedOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		const silence = 30 * time.Second
		var log bytes.Buffer
		p := &Process{audit: slog.New(slog.NewTextHandler(&log, nil)), recorder: newRecorder(func(context.Context, journal.Audit) error {
			time.Sleep(silence)
			return errors.New("the server does not answer")
		})}
		began := time.Now()
		var signing sync.WaitGroup
		for range 30 {
			signing.Go(func() {
				if p.NoteNow(journal.Audit{Kind: journal.AuditSignIn}) == nil {
					t.Error("an event that was not written is called recorded")
				}
			})
		}
		signing.Wait()
		if took := time.Since(began); took != silence {
			t.Errorf("30 sign-ins took %v", took)
		}
		ctx, stop := context.WithCancel(t.Context())
		var under sync.WaitGroup
		under.Go(func() { p.recordLate(ctx) })
		time.Sleep(auditAgain + time.Second) // it is trying
		began = time.Now()
		_ = p.NoteNow(journal.Audit{Kind: journal.AuditSignIn})
		if took := time.Since(began); took != 0 {
			t.Errorf("a sign-in beside a try took %v", took)
		}
		for i := range 200 {
			p.Note(journal.Audit{Kind: journal.AuditEnd, Result: fmt.Sprintf("end %d.", i)})
		}
		stop()
		began = time.Now()
		under.Go(func() { p.record(ctx) })
		under.Wait()
		if took := time.Since(began); took > silence {
			t.Errorf("the end took %v", took)
		}
		for i := range 200 {
			if strings.Count(log.String(), fmt.Sprintf("\"end %d.\"", i)) != 1 {
				t.Fatalf("event %d is not in the log, once", i)
			}
		}
		if n := p.recorder.behind.Load(); n != 231 {
			t.Errorf("%d events wait", n)
		}
	})
}

// TestEventsWithoutRoomAreLogged: an event for which there is no room is only in the log.
func TestEventsWithoutRoomAreLogged(t *testing.T) {
	var log bytes.Buffer
	p := &Process{audit: slog.New(slog.NewTextHandler(&log, nil)), recorder: newRecorder(nil)}
	for range auditRoom {
		p.Note(journal.Audit{Kind: journal.AuditEnd, Result: "one of many"})
	}
	p.Note(journal.Audit{Kind: journal.AuditEnd, Agent: "priya", Result: "the one too many"})
	if !strings.Contains(log.String(), "the one too many") || strings.Contains(log.String(), "one of many") {
		t.Error(log.String())
	}
}
