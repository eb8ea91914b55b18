package crash

import (
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"os"
	"path/filepath"
	"sync"
	"syscall"
	"testing"
	"time"

	"motoconsole/internal/journal/pgtest"
)

// TestCrashOfHosts kills the consoles of two hosts that share one journal on a server, while
// the server dies and starts again, stands still, and each host is parted from it for a
// while. Each host has a state folder of its own, and the clocks of the second are apart from the
// first's. What holds for one host holds for both together.
func TestCrashOfHosts(t *testing.T) {
	t.Parallel()
	from := begin(t)
	server := pgtest.Own(t, "fsync=off")
	b := startBank(t, from)
	first := newOffice(t, b)
	second := &office{bank: b, settled: first.settled, clocks: hostApart(t)}
	trouble := &troubles{server: server, random: rand.New(rand.NewPCG(from, 1000))}
	for _, o := range []*office{first, second} {
		w := newWay(t, server.Folder)
		trouble.ways = append(trouble.ways, w)
		at := server.At("floor")
		at.Hosts = []string{w.folder}
		o.server = &at
		o.furnish(t)
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
	fmt.Fprintf(t.Output(), "the server: crashed %d times, stood still %d times; a host was parted from it %d times\n", trouble.crashes, trouble.pauses, trouble.partings)
}

// troubles is what happens to the server and to the ways to it.
type troubles struct {
	server *pgtest.Instance
	ways   []*way
	random *rand.Rand

	crashes, pauses, partings int
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
			w.part(tr.random.IntN(2) == 0)
			wait(12 * time.Second)
			w.join()
		}
	}
}

// way is how a host reaches the server: by a socket in a folder.
type way struct {
	folder, to string

	mu      sync.Mutex
	open    sync.Cond // joined again
	parted  bool      // nothing passes
	refuses bool      // and new connections are refused
	conns   map[net.Conn]bool
}

func newWay(t *testing.T, server string) *way {
	t.Helper()
	folder, err := os.MkdirTemp("/tmp", "moto-way-") // a socket's path is short
	if err != nil {
		t.Fatal(err)
	}
	w := &way{folder: folder, to: server, conns: map[net.Conn]bool{}}
	w.open.L = &w.mu
	listener, err := (&net.ListenConfig{}).Listen(t.Context(), "unix", filepath.Join(folder, socket))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = listener.Close()
		w.part(true)
		w.join()
		_ = os.RemoveAll(folder)
	})
	go func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			go w.carry(conn)
		}
	}()
	return w
}

// socket is the name of a server's socket.
const socket = ".s.PGSQL.5432"

// carry carries a connection to the server.
func (w *way) carry(from net.Conn) {
	to, err := net.Dial("unix", filepath.Join(w.to, socket))
	if err != nil || !w.add(from, to) {
		_ = from.Close()
		if to != nil {
			_ = to.Close()
		}
		return
	}
	var both sync.WaitGroup
	both.Go(func() { w.copy(to, from) })
	both.Go(func() { w.copy(from, to) })
	both.Wait()
	w.mu.Lock()
	defer w.mu.Unlock()
	delete(w.conns, from)
	delete(w.conns, to)
}

func (w *way) add(conns ...net.Conn) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, c := range conns {
		w.conns[c] = true
	}
	return !w.refuses
}

// copy carries one direction, and holds it while the host is parted.
func (w *way) copy(to io.WriteCloser, from io.ReadCloser) {
	defer to.Close()   //nolint:errcheck // the other end hears of it
	defer from.Close() //nolint:errcheck // as above
	some := make([]byte, 16<<10)
	for {
		n, err := from.Read(some)
		w.mu.Lock()
		for w.parted && !w.refuses {
			w.open.Wait()
		}
		w.mu.Unlock()
		if n > 0 {
			if _, err := to.Write(some[:n]); err != nil {
				return
			}
		}
		if err != nil {
			return
		}
	}
}

// part parts the host from the server: silently, or with its connections broken.
func (w *way) part(breaks bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.parted, w.refuses = true, breaks
	if breaks {
		for c := range w.conns {
			_ = c.Close()
		}
	}
}

func (w *way) join() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.parted, w.refuses = false, false
	w.open.Broadcast()
}
