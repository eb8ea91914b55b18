package sandbox

import (
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"

	"motoconsole/internal/sandbox/faults"
)

// Latency is how long answers take. The zero value is no time at all.
type Latency struct {
	// Mean is the usual time.
	Mean time.Duration
	// Spread is how far from the mean 19 of 20 answers stay, in a distribution
	// close to normal and cut off below zero.
	Spread time.Duration
}

// maxLatency is the longest latency that makes sense: callers wait a minute.
const maxLatency = time.Minute

var errLatency = errors.New("a latency must be like 300ms or 300ms±100ms, and at most 1m")

// ParseLatency reads "300ms", "300ms±100ms" or "300ms+-100ms".
func ParseLatency(text string) (Latency, error) {
	mean, spread, spreads := strings.Cut(strings.Replace(text, "+-", "±", 1), "±")
	var l Latency
	var err error
	if l.Mean, err = parseLatency(mean); err != nil {
		return Latency{}, err
	}
	if spreads {
		if l.Spread, err = parseLatency(spread); err != nil {
			return Latency{}, err
		}
	}
	return l, nil
}

func parseLatency(text string) (time.Duration, error) {
	d, err := time.ParseDuration(strings.TrimSpace(text))
	if err != nil || d < 0 || d > maxLatency {
		return 0, errLatency
	}
	return d, nil
}

// String is the latency as ParseLatency reads it.
func (l Latency) String() string {
	if l.Spread == 0 {
		return l.Mean.String()
	}
	return fmt.Sprintf("%v±%v", l.Mean, l.Spread)
}

// draw is the time one answer takes.
func (l Latency) draw(d *faults.Dice) time.Duration {
	if l.Spread == 0 {
		return max(0, l.Mean)
	}
	return max(0, l.Mean+time.Duration(d.Normal()*float64(l.Spread)/2))
}

// takeTime waits as long as the bank takes for an answer.
func (b *Bank) takeTime(w http.ResponseWriter, r *http.Request) {
	if d := b.latency.draw(b.faults.Dice); d > 0 {
		faults.Pause(w, r, d, r.Context().Done())
	}
}
