package sqljournal

import (
	"compress/gzip"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"motoconsole/internal/effort"

	"motoconsole/gateway"
	"motoconsole/internal/journal"
	"motoconsole/internal/journal/journaltest"
)

// oldEnd is when the journal in testdata was last written.
var oldEnd = time.Date(2026, 6, 10, 9, 30, 52, 123456789, time.UTC)

// anOldJournal is a copy of a journal that the code before migration 0002 wrote. It has
// attempts of every kind. Retention deleted two of them, and the process of one was
// killed with its lease.
func anOldJournal(t *testing.T) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "journal.db")
	packed, err := os.Open(filepath.Join("testdata", "journal-0001.db.gz"))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = packed.Close() }()
	unpacked, err := gzip.NewReader(packed)
	if err != nil {
		t.Fatal(err)
	}
	content, err := io.ReadAll(unpacked)
	if err == nil {
		err = os.WriteFile(path, content, 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
	return path
}

// oldAttempts are its attempts, with the columns that an older moto did not have.
var oldAttempts = map[string]struct {
	op      journal.Operation
	target  journal.Target
	outcome gateway.Outcome
}{
	"taken":    {journal.OpCharge, journal.Target{}, gateway.OutcomeApproved},
	"held":     {journal.OpCharge, journal.Target{}, gateway.OutcomeHeld},
	"declined": {journal.OpCharge, journal.Target{}, gateway.OutcomeDeclined},
	"rejected": {journal.OpCharge, journal.Target{}, gateway.OutcomeRejected},
	"repeat":   {journal.OpRepeat, journal.Target{}, gateway.OutcomeApproved},
	"refund":   {journal.OpRefund, journal.Target{}, gateway.OutcomeApproved},
	"payout":   {journal.OpPayout, journal.Target{}, gateway.OutcomeApproved},
	"cancel":   {journal.OpCancel, journal.Target{SettleStatus: "3"}, gateway.OutcomeApproved},
	"reduce":   {journal.OpReduce, journal.Target{SettleAmount: 3800}, gateway.OutcomeApproved},
	"hold":     {journal.OpHold, journal.Target{SettleStatus: "2"}, gateway.OutcomeApproved},
	"release":  {journal.OpRelease, journal.Target{SettleStatus: "1"}, gateway.OutcomeRejected},
	"due":      {journal.OpDueDate, journal.Target{SettleDueDate: "2026-11-25"}, gateway.OutcomeApproved},
	"order1":   {journal.OpOrder, journal.Target{OrderReference: "B18"}, gateway.OutcomeApproved},
	"order2":   {journal.OpOrder, journal.Target{OrderReference: "C19"}, gateway.OutcomeApproved},
	"order3":   {journal.OpOrder, journal.Target{OrderReference: "D20"}, gateway.OutcomeRejected},
	"nameless": {journal.OpUpdate, journal.Target{}, gateway.OutcomeApproved},
	"odd":      {journal.OpUpdate, journal.Target{}, gateway.OutcomeRejected},
	"doubt":    {journal.OpReduce, journal.Target{SettleAmount: 1200}, gateway.OutcomeUnknown},
	"lost":     {journal.OpCharge, journal.Target{}, gateway.OutcomeUnknown},
	"nottaken": {journal.OpCharge, journal.Target{}, gateway.OutcomeNotSent},
	"alarmed":  {journal.OpCharge, journal.Target{}, gateway.OutcomeApproved},
	"seen":     {journal.OpCharge, journal.Target{}, gateway.OutcomeNotSent},
	"hidden":   {journal.OpCharge, journal.Target{}, gateway.OutcomeDeclined},
	"open":     {journal.OpCharge, journal.Target{}, gateway.OutcomeUnknown},
}

func TestOldJournalIsCarriedOver(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	c := journaltest.NewClock()
	c.Set(oldEnd)
	path := anOldJournal(t)
	s := openAt(t, path, c.Now)
	if r := verified(t, s); r.Attempts != int64(len(oldAttempts)) || r.Pruned == 0 || r.Hidden != 1 {
		t.Errorf("the report is %+v", r)
	}
	if id := s.Identity(); !id.Since.Equal(c.Now()) || s.Behind() != 0 {
		t.Errorf("identity %+v, behind %d", id, s.Behind())
	}
	for id, want := range oldAttempts {
		e, err := s.Get(ctx, id)
		if err != nil || e.Operation != want.op || e.Target != want.target || e.Outcome != want.outcome || e.Amount != journaltest.Pounds(t, 4800) {
			t.Errorf("%s: %+v, %v", id, e, err)
		}
		events, err := s.History(ctx, id)
		if err != nil || events[0].Step != journal.StepIntent || events[0].Entry.RequestType() == "" || events[len(events)-1].Entry.Operation != want.op {
			t.Errorf("history of %s: %+v, %v", id, events, err)
		}
	}
	got, err := s.ByOrder(ctx, "test_site1", "C19", 9)
	journaltest.Check(t, "by the reference it has now", "order2 taken", got, err)
	got, err = s.ByOrder(ctx, "test_site1", "B18", 9)
	journaltest.Check(t, "by one it had in between", "order1", got, err)
	got, err = s.Due(ctx, c.Now(), 9)
	journaltest.Check(t, "due", "", got, err) // lost has a checking lease, the others are not due yet
	got, err = s.Unresolved(ctx, 9)
	journaltest.Check(t, "unresolved", "alarmed lost doubt", got, err)
	got, err = s.Similar(ctx, "test_site1", "411111", "1111", journaltest.Pounds(t, 4800), c.Now().Add(-time.Hour))
	journaltest.Check(t, "similar", "open seen alarmed nottaken lost repeat held taken", got, err)

	// The old leases still hold, each for its purpose.
	journaltest.Claim(t, s, "open", "resolver", c.Now(), false)
	journaltest.Claim(t, s, "lost", "resolver", c.Now(), false)
	journaltest.Claim(t, s, "lost", "desk-4@1/78/def", c.Now(), true)
	c.Add(time.Minute)
	journaltest.Claim(t, s, "open", "resolver", c.Now(), true)

	for id := range oldAttempts { // each can be changed, and the history continues
		journaltest.Note(t, s, id, journal.StepChecked, func(e *journal.Entry) { e.Evidence = "looked at" })
	}
	journaltest.Intend(t, s, journaltest.AnAuth(t, "new", c.Now()))
	journaltest.Note(t, s, "new", journal.StepAnswered, journaltest.Become(gateway.OutcomeApproved))
	verified(t, s)
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	verified(t, openAt(t, path, c.Now))
}

// Verify checks the columns that were filled from old names, although the old history
// lacks them.
func TestVerifyReadsOldNames(t *testing.T) {
	effort.Whole(t)
	t.Parallel()
	for _, change := range []string{
		"operation = 'hold'", "target_settle_amount = 3801", "before_settle_amount = 1", "send_by = 1", "evidence = 'x'",
	} {
		path := anOldJournal(t)
		if err := openAt(t, path, nil).Close(); err != nil {
			t.Fatal(err)
		}
		tamper(t, path, "UPDATE entries SET "+change+" WHERE id = 'reduce'")
		r, err := mustRead(t, path).Verify(context.Background())
		if err != nil || len(r.Problems) != 1 || !strings.Contains(r.Problems[0].Text, "attempt reduce is not as its last event left it") {
			t.Errorf("%s: found %+v, %v", change, r.Problems, err)
		}
	}
}

// Names that moto never made are carried over unchanged, and verify.
func TestOddNamesAreCarriedOver(t *testing.T) {
	t.Parallel()
	path := anOldJournal(t)
	names := []string{
		"REDUCE-TO0-OF-1", "REDUCE-TO007-OF-1", "REDUCE-TO+5-OF-1", "REDUCE-TO-5-OF-1", "REDUCE-TO5X-OF-1", "REDUCE-TO5", "REDUCE-TO5.5-OF-1",
		"REDUCE-TO99999999999999999999-OF-1", "REDUCE-TO5-OF-OF-1", "DUE-ON2026112-OF-1", "DUE-ON202611255-OF-1", "DUE-ON2026112X-OF-1",
		"CANCEL--OF-1", "CANCEL-OF-", "cancel-OF-1", "ORDER-OF-1-OF-2", "HOLD", "-OF-", "RELEASE-TO5-OF-1",
	}
	db, err := sql.Open("sqlite", path)
	if err == nil {
		_, err = db.Exec("DROP TRIGGER entries_in_order")
	}
	for i, name := range names {
		if err != nil {
			t.Fatal(err)
		}
		_, err = db.Exec(fmt.Sprintf("INSERT INTO entries SELECT 1000 + %d, 1000 + %d, 'x%d', kind, '%s', own_reference, parent, amount, currency, exponent, "+
			"site, first6, last4, agent, host, intent_at, brand, answered_at, resolved_at, outcome, state, transaction_reference, request_reference, "+
			"auth_code, error_code, settle_status, advice_code, problem, resolution, resolved_by, reason, checks, empty_checks, last_check_at, "+
			"first_empty_at, next_check_at, alarm, acknowledged_by, acknowledged_at, replaces, override_reason, hidden_fields FROM entries WHERE id = 'odd'",
			i, i, i, name))
	}
	if err := errors.Join(err, db.Close()); err != nil {
		t.Fatal(err)
	}
	s := openAt(t, path, nil)
	rows, err := list(context.Background(), s.reader, &s.known, "WHERE kind = 'UPDATE'")
	if err != nil || len(rows) < len(names) {
		t.Fatalf("%d rows, %v", len(rows), err)
	}
	for _, f := range rows {
		if op, target := oldOperation(&f.row); op != f.Operation || target != f.Target {
			t.Errorf("%s: the migration says %s %+v, the verification %s %+v", f.SentReference, f.Operation, f.Target, op, target)
		}
	}
}

func TestOldJournalCannotBeReadWithoutTheRightToWrite(t *testing.T) {
	t.Parallel()
	_, err := Open(context.Background(), Options{Path: anOldJournal(t), ReadOnly: true})
	if journal.FaultOf(err) != journal.FaultReadOnly || !strings.Contains(err.Error(), "older moto") {
		t.Errorf("got %v", err)
	}
}
