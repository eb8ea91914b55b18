package record

import (
	"slices"
	"strings"
	"time"

	"motoconsole/gateway"
	"motoconsole/internal/ink"
	"motoconsole/internal/payment"
	"motoconsole/internal/statement"
	"motoconsole/ui/kit"
	"motoconsole/ui/kit/draw"
	"motoconsole/ui/kit/theme"
)

// sayFor is how long after a payment its page has what to say.
const sayFor = 24 * time.Hour

// say is what the agent says of the outcome and does next, as the page of the result had it:
// the agent may have left that page, or another agent took the payment.
func (s *view) say(width int) (part section) {
	v, ok := s.spoken()
	sentence := s.shell.Say(v.Say)
	if !ok || sentence == "" {
		return part
	}
	part.title, part.focused = "Say", true
	for _, line := range ink.Wrap(sentence, min(width, draw.Saying)) {
		part.rows = append(part.rows, s.shell.Theme.Strong.Render(line))
	}
	part.rows = append(part.rows, s.shell.MeaningRows(v, width)...)
	if v.Tone() == theme.OK { // and the sentence asks for a detail
		part.rows = append(part.rows, s.shell.UnmatchedRows(s.record.Checks(), strings.ToLower(statement.What(s.record)), min(width, draw.Reading))...)
	}
	return part
}

// spoken is the outcome in words: that of the attempt that the page was opened for, if it is
// the newest on this record, or else that of the record. It reports false where there is
// nothing to say: before the record is known, of what has been given back or changed since,
// and a day later, when the caller has long been told and "later today" has passed.
func (s *view) spoken() (v kit.Verdict, ok bool) {
	r, acts, now := s.record, s.seen.Acts, s.shell.Now()
	if r.RequestType == "" {
		return v, false
	}
	if s.attempt != "" && len(acts) > 0 && acts[0].ID == s.attempt {
		return kit.VerdictOf(acts[0], now), true
	}
	changed := len(s.children) > 0 || slices.ContainsFunc(acts, func(a payment.Attempt) bool { return !kit.NothingDone(a.Outcome) })
	at, _ := r.StartedAt()
	switch outcome := r.Outcome(); {
	case outcome == gateway.OutcomeUnknown:
	case now.Sub(at) > sayFor:
		return v, false
	case outcome != gateway.OutcomeApproved && outcome != gateway.OutcomeHeld:
	case changed, statement.FlowOf(r) == statement.Out: // of what goes out the caller was told when it was sent
		return v, false
	}
	v, ok = kit.VerdictOfRecord(r, s.seen.Made, now, s.shell.Console.Currencies()...)
	v.Means = strings.TrimSuffix(v.Means, " "+statement.HeldWords(r))           // the money says until when
	if changed || v.Tone() == theme.OK && statement.FlowOf(r) == statement.In { // it was not "straight away", or the money says what settles
		v.Means = ""
	}
	return v, ok
}
