package record

import (
	"slices"
	"strings"
	"time"

	"motoconsole/gateway"
	"motoconsole/internal/ink"
	"motoconsole/internal/payment"
	"motoconsole/internal/payment/option"
	"motoconsole/internal/script"
	"motoconsole/internal/statement"
	"motoconsole/ui/kit"
	"motoconsole/ui/kit/draw"
	"motoconsole/ui/kit/theme"
)

// sayFor is how long after a payment its page has what to say of a refusal, and asks for a
// detail that did not match: the caller has long been told by then.
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
	if v.Tone() == theme.OK && v.Say.Line == script.AskingDetail(v.Say.Line) { // the sentence asks for a detail
		part.rows = append(part.rows, s.shell.UnmatchedRows(s.record.Checks(), strings.ToLower(statement.What(s.record)), min(width, draw.Reading))...)
	}
	return part
}

// spoken is the outcome in words: that of the attempt that the page was opened for, if it is
// the newest on this record, or else that of the record. What became of its money since
// goes before both: a caller who rings again hears what is true by now. It reports false
// where there is nothing to say: before the record is known, and a day after a refusal.
func (s *view) spoken() (v kit.Verdict, ok bool) {
	r, acts, now := s.record, s.seen.Acts, s.shell.Now()
	if r.RequestType == "" {
		return v, false
	}
	v, ok = kit.VerdictOfRecord(r, s.seen.Made, now, s.shell.Console.Currencies()...)
	stands, since := s.stands(v)
	if s.attempt != "" && len(acts) > 0 && acts[0].ID == s.attempt {
		act := kit.VerdictOn(r, option.KindOf(acts[0].Operation), acts[0], now)
		switch {
		case act.Say.Line != script.Done: // it was not done, or is not known
		case since:
			act.Say = stands
		case ok:
			act.Say = v.Say
		}
		return act, true
	}
	changed := len(s.children) > 0 || slices.ContainsFunc(acts, func(a payment.Attempt) bool { return !kit.NothingDone(a.Outcome) })
	at, _ := r.StartedAt()
	old, outcome := now.Sub(at) > sayFor, r.Outcome()
	if since && (changed || old || statement.FlowOf(r) == statement.Out) {
		return kit.Verdict{Say: stands}, true
	}
	if old && outcome != gateway.OutcomeUnknown && outcome != gateway.OutcomeHeld {
		return v, false
	}
	v.Means = strings.TrimSuffix(v.Means, " "+statement.HeldWords(r))           // the money says until when
	if changed || v.Tone() == theme.OK && statement.FlowOf(r) == statement.In { // it was not "straight away", or the money says what settles
		v.Means = ""
	}
	return v, ok
}

// stands is what became of the money of a record, whose verdict is v, until now. It reports
// false where the verdict says it.
func (s *view) stands(v kit.Verdict) (say script.Say, ok bool) {
	r, outcome, flow := s.record, s.record.Outcome(), statement.FlowOf(s.record)
	settles := statement.AwaitsSettlement(r)
	say.With = v.Say.With
	say.With.Noun, say.With.Day = statement.Noun(r), statement.Day(r.SettleDueDate, s.shell.Now())
	back, _ := statement.ReturnedOf(r, s.children, s.shell.Console.Currencies()...)
	sent, _ := back.Sent()
	switch {
	case flow != statement.In && flow != statement.Out, statement.KindOf(r) == statement.Raise, r.InPart(), v.Part:
	case outcome == gateway.OutcomeCancelled && flow == statement.Out:
		say.Line = script.Stopped
	case outcome == gateway.OutcomeCancelled:
		say.Line = script.Cancelled
	case outcome != gateway.OutcomeApproved:
	case flow == statement.Out && settles:
		say.Line = script.Leaves
	case flow == statement.Out:
		say.Line = script.HasLeft
	case len(s.seen.Unresolved) > 0, !back.Unsure.IsZero():
		say.Line = script.BackUnknown
	case !back.Held.IsZero():
		say.Line = script.OperationHeld
	case !sent.IsZero():
		say.With.Amount, say.Line = back.Coming.String(), script.GoingBack
		if back.Coming.IsZero() {
			say.With.Amount, say.Line = sent.String(), script.GoneBack
		}
	case kit.NothingTaken(r, s.shell.Now()): // it is still reserved
	case settles:
		say.Line = script.CapturedLater
	default:
		say.Line = script.Captured
	}
	return say, say.Line != ""
}
