package when

import (
	"strconv"
	"strings"
	"time"
)

// span is a number of whole days, or all time since a moment.
type span struct {
	first, after date // after is not included
	from         time.Time
}

// oneDay is a whole day. When clocks change it may have 23 or 25 hours.
func oneDay(d date) span { return span{first: d, after: d.plus(1)} }

// single reports a span that is one day.
func (s *span) single() bool { return s.first != date{} && s.first.plus(1) == s.after }

// ends are the first moment of a span and the moment after it; zero if the span is
// open.
func (s *span) ends(loc *time.Location) (from, to time.Time) {
	if s.first == (date{}) {
		return s.from, time.Time{}
	}
	return s.first.begins(loc), s.after.begins(loc)
}

// date reads a day: today, yesterday, a weekday, 2026-11-20, 20/11/2026,
// 20.11.2026, 20-11-2026, 20 nov. Without a year it is the most recent such day
// that is not in the future.
func (r *Reader) date(words []string) (span, int, error) {
	if len(words) == 0 || words[0] == "" {
		return span{}, 0, nil
	}
	switch words[0] {
	case "today":
		return oneDay(r.today()), 1, nil
	case "yesterday":
		return oneDay(r.today().plus(-1)), 1, nil
	case "tomorrow": // refused like every future time
		return oneDay(r.today().plus(1)), 1, nil
	}
	if day, ok := weekday(words[0]); ok {
		s, used, err := r.calendarDate(words[1:])
		switch {
		case used == 0:
			return oneDay(r.latest(day)), 1, nil
		case err == nil && s.first.weekday() != day: // "sat 27 nov"
			err = refuse("starttimestamp", "that date is a "+s.first.weekday().String()+": check the day")
		}
		return s, used + 1, err
	}
	return r.calendarDate(words)
}

// calendarDate reads a day by its numbers.
func (r *Reader) calendarDate(words []string) (span, int, error) {
	if len(words) == 0 || words[0] == "" {
		return span{}, 0, nil
	}
	if s, used, err := r.parted(words[0]); used > 0 {
		return s, used, err
	}
	return r.monthDay(words)
}

// parted reads a date of one word with dashes, points or slashes between its parts,
// the year or the day first.
func (r *Reader) parted(word string) (span, int, error) {
	at := strings.IndexAny(word, "-./")
	if at < 0 {
		return r.together(word)
	}
	by := word[at : at+1]
	parts := strings.Split(word, by)
	if month, ok := monthOf(parts[1]); ok { // 20-nov-2026
		parts[1], by = strconv.Itoa(int(month)), "/"
	}
	for _, part := range parts {
		if !digits(part) {
			return span{}, 0, nil
		}
	}
	switch {
	case len(parts) == 2 && by == "/" && len(parts[0]) <= 2 && len(parts[1]) <= 2:
		return r.onDate("", parts[1], parts[0], 1)
	case len(parts) != 3 || len(parts[1]) > 2:
		return span{}, 0, nil
	case len(parts[0]) == 4 && len(parts[2]) <= 2:
	case len(parts[0]) <= 2 && (len(parts[2]) == 4 || len(parts[2]) == 2):
		parts[0], parts[2] = parts[2], parts[0]
	default:
		return span{}, 0, nil
	}
	if len(parts[0]) == 2 {
		parts[0] = "20" + parts[0]
	}
	year, month, day := parts[0], parts[1], parts[2]
	if by == "-" && shape(word) != "9999-99-99" {
		// A transaction reference looks like this as well, but its last number is
		// not a year.
		y, m, d := number(year), number(month), number(day)
		on, ok := calendar(y, m, d)
		switch {
		case !ok && isYear(y) && d >= 1 && d <= 12 && m > 12 && m <= 31:
			return span{}, 1, refuse("starttimestamp", "write the day before the month, such as 20/11/2026; before a transaction reference write reference:")
		case !ok || !isYear(y):
			return span{}, 0, nil
		}
		if on.begins(r.zone()).After(r.now) {
			return span{}, 1, refuse("starttimestamp", notYet+"; before a transaction reference write reference:")
		}
	}
	return r.onDate(year, month, day, 1)
}

