package faults

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"motoconsole/internal/sandbox/book"
)

// NewRule checks a fault and fills in its defaults.
func NewRule(f Fault) (Rule, error) {
	kind, ok := Lookup(f.Name)
	f.Types = slices.Clone(f.Types)
	early := kind.Stage == OnConnection
	switch {
	case !ok:
		return Rule{}, ErrName
	case f.Arg < 0 || f.Arg > MaxTime || f.Arg > 0 && (kind.Takes == "" || kind.coded()),
		f.Code != "" && (!kind.coded() || book.BankWords(f.Code) == ""):
		return Rule{}, ErrArg(kind)
	case !(f.Rate >= 0 && f.Rate <= 1): // also refuses NaN
		return Rule{}, errRate
	case f.Count < 0:
		return Rule{}, errors.New("a fault's count must not be negative")
	case early && len(f.Types) > 0:
		return Rule{}, fmt.Errorf("the fault %s strikes connections, before there is a request type", f.Name)
	case early && f.Rate == 1 && f.Count == 0:
		return Rule{}, fmt.Errorf("the fault %s on every connection could not be cleared again: give a count, or a rate below 1", f.Name)
	case f.Name == "refuse" && f.Rate == 0 && f.Count > 1:
		return Rule{}, errors.New("the fault refuse closes the port at once: it takes no count without a rate")
	}
	for _, t := range f.Types {
		if !book.KnownType(t) {
			return Rule{}, errors.New("a fault's types must be request types, such as AUTH")
		}
		if !kind.strikes(t) {
			return Rule{}, fmt.Errorf("the fault %s can strike %s only", f.Name, strings.Join(kind.only(), ", "))
		}
	}
	if f.Arg == 0 {
		f.Arg = kind.Arg
	}
	if f.Rate == 0 && f.Count == 0 {
		f.Count = 1
	}
	return Rule{Fault: f, Kind: kind}, nil
}

// Rule is a fault that is set.
type Rule struct {
	Fault
	Kind Kind
}

// strikes reports whether a fault can strike a request of these types.
func (r *Rule) strikes(types []string) bool {
	if len(r.Types) == 0 && len(r.Kind.only()) == 0 {
		return true
	}
	return slices.ContainsFunc(types, func(t string) bool {
		return r.Kind.strikes(t) && (len(r.Types) == 0 || slices.Contains(r.Types, t))
	})
}
