package journal

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"motoconsole/gateway"
	"motoconsole/internal/cardguard"
	"motoconsole/internal/clock"
)

// The longest texts kept. Longer ones are cut: no agent reads so much, and a
// hostile answer must not fill the disk.
const (
	MaxName = 200
	MaxText = 1000
)

// tidy is text as it may be kept: cleaned, cut, and hidden when it looks as if
// it held a card number.
func (t text) tidy() (kept string, hidden bool) {
	kept = *t.at
	if !plain(kept, t.limit) {
		kept = gateway.Clean(kept, t.limit)
	}
	if t.looks(kept) {
		return Hidden, true
	}
	return kept, false
}

// plain reports whether Clean would leave the text as it is, for the texts
// that are common: it is asked some twenty times for each write.
func plain(text string, limit int) bool {
	if len(text) > limit {
		return false
	}
	for i := range len(text) {
		if text[i] < ' ' || text[i] > '~' {
			return false
		}
	}
	return true
}

// exactly are the texts that name something and are worthless when changed.
func (e *Entry) exactly() map[string]*string {
	return map[string]*string{
		"id": &e.ID, "sent reference": &e.SentReference, "parent": &e.Parent, "site": &e.Site, "replaced attempt": &e.Replaces,
		"settle status": &e.Target.SettleStatus, "due date": &e.Target.SettleDueDate, "new order reference": &e.Target.OrderReference,
	}
}

// mustKeepExactly refuses an entry whose names could not be kept as they are.
func (e *Entry) mustKeepExactly() error {
	all := e.texts()
	for what, at := range e.exactly() {
		t := all[slices.IndexFunc(all, func(t text) bool { return t.at == at })]
		kept, hidden := t.tidy()
		switch {
		case hidden:
			return fmt.Errorf("%s: %w", what, ErrCardNumber)
		case kept != *at:
			return fmt.Errorf("%w: the %s is too long or has characters that do not print", ErrInvalid, what)
		}
	}
	return nil
}

// tidyUp makes all the entry's texts and times fit to be kept. Texts that are as
// they were before stay: they are what the attempt is found by.
func (e *Entry) tidyUp(before *Entry) {
	e.tidyTexts(before)
	for _, at := range []*time.Time{
		&e.IntentAt, &e.AnsweredAt, &e.ResolvedAt, &e.LastCheckAt, &e.FirstEmptyAt, &e.NextCheckAt, &e.AcknowledgedAt,
		&e.SendBy, &e.FirstEmptyHere,
	} {
		*at = asKept(*at)
	}
	for _, r := range []*clock.Reading{&e.SendBySteady, &e.FirstEmptySteady} {
		r.At = r.At.Truncate(time.Millisecond)
	}
}

// asKept is a time as a journal keeps it: in UTC, by the nanosecond since 1970.
func asKept(t time.Time) time.Time {
	if n := t.UnixNano(); !t.IsZero() && n != 0 {
		return time.Unix(0, n).UTC()
	}
	return time.Time{}
}

// text is one of an entry's texts, with the longest it may be and with the rule
// by which it looks like a card number.
type text struct {
	at    *string
	limit int
	looks func(string) bool
}

// texts are all the entry's texts, always in the same order. What the gateway,
// the system or the configuration names is judged as the gateway's answers are: a
// name that is hidden is lost, and some are made of digits.
func (e *Entry) texts() []text {
	var all []text
	add := func(limit int, looks func(string) bool, texts ...*string) {
		for _, at := range texts {
			all = append(all, text{at, limit, looks})
		}
	}
	add(MaxName, gateway.HoldsCardNumber,
		&e.ID, &e.Host, &e.SendBySteady.Boot, &e.FirstEmptySteady.Boot, &e.Replaces,
		&e.TransactionReference, &e.RequestReference, &e.AuthCode, &e.ErrorCode, &e.SettleStatus, &e.AdviceCode,
		&e.Site, &e.Parent, &e.CurrentReference, &e.EvidenceReference, &e.Before.SettleStatus, &e.Before.SettleDueDate, &e.Before.OrderReference)
	add(MaxName, cardguard.InRecord,
		&e.SentReference, &e.OwnReference, &e.Brand, &e.Agent, &e.Resolution, &e.ResolvedBy, &e.AcknowledgedBy,
		&e.Target.SettleStatus, &e.Target.SettleDueDate, &e.Target.OrderReference,
		(*string)(&e.Operation), (*string)(&e.State), (*string)(&e.GaveWay), (*string)(&e.EvidenceKind))
	add(MaxText, cardguard.InRecord, &e.Problem, &e.Reason, &e.Alarm, &e.OverrideReason, &e.Evidence)
	return all
}

// tidyTexts makes all the entry's texts fit to be kept and shown.
func (e *Entry) tidyTexts(before *Entry) {
	var old []text
	if before != nil {
		old = before.texts()
	}
	for i, t := range e.texts() {
		if before == nil || *t.at != *old[i].at {
			e.keep(t)
		}
	}
	e.onlyEnds()
}

// FitToShow makes the texts of an entry that was read fit to be shown. They are
// judged by the rule that every journal was written under, because an older moto
// may have taken a reference that is refused today, and the attempt has to be
// found by it.
func (e *Entry) FitToShow() {
	for _, t := range e.texts() {
		t.looks = gateway.HoldsCardNumber
		e.keep(t)
	}
	e.onlyEnds()
}

// onlyEnds drops what is more than the ends of a card number.
func (e *Entry) onlyEnds() {
	if !digits(e.First6, 6) {
		e.First6 = ""
	}
	if !digits(e.Last4, 4) {
		e.Last4 = ""
	}
}

func (e *Entry) keep(t text) {
	kept, hidden := t.tidy()
	*t.at = kept
	if hidden {
		e.HiddenFields++
	}
}

// digits reports whether text is at most n digits and nothing else, so that
// the fields for the first six and last four can hold no more of a card.
func digits(text string, n int) bool {
	return len(text) <= n && strings.Trim(text, "0123456789") == ""
}
