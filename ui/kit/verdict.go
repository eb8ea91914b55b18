package kit

import (
	"cmp"
	"fmt"
	"strings"
	"time"

	"motoconsole/gateway"
	"motoconsole/internal/ink"
	"motoconsole/internal/payment"
	"motoconsole/internal/payment/option"
	"motoconsole/internal/payment/takings"
	"motoconsole/internal/payment/terms"
	"motoconsole/internal/script"
	"motoconsole/internal/statement"
	"motoconsole/ui/kit/draw"
)

// AlarmWord is an alarm in one line. The payment's page and the list have the rest.
const AlarmWord = "Alarm: tell a supervisor before you charge again"

// Verdict is an outcome in words: the word of the bar, what it means, and what the
// agent can say to the caller.
type Verdict struct {
	Symbol, Word string
	bar          func(Theme) ink.Surface
	Text         func(Theme) ink.Style
	Means        string
	// Reason is what the bank's code says beside that; "" for nothing, and where only those
	// may know who have the right.
	Reason string
	Say    script.Say
	// Not is what must not be said, Next what the agent does next, and Again whether the
	// same card may be tried again; each is "" where there is no rule.
	Not, Next, Again string
	// Retry says that the same card may be tried again at once, or after a check.
	Retry bool
	// Part says that the bank approved less than the amount.
	Part bool
}

// WordOf is the outcome's symbol, word and colour at a moment, for the list on home.
func WordOf(a payment.Attempt, now time.Time) Verdict {
	return WordOfOperation(option.KindOf(a.Operation), a, now)
}

// WordOfOperation is WordOf for a known operation.
func WordOfOperation(kind option.Kind, a payment.Attempt, now time.Time) Verdict {
	return WordOn(gateway.Record{}, kind, a, now)
}

// WordOn is WordOfOperation for an operation on a known record.
func WordOn(r gateway.Record, kind option.Kind, a payment.Attempt, now time.Time) Verdict {
	if a.State == payment.Recording || a.State == payment.Sending {
		return Verdict{Symbol: "…", Word: "ON ITS WAY", Text: warnText}
	}
	return VerdictOn(r, kind, a, now)
}

// VerdictOf puts a finished attempt of any operation into words.
func VerdictOf(a payment.Attempt, now time.Time) Verdict {
	return VerdictOfOperation(option.KindOf(a.Operation), a, now)
}

// VerdictOfPayment puts a finished payment of any kind into words. The moment decides
// whether the day on which a pre-authorisation settles has come.
func VerdictOfPayment(a payment.Attempt, now time.Time) Verdict {
	v := wordsOfPayment(a)
	if v.Part {
		return v
	}
	v = v.ofKind(a, now)
	if NotMatched(a) {
		v.Say.Line = script.AskingDetail(v.Say.Line)
	}
	return v
}

// NotMatched reports a payment that went through, or a card check, with a detail that the
// bank did not match: the call is not over yet.
func NotMatched(a payment.Attempt) bool {
	wrong, _ := script.OfChecks(a.Result.Record.Checks(), gateway.CheckNotMatched)
	return wrong != "" && a.IsCharge() && (a.Outcome == gateway.OutcomeApproved || takings.IsReserved(a))
}

// wordsOfPayment are the words of an ordinary payment.
func wordsOfPayment(a payment.Attempt) Verdict {
	ruling := script.For(caseOf(a))
	v := Verdict{Means: ruling.Means, Say: Speak(ruling.Say, a), Not: ruling.Not, Next: ruling.Next, Again: ruling.Again, Retry: ruling.Retry, Part: ruling.Part}
	switch {
	case !v.Part:
	case a.Outcome == gateway.OutcomeHeld:
		v.Symbol, v.Word, v.bar, v.Text = "!", "PART HELD", amber, warnText
		return v
	default:
		v.Symbol, v.Word, v.bar, v.Text = "!", "ONLY A PART", amber, warnText
		return v
	}
	switch a.Outcome {
	case gateway.OutcomeApproved:
		v.Symbol, v.Word, v.bar, v.Text = "✔", "APPROVED", green, goodText
	case gateway.OutcomeHeld:
		v.Symbol, v.Word, v.bar, v.Text = "!", "HELD", amber, warnText
		v.Means += " " + heldWords(a)
	case gateway.OutcomeCancelled:
		v.Symbol, v.Word, v.bar, v.Text = "✖", "CANCELLED", red, badText
	case gateway.OutcomeDeclined:
		v.Symbol, v.Word, v.bar, v.Text = "✖", "DECLINED", red, badText
	case gateway.OutcomeRejected:
		v.Symbol, v.Word, v.bar, v.Text = "✖", "NOT ACCEPTED", red, badText
	case gateway.OutcomeNotSent:
		v.Symbol, v.Word, v.bar, v.Text = "✖", "NOT SENT", red, badText
		if a.CalledNotMade() {
			v.Word = "NOT TAKEN"
		}
	default:
		v.Symbol, v.Word, v.bar, v.Text = "?", "UNKNOWN", amber, warnText
		v.Means = "We do not know yet whether this payment was taken. " + NotOnAnyCard() + " moto tells you as soon as it knows, whatever screen you are on."
	}
	v.Reason = ruling.Reason
	return v
}

