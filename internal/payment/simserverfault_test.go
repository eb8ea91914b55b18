package payment

import (
	"fmt"
	"strings"
	"time"

	"motoconsole/internal/journal/pgtest"
)

// blow is what happens to a server, or to a commit on its way to it.
type blow int

const (
	blowNone       blow = iota
	blowCommitLost      // the connection breaks before it
	blowAnswerLost      // and after it
	blowAway            // the answer is lost, and the server cannot be reached for a while
	blowSilence         // the answer never comes
	blowDiesBefore      // the process dies before it, or when it has taken place
	blowDiesAfter
	blowCrashBefore // the server does
	blowCrashAfter
	blowPausedThere // the server is paused when the commit has been sent
	blowCrash       // the others are at any step
	blowPaused
	blowParted
	blowCut
	blowFull
	blowClock
	blowNoStart
	blows
)

var blowNames = [blows]string{ //nolint:gochecknoglobals // constant
	blowCommitLost:  "connection broken before a commit",
	blowAnswerLost:  "connection broken after a commit",
	blowAway:        "answer to a commit lost, and then no server",
	blowSilence:     "answer to a commit never comes",
	blowDiesBefore:  "process dies before a commit",
	blowDiesAfter:   "process dies when its commit has taken place",
	blowCrashBefore: "server dies before a commit",
	blowCrashAfter:  "server dies before it answers a commit",
	blowPausedThere: "server paused on a commit",
	blowCrash:       "server dies",
	blowPaused:      "server paused",
	blowParted:      "one process parted from the server",
	blowCut:         "server refuses one process",
	blowFull:        "server's disk full",
	blowClock:       "server's clock set",
	blowNoStart:     "console cannot start: no server",
}

func (v *simServer) count(b blow) { v.blown[b]++ }

// blowOf is what a fault at a write means on a server.
func (v *simServer) blowOf(f fault) blow {
	n := v.rng.IntN(12)
	switch {
	case f.instead:
		return blowDiesBefore
	case f.before:
		return blowDiesAfter
	case f.lost != nil && n < 2:
		return blowCrashBefore
	case f.lost != nil:
		return blowCommitLost
	case f.unknown != nil:
		return []blow{
			blowAnswerLost, blowAnswerLost, blowAnswerLost, blowAway, blowAway, blowAway,
			blowSilence, blowSilence, blowPausedThere, blowPausedThere, blowPausedThere, blowCrashAfter,
		}[n]
	}
	return blowNone
}

// commits says what happens to a commit that a process is about to send.
func (v *simServer) commits(p *process, life *serverBook) pgtest.Loss {
	v.mu.Lock()
	defer v.mu.Unlock()
	what, stay := life.takes(blowCommitLost, blowAnswerLost, blowAway, blowSilence, blowDiesBefore, blowCrashBefore, blowPausedThere)
	if what == blowNone {
		switch after, stay := life.takes(blowDiesAfter, blowCrashAfter); after {
		case blowDiesAfter, blowCrashAfter:
			life.meets(after, stay) // when it has taken place
			return pgtest.LosesAnswer
		default:
			return pgtest.LosesNothing
		}
	}
	switch what {
	case blowCommitLost:
		v.count(what)
		return pgtest.LosesCommit
	case blowDiesBefore:
		v.count(what)
		p.die("before its commit")
		return pgtest.LosesCommit
	case blowCrashBefore:
		if v.crash() {
			v.count(what)
		}
		return pgtest.LosesCommit
	case blowPausedThere:
		if !v.pause() {
			return pgtest.LosesNothing
		}
		v.count(what)
		v.log("server", "is paused on a commit of %s", p.name)
		go func() {
			v.sim.pause(stay)
			v.step("server goes on after a commit")
			v.resume()
		}()
		return pgtest.LosesNothing
	case blowAway:
		v.count(what)
		time.AfterFunc(stay, life.mend)
		return pgtest.LosesAll
	case blowSilence:
		v.count(what)
		return pgtest.LosesWord
	default:
		v.count(what)
		return pgtest.LosesAnswer
	}
}

// committed is told that a commit has taken place whose answer is about to be lost.
func (v *simServer) committed(p *process, life *serverBook) {
	v.mu.Lock()
	defer v.mu.Unlock()
	switch what, _ := life.takes(blowDiesAfter, blowCrashAfter); what {
	case blowDiesAfter:
		v.count(what)
		p.die("when its commit has taken place")
	case blowCrashAfter:
		if v.crash() {
			v.count(what)
		}
	default:
	}
}

// shake is what happens to the server at any step, whatever the consoles do.
func (v *simServer) shake() {
	for v.rest("server", 2*time.Minute); ; v.rest("server", 3*time.Minute) {
		if v.step("server ails"); v.over.Load() || !v.faulty {
			return
		}
		end := v.ail()
		if end == nil {
			continue
		}
		v.rest("server ails", 70*time.Second)
		v.step("server is well again")
		end()
	}
}

// ail begins something and returns what ends it, if it lasts.
func (v *simServer) ail() (end func()) {
	switch n := v.rng.IntN(12); {
	case n < 2:
		if v.crash() {
			v.count(blowCrash)
			v.log("server", "dies and starts again")
		}
	case n < 4:
		if v.pause() {
			v.count(blowPaused)
			v.log("server", "is paused")
			return v.resume
		}
	case n < 8:
		return v.parts(n < 6)
	case n < 10 && v.small:
		if !v.ill {
			v.ill = true
			v.count(blowFull)
			v.log("server", "its disk is full")
			must(v.troubles.Fill())
			return func() {
				must(v.troubles.Free())
				v.ill = false
			}
		}
	case v.setsClock:
		ahead := v.between(-maxJump, maxJump)
		if v.chance(0.5) {
			ahead = v.between(-5*time.Minute, 5*time.Minute)
		}
		v.count(blowClock)
		v.log("server", "its clock is set: %v off", ahead)
		v.troubles.SetClock(ahead)
	}
	return nil
}

// parts parts one process from the server: silently, or with a word.
func (v *simServer) parts(silently bool) (end func()) {
	var living []*serverBook
	for _, life := range v.lives {
		if !life.gone.Load() {
			living = append(living, life)
		}
	}
	if len(living) == 0 {
		return nil
	}
	life := living[v.rng.IntN(len(living))]
	if v.log("server", "is parted from a process, silently: %v", silently); silently {
		v.count(blowParted)
		life.line.Part()
	} else {
		v.count(blowCut)
		life.line.Break()
	}
	return life.mend
}

// blowSum adds up what happened.
type blowSum struct{ times, seeds [blows]int }

func (sum *blowSum) add(times [blows]int) {
	for b, n := range times {
		if sum.times[b] += n; n > 0 {
			sum.seeds[b]++
		}
	}
}

// missing are those that never happened, of those that could.
func (sum *blowSum) missing(small bool) (names []string) {
	for b := blowNone + 1; b < blows; b++ {
		if sum.times[b] == 0 && (small || b != blowFull) {
			names = append(names, blowNames[b])
		}
	}
	return names
}

// String is the table.
func (sum *blowSum) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%-46s %10s %8s\n", "the server", "struck", "seeds")
	for k := blowNone + 1; k < blows; k++ {
		fmt.Fprintf(&b, "%-46s %10d %8d\n", blowNames[k], sum.times[k], sum.seeds[k])
	}
	return b.String()
}
