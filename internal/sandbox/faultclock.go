package sandbox

import (
	"log/slog"
	"net/http"
	"time"
)

// hostAhead is how far the clock of the host that answers is ahead of the
// bank's.
func (b *Bank) hostAhead(f *Fault) time.Duration {
	switch f.Name {
	case "behind":
		return -f.Arg
	case "hosts":
		if b.hosts.Add(1)%2 == 1 {
			return 0 // the first one's clock is right
		}
	}
	return f.Arg
}

// answerAs makes answers those of a host whose clock is ahead. What was booked
// bears that host's time as well; when it settles and when it can be found does
// not change.
func (b *Bank) answerAs(w http.ResponseWriter, answers []answer, ahead time.Duration) {
	if ahead == 0 {
		return
	}
	w.Header().Set("Date", b.now().Add(ahead).UTC().Format(http.TimeFormat))
	for i := range answers {
		a := &answers[i]
		at, err := time.Parse(time.DateTime, a.Started)
		if err != nil {
			continue // the bank writes no other
		}
		a.Started = timestamp(at.Add(ahead))
		if !a.books() {
			continue
		}
		if err := b.book.stamp(a.Reference, ahead); err != nil {
			b.log.Error("a wrong time is not in the state file", slog.Any("error", err))
		}
	}
}
