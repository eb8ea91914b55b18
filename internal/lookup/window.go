package lookup

import "time"

// window is the time that was named, From inclusive, To not.
func (w *when) window() (from, to time.Time, err error) {
	if err := w.pair(); err != nil {
		return time.Time{}, time.Time{}, err
	}
	switch base := w.base(); {
	case w.day == nil && w.near == nil && w.from == nil && w.to == nil:
		return time.Time{}, time.Time{}, nil
	case w.near != nil:
		at := w.near.on(base)
		if w.day == nil && at.After(w.now) {
			at = w.near.on(base.AddDate(0, 0, -1))
		}
		from, to = at.Add(-nearby), at.Add(nearby)
	case w.from == nil && w.to == nil:
		from, to = w.day.from, w.day.to
	default:
		from, to = w.ends(base)
	}
	return from, to, w.possible(from, to)
}

// pair makes one range of what was said in pieces: "20 nov to 22 nov" begins
// with a day, "9am to 11am" with a time of day.
func (w *when) pair() error {
	if w.to != nil && w.from == nil {
		switch {
		case w.near != nil:
			w.from, w.near = &point{clock: *w.near, hasClock: true}, nil
		case w.day != nil && w.to.day != nil:
			w.from, w.day = &point{day: w.day}, nil
		}
	}
	named := w.from != nil && w.from.day != nil || w.to != nil && w.to.day != nil
	switch {
	case w.near != nil && (w.from != nil || w.to != nil):
		return refuse("starttimestamp", "say one time of day, or from and until when")
	case w.day != nil && w.from != nil && w.from.day == nil && w.to != nil && w.to.day != nil:
		// "yesterday from 9am to today": the day belongs to the beginning.
		w.from.day, w.day = w.day, nil
	case w.day != nil && named:
		return refuse("starttimestamp", "say one date, or a range such as 2026-11-01..2026-11-20")
	case w.day != nil && (w.near != nil || w.from != nil || w.to != nil) && !w.day.single():
		return refuse("starttimestamp", "a time of day needs one day, such as yesterday from 9am")
	}
	return nil
}

// single reports a span that is one day.
func (s *span) single() bool { return !s.to.IsZero() && s.to.Equal(s.from.AddDate(0, 0, 1)) }

// base is the day that times of day belong to.
func (w *when) base() time.Time {
	if w.day != nil {
		return w.day.from
	}
	return midnight(w.now)
}

// ends are the beginning and the end where one was named, or both.
func (w *when) ends(base time.Time) (from, to time.Time) {
	switch p := w.from; {
	case p == nil && w.day != nil: // "yesterday until 9am"
		from = base
	case p == nil:
	case p.hasClock:
		if p.day != nil {
			base = p.day.from
		}
		from = p.clock.on(base)
		if p.day == nil && w.day == nil && from.After(w.now) { // "from 9am", said at eight
			base = base.AddDate(0, 0, -1)
			from = p.clock.on(base)
		}
	case p.beyond:
		from = p.day.to
	default:
		from = p.day.from
	}
	switch p := w.to; {
	case p == nil && w.day != nil: // "yesterday from 9am"
		to = w.day.to
	case p == nil:
	case p.hasClock && p.day != nil:
		to = p.clock.on(p.day.from)
	case p.hasClock:
		if w.from != nil && w.from.day != nil && !w.from.hasClock {
			base = midnight(w.now) // "since monday until 9am" ends today
		}
		to = p.clock.on(base)
		if w.from != nil && w.from.hasClock && !to.After(from) { // "from 10pm to 2am"
			to = p.clock.on(base.AddDate(0, 0, 1))
		}
	case p.beyond:
		to = p.day.from
	default:
		to = p.day.to
	}
	return from, to
}

// possible reports a time in which nothing can be found.
func (w *when) possible(from, to time.Time) error {
	switch {
	case !from.IsZero() && from.After(w.now):
		return refuse("starttimestamp", notYet)
	case !from.IsZero() && from.Year() < earliestYear, !to.IsZero() && to.Year() < earliestYear:
		return refuse("starttimestamp", "there are no payments from before the year 2000")
	case !from.IsZero() && !to.IsZero() && !from.Before(to):
		return refuse("endtimestamp", "the time ends before it begins")
	}
	return nil
}

// midnight is when a moment's day began.
func midnight(t time.Time) time.Time {
	year, month, day := t.Date()
	return time.Date(year, month, day, 0, 0, 0, 0, t.Location())
}
