package journal

import (
	"fmt"
	"strings"
	"time"

	"motoconsole/gateway"
	"motoconsole/internal/clock"
)

// The longest texts kept. What is longer is cut: nobody reads it, and a
// hostile answer must not fill the disk.
const (
	maxName = 200
	maxText = 1000
)

// tidy is text as it may be kept: cleaned, cut, and hidden when it looks as if
// it held a card number.
func tidy(text string, limit int) (kept string, hidden bool) {
	if !plain(text, limit) {
		text = gateway.Clean(text, limit)
	}
	if gateway.HoldsCardNumber(text) {
		return Hidden, true
	}
	return text, false
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
func (e *Entry) exactly() map[string]string {
	return map[string]string{
		"id": e.ID, "sent reference": e.SentReference, "parent": e.Parent, "site": e.Site, "replaced attempt": e.Replaces,
		"settle status": e.Target.SettleStatus, "due date": e.Target.SettleDueDate, "new order reference": e.Target.OrderReference,
	}
}

// mustKeepExactly refuses an entry whose names could not be kept as they are.
func (e *Entry) mustKeepExactly() error {
	for what, text := range e.exactly() {
		kept, hidden := tidy(text, maxName)
		switch {
		case hidden:
			return fmt.Errorf("%s: %w", what, ErrCardNumber)
		case kept != text:
			return fmt.Errorf("%w: the %s is too long or has characters that do not print", ErrInvalid, what)
		}
	}
	return nil
}

// tidyUp makes all the entry's texts and times fit to be kept.
func (e *Entry) tidyUp() {
	e.tidyTexts()
	for _, at := range []*time.Time{
		&e.IntentAt, &e.AnsweredAt, &e.ResolvedAt, &e.LastCheckAt, &e.FirstEmptyAt, &e.NextCheckAt, &e.AcknowledgedAt,
		&e.SendBy, &e.FirstEmptyHere,
	} {
		*at = stampOf(*at).time()
	}
	for _, r := range []*clock.Reading{&e.SendBySteady, &e.FirstEmptySteady} {
		*r = readingOf(r.Boot, r.At.Milliseconds())
	}
}

// tidyTexts makes all the entry's texts fit to be kept and shown.
func (e *Entry) tidyTexts() {
	for _, text := range []*string{
		&e.ID, &e.SentReference, &e.OwnReference, &e.Parent, &e.Site, &e.Brand, &e.Agent, &e.Host,
		&e.TransactionReference, &e.RequestReference, &e.AuthCode, &e.ErrorCode, &e.SettleStatus, &e.AdviceCode,
		&e.Resolution, &e.ResolvedBy, &e.AcknowledgedBy, &e.Replaces,
		&e.Target.SettleStatus, &e.Target.SettleDueDate, &e.Target.OrderReference,
		&e.Before.SettleStatus, &e.Before.SettleDueDate, &e.Before.OrderReference,
		&e.SendBySteady.Boot, &e.FirstEmptySteady.Boot, &e.CurrentReference, &e.EvidenceReference,
	} {
		e.keep(text, maxName)
	}
	for _, text := range []*string{&e.Problem, &e.Reason, &e.Alarm, &e.OverrideReason, &e.Evidence} {
		e.keep(text, maxText)
	}
	for _, word := range []*string{(*string)(&e.Operation), (*string)(&e.State)} {
		e.keep(word, maxName)
	}
	if !digits(e.First6, 6) {
		e.First6 = ""
	}
	if !digits(e.Last4, 4) {
		e.Last4 = ""
	}
}

func (e *Entry) keep(text *string, limit int) {
	kept, hidden := tidy(*text, limit)
	*text = kept
	if hidden {
		e.HiddenFields++
	}
}

// digits reports whether text is at most n digits and nothing else, so that
// the fields for the first six and last four can hold no more of a card.
func digits(text string, n int) bool {
	return len(text) <= n && strings.Trim(text, "0123456789") == ""
}
