package servertest

import (
	"context"
	"fmt"
	"math/rand/v2"
	"strings"
	"time"
)

// Blow is what happens to a server, or to a commit on its way to it.
type Blow int

// The blows.
const (
	None        Blow = iota
	CommitLost       // the connection breaks before it
	AnswerLost       // and after it
	Away             // the answer is lost, and the server cannot be reached for a while
	Silence          // the answer never comes
	DiesBefore       // the process dies before it, or when it has taken place
	DiesAfter        //
	CrashBefore      // the server does
	CrashAfter       //
	PausedThere      // the server is paused when the commit has been sent
	Crash            // the others are at any step
	Paused
	Parted
	Cut
	Full
	ClockSet
	NoStart
	Blows // how many there are
)

var blowNames = [Blows]string{ //nolint:gochecknoglobals // constant
	CommitLost:  "connection broken before a commit",
	AnswerLost:  "connection broken after a commit",
	Away:        "answer to a commit lost, and then no server",
	Silence:     "answer to a commit never comes",
	DiesBefore:  "process dies before a commit",
	DiesAfter:   "process dies when its commit has taken place",
	CrashBefore: "server dies before a commit",
	CrashAfter:  "server dies before it answers a commit",
	PausedThere: "server paused on a commit",
	Crash:       "server dies",
	Paused:      "server paused",
	Parted:      "one process parted from the server",
	Cut:         "server refuses one process",
	Full:        "server's disk full",
	ClockSet:    "server's clock set",
	NoStart:     "console cannot start: no server",
}

// isAfter reports a blow that strikes when a commit has taken place.
func (b Blow) isAfter() bool { return b == DiesAfter || b == CrashAfter }

// Before is a commit that does not take place, and Unsure one whose caller does not hear
// whether it did, by one draw.
func Before(random *rand.Rand) Blow {
	if random.IntN(6) == 0 {
		return CrashBefore
	}
	return CommitLost
}

// Unsure is described at Before.
func Unsure(random *rand.Rand) Blow {
	return []Blow{
		AnswerLost, AnswerLost, AnswerLost, Away, Away, Away, Silence, Silence, PausedThere, PausedThere, PausedThere, CrashAfter,
	}[random.IntN(12)]
}

// pause stops the server, unless something is wrong with it already.
func (w *World) pause() bool {
	if w.ill {
		return false
	}
	w.ill = true
	for _, j := range w.judges {
		var err error
		j.found, err = j.Recent(context.Background(), "", 1<<20)
		must(err)
	}
	for _, j := range w.judges {
		j.paused.Store(true)
	}
	must(w.troubles.Pause())
	return true
}

// resume lets the server go on, with what it was sent meanwhile.
func (w *World) resume() {
	w.mu.Lock()
	defer w.mu.Unlock()
	must(w.troubles.Resume())
	for _, j := range w.judges {
		j.paused.Store(false)
	}
	w.ill = false
}

// crash lets the server die and start again, unless something is wrong with it already.
func (w *World) crash() bool {
	if w.ill {
		return false
	}
	must(w.troubles.Crash())
	return true
}

// Ail begins something that is wrong with the server, or with the way of one process to it,
// and returns what ends it, if it lasts.
func (w *World) Ail(random *rand.Rand) (end func()) {
	w.mu.Lock()
	defer w.mu.Unlock()
	switch n := random.IntN(12); {
	case n < 2:
		if w.crash() {
			w.struck(Crash)
		}
	case n < 4:
		if w.pause() {
			w.struck(Paused)
			return w.resume
		}
	case n < 8:
		return w.parts(random)
	case n < 10 && w.small:
		return w.fills()
	case w.SetsClock:
		most := 3 * time.Hour
		if random.IntN(2) == 0 {
			most = 5 * time.Minute
		}
		ahead := time.Duration(random.Int64N(2*int64(most))) - most
		w.troubles.SetClock(ahead)
		w.struck(ClockSet)
	}
	return nil
}

func (w *World) struck(b Blow) {
	w.Happened[b]++
	w.Log("%s", blowNames[b])
}

// fills fills the disk.
func (w *World) fills() (end func()) {
	if w.ill {
		return nil
	}
	w.ill = true
	must(w.troubles.Fill())
	w.struck(Full)
	return func() {
		w.mu.Lock()
		defer w.mu.Unlock()
		must(w.troubles.Free())
		w.ill = false
	}
}

// parts parts one process from the server: silently, or with a word.
func (w *World) parts(random *rand.Rand) (end func()) {
	var living []*Book
	for _, b := range w.books {
		if !b.gone.Load() {
			living = append(living, b)
		}
	}
	if len(living) == 0 {
		return nil
	}
	b := living[random.IntN(len(living))]
	if random.IntN(2) == 0 {
		b.line.Part()
		w.struck(Parted)
	} else {
		b.line.Break()
		w.struck(Cut)
	}
	return b.mend
}

// Sum adds up what happened.
type Sum struct{ times, seeds [Blows]int }

// Add adds what happened in one seed.
func (s *Sum) Add(times [Blows]int) {
	for b, n := range times {
		if s.times[b] += n; n > 0 {
			s.seeds[b]++
		}
	}
}

// Missing are the blows that never struck, of those that could.
func (s *Sum) Missing(small bool) (names []string) {
	for b := None + 1; b < Blows; b++ {
		if s.times[b] == 0 && (small || b != Full) {
			names = append(names, blowNames[b])
		}
	}
	return names
}

// String is the table.
func (s *Sum) String() string {
	var t strings.Builder
	fmt.Fprintf(&t, "%-46s %10s %8s\n", "the server", "struck", "seeds")
	for b := None + 1; b < Blows; b++ {
		fmt.Fprintf(&t, "%-46s %10d %8d\n", blowNames[b], s.times[b], s.seeds[b])
	}
	return t.String()
}
