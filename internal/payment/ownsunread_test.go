package payment

import (
	"context"
	"errors"
	"testing"

	"motoconsole/gateway"
	"motoconsole/internal/journal"
)

// unread is a journal that cannot say which attempt made a transaction.
type unread struct{ journal.Store }

func (unread) ByTransaction(context.Context, string) ([]journal.Entry, error) {
	return nil, errors.New("disk error")
}

// TestOwnerCannotBeRead: if the journal cannot be read, it is not certain whether a
// record is ours or another attempt's. The next check asks again.
func TestOwnerCannotBeRead(t *testing.T) {
	f := newFloor(t)
	a := f.lose(charge(), 0)
	store := resolverOf(f.Resolver).Store
	resolverOf(f.Resolver).Store = unread{store}
	if e := f.check(a.ID); e.State != journal.InDoubt || e.Evidence != "" || e.EmptyChecks != 0 {
		t.Errorf("without an answer of the journal: %v %v, evidence %q, %d found nothing", e.State, e.Outcome, e.Evidence, e.EmptyChecks)
	}
	resolverOf(f.Resolver).Store = store
	if e := f.check(a.ID); e.State != journal.Known || e.Outcome != gateway.OutcomeApproved {
		t.Errorf("when it can be read again: %v %v", e.State, e.Outcome)
	}
}
