package crash

import (
	"context"
	"fmt"
	"math/rand/v2"
	"sync"
	"syscall"
	"testing"
	"time"

	"motoconsole/internal/journal/pgtest"
)

// TestCrashOfHosts kills the consoles of two hosts that share one journal on a server, while
// the server dies and starts again, stands still, and each host is parted from it for a
// while. Each host has a state folder and a network namespace of its own, and the clocks of the
// second are apart from the first's. What holds for one host holds for both together.
func TestCrashOfHosts(t *testing.T) {
	t.Parallel()
	from := begin(t)
	server := pgtest.Own(t, "fsync=off")
	b := startBank(t, from)
	first := newOffice(t, b)
	second := &office{bank: b, settled: first.settled, clocks: hostApart(t)}
	trouble := &troubles{server: server, random: rand.New(rand.NewPCG(from, 1000))}
	at := server.At("floor") // the test reads the journal straight there
	for _, o := range []*office{first, second} {
		o.server = &at
		o.furnish(t)
		trouble.ways = append(trouble.ways, o.connect(t, server.Folder))
	}
	if said, code := first.run(t, "journal", "migrate"); code != 0 {
		t.Fatalf("journal migrate: exit code %d\n%s", code, said)
	}
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	var making sync.WaitGroup
	making.Go(func() { trouble.make(ctx, t) })
	calm := func() {
		cancel()
		making.Wait()
	}
	killConsoles(t, from, calm, first, second)
	second.wasAhead(t)
	fmt.Fprintf(t.Output(), "the server: crashed %d times, stood still %d times; a host was parted from it %d times, by a network that dropped all %d times, and the answers alone %d times\n",
		trouble.crashes, trouble.pauses, trouble.partings, trouble.dropped, trouble.unanswered)
}

// troubles is what happens to the server and to the ways to it.
type troubles struct {
	server *pgtest.Instance
	ways   []*way
	random *rand.Rand

	crashes, pauses, partings int
	dropped, unanswered       int // of the partings
}

// make makes trouble until the context ends, and leaves all as it should be.
func (tr *troubles) make(ctx context.Context, t *testing.T) {
	t.Helper()
	wait := func(most time.Duration) {
		select {
		case <-ctx.Done():
		case <-time.After(time.Duration(tr.random.Int64N(int64(most)))):
		}
	}
	for ctx.Err() == nil {
		wait(10 * time.Second)
		switch w := tr.ways[tr.random.IntN(len(tr.ways))]; tr.random.IntN(4) {
		case 0:
			tr.crashes++
			if err := tr.server.Restart(); err != nil {
				t.Error(err)
				return
			}
		case 1:
			tr.pauses++
			_ = syscall.Kill(-tr.server.Group(), syscall.SIGSTOP)
			wait(12 * time.Second)
			_ = syscall.Kill(-tr.server.Group(), syscall.SIGCONT)
		default:
			tr.partings++
			tr.part(t, w, func() { wait(12 * time.Second) })
		}
	}
}

// part parts a host from the server for a while: its connections break and no others are made,
// or what is sent is dropped.
func (tr *troubles) part(t *testing.T, w *way, wait func()) {
	t.Helper()
	how := tr.random.IntN(4)
	if how < 2 || w.network == nil {
		w.part(how == 0)
		wait()
		w.join()
		return
	}
	answersAlone := how == 3
	if answersAlone {
		tr.unanswered++
	} else {
		tr.dropped++
	}
	if err := w.network.cut(answersAlone); err != nil {
		t.Error(err)
		return
	}
	wait()
	if err := w.network.mend(answersAlone); err != nil {
		t.Error(err)
	}
}
