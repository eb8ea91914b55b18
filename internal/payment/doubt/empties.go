package doubt

import (
	"sync"
	"time"

	"motoconsole/internal/clock"
	"motoconsole/internal/journal"
)

// clocksAgree is the largest difference between the times that the time of day and
// the gateway's clock say have passed.
const clocksAgree = time.Minute

// HostsApart is how much the clocks of the gateway's hosts may differ. The
// time of day may have been set so that it agrees with two of them by chance. So
// when it is our only clock, this much of the elapsed time does not count.
const HostsApart = 10 * time.Minute

// emptyAnswer is the time of an answer to a query that found nothing.
type emptyAnswer struct {
	At     time.Time // the gateway's clock
	here   time.Time // our time of day
	steady clock.Reading
}

// firstEmpty is the first empty answer in the journal.
func firstEmpty(e journal.Entry) emptyAnswer {
	return emptyAnswer{e.FirstEmptyAt, e.FirstEmptyHere, e.FirstEmptySteady}
}

// foundNothing reports an empty answer that counts: as far as the entry says, the
// request was not being sent when the gateway was asked.
func (f Finding) foundNothing(e journal.Entry) bool {
	return f.Answered && !f.At.IsZero() && len(f.Records) == 0 && f.Other.IsZero() &&
		!e.BeingSent && (e.AnsweredAt.IsZero() || f.Ended)
}

// since is the time from an earlier empty answer to this one that both the
// gateway's clock and ours confirm; false if ours cannot.
func (f Finding) since(first emptyAnswer) (time.Duration, bool) {
	theirs := f.At.Sub(first.At)
	ours, same := f.Asked.Steady.Since(first.steady)
	if !same {
		ours = f.Asked.Here.Sub(first.here)
		if first.here.IsZero() || (ours-theirs).Abs() > clocksAgree {
			return 0, false
		}
		return min(theirs, ours) - HostsApart, true
	}
	return min(theirs, ours), true
}

// EmptyAnswers are the first empty answers that this process received, by attempt.
// The journal has room for one only. If consoles whose clocks disagree took turns,
// none could confirm the time since another's answer, and the attempt would stay in
// doubt until one of them happened to look twice in a row.
type EmptyAnswers struct {
	mu    sync.Mutex
	first map[string]ownEmpty
}

// ownEmpty is an empty answer, with what the entry then said of the sending.
type ownEmpty struct {
	emptyAnswer
	answered time.Time
}

// Earlier is the first empty answer about an attempt; zero if there is none. An
// answer that came before the sending was known to have ended does not count.
func (o *EmptyAnswers) Earlier(e journal.Entry) emptyAnswer {
	o.mu.Lock()
	defer o.mu.Unlock()
	if own, ok := o.first[e.ID]; ok && own.answered.Equal(e.AnsweredAt) {
		return own.emptyAnswer
	}
	return emptyAnswer{}
}

// Note keeps a first empty answer while the attempt is in doubt.
func (o *EmptyAnswers) Note(e journal.Entry, f Finding) {
	o.mu.Lock()
	defer o.mu.Unlock()
	own, ok := o.first[e.ID]
	switch {
	case e.ID == "": // no entry was read
	case e.State == journal.Known || f.Answered && !f.foundNothing(e):
		delete(o.first, e.ID)
	case f.Answered && (!ok || !own.answered.Equal(e.AnsweredAt)):
		if o.first == nil {
			o.first = map[string]ownEmpty{}
		}
		o.first[e.ID] = ownEmpty{emptyAnswer{f.At, f.Heard.Here, f.Heard.Steady}, e.AnsweredAt}
	}
}
