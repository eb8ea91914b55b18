// Package faults holds the faults that the test bank can simulate: their kinds, how
// to ask for them, when they strike, and what they do to connections and answers.
// The bank itself applies their effects on the book.
package faults

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"motoconsole/internal/sandbox/book"
)

// Fault is a fault to simulate. Help lists all of them.
type Fault struct {
	// Name is the fault's short name, such as "lost".
	Name string
	// Arg is its time; zero is the usual one.
	Arg time.Duration
	// Code is the bank's own code of a fault that takes one; "" is the usual one.
	Code string
	// Rate is the chance that it strikes, up to 1. Zero with Count zero makes
	// it strike once, zero with a Count every time.
	Rate float64
	// Count is how often it strikes until it is gone. Zero with a Rate has no
	// end.
	Count int
	// Types are the request types it strikes; none means all that it can strike.
	Types []string
}

// Bounds of a fault's values.
const (
	MaxTime = 20 * time.Minute
	Max     = 100 // set at once
)

// Parse reads a fault for a command line: NAME, NAME.TIME, with request
// types NAME.TIME:AUTH,REFUND, and with a rate as a fraction or in per cent
// NAME@0.1 or NAME:AUTH@10%. Without a rate it strikes every time.
func Parse(text string) (Fault, error) {
	text, rate, rated := strings.Cut(text, "@")
	text, types, typed := strings.Cut(text, ":")
	f, err := ParseName(text)
	if err != nil {
		return Fault{}, err
	}
	if typed {
		f.Types = strings.Split(types, ",")
	}
	f.Rate = 1
	if rated {
		number, percent := strings.CutSuffix(rate, "%")
		if f.Rate, err = strconv.ParseFloat(number, 64); err != nil {
			return Fault{}, errors.New("a fault's rate must be a number, such as 0.1 or 10%")
		}
		if percent {
			f.Rate /= 100
		}
		if f.Rate == 0 {
			return Fault{}, errRate
		}
	}
	r, err := NewRule(f)
	return r.Fault, err
}

// ParseName reads NAME or NAME.TIME, in any case.
func ParseName(text string) (Fault, error) {
	name, arg, given := strings.Cut(strings.ToLower(text), ".")
	kind, ok := Lookup(name)
	if !ok {
		return Fault{}, ErrName
	}
	if !given {
		return Fault{Name: name}, nil
	}
	return kind.With(arg)
}

// With is the fault with an argument as it is written.
func (k Kind) With(arg string) (Fault, error) {
	f := Fault{Name: k.Name}
	if k.coded() {
		f.Code = strings.ToUpper(arg)
		if book.BankWords(f.Code) == "" {
			return Fault{}, ErrArg(k)
		}
		return f, nil
	}
	d, err := time.ParseDuration(arg)
	if err != nil || d <= 0 || d > MaxTime || k.Takes == "" {
		return Fault{}, ErrArg(k)
	}
	f.Arg = d
	return f, nil
}

var (
	// ErrName is a fault that does not exist.
	ErrName = errors.New("there is no fault of this name: see the list of faults")
	errRate = errors.New("a fault's rate must be more than 0 and at most 1")
)

// ErrArg says what argument a fault accepts.
func ErrArg(k Kind) error {
	switch {
	case k.coded():
		return fmt.Errorf("the fault %s takes a code of the bank, such as 51 or N7", k.Name)
	case k.Takes == "":
		return fmt.Errorf("the fault %s takes no time", k.Name)
	}
	return fmt.Errorf("the time of the fault %s must be like 500ms or 5s, and at most %v", k.Name, MaxTime)
}
