package flow

import (
	"fmt"

	"motoconsole/gateway"
	"motoconsole/internal/ink"
	"motoconsole/internal/payment"
	"motoconsole/internal/payment/takings"
	"motoconsole/internal/payment/terms"
	"motoconsole/ui/kit"
	"motoconsole/ui/kit/draw"
)

// BarOf is the bar of an attempt: outcome, amount, card, order, and a note.
func BarOf(a payment.Attempt, v kit.Verdict, note string) draw.OutcomeBar {
	bar := draw.OutcomeBar{Tone: v.Tone(), Symbol: v.Symbol, Word: v.Word, Amount: kit.AmountOfAttempt(a), Card: kit.CardName(a.Charge), Note: note}
	if v.Part {
		bar.Amount = "of " + bar.Amount
	}
	if a.Charge.OrderReference != "" {
		bar.Order = "order " + gateway.Clean(a.Charge.OrderReference, 64)
	}
	return bar
}

// BarRows adds a bar at the top of a body.
func (f *Flow) BarRows(b *draw.Body, bar draw.OutcomeBar) {
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
func (f *Flow) SendingBody(b *draw.Body, bar draw.OutcomeBar, a payment.Attempt, say, about string) {
	f.BarRows(b, bar)
	if say != "" { // otherwise no caller is on the line
		b.Add(SayRows(b, say, b.Room())...)
	}
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
	case takings.IsInPart(a):
		return "not all of it was approved"
	case !kind.TakesMoney() && a.Outcome == gateway.OutcomeApproved:
		return "no money was taken"
	case !kind.TakesMoney() && a.Outcome == gateway.OutcomeUnknown:
		return "no money can have moved"
	case !kind.TakesMoney():
		return "nothing was taken"
	case kind == terms.Preauthorisation && (a.Outcome == gateway.OutcomeApproved || a.Outcome == gateway.OutcomeHeld):
		return "last day " + kit.LastDay(a)
	case a.Outcome == gateway.OutcomeNotSent && a.CalledNotMade(): // which is no proof
		return "no trace of it was found"
	}
	switch a.Outcome {
	case gateway.OutcomeApproved:
		return kit.AmountInWords(a.Charge.Amount)
	case gateway.OutcomeHeld:
		return "no money moves yet"
	case gateway.OutcomeCancelled:
		return "no money moves"
	case gateway.OutcomeDeclined:
		return "nothing was taken"
	case gateway.OutcomeRejected, gateway.OutcomeNotSent:
		return "the card was not charged"
	default:
		return kit.NotAgain(true)
	}
}
