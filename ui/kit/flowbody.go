package kit

import (
	"fmt"
	"time"

	"motoconsole/gateway"
	"motoconsole/internal/ink"
	"motoconsole/internal/payment"
	"motoconsole/internal/payment/terms"
	"motoconsole/ui/kit/draw"
	"motoconsole/ui/kit/theme"
)

// BarOf is the bar of an attempt: outcome, amount, card, order, and a note.
func BarOf(a payment.Attempt, v Verdict, note string) draw.Verdict {
	bar := draw.Verdict{Tone: v.Tone(), Symbol: v.Symbol, Word: v.Word, Amount: AmountOf(a.Charge), Card: CardName(a.Charge), Note: note}
	if a.Charge.OrderReference != "" {
		bar.Order = "order " + gateway.Clean(a.Charge.OrderReference, 64)
	}
	return bar
}

// BarRows adds a bar at the top of a body.
func (f *Flow) BarRows(b *draw.Body, bar draw.Verdict) {
	b.Edge(bar.Draw(b.Theme, b.Width, draw.IsBig(b.Width, b.Height+3))...)
}

// SayRows are what to say below a bar. On a small screen the bar's lower edge is the
// free row above them.
func SayRows(b *draw.Body, say string, width int) []string {
	rows := draw.Say(b.Theme, say, width)
	if b.Width < draw.Cosy {
		return rows[1:]
	}
	return rows
}

// SendingBody says that the request is on its way. Its bar stands where the outcome
// will stand, and only the seconds change.
func (f *Flow) SendingBody(b *draw.Body, bar draw.Verdict, a payment.Attempt, say, about string) {
	f.BarRows(b, bar)
	b.Add(SayRows(b, say, b.Room())...)
	b.Gap()
	waited := max(0, int(f.Shell.Now().Sub(a.Began).Seconds()))
	b.Add(draw.Progress(b.Theme, []draw.Step{
		{Done: true, Word: "Handed over", When: a.Began.Local().Format("15:04:05")},
		{Word: "Bank’s answer", When: fmt.Sprintf("waiting %d s", waited)},
	})...)
	b.Gap()
	b.Add(ink.Wrap(about, min(b.Room(), draw.Reading))...)
}

// ResultNote is the note in the bar of an outcome.
func ResultNote(a payment.Attempt) string {
	switch kind := a.Charge.Kind; {
	case !kind.TakesMoney() && a.Outcome == gateway.OutcomeApproved:
		return "no money was taken"
	case !kind.TakesMoney() && a.Outcome == gateway.OutcomeUnknown:
		return "no money can have moved"
	case !kind.TakesMoney():
		return "nothing was taken"
	case kind == terms.Preauthorisation && (a.Outcome == gateway.OutcomeApproved || a.Outcome == gateway.OutcomeHeld):
		return "last day " + LastDay(a)
	}
	switch a.Outcome {
	case gateway.OutcomeApproved:
		return AmountInWords(a.Charge.Amount)
	case gateway.OutcomeHeld:
		return "no money moves yet"
	case gateway.OutcomeCancelled:
		return "no money moves"
	case gateway.OutcomeDeclined:
		return "nothing was taken"
	case gateway.OutcomeRejected, gateway.OutcomeNotSent:
		return "the card was not charged"
	default:
		return "do not take it again"
	}
}

// Facts is a list of labels and values that a page draws with [Shell.FactRows].
type Facts [][2]string

// Add adds a fact if there is one.
func (f *Facts) Add(label, value string) {
	if value != "" {
		*f = append(*f, [2]string{label, value})
	}
}

// FactRows draws facts one below the other. A long value is wrapped, never cut.
func (s Shell) FactRows(facts Facts, width int) (rows []string) {
	column := 0
	for _, fact := range facts {
		column = max(column, ink.Width(fact[0])+2)
	}
	column = min(column, width/2)
	for _, fact := range facts {
		label := fact[0]
		for _, line := range ink.Wrap(fact[1], min(width-column, draw.Reading)) {
			rows = append(rows, draw.Fact(s.Theme.Theme, label, line, column, width))
			label = ""
		}
	}
	return rows
}

// FoundFacts say how moto found the outcome.
func FoundFacts(a payment.Attempt) (facts Facts) {
	if a.Resolution != "" {
		facts.Add("Resolved", a.Ended.Local().Format("15:04:05")+", "+a.FoundOut())
	}
	return facts
}

// AlarmRows say what a supervisor must look at.
func (s Shell) AlarmRows(text string, width int) (rows []string) {
	if text == "" {
		return nil
	}
	for i, line := range ink.Wrap("! "+text, min(width, draw.Reading)) {
		if i == 0 {
			rows = append(rows, s.Theme.Mark(theme.Bad, "!", line[len("! "):]))
			continue
		}
		rows = append(rows, s.Theme.Bad.Render(line))
	}
	return rows
}

// DoubtRows say what moto does about an unknown outcome.
func (s Shell) DoubtRows(a payment.Attempt, width int) []string {
	now := s.Now()
	next := "now"
	if wait := a.NextCheck.Sub(now); wait > time.Second {
		next = fmt.Sprintf("in %d s", int(wait.Seconds()))
	}
	asked := "not yet"
	if a.Checks > 0 {
		asked = CountOf(a.Checks, "time") + ": still unknown"
	}
	events := []draw.Event{
		{Done: true, When: a.Began.Local().Format("15:04:05"), Word: "Sent", Text: "to the bank"},
		{Done: true, When: fmt.Sprintf("for %d s", max(0, int(now.Sub(a.Began).Seconds()))), Word: "Unknown", Text: "no clear answer"},
		{Done: a.Checks > 0, Word: "Checked", Text: asked},
		{When: next, Word: "Next check", Text: "then less and less often"},
	}
	return append([]string{s.Theme.Strong.Render("What moto is doing")}, draw.Timeline(s.Theme.Theme, events, width)...)
}
