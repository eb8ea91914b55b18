package when

import (
	"strings"
	"time"

	"motoconsole/gateway"
)

// earliestYear is before the gateway's first payment. An earlier date is a slip.
const earliestYear = 2000

// latestYear is the last year of a date. A later one is a slip.
const latestYear = earliestYear + 99

// nearby is how far either side of a time of day "at 14:30" reaches.
const nearby = 15 * time.Minute

const notYet = "that time has not come yet"

// mostWords is how many words one expression of time may have.
const mostWords = 12

// point is a named moment: a whole day, a time of day, or both.
type point struct {
	day      *span
	clock    clock
	hasClock bool
	beyond   bool // "after" and "before" a day exclude the day itself
}

// Reader collects the expressions of time in a line. A copy is independent.
type Reader struct {
	now      time.Time // in the search's zone
	day      *span
	near     *clock
	moment   *time.Time // of "2 hours ago"; matched like near
	from, to *point
	skipped  bool // clocks were put forward over an end of the range
}

// New is a Reader for a line typed at a moment. Days are those of its zone.
func New(now time.Time) Reader { return Reader{now: now} }

func (r *Reader) zone() *time.Location { return r.now.Location() }
func (r *Reader) today() date          { return dateOf(r.now) }

// Read reads the expression of time that begins at the first of the words, which
// are in small letters. It reports how many words it takes; 0 if they are not about
// the time. The error is a *gateway.FieldError.
func (r *Reader) Read(words []string) (used int, err error) {
	plain := make([]string, min(len(words), mostWords))
	for i := range plain {
		plain[i] = strings.TrimSuffix(words[i], ",") // "28 nov, 2026"
	}
	words = plain
	switch first := words[0]; first {
	case "from", "since", "after":
		return r.bound(words, &r.from, "starttimestamp", "say when it starts, such as from 9am or since 2026-11-20", first == "after")
	case "to", "until", "till", "before", "..":
		return r.bound(words, &r.to, "endtimestamp", "say when it ends, such as until 11:30 or until 2026-11-20", first == "before")
	case "between":
		return r.between(words)
	case "on", "at", "around":
		if n, err := r.plain(words[1:]); n > 0 {
			return n + 1, err
		}
		return 0, nil
	case "last", "past", "this":
		s, n, err := r.relative(words)
		if n > 0 && err == nil {
			err = r.setDay(s)
		}
		return n, err
	case "next":
		if len(words) > 1 && namesTime(words[1]) {
			return 2, refuse("starttimestamp", notYet)
		}
		return 0, nil
	}
	if before, after, ok := strings.Cut(words[0], ".."); ok {
		return r.dots(before, after)
	}
	if n, err := r.dashed(words); n > 0 {
		return n, err
	}
	if n, err := r.ago(words); n > 0 {
		return n, err
	}
	return r.plain(words)
}

// bound reads the point after a word such as "from".
func (r *Reader) bound(words []string, side **point, field, hint string, beyond bool) (int, error) {
	p, n, err := r.point(words[1:])
	switch {
	case err != nil:
		return n + 1, err
	case n == 0:
		return 1, refuse(field, hint)
	case side == &r.to && p.day != nil && p.day.first == date{}: // "until last 2h"
		return n + 1, refuse(field, hint)
	case *side != nil:
		return n + 1, refuse(field, "the time begins or ends twice: say it once")
	}
	p.beyond = beyond
	*side = &p
	return n + 1, nil
}

func (r *Reader) between(words []string) (int, error) {
	const hint = "say between which times, such as between 9am and 11am"
	n, err := r.bound(words, &r.from, "starttimestamp", hint, false)
	if err != nil {
		return n, err
	}
	if n >= len(words) || words[n] != "and" {
		return n, refuse("endtimestamp", hint)
	}
	more, err := r.bound(words[n:], &r.to, "endtimestamp", hint, false)
	return n + more, err
}

// dots reads "A..B", where either end may be missing. If neither can be read, the
// word is not about the time.
func (r *Reader) dots(before, after string) (int, error) {
	from, n, err := r.point([]string{before})
	to, m, err2 := r.point([]string{after})
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
	case r.from != nil || r.to != nil:
		return 1, refuse("starttimestamp", "the time begins or ends twice: say it once")
	}
	if n > 0 {
		r.from = &from
	}
	if m > 0 {
		r.to = &to
	}
	return 1, nil
}

