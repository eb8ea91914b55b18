package operate

import (
	"fmt"
	"strings"
	"time"

	"motoconsole/gateway"
	"motoconsole/internal/ink"
	"motoconsole/internal/payment"
	"motoconsole/internal/payment/option"
	"motoconsole/internal/statement"
	"motoconsole/ui/kit"
	"motoconsole/ui/kit/draw"
	"motoconsole/ui/kit/flow"
	"motoconsole/ui/kit/theme"
)

// resultPage shows the outcome, what to say, and the result.
func (s *Page) resultPage(width, height int) string {
	v, t := s.attempt, s.Shell.Theme
	told := v.Attempt
	told.Charge.Amount = s.amountNow()
	w := kit.VerdictOn(s.record, v.Kind, told, s.Shell.Now())
	b := draw.NewBody(t.Theme, width, height)
	bar := s.verdict(w.Tone(), w.Symbol, w.Word, kit.AmountOfAttempt(told))
	switch {
	case s.asksKept():
		bar.Amount = "to " + s.askedFor(v).String()
	case s.by():
		bar.Amount = "by " + bar.Amount
	}
	if v.Kind == option.Correct { // an amount would read as money that moved
		bar.Amount = ""
	}
	bar.Order = "order " + gateway.Clean(orderNow(v), 64)
	switch {
	case s.done() && s.stops():
		bar.Note = "nothing is paid"
	case s.done() && v.Kind == option.Cancel: // green with an amount in words is the shape of APPROVED
		bar.Note = "no money moves"
	case s.done() && s.asksKept():
		bar.Note = kit.AmountInWords(s.askedFor(v))
	case s.done() && s.movesMoney():
		bar.Note = kit.AmountInWords(told.Charge.Amount)
	case s.done() && v.Kind == option.Correct:
		bar.Note = "no money moved"
	case s.nothingDone() && v.Alarm == "" && !v.DoneAllTheSame && v.Resolution == "" && v.GaveWay() == payment.SameNone:
		bar.Note = s.notDone()
	case v.State == payment.InDoubt:
		bar.Note = s.notAgain()
	default:
	}
	b.Edge(bar.Draw(b.Theme, width, draw.IsBig(width, height+3))...)
	s.addPayout(b)
	say := s.Shell.Say(s.sorry(w.Say))
	if caller := s.caller(); s.done() && v.Kind != option.Repeat && caller != "" {
		say = "“" + gateway.Clean(caller, 300) + "”"
	}
	saying := func(width int) []string {
		if s.uncalled() {
			return nil
		}
		return draw.Say(b.Theme, say, width)
	}
	if width < draw.Wide {
		b.Add(s.sayBelowBar(b, say)...)
		b.Gap()
		b.Add(s.told(w, b.Room())...)
		b.Add(s.facts(b.Room())...)
		return b.String()
	}
	b.Add(draw.Level(b.Theme, b.Room(), func(width int, right bool) draw.Tier {
		if right && v.State == payment.InDoubt {
			inside := draw.Inside(width)
			rows := append([]string{""}, flow.EndRows(b.Theme, s.ends(), resultWide, inside)...)
			return draw.Tier{Panel: draw.Panel{Title: flow.EndsTitle, Rows: append(rows, s.facts(inside)...)}}
		}
		if right {
			return draw.Tier{Panel: draw.Panel{Title: "Afterwards", Rows: append([]string{""}, s.facts(draw.Inside(width))...)}}
		}
		return draw.Tier{Above: saying(width), Panel: draw.Panel{Title: "What it means", Rows: append([]string{""}, s.told(w, draw.Inside(width))...)}}
	})...)
	s.Shell.AddToday(b)
	return b.String()
}

// sayBelowBar are what to say below the bar, or below the strip of a payout; nothing where no
// caller is on the line.
func (s *Page) sayBelowBar(b *draw.Body, say string) []string {
	switch {
	case s.uncalled():
		return nil
	case s.option.Kind == option.Payout:
		return draw.Say(b.Theme, say, b.Room())
	default:
		return flow.SayRows(b, say, b.Room())
	}
}

// ends are the ways in which an unknown operation can end.
func (s *Page) ends() []flow.End {
	w := kit.WordingOn(s.record, s.attempt.Kind, s.attempt.Captures())
	not := flow.End{Tone: theme.Bad, Symbol: "✖", Word: "Not done", Says: "it does not show as done; you may " + s.again()}
	if s.attempt.Kind == option.Correct {
		not = flow.End{Tone: theme.Warn, Symbol: "!", Word: "Not confirmed", Says: "correct it once more: that does no harm"}
	}
	return []flow.End{
		{Tone: theme.OK, Symbol: "✔", Word: kit.Titled(w.Done), Says: "it went through; you will be told"},
		not,
		{Tone: theme.Warn, Symbol: "?", Word: "Still unknown", Says: "a supervisor finds out; " + s.notAgain()},
	}
}

// again is to do the operation once more, as the agent calls it, and notAgain is not to.
func (s *Page) again() string {
	if s.option.Kind == option.Repeat {
		return "take it again"
	}
	return "send it again"
}

