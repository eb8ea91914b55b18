package sandbox

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"motoconsole/internal/sandbox/book"
)

// newRule checks a fault and fills in what was left out.
func newRule(f Fault) (rule, error) {
	kind, ok := lookupFault(f.Name)
	f.Types = slices.Clone(f.Types)
	early := kind.stage == onConnection
	switch {
	case !ok:
		return rule{}, errName
	case f.Arg < 0 || f.Arg > maxFaultTime || f.Arg > 0 && kind.takes == "":
		return rule{}, errArg(kind)
	case !(f.Rate >= 0 && f.Rate <= 1): // which NaN is not
		return rule{}, errRate
	case f.Count < 0:
		return rule{}, errors.New("a fault's count must not be negative")
	case early && len(f.Types) > 0:
		return rule{}, fmt.Errorf("the fault %s strikes connections, before there is a request type", f.Name)
	case early && f.Rate == 1 && f.Count == 0:
		return rule{}, fmt.Errorf("the fault %s on every connection could not be cleared again: give a count, or a rate below 1", f.Name)
	case f.Name == "refuse" && f.Rate == 0 && f.Count > 1:
		return rule{}, errors.New("the fault refuse closes the port at once: it takes no count without a rate")
	}
	for _, t := range f.Types {
		if !book.KnownType(t) {
			return rule{}, errors.New("a fault's types must be request types, such as AUTH")
		}
		if !kind.strikes(t) {
			return rule{}, fmt.Errorf("the fault %s can strike %s only", f.Name, strings.Join(kind.only(), ", "))
		}
	}
	if f.Arg == 0 {
		f.Arg = kind.arg
	}
	if f.Rate == 0 && f.Count == 0 {
		f.Count = 1
	}
	return rule{Fault: f, kind: kind}, nil
}

// rule is a fault that is set.
type rule struct {
	Fault
	kind faultKind
}

// strikes reports whether a fault can strike a request of these types.
func (r *rule) strikes(types []string) bool {
	if len(r.Types) == 0 && len(r.kind.only()) == 0 {
		return true
	}
	return slices.ContainsFunc(types, func(t string) bool {
		return r.kind.strikes(t) && (len(r.Types) == 0 || slices.Contains(r.Types, t))
	})
}
