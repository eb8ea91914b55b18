package lookup

import (
	"strings"
	"time"
)

// earliest is before the gateway's first payment: a date before it is a slip.
const earliestYear = 2000

// latestYear is the last that a date may name: one behind it is a slip, too.
const latestYear = earliestYear + 99

// nearby is how far from a time of day, either way, what happened "at 14:30" is
// looked for.
const nearby = 15 * time.Minute

const notYet = "that time has not come yet"

// span is a stretch of time from one moment to another; a zero end is open.
type span struct{ from, to time.Time }

// point is a moment that was named: a whole day, a time of day, or both.
type point struct {
	day      *span
	clock    clock
	hasClock bool
	beyond   bool // "after" a day and "before" it leave the day itself out
}

// when collects what a line says of the time.
type when struct {
	now      time.Time // in the zone whose days are meant
	day      *span
	near     *clock
	from, to *point
}

// read reads what begins at the first of the words, and reports of how many
// words it is; 0 when it says nothing of the time.
func (w *when) read(tokens []token) (used int, err error) {
	words := make([]string, min(len(tokens), 10))
	for i := range words {
		words[i] = tokens[i].lower()
	}
	switch first := words[0]; first {
	case "from", "since", "after":
		return w.bound(words, &w.from, "starttimestamp", "say from when, such as from 9am or since 2026-11-20", first == "after")
	case "to", "until", "till", "before", "..":
		return w.bound(words, &w.to, "endtimestamp", "say until when, such as until 11:30 or until 2026-11-20", first == "before")
	case "between":
		return w.between(words)
	case "on", "at", "around":
		if n, err := w.plain(words[1:]); n > 0 {
			return n + 1, err
		}
		return 0, nil
	case "last", "past", "this":
		s, n, err := w.relative(words)
		if n > 0 && err == nil {
			err = w.setDay(s)
		}
		return n, err
	case "next":
		if len(words) > 1 && namesTime(words[1]) {
			return 2, refuse("starttimestamp", notYet)
		}
		return 0, nil
	}
	if before, after, ok := strings.Cut(words[0], ".."); ok {
		return w.dots(before, after)
	}
	return w.plain(words)
}

// bound reads the point behind a word such as "from".
func (w *when) bound(words []string, side **point, field, hint string, beyond bool) (int, error) {
	p, n, err := w.point(words[1:])
	switch {
	case err != nil:
		return n + 1, err
	case n == 0:
		return 1, refuse(field, hint)
	case *side != nil:
		return n + 1, refuse(field, "the time begins or ends twice: say it once")
	}
	p.beyond = beyond
	*side = &p
	return n + 1, nil
}

func (w *when) between(words []string) (int, error) {
	const hint = "say between when and when, such as between 9am and 11am"
	n, err := w.bound(words, &w.from, "starttimestamp", hint, false)
	if err != nil {
		return n, err
	}
	if n >= len(words) || words[n] != "and" {
		return n, refuse("endtimestamp", hint)
	}
	more, err := w.bound(words[n:], &w.to, "endtimestamp", hint, false)
	return n + more, err
}

// dots reads "A..B", either of which may be missing. It is nothing of the time
// where neither can be read.
func (w *when) dots(before, after string) (int, error) {
	from, n, err := w.point([]string{before})
	to, m, err2 := w.point([]string{after})
	switch {
	case n == 0 && m == 0:
		return 0, nil
	case err != nil:
		return 1, err
	case err2 != nil:
		return 1, err2
	case before != "" && n == 0:
		return 1, refuse("starttimestamp", "write a range as 2026-11-01..2026-11-20")
	case after != "" && m == 0:
		return 1, refuse("endtimestamp", "write a range as 2026-11-01..2026-11-20")
	case w.from != nil || w.to != nil:
		return 1, refuse("starttimestamp", "the time begins or ends twice: say it once")
	}
	if n > 0 {
		w.from = &from
	}
	if m > 0 {
		w.to = &to
	}
	return 1, nil
}

// plain reads a day or a time of day by itself.
func (w *when) plain(words []string) (int, error) {
	if s, n, err := w.date(words); n > 0 {
		if err == nil {
			err = w.setDay(s)
		}
		return n, err
	}
	c, n, err := readClock(words)
	switch {
	case n == 0 || err != nil:
		return n, err
	case w.near != nil:
		return n, refuse("starttimestamp", "say one time of day, or from and until when")
	}
	w.near = &c
	return n, nil
}

func (w *when) setDay(s span) error {
	if w.day != nil {
		return refuse("starttimestamp", "say one date, or a range such as 2026-11-01..2026-11-20")
	}
	w.day = &s
	return nil
}

// point reads a day, a time of day, or a day and a time of day.
func (w *when) point(words []string) (point, int, error) {
	var p point
	if len(words) == 0 || words[0] == "" {
		return p, 0, nil
	}
	if date, of, ok := strings.Cut(words[0], "t"); ok && len(date) == len(time.DateOnly) { // 2026-11-20T14:00
		s, n, err := w.date([]string{date})
		c, m, err2 := readClock([]string{of})
		if n > 0 && m > 0 {
			if err == nil {
				err = err2
			}
			return point{day: &s, clock: c, hasClock: true}, 1, err
		}
	}
	s, used, err := w.date(words)
	if err != nil {
		return p, used, err
	}
	if used == 0 && (words[0] == "last" || words[0] == "this") {
		if s, used, err = w.relative(words); err != nil {
			return p, used, err
		}
	}
	if used > 0 {
		p.day = &s
	}
	skip := 0
	if used > 0 && used < len(words) && words[used] == "at" {
		skip = 1
	}
	c, n, err := readClock(words[used+skip:])
	if n > 0 {
		p.clock, p.hasClock = c, true
		used += skip + n
	}
	return p, used, err
}
