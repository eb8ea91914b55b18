package lookup

import (
	"strconv"
	"strings"
	"time"
)

// clock is a time of day.
type clock struct{ hour, minute, second int }

// on is the time of day on a day. Where clocks are put forward over it, it is
// the hour after.
func (c clock) on(day time.Time) time.Time {
	year, month, d := day.Date()
	return time.Date(year, month, d, c.hour, c.minute, c.second, 0, day.Location())
}

// readClock reads 14:30, 14:30:05, 9am, 9:30pm, 9.30pm, "9 am" and noon.
func readClock(words []string) (c clock, used int, err error) {
	if len(words) == 0 {
		return c, 0, nil
	}
	if words[0] == "noon" {
		return clock{hour: 12}, 1, nil
	}
	word, half, used := words[0], "", 1
	switch {
	case strings.HasSuffix(word, "am"), strings.HasSuffix(word, "pm"):
		word, half = word[:len(word)-2], word[len(word)-2:]
	case len(words) > 1 && (words[1] == "am" || words[1] == "pm"):
		half, used = words[1], 2
	}
	if half != "" {
		word = strings.Replace(word, ".", ":", 1)
	}
	parts := strings.Split(word, ":")
	if half == "" && len(parts) == 1 || len(parts) > 3 {
		return clock{}, 0, nil
	}
	var numbers [3]int
	for i, part := range parts {
		if part == "" || len(part) > 2 || i > 0 && len(part) != 2 || !digitsOnly(part) {
			return clock{}, 0, nil
		}
		numbers[i], _ = strconv.Atoi(part)
	}
	c = clock{numbers[0], numbers[1], numbers[2]}
	switch {
	case half != "" && (c.hour < 1 || c.hour > 12), c.hour > 23, c.minute > 59, c.second > 59:
		return clock{}, used, refuse("starttimestamp", "there is no such time of day")
	case half == "am" && c.hour == 12:
		c.hour = 0
	case half == "pm" && c.hour < 12:
		c.hour += 12
	}
	return c, used, nil
}

// maxBack is the highest count of "last 7 days" and the like.
const maxBack = 99_999

// relative reads "last 2h", "last 7 days", "last hour", "last week" and "this
// month". Weeks begin on Monday; "last week" is the one before this one, "last
// 7d" the seven days up to now.
func (w *when) relative(words []string) (span, int, error) {
	if len(words) < 2 || words[1] == "" {
		return span{}, 0, nil
	}
	second, used := words[1], 2
	at := strings.IndexFunc(second, func(r rune) bool { return r < '0' || r > '9' })
	number, name := second, ""
	switch {
	case at == 0:
		return w.calendarSpan(words[0], second)
	case at > 0:
		number, name = second[:at], second[at:]
	case len(words) > 2:
		name, used = words[2], 3
	}
	n, err := strconv.Atoi(number)
	unit := unitOf(name)
	switch {
	case unit == 0 || words[0] == "this":
		return span{}, 0, nil
	case err != nil || n < 1 || n > maxBack:
		return span{}, used, refuse("starttimestamp", "say how far back to look, such as last 2h or last 7d")
	}
	from := w.now
	switch unit {
	case 'm':
		from = from.Add(-time.Duration(n) * time.Minute)
	case 'h':
		from = from.Add(-time.Duration(n) * time.Hour)
	case 'd':
		from = from.AddDate(0, 0, -n)
	case 'w':
		from = from.AddDate(0, 0, -7*n)
	case 'M':
		from = from.AddDate(0, -n, 0)
	}
	return span{from: from}, used, nil
}

// calendarSpan reads "last week" and the like.
func (w *when) calendarSpan(which, name string) (span, int, error) {
	today := midnight(w.now)
	monday := today.AddDate(0, 0, -(int(today.Weekday())+6)%7)
	first := today.AddDate(0, 0, 1-today.Day())
	back := 1
	if which == "this" {
		back = 0
	}
	switch unit := unitOf(name); {
	case unit == 'h' && back == 1:
		return span{from: w.now.Add(-time.Hour)}, 2, nil
	case unit == 'd' && back == 1:
		return span{from: w.now.Add(-24 * time.Hour)}, 2, nil
	case unit == 'w':
		return span{monday.AddDate(0, 0, -7*back), monday.AddDate(0, 0, 7-7*back)}, 2, nil
	case unit == 'M':
		return span{first.AddDate(0, -back, 0), first.AddDate(0, 1-back, 0)}, 2, nil
	}
	if day, ok := weekday(name); ok && back == 1 { // "last monday"
		s, _, err := w.date([]string{strings.ToLower(day.String())})
		return s, 2, err
	}
	return span{}, 0, nil
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
