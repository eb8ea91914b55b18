package floor

import (
	"time"

	"motoconsole/internal/trust"
)

// looksEvery is how often the door looks at its files for open sessions.
const looksEvery = time.Second

// restsFor is how long a file has to be the same before a look reads it: less than from one
// look to the next, and long beside the moment in which an editor has written half of it.
const restsFor = looksEvery / 2

// watched is a file that is read when it has changed. One that is saved in place is there half
// written for a moment, and a half may read like a whole with less in it.
type watched struct {
	path  string
	read  trust.Stamp // when it was read last
	seen  trust.Stamp // at a look since
	since time.Time   // when it was seen so first
}

func watch(path string) watched { return watched{path: path, read: trust.StampOf(path)} }

// changed reports that the file is to be read: it has changed, and rests. Told to read at
// once, it does not wait for that.
func (w *watched) changed(atOnce bool) bool {
	switch now := trust.StampOf(w.path); {
	case now == w.read:
		w.seen = now
		return false
	case now != w.seen && !atOnce:
		w.seen, w.since = now, time.Now()
		return false
	case !atOnce && time.Since(w.since) < restsFor:
		return false
	default:
		w.read, w.seen = now, now
		return true
	}
}

// moved reports that the file has changed again while it was read. What was read does not
// count: a later look reads it again.
func (w *watched) moved() bool { return trust.StampOf(w.path) != w.read }
