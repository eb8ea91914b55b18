package kit

import (
	"fmt"
	"strings"
	"time"

	"motoconsole/gateway"
	"motoconsole/internal/ink"
	"motoconsole/internal/payment"
	"motoconsole/internal/payment/option"
	"motoconsole/internal/payment/takings"
	"motoconsole/internal/statement"
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
	Say          string
}

// WordOf is the outcome's symbol, word and colour at a moment, for the list on home.
func WordOf(a payment.Attempt, now time.Time) Verdict {
	return WordOfOperation(option.KindOf(a.Operation), a, now)
}

// WordOfOperation is WordOf for a known operation.
func WordOfOperation(kind option.Kind, a payment.Attempt, now time.Time) Verdict {
	if a.State == payment.Recording || a.State == payment.Sending {
		return Verdict{Symbol: "…", Word: "ON ITS WAY", Text: warnText}
	}
	return VerdictOfOperation(kind, a, now)
}

// VerdictOf puts a finished attempt of any operation into words.
func VerdictOf(a payment.Attempt, now time.Time) Verdict {
	return VerdictOfOperation(option.KindOf(a.Operation), a, now)
}

// VerdictOfPayment puts a finished payment of any kind into words. The moment decides
// whether the day on which a pre-authorisation settles has come.
func VerdictOfPayment(a payment.Attempt, now time.Time) Verdict {
	v := wordsOfPayment(a).ofKind(a, now)
	if len(NotMatched(a)) > 0 && a.Charge.Kind.TakesMoney() { // the call is not over yet
		v.Say = strings.TrimSuffix(v.Say, "”") + " May I check one detail with you?”"
	}
	return v
}

// NotMatched names what the bank did not match of a payment that went through, or of a card
// check.
func NotMatched(a payment.Attempt) (names []string) {
	if !a.IsCharge() || a.Outcome != gateway.OutcomeApproved && !takings.IsReserved(a) {
		return nil
	}
	checks := a.Result.Record.Checks()
	for _, c := range []struct {
		name   string
		result gateway.CheckResult
	}{{"address", checks.Address}, {"postcode", checks.Postcode}, {"security code", checks.SecurityCode}} {
		if c.result == gateway.CheckNotMatched {
			names = append(names, c.name)
		}
	}
	return names
}

// wordsOfPayment are the words of an ordinary payment.
func wordsOfPayment(a payment.Attempt) Verdict {
	amount := a.Charge.Amount.String()
	switch a.Outcome {
	case gateway.OutcomeApproved:
		return Verdict{
			"✔", "APPROVED", green, goodText,
			"",
			"“That has gone through, thank you: " + amount + ".”",
		}
	case gateway.OutcomeHeld:
		return Verdict{
			"!", "HELD", amber, warnText,
			"The bank approved it, but it is held: tell a supervisor. No money moves until it is released. " + heldWords(a),
			"“The payment needs a check at our end. You will not be charged until that is done.”",
		}
	case gateway.OutcomeCancelled:
		return Verdict{
			"✖", "CANCELLED", red, badText,
			"The bank approved it and it was cancelled straight away: no money moves. Take it again only if the caller agrees.",
			"“The payment was cancelled. You have not been charged.”",
		}
	case gateway.OutcomeDeclined:
		if a.Result.Code.Money == gateway.MoneyUnknown { // the code was a fault of the bank, and the record tells its end
			return Verdict{
				"✖", "DECLINED", red, badText,
				"There was a fault at the bank, and we have since found that it took nothing: no money moves.",
				"“I have checked: nothing was taken. There was a fault at the bank. Shall we try again?”",
			}
		}
		return Verdict{
			"✖", "DECLINED", red, badText,
			"The bank refused the payment: no money moves.",
			"“The bank has not accepted this card. Do you have another one?”",
		}
	case gateway.OutcomeRejected:
		if len(a.Fields) == 0 { // the set-up is at fault, not the caller's details
			return Verdict{
				"✖", "NOT ACCEPTED", red, badText,
				"The gateway refused the request: the card was not charged. Tell a supervisor.",
				"“I cannot take payments at the moment. You have not been charged.”",
			}
		}
		return Verdict{
			"✖", "NOT ACCEPTED", red, badText,
			"The gateway refused the request: the card was not charged.",
			"“Let me check one of the details with you.”",
		}
	case gateway.OutcomeNotSent:
		if a.CalledNotMade() {
			return Verdict{
				"✖", "NOT TAKEN", red, badText,
				"The answer was lost, and we have since found that the bank did not take this payment. The card was not charged. moto keeps checking for a day and raises an alarm if that changes.",
				"“I have checked: that payment did not go through, and you have not been charged.”",
			}
		}
		if say := gaveWay(a, "taken"); say != "" {
			return Verdict{"✖", "NOT SENT", red, badText, "Nothing was sent: this payment gave way to an earlier one.", say}
		}
		return Verdict{
			"✖", "NOT SENT", red, badText,
			"Nothing was sent: the card was not charged.",
			"“One moment, please: it did not go through. You have not been charged.”",
		}
	default:
		return Verdict{
			"?", "UNKNOWN", amber, warnText,
			"We do not know yet whether this payment was taken. " + NotOnAnyCard() + " moto tells you as soon as it knows, whatever screen you are on.",
			"“The bank’s answer was lost. I am checking it now; you will not be charged twice. May I call you back?”",
		}
	}
}

// gaveWay is what the agent says of an attempt that gave way to an earlier one, "" for
// any other attempt. It must not say that nothing has changed.
func gaveWay(a payment.Attempt, done string) string {
	switch a.GaveWay() {
	case payment.SameUnknown:
		return "“One moment please, I have not sent it: the same may have been " + done + " already. Let me check that first.”"
	case payment.SameMade:
		return "“I see that the same was " + done + " already, so I have not sent it once more. Let me look at that with you.”"
	case payment.SameNotMade:
		return "“One moment please, I have not sent it: it was tried before. Let me check that first.”"
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

// Why is why an attempt ended as it did, in words for the agent; empty if there is
// nothing to add.
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
