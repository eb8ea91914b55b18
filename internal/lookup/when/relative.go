package when

import (
	"strconv"
	"strings"
	"time"
)

// maxBack is the highest count of "last 7 days" and the like.
const maxBack = 99_999

// relative reads "last 2h", "last 7 days", "last hour", "last week" and "this
// month". Weeks begin on Monday; "last week" is the one before this one, "last
// 7d" the seven days up to now.
func (r *Reader) relative(words []string) (span, int, error) {
	if len(words) < 2 || words[1] == "" {
		return span{}, 0, nil
	}
	second, used := words[1], 2
	at := strings.IndexFunc(second, notDigit)
	number, name := second, ""
	switch {
	case at == 0:
		return r.calendarSpan(words[0], second)
	case at > 0:
		number, name = second[:at], second[at:]
	case len(words) > 2:
		name, used = words[2], 3
	}
	unit := unitOf(name)
	if unit == 0 || words[0] == "this" {
		return span{}, 0, nil
	}
	n, err := back(number)
	if err != nil {
		return span{}, used, err
	}
	return span{from: r.before(n, unit)}, used, nil
}

func notDigit(r rune) bool { return r < '0' || r > '9' }

// back reads a count of units of time.
func back(number string) (int, error) {
	n, err := strconv.Atoi(number)
	if err != nil || n < 1 || n > maxBack {
		return 0, refuse("starttimestamp", "say how far back to look, such as last 2h or last 7d")
	}
	return n, nil
}

// before is the moment n units of time ago. For days, weeks and months it keeps
// this time of day.
func (r *Reader) before(n int, unit byte) time.Time {
	day := dateOf(r.now)
	switch unit {
	case 'm':
		return r.now.Add(-time.Duration(n) * time.Minute)
	case 'h':
		return r.now.Add(-time.Duration(n) * time.Hour)
	case 'd':
		day = day.plus(-n)
	case 'w':
		day = day.plus(-7 * n)
	case 'M':
		day = day.months(-n)
	}
	hour, minute, second := r.now.Clock()
	first, _, _ := moments(day, clock{hour: hour, minute: minute, second: second}, r.zone())
	return first
}

// ago reads "3 days ago", which is a day, and "2 hours ago", which is a time of
// day.
func (r *Reader) ago(words []string) (used int, err error) {
	number, name, used := words[0], "", 2
	at := strings.IndexFunc(number, notDigit)
	switch {
	case at > 0:
		number, name = number[:at], number[at:]
	case at < 0 && number != "" && len(words) > 1:
		name, used = words[1], 3
	}
	unit := unitOf(name)
	if unit == 0 || len(words) < used || words[used-1] != "ago" {
		return 0, nil
	}
	n, err := back(number)
	if err != nil {
		return used, err
	}
	at2 := r.before(n, unit)
	if unit != 'm' && unit != 'h' {
		return used, r.setDay(oneDay(dateOf(at2)))
	}
	if r.day != nil || r.near != nil {
		return used, refuse("starttimestamp", "give one time of day, or a start and an end")
	}
	r.moment = &at2
	return used, nil
}

// calendarSpan reads "last week" and the like.
func (r *Reader) calendarSpan(which, name string) (span, int, error) {
	today := r.today()
	monday := today.plus(-(int(today.weekday()) + 6) % 7)
	first := date{today.year, today.month, 1}
	back := 1
	if which == "this" {
		back = 0
	}
	switch unit := unitOf(name); {
	case unit == 'h' && back == 1:
		return span{from: r.now.Add(-time.Hour)}, 2, nil
	case unit == 'd' && back == 1:
		return span{from: r.now.Add(-24 * time.Hour)}, 2, nil
	case unit == 'w':
		return span{first: monday.plus(-7 * back), after: monday.plus(7 - 7*back)}, 2, nil
	case unit == 'M':
		return span{first: first.months(-back), after: first.months(1 - back)}, 2, nil
	}
	if day, ok := weekday(name); ok && back == 1 { // "last monday"
		return oneDay(r.latest(day)), 2, nil
	}
	return span{}, 0, nil
}

// latest is the most recent such day of the week before today.
func (r *Reader) latest(day time.Weekday) date {
	today := r.today()
	back := (int(today.weekday()) - int(day) + 7) % 7
	if back == 0 {
		back = 7
	}
	return today.plus(-back)
}

// unitOf is the unit of time a word stands for: m, h, d, w, or M for months.
func unitOf(word string) byte {
	switch strings.TrimSuffix(word, "s") {
	case "m", "min", "minute":
		return 'm'
	case "h", "hr", "hour":
		return 'h'
	case "d", "day":
		return 'd'
	case "w", "wk", "week":
		return 'w'
	case "month":
		return 'M'
	}
	return 0
}
