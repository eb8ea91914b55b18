package sqljournal

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"reflect"
	"testing"
	"time"

	"motoconsole/gateway"
	"motoconsole/internal/effort"
	"motoconsole/internal/journal"
	"motoconsole/internal/journal/journaltest"
	"motoconsole/internal/journal/pgtest"
)

// The databases and the simulations' memory do the same in any order of calls, so what a
// simulation proves of one holds for the others.
func TestStoresAgree(t *testing.T) {
	t.Parallel()
	t.Run("a file", func(t *testing.T) {
		t.Parallel()
		agree(t, 4, func(c *journaltest.Clock) *Store { return openNew(t, c.Now) })
	})
	t.Run("a server", func(t *testing.T) {
		t.Parallel()
		server := pgtest.Shared(t)
		agree(t, 2, func(c *journaltest.Clock) *Store { return openOnServer(t, server.Journal(t, c.Now()), c.Now) })
	})
}

func agree(t *testing.T, seeds uint64, open func(*journaltest.Clock) *Store) {
	t.Helper()
	steps := effort.Of(400, 80)
	for seed := range seeds {
		random := rand.New(rand.NewPCG(seed, 9))
		c := journaltest.NewClock()
		memory, file := journaltest.NewMemory(c.Now), open(c)
		var story []string
		for i := range steps {
			what, do := anyCall(t, random, c, i/20)
			story = append(story, what)
			a, errA := do(memory)
			b, errB := do(file)
			if !reflect.DeepEqual(a, b) || (errA == nil) != (errB == nil) || errA != nil && errA.Error() != errB.Error() {
				t.Fatalf("seed %d: after\n%q\nthe memory says\n %+v, %v\nand the database\n %+v, %v", seed, story, a, errA, b, errB)
			}
			c.Add(time.Duration(random.IntN(2000)) * time.Millisecond)
		}
		verified(t, file)
	}
}

// anyCall is a random call of a store, about few attempts, so that calls meet. New
// attempts come with time.
func anyCall(t *testing.T, random *rand.Rand, c *journaltest.Clock, age int) (what string, do func(journal.Store) (any, error)) {
	ctx := context.Background()
	pick := func(words ...string) string { return words[random.IntN(len(words))] }
	id, owner, reference, at := fmt.Sprint("x", age+random.IntN(3)), pick("desk", "resolver"), pick("A17", "B18", "C19"), c.Now()
	until := at.Add(time.Duration(random.IntN(60)) * time.Second)
	entries := func(e []journal.Entry, err error) (any, error) { return fmt.Sprint(len(e), e), err }
	switch random.IntN(18) {
	case 0, 1, 2:
		e := journaltest.AnAuth(t, id, at)
		e.SentReference, e.OwnReference = reference+"-"+id, reference
		e.Operation = journal.Operation(pick(string(journal.OpCharge), string(journal.OpCharge), string(journal.OpRefund), string(journal.OpOrder)))
		if e.Operation != journal.OpCharge {
			e.Parent, e.Target.OrderReference = "57-9-"+id, reference
		}
		return fmt.Sprint("intent ", id, " by ", owner), func(s journal.Store) (any, error) { return nil, s.Intent(ctx, e, owner, until) }
	case 3, 4, 5, 6, 7:
		seed := random.Uint64()
		name := pick(journal.StepInDoubt, journal.StepInDoubt, journal.StepInDoubt, journal.StepAnswered, journal.StepResolved, journal.StepChecked, journal.StepAlarm, journal.StepAcknowledged)
		return name + " " + id, func(s journal.Store) (any, error) {
			return s.Record(ctx, id, journal.Change{Step: name, Origin: owner, Apply: func(e *journal.Entry) error { return anyChange(e, name, reference, at, seed) }})
		}
	case 8, 9, 10:
		return "claim " + id + " by " + owner, func(s journal.Store) (any, error) {
			e, won, err := s.Claim(ctx, id, owner, at, until)
			return fmt.Sprint(won, e), err
		}
	case 11:
		return "release " + id, func(s journal.Store) (any, error) { return nil, s.Release(ctx, id, owner) }
	case 12:
		return "end sending " + id, func(s journal.Store) (any, error) { return nil, s.EndSending(ctx, id, owner) }
	case 13:
		return "get " + id, func(s journal.Store) (any, error) { return s.Get(ctx, id) }
	case 14:
		return "due", func(s journal.Store) (any, error) { return entries(s.Due(ctx, at, 3)) }
	case 15:
		return "unresolved", func(s journal.Store) (any, error) { return entries(s.Unresolved(ctx, 3)) }
	case 16:
		return "order " + reference, func(s journal.Store) (any, error) {
			found, err := s.ByOrder(ctx, "test_site1", reference, 3)
			e, sent := s.BySentReference(ctx, reference+"-"+id)
			return fmt.Sprint(found, e, sent), err
		}
	default:
		return "similar", func(s journal.Store) (any, error) {
			found, err := s.Similar(ctx, "test_site1", "411111", "1111", journaltest.Pounds(t, 4800), at.Add(-time.Minute))
			made, byErr := s.ByTransaction(ctx, "57-9-"+id)
			return fmt.Sprint(found, made), errors.Join(err, byErr)
		}
	}
}

// anyChange makes a random change of an entry, allowed or not.
func anyChange(e *journal.Entry, name, reference string, at time.Time, seed uint64) error {
	random := rand.New(rand.NewPCG(seed, 1))
	switch name {
	case journal.StepInDoubt:
		journaltest.Doubt(e)
	case journal.StepAnswered, journal.StepResolved:
		journaltest.Become(gateway.Outcome(1 + random.IntN(int(gateway.OutcomeNotSent))))(e)
		e.AnsweredAt, e.TransactionReference = at, "57-9-"+e.ID
		e.Resolution = []string{"", journal.ResolvedNotFound, journal.ResolvedSupervisor, journal.ResolvedQuery}[random.IntN(4)]
	case journal.StepAlarm:
		e.Alarm, e.CurrentReference = "look", reference
	case journal.StepChecked:
		e.Checks++
		e.NextCheckAt = []time.Time{{}, at, at.Add(10 * time.Second)}[random.IntN(3)]
		if random.IntN(5) == 0 {
			return journaltest.ErrStop
		}
	}
	return nil
}
