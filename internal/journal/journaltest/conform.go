package journaltest

import (
	"context"
	"errors"
	"testing"
	"time"

	"motoconsole/gateway"
	"motoconsole/internal/clock"
	"motoconsole/internal/journal"
)

// conformance are the tests that every Store passes. Each gets an empty store.
var conformance = []struct {
	name string
	run  func(*testing.T, journal.Store, *Clock)
}{
	{"an entry comes back as it was kept", conformsRoundTrip},
	{"references and ids are unique", conformsUnique},
	{"an intent that cannot be kept is refused", conformsRefusedIntents},
	{"a known outcome stays", conformsSettled},
	{"what was not found may be found late", conformsLateHit},
	{"a supervisor's word gives way to the gateway's", conformsSupervisor},
	{"what was attempted does not change", conformsSameAttempt},
	{"states follow each other", conformsStates},
	{"alarms are acknowledged", conformsAlarms},
	{"leases keep others away", conformsLeases},
	{"leases of a wrong clock do not last", conformsClockStep},
	{"sending and checking are apart", conformsPurposes},
	{"a sending lease ends", conformsSendingEnds},
	{"being sent", conformsBeingSent},
	{"what is due", conformsDue},
	{"what is unresolved", conformsUnresolved},
	{"the duplicate guard", conformsSimilar},
	{"declines", conformsDeclines},
	{"card checks", conformsCardChecks},
	{"look-ups", conformsLookUps},
	{"a renamed order", conformsRenamed},
	{"what counts", conformsCounted},
	{"what counts, by outcome and resolution", conformsCountedAll},
	{"what counts of a renamed order", conformsCountedRenamed},
	{"what a caller knows", conformsFind},
	{"by sent reference", conformsSentReference},
	{"operations", conformsOperations},
	{"customers", conformsCustomers},
	{"identity", conformsIdentity},
	{"history", conformsHistory},
	{"card numbers are hidden", conformsHidden},
	{"a closed store does nothing", conformsClosed},
}

// Conform checks the stores that open makes. Each test has an empty store of its
// own, on the given clock.
func Conform(t *testing.T, open func(*testing.T, *Clock) journal.Store) {
	for _, c := range conformance {
		t.Run(c.name, func(t *testing.T) {
			clock := NewClock()
			c.run(t, open(t, clock), clock)
		})
	}
}

func conformsRoundTrip(t *testing.T, s journal.Store, c *Clock) {
	ctx := context.Background()
	at := c.Now()
	want := AnAuth(t, "one", at)
	want.Before = journal.Target{SettleStatus: "0", SettleAmount: 4800, SettleDueDate: "2026-03-03", OrderReference: "A17-before"}
	want.SendBy, want.SendBySteady = at.Add(5*time.Second), clock.Reading{Boot: "abcdefghijkl", At: 1234567 * time.Millisecond}
	want.AuthMethod, want.Initiation, want.Target = "PRE", "C", journal.Target{SettleStatus: "2", SettleDueDate: "2026-03-31"}
	want.Consent = journal.Consent{Wording: "2", Purpose: "renewals", At: at.Add(-time.Minute)}
	want.OverrideReason = "the caller confirmed it is another payment"
	Intend(t, s, want)
	want.State = journal.Open
	if got, err := s.Get(ctx, "one"); err != nil || got != want {
		t.Fatalf("after the intent\n got %+v, %v\nwant %+v", got, err, want)
	}
	full := func(e *journal.Entry) {
		e.Brand, e.AnsweredAt, e.ResolvedAt = "VISA DEBIT", at.Add(time.Second), at.Add(time.Minute)
		e.Outcome, e.State = gateway.OutcomeHeld, journal.Known
		e.TransactionReference, e.RequestReference, e.AuthCode = "57-9-2255170", "A60004", "TEST72"
		e.ErrorCode, e.SettleStatus, e.AdviceCode, e.BankCode = "0", "2", "8", "N7"
		e.Problem, e.Resolution, e.ResolvedBy, e.Reason = "no answer", journal.ResolvedQuery, "sam", "seen in the portal"
		e.Checks, e.EmptyChecks = 3, 2
		e.LastCheckAt, e.FirstEmptyAt, e.NextCheckAt = at.Add(2*time.Second), at.Add(3*time.Second), at.Add(4*time.Second)
		e.Alarm, e.HiddenFields = "twice", 0
		e.CurrentReference, e.Evidence, e.EvidenceReference = "B18", "a record of another order", "57-9-3"
		e.GaveWay, e.EvidenceKind = journal.SameMade, journal.EvidenceListed
		e.FirstEmptyHere, e.FirstEmptySteady = at.Add(5*time.Second), clock.Reading{Boot: "abcdefghijkl", At: 1234568 * time.Millisecond}
	}
	full(&want)
	if got := Note(t, s, "one", journal.StepResolved, full); got != want {
		t.Errorf("recorded\n got %+v\nwant %+v", got, want)
	}
	if got, err := s.Get(ctx, "one"); err != nil || got != want {
		t.Errorf("read\n got %+v, %v\nwant %+v", got, err, want)
	}
	if _, err := s.Get(ctx, "none"); !errors.Is(err, journal.ErrNotFound) {
		t.Errorf("an unknown id: %v", err)
	}
	// A store keeps a local time as the same moment in UTC, and the zero time as zero.
	local := AnAuth(t, "two", at.In(time.FixedZone("far", 3600)))
	Intend(t, s, local)
	got, err := s.Get(ctx, "two")
	if err != nil || !got.IntentAt.Equal(at) || got.IntentAt.Location() != time.UTC || !got.AnsweredAt.IsZero() {
		t.Errorf("a local time became %v, %v, %v", got.IntentAt, got.AnsweredAt, err)
	}
}