// together reads a date of one word without separators: 28nov2026. It refuses eight
// digits that may be a date, because they may be an order number as well.
func (r *Reader) together(word string) (span, int, error) {
	if digits(word) && len(word) == 8 {
		for _, ymd := range [][3]string{{word[:4], word[4:6], word[6:]}, {word[4:], word[2:4], word[:2]}, {word[4:], word[:2], word[2:4]}} {
			if _, ok := calendar(number(ymd[0]), number(ymd[1]), number(ymd[2])); ok && isYear(number(ymd[0])) {
				return span{}, 1, refuse("starttimestamp", "write a date as 2026-11-20; before an order reference write order:")
			}
		}
	}
	first := strings.IndexFunc(word, notDigit)
	last := strings.LastIndexFunc(word, notDigit)
	if first < 1 || last < first || last == len(word)-1 {
		return span{}, 0, nil
	}
	day, name, year := word[:first], word[first:last+1], word[last+1:]
	month, ok := monthOf(name)
	if !ok || len(day) > 2 || !digits(year) {
		return span{}, 0, nil
	}
	if len(year) == 2 {
		year = "20" + year
	}
	if len(year) != 4 {
		return span{}, 0, nil
	}
	return r.onDate(year, strconv.Itoa(int(month)), day, 1)
}

// shape writes 9 for each digit.
func shape(word string) string {
	return strings.Map(func(r rune) rune {
		if !notDigit(r) {
			return '9'
		}
		return r
	}, word)
}

// number is the value of digits, or 0.
func number(text string) int {
	n, _ := strconv.Atoi(text)
	return n
}

// monthDay reads "20 nov", "20th of november 2026", "nov 20" and "20nov".
func (r *Reader) monthDay(words []string) (span, int, error) {
	day, month, used := words[0], "", 1
	if at := strings.IndexFunc(day, notDigit); at > 0 {
		if _, ok := monthOf(day[at:]); ok {
			day, month = day[:at], day[at:]
		}
	}
	if month == "" {
		rest := words[1:]
		if len(rest) > 1 && rest[0] == "of" {
			rest = rest[1:]
		}
		if len(rest) == 0 {
			return span{}, 0, nil
		}
		day, month, used = words[0], rest[0], len(words)-len(rest)+1
		if _, ok := monthOf(day); ok {
			day, month = month, day
		}
	}
	name, ok := monthOf(month)
	for _, suffix := range []string{"st", "nd", "rd", "th"} {
		day = strings.TrimSuffix(day, suffix)
	}
	if !ok || len(day) > 2 || !digits(day) {
		return span{}, 0, nil
	}
	year := ""
	// Four digits after a date may be the year or the last four of a card. If they
	// can be a year, they are one; if the year is in the future, the error says how
	// to write the card's digits.
	if used < len(words) && len(words[used]) == 4 && digits(words[used]) {
		if y := number(words[used]); isYear(y) {
			year = words[used]
			used++
			if y > r.now.Year() {
				return span{}, used, refuse("starttimestamp", notYet+"; for the last four digits of a card write last4: before them")
			}
		}
	}
	return r.onDate(year, strconv.Itoa(int(name)), day, used)
}

// onDate is the day with these numbers, if it exists.
func (r *Reader) onDate(year, month, day string, used int) (span, int, error) {
	y, m, d := number(year), number(month), number(day)
	if year != "" {
		if on, ok := calendar(y, m, d); ok {
			return oneDay(on), used, nil
		}
		return span{}, used, noDate(m, d)
	}
	// A 29th of February may be eight years back.
	for y = r.now.Year(); y >= r.now.Year()-8; y-- {
		if on, ok := calendar(y, m, d); ok && !on.begins(r.zone()).After(r.now) {
			return oneDay(on), used, nil
		}
	}
	return span{}, used, noDate(m, d)
}

// noDate refuses a date, and names the most likely fault.
func noDate(month, day int) error {
	if month > 12 && month <= 31 && day <= 12 {
		return refuse("starttimestamp", "write the day before the month, such as 20/11/2026")
	}
	return refuse("starttimestamp", "there is no such date")
}

// isYear reports a number in the range of years, past or future.
func isYear(year int) bool { return year >= earliestYear && year <= latestYear }

// weekday reads a day's English name or its first letters.
func weekday(word string) (time.Weekday, bool) {
	switch word {
	case "tues":
		word = "tue"
	case "weds":
		word = "wed"
	case "thur", "thurs":
		word = "thu"
	}
	for day := time.Sunday; day <= time.Saturday; day++ {
		if name := strings.ToLower(day.String()); word == name || word == name[:3] {
			return day, true
		}
	}
	return 0, false
}

// namesTime reports a word that may follow "next".
func namesTime(word string) bool {
	_, ok := weekday(word)
	return ok || unitOf(word) != 0
}

// monthOf reads a month's English name or the beginning of it.
func monthOf(word string) (time.Month, bool) {
	if word == "sept" {
		return time.September, true
	}
	for month := time.January; month <= time.December; month++ {
		if len(word) >= 3 && strings.HasPrefix(strings.ToLower(month.String()), word) {
			return month, true
		}
	}
	return 0, false
}
