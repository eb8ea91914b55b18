package payment

import (
	"hash/maphash"
	"math"
	"time"

	"motoconsole/gateway"
	"motoconsole/internal/clock"
)

// A state of the small world is a value that can be copied and compared. Times
// in it are seconds from now on the clock they were read from, so that two
// states in which everything is equally long ago are one.

// rel is a time as seconds from now.
type rel int16

const (
	never     rel = math.MinInt16     // the zero time
	otherBoot rel = math.MinInt16 + 1 // a reading of a boot that is over
	// longAgo is older than anything that is still compared.
	longAgo rel = -3000
)

// smallPhase is how far one try to take the payment has come.
type smallPhase int8

const (
	phaseIdle      smallPhase = iota
	phaseGuarded              // Guard has said what it knows, and the agent may say yes
	phaseAgreed               // Processor.Start: the clocks are read, the intent is not durable
	phaseDisowning            // Processor.disown: the intent failed and is to be called not sent
	phaseRecorded             // Processor.run: the intent is durable
	phaseGoing                // Processor.wait: no rival was found, the client has the request, no byte has left
	phaseUnsent               // nothing was sent, which is to be recorded
	phaseWaiting              // bytes have left, and the agent waits
	phaseAnswered             // the client has returned to Processor.run
	phaseDoubted              // the agent was told that it is in doubt, the client still waits
	phaseLate                 // the client has returned to Processor.late
	phaseDone                 // or died
)

// smallNet is where the request and its answer are.
type smallNet int8

const (
	netNone    smallNet = iota
	netOnWay            // the request arrives at once
	netSlow             // the request arrives some time before the client's deadline
	netBooked           // the gateway has booked and is to answer
	netDelayed          // the answer comes some time, if it comes before the deadline
	netOver             // nothing more comes
)

// smallReply is what the client returns.
type smallReply int8

const (
	replyNone smallReply = iota
	replyApproved
	replyMismatch // an answer that belongs to another request, with a transaction reference
	replySignIn   // HTTP 401
	replyTimeout
)

// smallTry is one try to take the payment, and what the gateway has of it.
type smallTry struct {
	began       rel // Attempt.Began, on the time of day
	beganSteady rel
	yes         rel // when the agent said yes, as long as the other may still begin
	going       rel // when the client got the request
	arriveBy    rel
	visible     rel // from when on queries find the booking
	phase       smallPhase
	net         smallNet
	reply       smallReply
	unkept      smallPhase      // Processor.keepTrying still tries to record what was to be recorded in that phase
	told        gateway.Outcome // to the agent; Unknown also before it is told
	other       bool            // it is for another order than that of desk 1
	reason      bool            // the agent gave one
	slow        bool            // connecting takes long
	died        bool            // its process or machine died
	booked      bool
	folded      bool // the gateway shows its record with a folded order reference
	must        bool // a second charge if the other is taken, so that it needs a reason
	excused     bool // called not taken by a supervisor when it was on its way and its client had returned or was dead
	pointed     bool // an answer or a query pointed to a record
}

// smallCheck is one check of the resolver under way.
type smallCheck struct {
	here, steady rel // our clocks when it asked, and when it heard
	at           rel // the gateway's clock in its answer
	row          int8
	heard        bool // it is to be judged
	ended        bool // finding.ended
	answered     bool
	ours, other  bool // what was found
}

// The processes.
const (
	smallProcessors = 2
	smallResolver   = smallProcessors // the process of the resolver
)

// smallState is everything at one instant.
type smallState struct {
	tries  [smallProcessors]smallTry // each desk makes one
	rows   [smallProcessors]smallRow // their entries in the journal
	order  [smallProcessors]int8     // of their intents in the journal: the number of the try, from 1; 0 for none
	check  smallCheck
	paused [smallProcessors + 1]bool
	left   int8 // how many more faults may strike
	steps  int8 // how often the time of day was set
	wrong  int8 // a promise that was broken by a step: wrongSilent
}

var smallSeeds = [2]maphash.Seed{maphash.MakeSeed(), maphash.MakeSeed()}

// key stands for a state: 128 bits, so that no two of them are taken for one.
// The desks are alike, so a state and the one in which they have changed places
// have the same key.
func (s *smallState) key() [2]uint64 {
	key := s.sum()
	if s.tries[1].phase == phaseIdle { // the first to begin is desk 1
		return key
	}
	other := s.swapped()
	if swapped := other.sum(); swapped[0] < key[0] {
		return swapped
	}
	return key
}

func (s *smallState) sum() [2]uint64 {
	return [2]uint64{maphash.Comparable(smallSeeds[0], *s), maphash.Comparable(smallSeeds[1], *s)}
}

// swapped is the state in which the desks have changed places.
func (s *smallState) swapped() smallState {
	o := *s
	o.tries[0], o.tries[1], o.rows[0], o.rows[1] = s.tries[1], s.tries[0], s.rows[1], s.rows[0]
	o.paused[0], o.paused[1] = s.paused[1], s.paused[0]
	for n, try := range s.order {
		if try != 0 {
			o.order[n] = smallProcessors + 1 - try
		}
	}
	if s.check.heard {
		o.check.row = 1 - s.check.row
	}
	return o
}

// The instant that is now on each clock.
var (
	smallWall    = time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC)
	smallTheirs  = smallWall.Add(7 * time.Hour)
	smallSteady  = clock.Reading{Boot: "smallboot", At: 1000 * time.Hour}
	smallEarlier = clock.Reading{Boot: "earlierboot"}
)

func (r rel) on(now time.Time) time.Time {
	if r == never {
		return time.Time{}
	}
	return now.Add(time.Duration(r) * time.Second)
}

func (r rel) steady() clock.Reading {
	switch r {
	case never:
		return clock.Reading{}
	case otherBoot:
		return smallEarlier
	default:
		return smallSteady.Add(time.Duration(r) * time.Second)
	}
}

func relTo(now, t time.Time) rel {
	if t.IsZero() {
		return never
	}
	return seconds(t.Sub(now))
}

func relSteady(r clock.Reading) rel {
	switch r.Boot {
	case "":
		return never
	case smallSteady.Boot:
		return seconds(r.At - smallSteady.At)
	default:
		return otherBoot
	}
}

func seconds(d time.Duration) rel { return max(longAgo, rel(d/time.Second)) }