func conformsUnique(t *testing.T, s journal.Store, c *Clock) {
	ctx := context.Background()
	Intend(t, s, AnAuth(t, "one", c.Now()))
	again := AnAuth(t, "two", c.Now())
	again.SentReference = "A17-one"
	if err := s.Intent(ctx, again, "", time.Time{}); !errors.Is(err, journal.ErrDuplicateReference) || errors.Is(err, journal.ErrDuplicateID) {
		t.Errorf("the same reference: %v", err)
	}
	again = AnAuth(t, "one", c.Now())
	again.SentReference = "A17-another"
	if err := s.Intent(ctx, again, "", time.Time{}); !errors.Is(err, journal.ErrDuplicateID) || errors.Is(err, journal.ErrDuplicateReference) {
		t.Errorf("the same id: %v", err)
	}
	for _, id := range []string{"u1", "u2"} { // an update sends no order reference
		e := AnAuth(t, id, c.Now())
		e.Operation, e.SentReference, e.Parent = journal.OpCancel, "", "57-9-1"
		Intend(t, s, e)
	}
	got, err := s.Recent(ctx, "", 10)
	Check(t, "all", "u2 u1 one", got, err)
}

func conformsRefusedIntents(t *testing.T, s journal.Store, c *Clock) {
	for name, test := range map[string]struct {
		spoil func(*journal.Entry)
		want  error
	}{
		"no operation":      {func(e *journal.Entry) { e.Operation = "withdrawal" }, journal.ErrInvalid},
		"an old operation":  {func(e *journal.Entry) { e.Operation = journal.OpUpdate }, journal.ErrInvalid},
		"card as new order": {func(e *journal.Entry) { e.Operation, e.Target.OrderReference = journal.OpOrder, "4111111111111111" }, journal.ErrCardNumber},
		"no id":             {func(e *journal.Entry) { e.ID = "" }, journal.ErrInvalid},
		"no reference":      {func(e *journal.Entry) { e.SentReference = "" }, journal.ErrInvalid},
		"no agent":          {func(e *journal.Entry) { e.Agent = "" }, journal.ErrInvalid},
		"settled":           {func(e *journal.Entry) { e.State, e.Outcome = journal.Known, gateway.OutcomeApproved }, journal.ErrInvalid},
		"an outcome":        {func(e *journal.Entry) { e.Outcome = gateway.OutcomeApproved }, journal.ErrInvalid},
		"too many digits":   {func(e *journal.Entry) { e.First6 = "41111111" }, journal.ErrInvalid},
		"eight last":        {func(e *journal.Entry) { e.Last4 = "11111111" }, journal.ErrInvalid},
		"not digits":        {func(e *journal.Entry) { e.Last4 = "12a4" }, journal.ErrInvalid},
		"escape":            {func(e *journal.Entry) { e.SentReference = "A\x1b[2J" }, journal.ErrInvalid},
		"card as reference": {func(e *journal.Entry) { e.SentReference = "4111111111111111-ABC" }, journal.ErrCardNumber},
		"card as parent":    {func(e *journal.Entry) { e.Parent = "4111 1111 1111 1111" }, journal.ErrCardNumber},
	} {
		e := AnAuth(t, "one", c.Now())
		test.spoil(&e)
		if err := s.Intent(context.Background(), e, "", time.Time{}); !errors.Is(err, test.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
	got, err := s.Recent(context.Background(), "", 10)
	Check(t, "after refusals", "", got, err)
}

func conformsHistory(t *testing.T, s journal.Store, c *Clock) {
	ctx := context.Background()
	if head, err := s.Head(ctx); err != nil || head != 0 {
		t.Errorf("an empty journal's head is %d, %v", head, err)
	}
	first := AnAuth(t, "one", c.Now())
	first.Role = "trainee"
	Intend(t, s, first)
	Intend(t, s, AnAuth(t, "two", c.Now()))
	c.Add(time.Second)
	Note(t, s, "one", journal.StepInDoubt, Doubt)
	c.Add(time.Second)
	at := c.Now().Add(-time.Millisecond)
	if _, err := s.Record(ctx, "one", journal.Change{Step: journal.StepResolved, At: at, By: "sam", Origin: "desk-5", Role: "supervisor", Apply: func(e *journal.Entry) error {
		Become(gateway.OutcomeDeclined)(e)
		return nil
	}}); err != nil {
		t.Fatal(err)
	}
	if head, err := s.Head(ctx); err != nil || head != 4 {
		t.Errorf("the head is %d, %v", head, err)
	}
	Claim(t, s, "two", "desk", c.Now(), true)
	if head, err := s.Head(ctx); err != nil || head != 4 {
		t.Errorf("a lease moved the head to %d, %v", head, err)
	}
	events, err := s.History(ctx, "one")
	if err != nil || len(events) != 3 {
		t.Fatalf("got %d events, %v", len(events), err)
	}
	for i, want := range []struct {
		step, by string
		number   int64
		state    journal.State
		at       time.Time
	}{
		{journal.StepIntent, "priya", 1, journal.Open, c.Now().Add(-2 * time.Second)},
		{journal.StepInDoubt, "priya", 3, journal.InDoubt, c.Now().Add(-time.Second)},
		{journal.StepResolved, "sam", 4, journal.Known, at},
	} {
		ev := events[i]
		if ev.Step != want.step || ev.By != want.by || ev.Number != want.number || ev.Entry.State != want.state || !ev.At.Equal(want.at) || ev.EntryID != "one" {
			t.Errorf("event %d is %+v", i, ev)
		}
	}
	if ev := events[2]; ev.Origin != "desk-5" || ev.Role != "supervisor" || events[1].Origin != "" || events[1].Role != "" || events[0].Role != "trainee" || events[0].Entry.Role != "" {
		t.Errorf("origin %q and role %q, of the intent %q", ev.Origin, ev.Role, events[0].Role)
	}
	if now, err := s.Get(ctx, "one"); err != nil || now != events[2].Entry {
		t.Errorf("the last event holds %+v, the entry is %+v, %v", events[2].Entry, now, err)
	}
	if _, err := s.History(ctx, "none"); !errors.Is(err, journal.ErrNotFound) {
		t.Errorf("no such history: %v", err)
	}
}

func conformsHidden(t *testing.T, s journal.Store, c *Clock) {
	e := AnAuth(t, "one", c.Now())
	e.OwnReference = "4111 1111 1111 1111"
	Intend(t, s, e)
	got := Note(t, s, "one", journal.StepInDoubt, func(e *journal.Entry) {
		Doubt(e)
		e.Problem = "the gateway said 5555-5555-5555-4444 is odd"
		e.Reason = "see 57-9-2255170"
	})
	if got.OwnReference != journal.Hidden || got.Problem != journal.Hidden || got.Reason == journal.Hidden || got.HiddenFields != 2 {
		t.Errorf("got %+v", got)
	}
	if _, err := s.Record(context.Background(), "one", journal.Change{Step: "4111111111111111", By: "378282246310005", Origin: "4111111111111111", Role: "4111111111111111"}); err != nil {
		t.Fatal(err)
	}
	events, err := s.History(context.Background(), "one")
	if err != nil || events[2].Step != journal.Hidden || events[2].By != journal.Hidden || events[2].Origin != journal.Hidden || events[2].Entry.HiddenFields != 6 {
		t.Errorf("got %+v, %v", events, err)
	}
}
