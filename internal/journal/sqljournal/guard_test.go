package sqljournal

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"motoconsole/internal/journal"
	"motoconsole/internal/journal/journaltest"
)

// slips are card numbers as agents type them into the wrong field: divided by anything,
// with a wrong check digit, or one digit short.
var slips = []string{
	"4539578763621486", "4539/5787/6362/1486", "4539,5787,6362,1486", "4539x5787x6362x1486", "4539a5787b6362c1486", "4539578763621480",
	"453957876362148", "4539 5787 6362 148", "A17-4539578763621480", "٤٥٣٩٥٧٨٧٦٣٦٢١٤٨٠", "4 5 3 9 5 7 8 7 6 3 6 2 1 4 8 0", "3412-345678-90123",
}

// TestNoSlipIsKept: the journal refuses a slip as a name and hides it as a text.
func TestNoSlipIsKept(t *testing.T) {
	t.Parallel()
	s := openNew(t, nil)
	for i, slip := range slips {
		e := journaltest.AnAuth(t, "sent", time.Now())
		e.SentReference = slip
		if err := s.Intent(t.Context(), e, "", time.Time{}); !errors.Is(err, journal.ErrCardNumber) {
			t.Errorf("%q is a reference that is sent: %v", slip, err)
		}
		e = journaltest.AnAuth(t, "order", time.Now())
		e.Operation, e.Target.OrderReference, e.Parent = journal.OpOrder, slip, "23-9-80001"
		if err := s.Intent(t.Context(), e, "", time.Time{}); !errors.Is(err, journal.ErrCardNumber) {
			t.Errorf("%q is a new order reference: %v", slip, err)
		}
		e = journaltest.AnAuth(t, fmt.Sprint("kept", i), time.Now())
		e.OwnReference, e.OverrideReason = slip, "why: "+slip+", today"
		if err := s.Intent(t.Context(), e, "", time.Time{}); err != nil {
			t.Fatal(err)
		}
		got, err := s.Record(t.Context(), e.ID, journal.Change{Step: "noted", By: slip, Apply: func(e *journal.Entry) error {
			e.Reason, e.Problem = slip, "it says "+slip
			return nil
		}})
		if err != nil || got.OwnReference != journal.Hidden || got.OverrideReason != journal.Hidden || got.Reason != journal.Hidden || got.Problem != journal.Hidden {
			t.Errorf("%q is kept: %q %q %q %q, %v", slip, got.OwnReference, got.OverrideReason, got.Reason, got.Problem, err)
		}
	}
}

// TestNamesAreKept: a name from a program is not taken for a card number, although its
// digits might be one's, nor are the last 12 digits of a number.
func TestNamesAreKept(t *testing.T) {
	t.Parallel()
	s := openNew(t, nil)
	for i, sent := range []string{
		"400123456789-7K3M2P", "5212345678901-7K3M2P", "CANCEL-OF-57-9-1234567890-7K3M2P", "2026-11-27-0042-7K3M2P",
	} {
		e := journaltest.AnAuth(t, sent, time.Now())
		e.SentReference = sent
		e.ID, e.Parent, e.Host = "K4M5N63A2B7C4D5E6F2G3H4J5K"[i:], "57-9-1234567890", "4f53957a8763b6215e"
		err := s.Intent(t.Context(), e, "desk/4539/K4M5N6", time.Now().Add(time.Minute))
		got, err2 := s.Get(t.Context(), e.ID)
		if err != nil || err2 != nil || got.SentReference != sent || got.Parent != e.Parent || got.Host != e.Host {
			t.Errorf("%q: %+v, %v, %v", sent, got, err, err2)
		}
	}
}

// TestAnOlderReferenceStays: the journal still finds an attempt by a reference that it
// would refuse today, and records its outcome.
func TestAnOlderReferenceStays(t *testing.T) {
	t.Parallel()
	s := openNew(t, nil)
	e := journaltest.AnAuth(t, "old", time.Now())
	if err := s.Intent(t.Context(), e, "", time.Time{}); err != nil {
		t.Fatal(err)
	}
	for _, trigger := range []string{"entries_with_event", "entries_same_attempt"} {
		if _, err := s.writer.Exec("DROP TRIGGER " + trigger); err != nil {
			t.Fatal(err)
		}
	}
	const older = "4539578763621-ABCDEF"
	if _, err := s.writer.Exec("UPDATE entries SET sent_reference = ?1, own_reference = ?1, reason = ?1", older); err != nil {
		t.Fatal(err)
	}
	got, err := s.Record(t.Context(), e.ID, journal.Change{Step: "noted", Apply: func(e *journal.Entry) error {
		e.State, e.Problem = journal.InDoubt, "its answer was lost"
		return nil
	}})
	if err != nil || got.SentReference != older || got.OwnReference != older || got.Reason != older || got.State != journal.InDoubt {
		t.Errorf("%+v, %v", got, err)
	}
}
