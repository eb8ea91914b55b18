package when

import (
	"slices"
	"time"
)

// date is a day of the calendar, in no zone. The zero value is no day.
type date struct {
	year  int
	month time.Month
	day   int
}

// dateOf is a moment's day in its zone.
func dateOf(t time.Time) date {
	year, month, day := t.Date()
	return date{year, month, day}
}

// calendar is the day with these numbers, if the calendar has it.
func calendar(year, month, day int) (date, bool) {
	d := date{year, time.Month(month), day}
	return d, year > 0 && year <= latestYear && dateOf(d.utc(clock{})) == d
}

func (d date) utc(c clock) time.Time {
	return time.Date(d.year, d.month, d.day, c.hour, c.minute, c.second, 0, time.UTC)
}

// plus is the day that many days later.
func (d date) plus(days int) date { return dateOf(d.utc(clock{}).AddDate(0, 0, days)) }

// months is the day n months later, or the last of that month if it is too short.
func (d date) months(n int) date {
	first := time.Date(d.year, d.month+time.Month(n), 1, 0, 0, 0, 0, time.UTC)
	last := first.AddDate(0, 1, -1).Day()
	return date{first.Year(), first.Month(), min(d.day, last)}
}

func (d date) weekday() time.Weekday { return d.utc(clock{}).Weekday() }

// begins is the first moment of the day.
func (d date) begins(loc *time.Location) time.Time {
	first, _, _ := moments(d, clock{}, loc)
	return first
}

// around is how far from a local time, taken as UTC, its moments can be, and the
// clock change that makes them two or none.
const around = 27 * time.Hour

// moments are the first and the last moment at which clocks in a zone show a time
// of day. If they never do, both are the moment at which the clocks were put
// forward over it, and shown is false.
func moments(d date, c clock, loc *time.Location) (first, last time.Time, shown bool) {
	local := d.utc(c)
	if c.zone != nil {
		at := local.Add(-time.Duration(c.zone.offset) * time.Second).In(loc)
		return at, at, true
	}
	var found []time.Time
	var changed time.Time
	for at := local.Add(-around).In(loc); at.Before(local.Add(around)); {
		_, offset := at.Zone()
		if moment := local.Add(-time.Duration(offset) * time.Second).In(loc); offsetAt(moment) == offset {
			found = append(found, moment)
		}
		_, end := at.ZoneBounds()
		if end.IsZero() {
			break
		}
		_, after := end.Zone()
		before, behind := end.Add(time.Duration(offset)*time.Second), end.Add(time.Duration(after)*time.Second)
		if !local.Before(before) && local.Before(behind) { // as if both were UTC
			changed = end
		}
		at = end
	}
	slices.SortFunc(found, time.Time.Compare)
	if len(found) == 0 {
		return changed, changed, false
	}
	return found[0], found[len(found)-1], true
}

func offsetAt(t time.Time) int {
	_, offset := t.Zone()
	return offset
}

// Twice reports a moment whose time of day the clocks of its zone show twice.
func Twice(t time.Time) bool {
	hour, minute, second := t.Clock()
	first, last, _ := moments(dateOf(t), clock{hour: hour, minute: minute, second: second}, t.Location())
	return !first.Equal(last)
}
