package app

import (
	"slices"
	"sync"
	"time"

	"motoconsole/ui/kit"
)

const (
	// lately is how far back the pace of the gateway is told.
	lately = 5 * time.Minute
	// mostAnswers is how many answers the pace remembers.
	mostAnswers = 512
)

// pace remembers how long the gateway took for its latest answers. Requests without an
// answer do not count.
type pace struct {
	mu     sync.Mutex
	latest []answered
	next   int
}

// answered is an answer of the gateway.
type answered struct {
	at   time.Time
	took time.Duration
}

// note takes in an answer.
func (p *pace) note(at time.Time, took time.Duration) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if len(p.latest) < mostAnswers {
		p.latest = append(p.latest, answered{at, took})
		return
	}
	p.latest[p.next] = answered{at, took}
	p.next = (p.next + 1) % mostAnswers
}

// took records how long an answer took, for the client. It ignores what is no answer.
func (p *pace) took(took time.Duration, isAnswer bool) {
	if isAnswer {
		p.note(time.Now(), took)
	}
}

// latency is the pace by now.
func (p *pace) latency(now time.Time) (l kit.Latency) {
	p.mu.Lock()
	defer p.mu.Unlock()
	var all []time.Duration
	for _, a := range p.latest {
		if now.Sub(a.at) > lately {
			continue
		}
		all = append(all, a.took)
		if !a.at.Before(l.At) {
			l.At, l.Last = a.at, a.took
		}
	}
	if len(all) == 0 {
		return kit.Latency{}
	}
	slices.Sort(all)
	l.P95 = all[(len(all)*95+99)/100-1]
	return l
}
