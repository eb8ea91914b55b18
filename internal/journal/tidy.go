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

// The greatest lengths of texts. Longer ones are cut: no agent reads so much, and a
// hostile answer must not fill the disk.
const (
	MaxName = 200
	MaxText = 1000
)

// tidy is the text as the journal keeps it: cleaned, cut, and hidden if it may hold
// a card number.
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

// FitName is a name from the gateway, and FitText a text of moto's or a person's, as a
// journal keeps it. What is to become part of an entry later is kept elsewhere as this.
func FitName(name string) string {
	kept, _ := text{&name, MaxName, gateway.HoldsCardNumber}.tidy()
	return kept
}

// FitText is explained at FitName.
func FitText(prose string) string {
	kept, _ := text{&prose, MaxText, cardguard.InRecord}.tidy()
	return kept
}

// plain reports, for common texts, that Clean would leave the text unchanged. Each
// write calls it some twenty times.
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

// exactly are the texts that identify something and are useless when changed.
func (e *Entry) exactly() map[string]*string {
	return map[string]*string{
		"id": &e.ID, "sent reference": &e.SentReference, "parent": &e.Parent, "site": &e.Site,
		"settle status": &e.Target.SettleStatus, "due date": &e.Target.SettleDueDate, "new order reference": &e.Target.OrderReference,
	}
}

// mustKeepExactly refuses an entry whose identifying texts could not be kept
// unchanged.
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

// tidyUp makes all the entry's texts and times fit to keep. Unchanged texts stay as
// they are: the attempt is found by them.
func (e *Entry) tidyUp(before *Entry) {
	e.tidyTexts(before)
	for _, at := range []*time.Time{
		&e.IntentAt, &e.AnsweredAt, &e.ResolvedAt, &e.LastCheckAt, &e.FirstEmptyAt, &e.NextCheckAt, &e.AcknowledgedAt,
		&e.SendBy, &e.FirstEmptyHere, &e.Consent.At,
	} {
		*at = asKept(*at)
	}
	for _, r := range []*clock.Reading{&e.SendBySteady, &e.FirstEmptySteady} {
		r.At = r.At.Truncate(time.Millisecond)
	}
}

// asKept is a time as a journal keeps it: in UTC, in nanoseconds since 1970.
func asKept(t time.Time) time.Time {
	if n := t.UnixNano(); !t.IsZero() && n != 0 {
		return time.Unix(0, n).UTC()
	}
	return time.Time{}
}

// text is one of an entry's texts, with its greatest length and the rule that
// recognises a card number in it.
type text struct {
	at    *string
	limit int
	looks func(string) bool
}

// texts are all the entry's texts, always in the same order. Names from the
// gateway, the system or the configuration are judged like the gateway's answers: a
// hidden name is lost, and some names consist of digits.
func (e *Entry) texts() []text {
	var all []text
	add := func(limit int, looks func(string) bool, texts ...*string) {
		for _, at := range texts {
			all = append(all, text{at, limit, looks})
		}
	}
	add(MaxName, gateway.HoldsCardNumber,
		&e.ID, &e.Host, &e.SendBySteady.Boot, &e.FirstEmptySteady.Boot,
		&e.TransactionReference, &e.RequestReference, &e.AuthCode, &e.ErrorCode, &e.SettleStatus, &e.AdviceCode, &e.BankCode,
		&e.Site, &e.Parent, &e.CurrentReference, &e.EvidenceReference, &e.Before.SettleStatus, &e.Before.SettleDueDate, &e.Before.OrderReference)
	add(MaxName, cardguard.InRecord,
		&e.SentReference, &e.OwnReference, &e.Brand, &e.Agent, &e.Resolution, &e.ResolvedBy, &e.AcknowledgedBy,
		&e.Target.SettleStatus, &e.Target.SettleDueDate, &e.Target.OrderReference,
		(*string)(&e.Operation), (*string)(&e.State), (*string)(&e.GaveWay), (*string)(&e.EvidenceKind),
		&e.AuthMethod, &e.Initiation, &e.Consent.Wording, &e.Consent.Purpose)
	add(MaxText, cardguard.InRecord, &e.Problem, &e.Reason, &e.Alarm, &e.OverrideReason, &e.Evidence)
	return all
}

// tidyTexts makes all the entry's texts fit to keep and show.
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

// FitToShow makes the texts of an entry that was read fit to show. It uses the rule
// under which every journal was written: an older moto may have accepted a
// reference that is refused today, and the attempt must still be found by it.
func (e *Entry) FitToShow() {
	for _, t := range e.texts() {
		t.looks = gateway.HoldsCardNumber
		e.keep(t)
	}
	e.onlyEnds()
}

// onlyEnds drops more than the two ends of a card number.
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

// digits reports whether text is at most n digits and nothing else, so that the
// fields for the first six and last four digits cannot hold more of a card.
func digits(text string, n int) bool {
	return len(text) <= n && strings.Trim(text, "0123456789") == ""
}
