package lookup

import (
	"strconv"
	"strings"
	"time"
)

// date reads a day: today, yesterday, a weekday, 2026-11-20, 20/11/2026, 20 nov.
// Without a year the most recent one is meant that is not in the future.
func (w *when) date(words []string) (span, int, error) {
	if len(words) == 0 || words[0] == "" {
		return span{}, 0, nil
	}
	today := midnight(w.now)
	switch word := words[0]; {
	case word == "today":
		return oneDay(today), 1, nil
	case word == "yesterday":
		return oneDay(today.AddDate(0, 0, -1)), 1, nil
	case word == "tomorrow": // it is refused with every other time to come
		return oneDay(today.AddDate(0, 0, 1)), 1, nil
	case shapeOf(word) == "9999-99-99":
		return w.onDate(word[:4], word[5:7], word[8:], 1)
	case strings.Count(word, "/") > 0 && digitsOnly(strings.ReplaceAll(word, "/", "")):
		parts := strings.Split(word, "/")
		if len(parts) > 3 || len(parts[0]) > 2 || len(parts[1]) > 2 {
			return span{}, 0, nil
		}
		year := ""
		if len(parts) == 3 {
			if year = parts[2]; len(year) == 2 {
				year = "20" + year
			}
			if len(year) != 4 {
				return span{}, 0, nil
			}
		}
		return w.onDate(year, parts[1], parts[0], 1)
	}
	if day, ok := weekday(words[0]); ok {
		back := (int(today.Weekday()) - int(day) + 7) % 7
		if back == 0 {
			back = 7 // on a Monday, "monday" is the one before
		}
		return oneDay(today.AddDate(0, 0, -back)), 1, nil
	}
	return w.monthDay(words)
}

// monthDay reads "20 nov", "20th november 2026", "nov 20" and "20nov".
func (w *when) monthDay(words []string) (span, int, error) {
	day, month, used := words[0], "", 1
	if at := strings.IndexFunc(day, func(r rune) bool { return r < '0' || r > '9' }); at > 0 {
		if _, ok := monthOf(day[at:]); ok {
			day, month = day[:at], day[at:]
		}
	}
	if month == "" {
		if len(words) < 2 {
			return span{}, 0, nil
		}
		day, month, used = words[0], words[1], 2
		if _, ok := monthOf(day); ok {
			day, month = month, day
		}
	}
	number, ok := monthOf(month)
	for _, suffix := range []string{"st", "nd", "rd", "th"} {
		day = strings.TrimSuffix(day, suffix)
	}
	if !ok || day == "" || len(day) > 2 || !digitsOnly(day) {
		return span{}, 0, nil
	}
	year := ""
	// Four digits behind a date may as well be a card's last four. What can be a
	// year is one; of a year to come it is said how to write the digits.
	if used < len(words) && len(words[used]) == 4 && digitsOnly(words[used]) {
		if y, _ := strconv.Atoi(words[used]); isYear(y) {
			year = words[used]
			used++
			if y > w.now.Year() {
				return span{}, used, refuse("starttimestamp", notYet+"; for the last four digits of a card write last4: before them")
			}
		}
	}
	return w.onDate(year, strconv.Itoa(int(number)), day, used)
}

// onDate is the day with these numbers, if there is one.
func (w *when) onDate(year, month, day string, used int) (span, int, error) {
	y, _ := strconv.Atoi(year) // all are digits, or ""
	m, _ := strconv.Atoi(month)
	d, _ := strconv.Atoi(day)
	if year != "" {
		if at, ok := w.calendar(y, m, d); ok {
			return oneDay(at), used, nil
		}
		return span{}, used, refuse("starttimestamp", "there is no such date")
	}
	// A 29th of February may be eight years back.
	for y = w.now.Year(); y >= w.now.Year()-8; y-- {
		if at, ok := w.calendar(y, m, d); ok && !at.After(w.now) {
			return oneDay(at), used, nil
		}
	}
	return span{}, used, refuse("starttimestamp", "there is no such date")
}

// calendar is the beginning of a day that the calendar has.
func (w *when) calendar(year, month, day int) (time.Time, bool) {
	at := time.Date(year, time.Month(month), day, 0, 0, 0, 0, w.now.Location())
	return at, year > 0 && year <= latestYear && at.Month() == time.Month(month) && at.Day() == day
}

// isYear reports a number that is a year of payments, come or to come.
func isYear(year int) bool { return year >= earliestYear && year <= latestYear }

// oneDay is a whole day; in summer it may be 23 or 25 hours.
func oneDay(from time.Time) span { return span{from, from.AddDate(0, 0, 1)} }

// weekday reads a day's English name or its first three letters.
func weekday(word string) (time.Weekday, bool) {
	for day := time.Sunday; day <= time.Saturday; day++ {
		if name := strings.ToLower(day.String()); word == name || word == name[:3] {
			return day, true
		}
	}
	return 0, false
}

// namesTime reports what may stand behind "next".
func namesTime(word string) bool {
	_, ok := weekday(word)
	return ok || unitOf(word) != 0
}

// monthOf reads a month's English name or the beginning of it.
func monthOf(word string) (time.Month, bool) {
	for month := time.January; month <= time.December; month++ {
		if len(word) >= 3 && strings.HasPrefix(strings.ToLower(month.String()), word) {
			return month, true
		}
	}
	return 0, false
}
