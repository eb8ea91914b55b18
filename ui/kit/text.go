package kit

import (
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"charm.land/bubbles/v2/key"

	"motoconsole/gateway/thousands"
)

// Capital begins text with a capital letter.
func Capital(s string) string {
	first, length := utf8.DecodeRuneInString(s) // the first character may be a currency's sign
	if length == 0 || first == utf8.RuneError {
		return s
	}
	return string(unicode.ToUpper(first)) + s[length:]
}

// Dash stands in place of a missing value.
func Dash(s string) string {
	if s == "" {
		return "–"
	}
	return s
}

// Day is a date, YYYY-MM-DD, as people write it.
func Day(date string) string {
	day, err := time.Parse(time.DateOnly, date)
	if err != nil {
		return date
	}
	return day.Format("Monday 2 January 2006")
}

// Birthday is a date, YYYY-MM-DD, as people write one of long ago: without its day of the
// week.
func Birthday(date string) string {
	day, err := time.Parse(time.DateOnly, date)
	if err != nil {
		return date
	}
	return day.Format("2 January 2006")
}

// Joined joins the parts that are not empty on one line.
func Joined(parts ...string) string { return strings.Join(given(parts), ", ") }

func given(parts []string) []string {
	var there []string
	for _, p := range parts {
		if p != "" {
			there = append(there, p)
		}
	}
	return there
}

// How many attempts that wait home reads from the journal at most, and the floor. There may
// be more: see JournalMsg.More.
const (
	RecentShown = 50
	FloorShown  = 1000
)

// HowMany is a number of things that were read; more says that there are more.
func HowMany(n int, more bool, thing string) string {
	if more {
		return thousands.CountOf(n, thing) + " or more"
	}
	return thousands.CountOf(n, thing)
}

// Badge says in the head how many outcomes are to check; more says that there are more.
func Badge(open int, more bool) string {
	if more {
		return "? " + thousands.Count(open) + " or more to check"
	}
	return "? " + thousands.Count(open) + " to check"
}

// Relabel is a key with another label.
func Relabel(b key.Binding, help string) key.Binding {
	b.SetHelp(b.Help().Key, help)
	return b
}
