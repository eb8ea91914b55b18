package when

import (
	"strconv"
	"strings"
	"time"
)

// clock is a time of day.
type clock struct {
	hour, minute, second int

	midnight bool  // typed as "midnight": the end of a day if it ends a range
	zone     *zone // the named zone; nil is the search's zone
}

// zone is a name of a zone's time, and how many seconds it is ahead of UTC.
type zone struct{ offset int }

// before compares times of day.
func (c clock) before(other clock) bool {
	return date{2000, 1, 1}.utc(c).Before(date{2000, 1, 1}.utc(other))
}

// readClock reads 14:30, 14:30:05, 9am, 9:30pm, 9.30pm, "9 am", noon and midnight,
// with or without the name of a zone's time: "1:30am BST".
func (r *Reader) readClock(words []string) (c clock, used int, err error) {
	c, used, err = timeOfDay(words)
	if used > 0 && used < len(words) {
		if z, ok := r.zoneOf(words[used]); ok {
			c.zone = &z
			used++
		}
	}
	return c, used, err
}

// zoneOf reads the name of the winter or summer time of the search's zone, or UTC.
func (r *Reader) zoneOf(word string) (zone, bool) {
	if word == "utc" || word == "z" {
		return zone{}, true
	}
	for _, at := range []time.Time{r.now, r.now.AddDate(0, -6, 0)} {
		if name, offset := at.Zone(); word != "" && strings.EqualFold(word, name) {
			return zone{offset}, true
		}
	}
	return zone{}, false
}

func timeOfDay(words []string) (c clock, used int, err error) {
	if len(words) == 0 {
		return c, 0, nil
	}
	switch words[0] {
	case "noon", "midday":
		return clock{hour: 12}, 1, nil
	case "midnight", "24:00":
		return clock{midnight: true}, 1, nil
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
		if part == "" || len(part) > 2 || i > 0 && len(part) != 2 || !digits(part) {
			return clock{}, 0, nil
		}
		numbers[i], _ = strconv.Atoi(part)
	}
	c = clock{hour: numbers[0], minute: numbers[1], second: numbers[2]}
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

func digits(text string) bool { return text != "" && strings.Trim(text, "0123456789") == "" }
