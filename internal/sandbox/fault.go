package sandbox

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Fault is something that is to go wrong. FaultHelp lists all faults there are.
type Fault struct {
	// Name is the fault's short name, such as "lost".
	Name string
	// Arg is its time; zero is the usual one.
	Arg time.Duration
	// Rate is the chance that it strikes, up to 1. Zero with Count zero makes
	// it strike once, zero with a Count every time.
	Rate float64
	// Count is how often it strikes until it is gone. Zero with a Rate has no
	// end.
	Count int
	// Types are the request types it strikes; none are all that it can strike.
	Types []string
}

// Bounds of what may be asked for.
const (
	maxFaultTime = 20 * time.Minute
	maxFaults    = 100 // set at once
)

// SetFault adds a fault to those that are set. Faults of a connection need a
// bank that is listening, because they are the listener's.
func (b *Bank) SetFault(f Fault) error {
	r, err := newRule(f)
	if err != nil {
		return err
	}
	return b.faults.add(r)
}

// ClearFaults removes every fault that is set, and opens a closed port. What
// is stalled already stays so.
func (b *Bank) ClearFaults() { b.faults.clear() }

// Faults are those that are set, with what is left of their counts.
func (b *Bank) Faults() []Fault { return b.faults.list() }

// ParseFault reads a fault for a command line: NAME, NAME.TIME, with request
// types NAME.TIME:AUTH,REFUND, and with a rate as a fraction or in per cent
// NAME@0.1 or NAME:AUTH@10%. Without a rate it strikes every time.
func ParseFault(text string) (Fault, error) {
	text, rate, rated := strings.Cut(text, "@")
	text, types, typed := strings.Cut(text, ":")
	f, err := parseFault(text)
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
	r, err := newRule(f)
	return r.Fault, err
}

// parseFault reads NAME or NAME.TIME, in any case.
func parseFault(text string) (Fault, error) {
	name, arg, given := strings.Cut(strings.ToLower(text), ".")
	kind, ok := lookupFault(name)
	if !ok {
		return Fault{}, errName
	}
	f := Fault{Name: name}
	if given {
		d, err := time.ParseDuration(arg)
		if err != nil || d <= 0 || d > maxFaultTime || kind.takes == "" {
			return Fault{}, errArg(kind)
		}
		f.Arg = d
	}
	return f, nil
}

var (
	errName = errors.New("there is no fault of this name: see the list of faults")
	errRate = errors.New("a fault's rate must be more than 0 and at most 1")
)

func errArg(k faultKind) error {
	if k.takes == "" {
		return fmt.Errorf("the fault %s takes no time", k.name)
	}
	return fmt.Errorf("the time of the fault %s must be like 500ms or 5s, and at most %v", k.name, maxFaultTime)
}

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
		if !knownType(t) {
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