// Rules are what the agent does after a refusal, and what not; what must not be said only
// where there is room for it, or where the outcome reads like more than it is.
func (v Verdict) Rules(width int) (facts Facts) {
	facts.Add("Next", v.Next)
	facts.Add("This card again", Capital(v.Again))
	if width >= draw.Reading || v.Part {
		facts.Add("Do not say", v.Not)
	}
	return facts
}

// caseOf is what an attempt tells of a payment.
func caseOf(a payment.Attempt) script.Case {
	r := a.Result.Record
	return script.Case{
		Outcome: a.Outcome, ErrorCode: a.Result.Code.Code, Brand: gateway.Brand(cmp.Or(r.PaymentType, string(a.Charge.Brand))),
		BankCode: r.AcquirerResponseCode, Advice: r.Advice(),
		Fields:  len(a.Fields) > 0,
		AsAsked: a.Charge.Kind == terms.Payment && a.Charge.Settlement.Way() == terms.Held, CalledNotMade: a.CalledNotMade(), GaveWay: gaveWay(a),
	}
}

// Speak is a line about an attempt.
func Speak(line script.Name, a payment.Attempt) script.Say {
	v := ValuesOf(a.Charge)
	if line == script.GaveWayUnknown || line == script.GaveWayMade || line == script.GaveWayNotMade {
		v.Done = "taken"
	}
	return script.Say{Line: line, With: v}
}

// ValuesOf are the values of a charge in lines to say.
func ValuesOf(c payment.Charge) script.Values {
	v := script.Values{Amount: c.Amount.String(), Order: gateway.Clean(c.OrderReference, 64), Day: strings.TrimSpace(TakenOn(c))}
	v.Card = CardName(c)
	if c.Last4 != "" {
		v.Last4, v.Brand = c.Last4, c.Brand.Name()
	}
	if c.Kind.TakesMoney() {
		v.Words = AmountInWords(c.Amount)
	}
	return v
}

// gaveWay is the line of an attempt that gave way to an earlier one, "" for any other
// attempt. It must not say that nothing has changed.
func gaveWay(a payment.Attempt) script.Name {
	switch a.GaveWay() {
	case payment.SameUnknown:
		return script.GaveWayUnknown
	case payment.SameMade:
		return script.GaveWayMade
	case payment.SameNotMade:
		return script.GaveWayNotMade
	default:
		return ""
	}
}

// heldWords say when the gateway cancels a held payment. Without its record moto cannot
// tell whether it is a pre-authorisation.
func heldWords(a payment.Attempt) string {
	if a.Result.Record.TransactionStarted == "" {
		return statement.HeldEnd(time.Time{})
	}
	return statement.HeldWords(a.Result.Record)
}

// The labels of Why that Reason words in a way of their own.
const (
	toCorrect = "Correct"
	problemIs = "Problem"
	toDo      = "Do"
)

// Why says why an attempt ended as it did; empty if there is nothing to add.
func Why(a payment.Attempt, label func(field string) string) (facts Facts) {
	if len(a.Fields) > 0 {
		names := make([]string, 0, len(a.Fields))
		for _, f := range a.Fields[:min(len(a.Fields), 4)] {
			names = append(names, label(f))
		}
		facts.Add(toCorrect, strings.Join(names, ", "))
	}
	facts.Add(problemIs, Capital(a.Problem))
	code := a.Result.Code
	if code.Code == "" || code.Code == gateway.CodeFine {
		return facts
	}
	text := a.Result.Record.ErrorMessage
	if text == "" {
		text = code.Message
	}
	facts.Add(answered(code), fmt.Sprintf("“%s” (code %s)", gateway.Clean(text, 80), code.Code))
	// If the card was refused or the outcome is unknown, the page itself says what to do.
	// For the rest the table has advice.
	if a.Outcome == gateway.OutcomeRejected && len(a.Fields) == 0 {
		facts.Add(toDo, code.Action)
	}
	return facts
}

// answered says whose answer a code is.
func answered(code gateway.CodeInfo) string {
	if code.FromBank() {
		return "Bank’s answer"
	}
	return "Gateway’s answer"
}

// Reason is Why in sentences.
func Reason(a payment.Attempt, label func(field string) string) string {
	var parts []string
	for _, f := range Why(a, label) {
		switch f[0] {
		case problemIs, toDo:
			parts = append(parts, statement.Sentence(f[1]))
		case toCorrect:
			parts = append(parts, f[0]+": "+f[1]+".")
		default:
			parts = append(parts, f[0]+" "+f[1]+".")
		}
	}
	return strings.Join(parts, " ")
}
