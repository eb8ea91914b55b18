package when

import "time"

// Window is the named time, from inclusive, to exclusive; zero is open. The error
// is a *gateway.FieldError.
func (r *Reader) Window() (from, to time.Time, err error) {
	if err := r.pair(); err != nil {
		return time.Time{}, time.Time{}, err
	}
	switch {
	case r.day == nil && r.near == nil && r.moment == nil && r.from == nil && r.to == nil:
		return time.Time{}, time.Time{}, nil
	case r.moment != nil:
		from, to = r.moment.Add(-nearby), r.moment.Add(nearby)
	case r.near != nil:
		first, last, shown := moments(r.base(), *r.near, r.zone())
		if r.day == nil && first.After(r.now) {
			first, last, shown = moments(r.base().plus(-1), *r.near, r.zone())
		}
		if !shown {
			return time.Time{}, time.Time{}, refuse("starttimestamp", "on that day the clocks went forward over that time: give a start and an end")
		}
		from, to = first.Add(-nearby), last.Add(nearby)
	case r.from == nil && r.to == nil:
		from, to = r.day.ends(r.zone())
	default:
		from, to = r.ends(r.base())
	}
	return from, to, r.possible(from, to)
}

// pair makes one range of several expressions: "20 nov to 22 nov" begins with a
// day, "9am to 11am" with a time of day.
func (r *Reader) pair() error {
	if r.to != nil && r.from == nil {
		switch {
		case r.near != nil:
			r.from, r.near = &point{clock: *r.near, hasClock: true}, nil
		case r.day != nil && r.to.day != nil:
			r.from, r.day = &point{day: r.day}, nil
		}
	}
	named := r.from != nil && r.from.day != nil || r.to != nil && r.to.day != nil
	switch {
	case (r.near != nil || r.moment != nil) && (r.from != nil || r.to != nil):
		return refuse("starttimestamp", "give one time of day, or a start and an end")
	case r.day != nil && r.from != nil && r.from.day == nil && r.to != nil && r.to.day != nil:
		// "yesterday from 9am to today": the day belongs to the beginning.
		r.from.day, r.day = r.day, nil
	case r.day != nil && named:
		return refuse("starttimestamp", "say one date, or a range such as 2026-11-01..2026-11-20")
	}
	timed := r.near != nil || r.from != nil || r.to != nil
	for _, s := range []*span{r.day, dayOf(r.from), dayOf(r.to)} {
		if s != nil && !s.single() && (s == r.day && timed || s == dayOf(r.from) && r.from.hasClock || s == dayOf(r.to) && r.to.hasClock) {
			return refuse("starttimestamp", "a time of day needs one day, such as yesterday from 9am")
		}
	}
	return nil
}

func dayOf(p *point) *span {
	if p == nil {
		return nil
	}
	return p.day
}

// base is the day that times of day belong to.
func (r *Reader) base() date {
	if r.day != nil {
		return r.day.first
	}
	return r.today()
}

// ends are the beginning and the end, each if it was named.
func (r *Reader) ends(base date) (from, to time.Time) {
	switch p := r.from; {
	case p == nil && r.day != nil: // "yesterday until 9am"
		from, _ = r.day.ends(r.zone())
	case p == nil:
	case p.hasClock:
		if p.day != nil {
			base = p.day.first
		}
		from, _ = r.moments(base, p.clock)
		if p.day == nil && r.day == nil && from.After(r.now) { // "from 9am", said at eight
			base = base.plus(-1)
			from, _ = r.moments(base, p.clock)
		}
	case p.beyond && p.day.first != date{}:
		_, from = p.day.ends(r.zone())
	default:
		from, _ = p.day.ends(r.zone())
	}
	switch p := r.to; {
	case p == nil && r.day != nil: // "yesterday from 9am"
		_, to = r.day.ends(r.zone())
	case p == nil:
	case p.hasClock:
		to = r.endsAt(p, base, from)
	case p.beyond:
		to, _ = p.day.ends(r.zone())
	default:
		_, to = p.day.ends(r.zone())
	}
	return from, to
}

// moments are the moments of one end of a range. It notes a time of day that did
// not exist.
func (r *Reader) moments(d date, c clock) (first, last time.Time) {
	first, last, shown := moments(d, c, r.zone())
	r.skipped = r.skipped || !shown
	return first, last
}

// endsAt is the end of a range that ends with a time of day. Its day is the one it
// names, the one on which the range begins, or the next.
func (r *Reader) endsAt(p *point, base date, from time.Time) time.Time {
	timed := r.from != nil && r.from.hasClock
	switch {
	case p.day != nil:
		base = p.day.first
	case r.from != nil && r.from.day != nil && !timed:
		base = r.today() // "since monday until 9am" ends today
	}
	if p.clock.midnight && (p.day != nil || !timed) {
		base = base.plus(1) // the end of that day
	}
	_, to := r.moments(base, p.clock)
	if p.day != nil || !timed {
		return to
	}
	next := !r.from.clock.before(p.clock) // "from 10pm to 2am"
	if r.from.clock.zone != nil || p.clock.zone != nil {
		next = !to.After(from)
	}
	if next {
		_, to = r.moments(base.plus(1), p.clock)
	}
	return to
}

// possible refuses a time in which nothing can be found.
func (r *Reader) possible(from, to time.Time) error {
	switch {
	case !from.IsZero() && from.After(r.now):
		return refuse("starttimestamp", notYet)
	case !from.IsZero() && from.Year() < earliestYear, !to.IsZero() && to.Year() < earliestYear:
		return refuse("starttimestamp", "there are no payments from before the year 2000")
	case !from.IsZero() && from.Equal(to) && (r.skipped || r.from == nil && r.to == nil):
		return refuse("endtimestamp", "the clocks went forward over that time: there was none")
	case !from.IsZero() && !to.IsZero() && !from.Before(to):
		return refuse("endtimestamp", "the time ends before it begins")
	}
	return nil
}