func (s *Page) notAgain() string { return kit.NotAgain(s.option.Kind == option.Repeat) }

// told is the result in sentences.
func (s *Page) told(w kit.Verdict, width int) (rows []string) {
	v, t := s.attempt, s.Shell.Theme
	add := func(style ink.Style, text string) {
		for _, line := range ink.Wrap(text, min(width, draw.Reading)) {
			rows = append(rows, style.Render(line))
		}
	}
	if v.Note == "" || !s.nothingDone() { // the note says more
		add(t.Text, s.means(w))
	}
	if v.Note != "" {
		add(t.Text, gateway.Clean(v.Note, 400))
	} else if why := kit.Reason(v.Attempt, s.FieldLabel); why != "" {
		add(t.Text, gateway.Clean(why, 400))
	}
	if v.Changed && !v.NoteOfChange {
		which := s.noun()
		if s.anew() {
			which = "earlier " + which
		}
		add(t.Warn, "! The "+which+" has changed since you opened it.")
	}
	if s.possibleNow() {
		can, offers := Possible(v.After)
		if offers {
			can = "You can now: " + can
		}
		if can = statement.Sentence(can); !strings.Contains(gateway.Clean(v.Note, 400), can) {
			add(t.Text, can)
		}
	}
	if v.Alarm != "" {
		add(t.Bad, "! "+gateway.Clean(v.Alarm, 400))
	}
	return append(rows, "")
}

// possibleNow reports that the payment had changed, or that the gateway does not do
// this with it: the page then says what can be done.
func (s *Page) possibleNow() bool {
	v := s.attempt
	return v.Reread && v.State != payment.InDoubt && !s.anew() && (v.Changed || s.refusedAtAll())
}

// facts are the record that the operation made, or the present payment, with their
// references.
func (s *Page) facts(width int) (rows []string) {
	v := s.attempt
	fact := func(label, value string) {
		if value != "" {
			rows = append(rows, draw.Facts(s.Shell.Theme.Theme, label, value, resultWide, width)...)
		}
	}
	switch {
	case v.State == payment.InDoubt:
		now := s.Shell.Now()
		fact("Unknown for", fmt.Sprintf("%d s", max(0, int(now.Sub(v.Began).Seconds()))))
		next := "now"
		if wait := v.NextCheck.Sub(now); wait > time.Second {
			next = fmt.Sprintf("in %d s", int(wait.Seconds()))
		}
		fact("Next check", fmt.Sprintf("%s (%d so far)", next, v.Checks))
	case !v.Reread:
	case s.anew(): // the state of the earlier payment says nothing of the new one
		if r := s.made(); r.RequestType != "" {
			label := "The new payment now"
			if v.Kind == option.Payout {
				label = "The payout now"
			}
			fact(label, statement.Settlement(r, s.Shell.Now()))
		}
	default:
		s.factsNow(fact)
	}
	if v.Resolution != "" {
		fact("Resolved", v.Ended.Local().Format("15:04:05")+", "+v.FoundOut())
	}
	fact("Order reference", gateway.Clean(orderNow(v), 64))
	if ref := v.Result.Record.TransactionReference; ref != v.Parent {
		fact("Reference", gateway.Clean(ref, 64))
	}
	label := "Recorded as" // an update takes no order reference
	if v.Kind.MakesRecord() && v.Outcome != gateway.OutcomeNotSent {
		label = "Sent as"
	}
	fact(label, v.SentReference)
	return rows
}

// resultWide is the column of labels on a result.
const resultWide = 21

// factsNow adds the payment as read afterwards.
func (s *Page) factsNow(fact func(label, value string)) {
	v, r := s.attempt, s.attempt.After.Record.Cleaned()
	now := "The " + s.noun() + " now"
	if s.nothingDone() && v.After.LeftProblem != "" { // which is not all that the gateway knows
		now = "The gateway shows"
	}
	if ink.Width(now) > resultWide-2 {
		now = "Now"
	}
	fact(now, statement.Settlement(r, s.Shell.Now()))
	currencies := s.Shell.Console.Currencies()
	if s.done() && v.Kind == option.Raise {
		if settles, ok := statement.Settles(r, currencies...); ok {
			fact(statement.AmountLabel(r), settles.String())
		}
	}
	if asked, settles, ok := statement.Reduced(r, currencies...); ok {
		label := statement.AmountLabel(r)
		if kit.NothingTaken(r, s.Shell.Now()) {
			label = "Stays reserved"
		}
		fact(label, settles.String()+" of "+asked.String())
	}
	if back, ok := statement.ReturnedOf(r, v.After.Related, currencies...); ok {
		fact("Given back", back.String())
	}
	if v.After.LeftProblem == "" && !kit.NothingTaken(r, s.Shell.Now()) && r.Outcome() != gateway.OutcomeHeld && r.RequestType == gateway.TypeAuth {
		fact("Can be given back", leftWords(v.After.Left))
	}
}
