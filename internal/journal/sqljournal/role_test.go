package sqljournal

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"testing"
	"time"

	"motoconsole/internal/journal"
	"motoconsole/internal/journal/journaltest"
	"motoconsole/internal/trust"
)

// playRole runs a copy of the test program in its role.
func playRole(role string) int {
	path := os.Getenv("MOTO_JOURNAL_PATH")
	switch role {
	case "console":
		return playConsole(path, os.Getenv("MOTO_JOURNAL_NAME"))
	case "opener":
		return playOpener(path)
	case "cramped":
		return playCramped(path)
	case "member":
		return playMember(path, os.Getenv("MOTO_JOURNAL_NAME"))
	case "unsynced":
		return playUnsynced(path, os.Getenv("MOTO_JOURNAL_NAME"))
	default:
		fmt.Fprintln(os.Stderr, "no such role:", role)
		return 2
	}
}

// sharedAttempts is how many attempts the consoles resolve together.
const sharedAttempts = 4

// leaseTime is short, so that the leases of killed consoles run out during the test.
const leaseTime = 100 * time.Millisecond

// playConsole records attempts and resolves shared ones until it is killed or its input
// ends. It prints each attempt that it was told is durable.
func playConsole(path, name string) int {
	ctx := context.Background()
	// On a busy machine two dozen consoles wait for each other longer than a caller would.
	s, err := Open(ctx, Options{Path: path, Host: name, busy: 10 * time.Minute})
	if err != nil {
		fmt.Println("error", name, err)
		return 1
	}
	defer s.Close() //nolint:errcheck // the test looks at the file
	stop := make(chan struct{})
	go func() {
		_, _ = os.Stdin.Read(make([]byte, 1))
		close(stop)
	}()
	t := &testing.T{}
	for i := 0; ; i++ {
		select {
		case <-stop:
			return 0
		default:
		}
		id := fmt.Sprint(name, "-", i)
		if err := s.Intent(ctx, journaltest.AnAuth(t, id, time.Now()), name, time.Now().Add(leaseTime)); err != nil {
			fmt.Println("error", id, err)
			return 1
		}
		fmt.Println("intent", id)
		if rand.IntN(2) == 0 {
			if _, err := s.Record(ctx, id, journaltest.Step(journal.StepInDoubt, journaltest.Doubt)); err != nil {
				fmt.Println("error", id, err)
				return 1
			}
			fmt.Println("doubt", id)
		}
		if err := resolveShared(ctx, s, name); err != nil {
			fmt.Println("error", name, err)
			return 1
		}
	}
}

// resolveShared holds a lease for a moment, and prints from when until when it might
// have used the lease. The journal granted it before the first time, and ends it after
// the second.
func resolveShared(ctx context.Context, s journal.Store, name string) error {
	id := fmt.Sprint("shared-", rand.IntN(sharedAttempts))
	asked := time.Now()
	_, won, err := s.Claim(ctx, id, name, asked, asked.Add(leaseTime))
	if err != nil || !won {
		return err
	}
	fmt.Println("claim", id, name, time.Now().UnixNano(), asked.Add(leaseTime).UnixNano())
	_, err = s.Record(ctx, id, journaltest.Step(journal.StepChecked, func(e *journal.Entry) { e.Checks++ }))
	if err != nil {
		return err
	}
	time.Sleep(time.Duration(rand.IntN(3)) * time.Millisecond)
	fmt.Println("release", id, name, time.Now().UnixNano())
	return s.Release(ctx, id, name)
}

// playOpener opens a journal for writing, and then for reading, and prints both
// results.
func playOpener(path string) int {
	ctx := context.Background()
	s, err := Open(ctx, Options{Path: path})
	fmt.Printf("fault=%s", journal.FaultOf(err))
	if err == nil {
		_ = s.Close()
	}
	s, err = Open(ctx, Options{Path: path, ReadOnly: true})
	if err != nil {
		fmt.Printf(" lookups=%s\n", journal.FaultOf(err))
		return 0
	}
	defer s.Close() //nolint:errcheck // it was only read
	entries, err := s.Recent(ctx, "", 1000)
	fmt.Printf(" lookups=%d", len(entries))
	if err != nil {
		fmt.Printf(" (%v)", err)
	}
	_, err = s.Record(ctx, "a", journaltest.Step(journal.StepChecked, nil))
	fmt.Printf(" write=%s\n", journal.FaultOf(err))
	return 0
}

// writeUntilRefused records attempts until one is refused.
func writeUntilRefused(s journal.Store, name string) (kept int, err error) {
	t := &testing.T{}
	for ; kept < 100_000; kept++ {
		id := fmt.Sprint(name, "-", kept)
		if err := s.Intent(context.Background(), journaltest.AnAuth(t, id, time.Now()), "", time.Time{}); err != nil {
			return kept, err
		}
	}
	return kept, errors.New("never refused")
}

// team is the group that shares a journal in these tests.
const team = 815

// playMember opens the team's journal, records an attempt, waits for the end of its
// input and prints the result.
func playMember(path, name string) int {
	o := Options{Path: path, Host: name, busy: 10 * time.Minute, Group: trust.Group{Name: "team", ID: team}}
	if name == "loner" {
		o.Group = trust.Group{}
	}
	s, err := Open(context.Background(), o)
	if err == nil {
		defer s.Close() //nolint:errcheck // it is looked at by the test
		err = s.Intent(context.Background(), journaltest.AnAuth(&testing.T{}, name, time.Now()), name, time.Now())
	}
	var e *journal.Error
	if errors.As(err, &e) {
		fmt.Println(name, e.Error()+". "+e.Hint)
	} else {
		fmt.Println(name, err)
	}
	_, _ = os.Stdin.Read(make([]byte, 1))
	return 0
}
