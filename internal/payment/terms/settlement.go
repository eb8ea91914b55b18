package terms

import (
	"time"

	"motoconsole/gateway"
)

// Settlement is when a payment settles. The zero value is the next daily run, unless
// the gateway's own checks hold the payment.
type Settlement struct {
	// DueDate is YYYY-MM-DD; "" for the next run.
	DueDate string
	// Status is gateway.SettleSuspended for a payment that is held until an agent
	// releases it, gateway.SettleOverride for one that settles without the gateway's
	// checks, "" otherwise.
	Status gateway.SettleStatus
}

// Way is a way to settle that a configuration may allow.
type Way string

// The ways, by their names in the configuration.
const (
	NextRun Way = "next_run"
	OnDate  Way = "date"
	Held    Way = "held"
	AtOnce  Way = "at_once"
)

// Ways are all ways in the order in which they are offered.
func Ways() []Way { return []Way{NextRun, OnDate, Held, AtOnce} }

// Name is the way's name in the configuration.
func (w Way) Name() string { return string(w) }

// ParseWay is the way with a name in the configuration.
func ParseWay(name string) (way Way, known bool) { return named(Ways(), name) }

// Way is the way in which the payment settles.
func (s Settlement) Way() Way {
	switch {
	case s.Status == gateway.SettleSuspended:
		return Held
	case s.Status == gateway.SettleOverride:
		return AtOnce
	case s.DueDate != "":
		return OnDate
	default:
		return NextRun
	}
}

// On is a settlement on a day.
func On(day time.Time) Settlement { return Settlement{DueDate: day.Format(time.DateOnly)} }

// Hold is a settlement that waits for a release.
func Hold() Settlement { return Settlement{Status: gateway.SettleSuspended} }

// Unchecked is a settlement without the gateway's checks.
func Unchecked() Settlement { return Settlement{Status: gateway.SettleOverride} }

// LastDay is the last day on which a payment of a kind that is taken now can settle, by
// the gateway's days, which are those of UTC.
func (k Kind) LastDay(now time.Time) time.Time {
	year, month, day := now.UTC().AddDate(0, 0, k.Method().SettleDays()).Date()
	return time.Date(year, month, day, 0, 0, 0, 0, time.UTC)
}

// String says when it settles: "settles on 7 December 2026", "held until it is
// released".
func (s Settlement) String() string {
	day := ""
	if due, err := time.Parse(time.DateOnly, s.DueDate); err == nil {
		day = due.Format("2 January 2006")
	}
	switch way := s.Way(); {
	case way == Held && day != "":
		return "held until it is released, then settles on " + day
	case way == Held:
		return "held until it is released"
	case way == AtOnce && day != "":
		return "settles on " + day + ", without the gateway's checks"
	case way == AtOnce:
		return "settles in the next run, without the gateway's checks"
	case day != "":
		return "settles on " + day
	default:
		return "settles in the next run"
	}
}
