package journaltest

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"motoconsole/gateway"
	"motoconsole/internal/journal"
)

// An order is found by each of its references, old and new.
func conformsRenamed(t *testing.T, s journal.Store, c *Clock) {
	ctx := context.Background()
	Intend(t, s, AnAuth(t, "one", c.Now()))
	Note(t, s, "one", journal.StepAnswered, func(e *journal.Entry) { Become(gateway.OutcomeApproved)(e); e.TransactionReference = "57-9-1" })
	rename := AnAuth(t, "rename", c.Now())
	rename.Operation, rename.Parent, rename.Target = journal.OpOrder, "57-9-1", journal.Target{OrderReference: "B18"}
	Intend(t, s, rename)
	Note(t, s, "rename", journal.StepAnswered, Become(gateway.OutcomeApproved))
	got, err := s.ByOrder(ctx, "test_site1", "B18", 9)
	Check(t, "by what a rename wanted", "rename", got, err)
	Note(t, s, "one", journal.StepRenamed, func(e *journal.Entry) { e.CurrentReference = "B18" })
	both := AnAuth(t, "both", c.Now()) // found once, although three of its references match
	both.Operation, both.OwnReference, both.Target.OrderReference = journal.OpOrder, "B18", "B18"
	Intend(t, s, both)
	Note(t, s, "both", journal.StepRenamed, func(e *journal.Entry) { e.CurrentReference = "B18" })
	got, err = s.ByOrder(ctx, "test_site1", "B18", 9)
	Check(t, "by the new reference", "both rename one", got, err)
	got, err = s.ByOrder(ctx, "test_site1", "B18", 2)
	Check(t, "the newest two", "both rename", got, err)
	got, err = s.ByOrder(ctx, "test_site1", "A17", 9)
	Check(t, "by the old one", "rename one", got, err)
	got, err = s.ByOrder(ctx, "another", "B18", 9)
	Check(t, "elsewhere", "", got, err)
	got, err = s.ByOrder(ctx, "test_site1", "", 9)
	Check(t, "by none", "", got, err)
}

func conformsSentReference(t *testing.T, s journal.Store, c *Clock) {
	ctx := context.Background()
	Intend(t, s, AnAuth(t, "one", c.Now()))
	update := AnAuth(t, "update", c.Now())
	update.Operation, update.SentReference, update.Parent = journal.OpHold, "", "57-9-1"
	Intend(t, s, update)
	if e, err := s.BySentReference(ctx, "A17-one"); err != nil || e.ID != "one" {
		t.Errorf("got %+v, %v", e, err)
	}
	for _, none := range []string{"", "a17-one", "A17-two"} {
		if e, err := s.BySentReference(ctx, none); !errors.Is(err, journal.ErrNotFound) {
			t.Errorf("%q: got %+v, %v", none, e, err)
		}
	}
}

func conformsOperations(t *testing.T, s journal.Store, c *Clock) {
	for op, kind := range map[journal.Operation]journal.RequestType{
		journal.OpCharge: journal.TypeAuth, journal.OpCheck: journal.TypeCheck, journal.OpRepeat: journal.TypeAuth, journal.OpRaise: journal.TypeAuth, journal.OpRefund: journal.TypeRefund, journal.OpPayout: journal.TypeRefund, journal.OpCancel: journal.TypeUpdate,
		journal.OpReduce: journal.TypeUpdate, journal.OpHold: journal.TypeUpdate, journal.OpRelease: journal.TypeUpdate, journal.OpDueDate: journal.TypeUpdate, journal.OpOrder: journal.TypeUpdate, journal.OpCorrect: journal.TypeUpdate,
	} {
		e := AnAuth(t, "op-"+strings.ReplaceAll(string(op), " ", "-"), c.Now())
		e.Operation = op
		e.Target = journal.Target{SettleStatus: "3", SettleAmount: 1 << 60, SettleDueDate: "2026-11-25", OrderReference: "B18"}
		Intend(t, s, e)
		got, err := s.Get(context.Background(), e.ID)
		if err != nil || got.Operation != op || got.RequestType() != kind || got.Target != e.Target {
			t.Errorf("%s: got %+v, %v", op, got, err)
		}
	}
}

func conformsIdentity(t *testing.T, s journal.Store, c *Clock) {
	id := s.Identity()
	if len(id.Name) != 2 || id.ID == "" || strings.Trim(id.Name, "0123456789ABCDEFGHJKMNPQRSTVWXYZ") != "" || !id.Since.Equal(c.Now()) {
		t.Errorf("got %+v", id)
	}
	c.Add(time.Hour)
	if again := s.Identity(); again != id || s.Behind() != 0 {
		t.Errorf("then %+v, behind %d", again, s.Behind())
	}
	if err := s.Reconciled(context.Background()); err != nil { // there is nothing to reconcile
		t.Error(err)
	}
	if err := s.Confirm(context.Background()); err != nil { // which is no event
		t.Error(err)
	}
	Intend(t, s, AnAuth(t, "one", c.Now()))
	if events, err := s.History(context.Background(), "one"); err != nil || events[0].Number != 1 {
		t.Errorf("got %+v, %v", events, err)
	}
}