// dashed reads "A-B" of two times of day or two days: 9am-11am, 9:00-11:00,
// mon-wed. It refuses a range with an incomplete time, as in 9-11am.
func (r *Reader) dashed(words []string) (int, error) {
	word := strings.NewReplacer("–", "-", "—", "-").Replace(words[0])
	before, after, ok := strings.Cut(word, "-")
	if !ok || before == "" || after == "" || strings.Contains(after, "-") {
		return 0, nil
	}
	if len(words) > 1 && (words[1] == "am" || words[1] == "pm") && digits(before) && digits(after) { // "9-11 am"
		return 2, refuse("starttimestamp", "write a time of day as 9am or 9:00, and a range as 9am to 11am")
	}
	_, n, _ := r.point([]string{before})
	_, m, _ := r.point([]string{after})
	switch {
	case n == 0 && m == 0:
		return 0, nil
	case n == 0 || m == 0:
		return 1, refuse("starttimestamp", "write a range as 9am to 11am, or monday to wednesday; before an order reference write order:")
	}
	return r.dots(before, after)
}

// plain reads a single day or time of day, or a stamp such as 2026-11-20T14:30.
func (r *Reader) plain(words []string) (int, error) {
	if len(words) > 0 {
		if p, ok, err := r.stamp(words[0]); ok {
			if err == nil {
				err = r.setDay(*p.day)
			}
			if err == nil {
				err = r.setNear(p.clock)
			}
			return 1, err
		}
	}
	if s, n, err := r.date(words); n > 0 {
		if err == nil {
			err = r.setDay(s)
		}
		return n, err
	}
	c, n, err := r.readClock(words)
	if n == 0 || err != nil {
		return n, err
	}
	return n, r.setNear(c)
}

func (r *Reader) setNear(c clock) error {
	if r.near != nil || r.moment != nil {
		return refuse("starttimestamp", "give one time of day, or a start and an end")
	}
	r.near = &c
	return nil
}

func (r *Reader) setDay(s span) error {
	if r.day != nil || r.moment != nil {
		return refuse("starttimestamp", "say one date, or a range such as 2026-11-01..2026-11-20")
	}
	r.day = &s
	return nil
}

// point reads a day, a time of day, or a day and a time of day.
func (r *Reader) point(words []string) (point, int, error) {
	var p point
	if len(words) == 0 || words[0] == "" {
		return p, 0, nil
	}
	if p, ok, err := r.stamp(words[0]); ok {
		return p, 1, err
	}
	s, used, err := r.date(words)
	if err != nil {
		return p, used, err
	}
	if used == 0 && (words[0] == "last" || words[0] == "this") {
		if s, used, err = r.relative(words); err != nil {
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
	c, n, err := r.readClock(words[used+skip:])
	if n > 0 {
		p.clock, p.hasClock = c, true
		used += skip + n
	}
	return p, used, err
}

// stamp reads 2026-11-20T14:30, with or without seconds and a zone, as files and
// other programs write it.
func (r *Reader) stamp(word string) (point, bool, error) {
	day, of, ok := strings.Cut(word, "t")
	if !ok || shape(day) != "9999-99-99" {
		return point{}, false, nil
	}
	clockText, named := of, (*zone)(nil)
	if at := strings.IndexAny(of, "z+-"); at > 0 {
		for _, layout := range []string{"z07:00", "z0700", "z07"} {
			if t, err := time.Parse(strings.ToUpper(layout), strings.ToUpper(of[at:])); err == nil {
				clockText, named = of[:at], &zone{offsetAt(t)}
				break
			}
		}
	}
	s, n, err := r.date([]string{day})
	c, m, err2 := timeOfDay([]string{clockText})
	if n == 0 || m == 0 {
		return point{}, false, nil
	}
	if err == nil {
		err = err2
	}
	c.zone = named
	return point{day: &s, clock: c, hasClock: true}, true, err
}

// refuse is an error for a broken rule.
func refuse(field, rule string) error { return &gateway.FieldError{Field: field, Rule: rule} }
