package app

import (
	"testing"
	"time"

	"motoconsole/ui/kit"
)

// TestPace: the last answer and the time within which 95 of 100 come, of the last minutes.
func TestPace(t *testing.T) {
	var p pace
	begin := time.Date(2026, 11, 28, 15, 0, 0, 0, time.UTC)
	if l := p.latency(begin); l != (kit.Latency{}) {
		t.Errorf("nothing was asked: %+v", l)
	}
	for i := range 2 * mostAnswers { // the older half is forgotten
		took := time.Hour
		if i >= mostAnswers {
			took = time.Duration(i-mostAnswers+1) * time.Millisecond
		}
		p.note(begin, took)
	}
	p.note(begin.Add(time.Second), 300*time.Millisecond) // takes the place of 1 ms
	if l := p.latency(begin.Add(time.Minute)); l.Last != 300*time.Millisecond || l.P95 != 487*time.Millisecond || !l.At.Equal(begin.Add(time.Second)) {
		t.Errorf("%+v", l)
	}
	p.took(time.Hour, false)
	if l := p.latency(begin.Add(lately + time.Second)); l.Last != 300*time.Millisecond || l.P95 != 300*time.Millisecond {
		t.Errorf("only one is of late: %+v", l)
	}
}
