package payment

import (
	"context"
	"errors"
	"math/rand/v2"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"motoconsole/internal/journal"
	"motoconsole/internal/journal/pgtest"
	"motoconsole/internal/journal/sqljournal"
	"motoconsole/internal/journal/sqljournal/postgres"
)

// simServer is a PostgreSQL server with the journals of a simulation, and what happens to it.
// The server is a real one. The bubble's time stands still while it works, and it takes its
// own from the bubble, by a clock that may be set.
type simServer struct {
	*sim
	keeper   *pgtest.Keeper
	small    bool // it has a small disk of its own
	at       []postgres.Server
	troubles *pgtest.Troubles
	judges   []*serverJudge
	lives    []*serverBook
	// setsClock is a seed in which the server's clock is set.
	setsClock bool

	mu    sync.Mutex // several calls can end in one moment
	ill   bool       // something is wrong with the server now
	blown [blows]int
}

// newSimServer makes the journals of one seed.
func newSimServer(t *testing.T, keeper *pgtest.Keeper, small bool, seed uint64, m mutant) *simServer {
	t.Helper()
	v := &simServer{keeper: keeper, small: small, setsClock: rand.New(rand.NewPCG(seed, 3)).IntN(3) == 0} //nolint:gosec // repeatable, not secret
	names := []string{"M0"}
	if newWorld(seed).second { // a mutant's world has no more
		names = append(names, "N0")
	}
	for _, name := range names {
		at := keeper.Journal(t, time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC)) // when a bubble begins
		at.Pool = 2
		keeper.Do(t, keeper.Clocks(at, m.hostClock), "ALTER TABLE "+at.Schema+".identity DISABLE TRIGGER USER",
			"UPDATE "+at.Schema+".identity SET name = '"+name+"'", "ALTER TABLE "+at.Schema+".identity ENABLE TRIGGER USER")
		v.at = append(v.at, at)
	}
	return v
}

// begin is the beginning of the bubble.
func (v *simServer) begin(s *sim) {
	v.sim, s.server, v.troubles = s, v, v.keeper.Trouble()
	s.restores = false // that is the affair of the server's keeper
}

// end lets go of the server.
func (v *simServer) end() {
	for _, life := range v.lives {
		_ = life.Close()
	}
	for _, j := range v.judges {
		_ = j.Close()
	}
}

// must is for what has to work in a test, and cannot be reported from a bubble.
func must(err error) {
	if err != nil {
		panic(err)
	}
}

// connect opens a journal by a line.
func (v *simServer) connect(book int, line *pgtest.Line, now func() time.Time) (*sqljournal.Store, error) {
	at := v.at[book]
	at.Dial, line.World = line.Dial, v.troubles
	return sqljournal.Open(context.Background(), sqljournal.Options{Server: &at, Now: now, Host: "host"})
}

// serverBook is a journal on the server as one process has it.
type serverBook struct {
	*sqljournal.Store
	line *pgtest.Line
	gone atomic.Bool

	mu   sync.Mutex
	next blow // what happens to the next commit
	stay time.Duration
}

// open is the journal as a process finds it, if the process can reach the server.
func (v *simServer) open(p *process) (openBook, error) {
	life := &serverBook{line: &pgtest.Line{}}
	life.line.Commit, life.line.Struck = func() pgtest.Loss { return v.commits(p, life) }, func() { v.committed(p, life) }
	book := 0
	if p.book != p.books[0] {
		book = 1
	}
	var err error
	life.Store, err = v.connect(book, life.line, p.now)
	v.step(p.name + " has opened the journal") // that may have taken a while
	if err != nil {
		v.count(blowNoStart)
		return nil, err
	}
	v.lives = append(v.lives, life)
	return life, nil
}

// Crash implements openBook: the system closes the connections of a process that has died.
func (b *serverBook) Crash() {
	b.gone.Store(true)
	b.line.Break()
}

// mend lets a living process reach the server again.
func (b *serverBook) mend() {
	if b.line.Mend(); b.gone.Load() {
		b.line.Break()
	}
}

// serverJudge is a journal on the server for the judges. No fault strikes them, so while the
// server is paused they see what it held when that began: it can change nothing.
type serverJudge struct {
	*sqljournal.Store
	server *simServer
	paused bool
	found  []journal.Entry
}

// judge opens a journal for the judges.
func (v *simServer) judge(book int) *serverJudge {
	store, err := v.connect(book, &pgtest.Line{}, time.Now)
	must(err)
	j := &serverJudge{Store: store, server: v}
	v.judges = append(v.judges, j)
	return j
}

// Recent implements journal.Store.
func (j *serverJudge) Recent(ctx context.Context, agent string, n int) (found []journal.Entry, err error) {
	if j.paused {
		return j.found, nil
	}
	for range 4 { // a connection that the server has broken says so when it is used
		if found, err = j.Store.Recent(ctx, agent, n); err == nil {
			return found, nil
		}
	}
	must(j.server.troubles.Free()) // a full disk has ended the server
	for range 4 {
		if found, err = j.Store.Recent(ctx, agent, n); err == nil {
			return found, nil
		}
	}
	return nil, err
}

// pause stops the server, unless something is wrong with it already.
func (v *simServer) pause() bool {
	if v.ill {
		return false
	}
	v.ill = true
	for _, j := range v.judges {
		var err error
		j.found, err = j.Recent(context.Background(), "", plenty)
		must(err)
	}
	for _, j := range v.judges {
		j.paused = true
	}
	must(v.troubles.Pause())
	return true
}

// resume lets the server go on, with what it was sent meanwhile.
func (v *simServer) resume() {
	must(v.troubles.Resume())
	for _, j := range v.judges {
		j.paused = false
	}
	v.ill = false
}

// crash lets the server die and start again, unless something is wrong with it already.
func (v *simServer) crash() bool {
	if v.ill {
		return false
	}
	must(v.troubles.Crash())
	return true
}

// asksServer makes a call to the server to which a fault happens.
func (p *process) asksServer(f fault, what string, call func() error) error {
	life, is := p.memory.(*serverBook)
	if !is {
		return errors.New("the journal is not on a server")
	}
	life.meets(p.server.blowOf(f), p.between(0, 40*time.Second))
	err := call()
	life.meets(blowNone, 0)
	p.step("has asked to " + what) // another may have been woken in the same moment
	return err
}

func (b *serverBook) meets(what blow, stay time.Duration) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.next, b.stay = what, stay
}

// takes is what happens to a commit, once.
func (b *serverBook) takes(when ...blow) (blow, time.Duration) {
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, w := range when {
		if b.next == w {
			b.next = blowNone
			return w, b.stay
		}
	}
	return blowNone, 0
}

// setRight ends what is wrong, once nothing goes wrong any more: what lasts a while ends by
// itself.
func (v *simServer) setRight() { v.troubles.SetClock(0) }

// leasesHold reports that no lease can end early: a journal's clock is right. In memory it is
// that of the host.
func (s *sim) leasesHold() bool {
	if s.server != nil {
		return !s.server.setsClock
	}
	return s.clocks == rightClocks
}
