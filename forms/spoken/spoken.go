// Package spoken reads an expiry date as callers say it: "oh three twenty-seven", "march
// 27", "three twenty twenty-seven", "March 2027".
package spoken

import (
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"

	"motoconsole/gateway"
)

// months are the names of the months, in their order. Three letters are enough.
var months = []string{"january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december"}

// numbers are the words for numbers, with their digits. A word for tens takes the unit
// that follows it.
var numbers = map[string]string{
	"o": "0", "oh": "0", "nought": "0", "zero": "0", "one": "1", "two": "2", "three": "3", "four": "4", "five": "5", "six": "6", "seven": "7",
	"eight": "8", "nine": "9", "ten": "10", "eleven": "11", "twelve": "12", "thirteen": "13", "fourteen": "14", "fifteen": "15",
	"sixteen": "16", "seventeen": "17", "eighteen": "18", "nineteen": "19", "twenty": "20", "thirty": "30", "forty": "40",
}

// fillers are words that say nothing of the date. "Two thousand and twenty-seven" is 2027.
var fillers = []string{"of", "and", "slash", "stroke", "the"}

const thousand = "thousand"

// Begins reports text whose last word may yet become one of a date.
func Begins(text string) bool {
	all := words(text)
	if len(all) == 0 {
		return true
	}
	last := all[len(all)-1]
	if last == "sept" {
		return true
	}
	begins := func(word string) bool { return strings.HasPrefix(word, last) }
	if slices.ContainsFunc(months, begins) || slices.ContainsFunc(fillers, begins) || begins(thousand) || isDigits(last) {
		return true
	}
	for word := range numbers {
		if begins(word) {
			return true
		}
	}
	return false
}

// Date is the date that text says, and false if it says none, or may say two.
func Date(text string) (gateway.Expiry, bool) {
	var pieces []piece
	month := 0
	tens := false // the last piece takes a unit
	for _, word := range words(text) {
		named, number, last := monthOf(word), numbers[word], len(pieces)-1
		took := tens
		tens = false
		switch {
		case slices.Contains(fillers, word):
		case named > 0 && month == 0 && last < 0:
			month = named
		case word == thousand && last >= 0 && pieces[last].digits == "2":
			pieces[last].digits = "20"
		case isDigits(word):
			pieces = append(pieces, piece{word, true})
		case number == "":
			return gateway.Expiry{}, false
		case took && len(number) == 1 && number != "0":
			pieces[last].digits = pieces[last].digits[:1] + number
		default:
			pieces = append(pieces, piece{number, false})
			tens = number == "20" || number == "30" || number == "40"
		}
	}
	return dateOf(month, pieces)
}

// Whole reports a date to which no further key can belong: its year was typed in digits.
func Whole(text string) bool {
	all := words(text)
	if _, ok := Date(text); !ok {
		return false
	}
	last := all[len(all)-1]
	return isDigits(last) && (len(last) == 4 || len(last) == 2 && last != "20")
}

// piece is a number of the date: one that was said, such as "seven" or "twenty seven", or
// one that was typed in digits.
type piece struct {
	digits string
	typed  bool
}

// joined are the digits of pieces that make one number, "" for pieces that do not: what
// was typed apart is two numbers. So 1/1/30, which has a day, is not November.
func joined(pieces []piece) (digits string) {
	typed := 0
	for _, p := range pieces {
		digits += p.digits
		if p.typed {
			typed++
		}
	}
	if typed > 1 {
		return ""
	}
	return digits
}

// dateOf puts the pieces together in the one way that is a date.
func dateOf(month int, pieces []piece) (found gateway.Expiry, ok bool) {
	if month > 0 {
		year, ok := yearOf(joined(pieces))
		return gateway.Expiry{Month: time.Month(month), Year: year}, ok
	}
	for i := 1; i < len(pieces) && i <= 2; i++ {
		month, isMonth := numberOf(joined(pieces[:i]))
		year, isYear := yearOf(joined(pieces[i:]))
		switch {
		case !isMonth || !isYear || month < 1 || month > 12:
		case ok:
			return gateway.Expiry{}, false
		default:
			found, ok = gateway.Expiry{Month: time.Month(month), Year: year}, true
		}
	}
	return found, ok
}

// yearOf is the year of two digits, or of four.
func yearOf(digits string) (int, bool) {
	if len(digits) == 4 {
		rest, ok := strings.CutPrefix(digits, "20")
		if digits = rest; !ok {
			return 0, false
		}
	}
	year, ok := numberOf(digits)
	return 2000 + year, ok && len(digits) == 2
}

// numberOf is the number of one digit or two.
func numberOf(digits string) (int, bool) {
	n, err := strconv.Atoi(digits)
	return n, err == nil && len(digits) <= 2
}

// monthOf is the number of a month by its name or its first three letters, 0 for none.
func monthOf(word string) int {
	for i, name := range months {
		if word == name || word == name[:3] || word == "sept" && name == "september" {
			return i + 1
		}
	}
	return 0
}

func isDigits(word string) bool { return strings.Trim(word, "0123456789") == "" }

// words are the words and numbers of text, in small letters.
func words(text string) (all []string) {
	was := ' '
	for _, r := range strings.ToLower(text) {
		digit, letter := r >= '0' && r <= '9', unicode.IsLetter(r)
		wasDigit, wasLetter := was >= '0' && was <= '9', unicode.IsLetter(was)
		switch {
		case !digit && !letter:
		case digit && wasDigit, letter && wasLetter:
			all[len(all)-1] += string(r)
		default:
			all = append(all, string(r))
		}
		was = r
	}
	return all
}
