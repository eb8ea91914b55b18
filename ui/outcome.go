package ui

import (
	"fmt"
	"strings"
	"time"

	"charm.land/lipgloss/v2"

	"motoconsole/gateway"
	"motoconsole/internal/payment"
	"motoconsole/internal/payment/option"
	"motoconsole/internal/statement"
)

// verdict is how an outcome reads: the status line, what it means, and what
// the agent can say to the caller.
type verdict struct {
	symbol, word string
	bar, text    func(theme) lipgloss.Style
	means        string
	say          string
}

func green(t theme) lipgloss.Style    { return t.goodBar }
func red(t theme) lipgloss.Style      { return t.badBar }
func amber(t theme) lipgloss.Style    { return t.warnBar }
func goodText(t theme) lipgloss.Style { return t.good }
func badText(t theme) lipgloss.Style  { return t.bad }
func warnText(t theme) lipgloss.Style { return t.warn }

// wordOf is the outcome's symbol, word and colour, for the list on home.
func wordOf(a payment.Attempt) verdict { return wordOfMove(payment.MoveOf(a), a) }

func wordOfMove(m option.Move, a payment.Attempt) verdict {
	if a.State == payment.Recording || a.State == payment.Sending {
		return verdict{symbol: "…", word: "ON ITS WAY", text: warnText}
	}
	return verdictOfMove(m, a)
}

// verdictOf puts a finished attempt into words, whatever it was.
func verdictOf(a payment.Attempt) verdict { return verdictOfMove(payment.MoveOf(a), a) }

// verdictOfPayment puts a finished payment into words.
func verdictOfPayment(a payment.Attempt) verdict {
	amount := a.Charge.Amount.String()
	switch a.Outcome {
	case gateway.Approved:
		return verdict{
			"✔", "APPROVED", green, goodText,
			amount + " is authorised.",
			"“That has gone through, thank you: " + amount + ".”",
		}
	case gateway.Held:
		return verdict{
			"!", "HELD", amber, warnText,
			"The gateway's checks hold it until a supervisor releases it. " + heldWords(a),
			"“The payment needs a check on our side. You are not charged until that is done.”",
		}
	case gateway.Cancelled:
		return verdict{
			"✖", "CANCELLED", red, badText,
			"The bank authorised it and it was cancelled at once: no money moves.",
			"“The payment was cancelled. You have not been charged.”",
		}
	case gateway.Declined:
		return verdict{
			"✖", "DECLINED", red, badText,
			"The payment was refused: no money moves.",
			"“The bank has not accepted this card. Do you have another one?”",
		}
	case gateway.Rejected:
		if len(a.Fields) == 0 { // the set-up is at fault, not what the caller said
			return verdict{
				"✖", "NOT ACCEPTED", red, badText,
				"The gateway did not accept the request: the card was not charged. Tell a supervisor.",
				"“I cannot take payments at the moment. You have not been charged.”",
			}
		}
		return verdict{
			"✖", "NOT ACCEPTED", red, badText,
			"The gateway did not accept the request: the card was not charged.",
			"“Let me check one of the details with you.”",
		}
	case gateway.NotSent:
		if a.NotTaken() {
			return verdict{
				"✖", "NOT TAKEN", red, badText,
				"It was sent and its answer was lost, and it was found out that the bank has not taken it: the card was not charged. moto goes on looking for a day and raises an alarm should it turn up.",
				"“I have checked: that payment did not go through, and you have not been charged.”",
			}
		}
		if say := gaveWay(a, "taken"); say != "" {
			return verdict{"✖", "NOT SENT", red, badText, "Nothing left this console: this payment was not sent.", say}
		}
		return verdict{
			"✖", "NOT SENT", red, badText,
			"Nothing left this console: the card was not charged.",
			"“One moment please, I could not send it. You have not been charged.”",
		}
	default:
		return verdict{
			"?", "UNKNOWN", amber, warnText,
			"We do not know yet whether this payment was taken. Do not take it again, on any card. moto asks the gateway until it knows, " +
				"often for six minutes. You can leave this page: you will be notified.",
			"“The bank's answer got lost. I am checking it, and you will not be charged twice. May I call you back?”",
		}
	}
}

// gaveWay is what the caller is told of an attempt that gave way to an earlier
// one at the same, "" for another: not that nothing has changed.
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

// heldWords say when the gateway cancels what an attempt made and is held. What
// comes from the journal does not tell whether it is a pre-authorisation.
func heldWords(a payment.Attempt) string {
	if a.Result.Record.TransactionStarted == "" {
		return statement.HeldEnd(time.Time{})
	}
	return statement.HeldWords(a.Result.Record)
}

// reason is why an attempt ended as it did, in the agent's words; "" when
// there is nothing to add.
func reason(a payment.Attempt, label func(field string) string) string {
	var parts []string
	if len(a.Fields) > 0 {
		names := make([]string, 0, len(a.Fields))
		for _, f := range a.Fields[:min(len(a.Fields), 4)] {
			names = append(names, label(f))
		}
		parts = append(parts, "Check: "+strings.Join(names, ", ")+".")
	}
	if a.Problem != "" {
		parts = append(parts, capital(a.Problem)+".")
	}
	code := a.Result.Code
	if code.Code != "" && code.Code != "0" {
		text := a.Result.Record.ErrorMessage
		if text == "" {
			text = code.Message
		}
		parts = append(parts, fmt.Sprintf("Gateway says: “%s” (code %s).", gateway.Clean(text, 80), code.Code))
		// Where the card was refused or the outcome is not known, the page says
		// what to do itself; for the rest the table knows more.
		if a.Outcome == gateway.Rejected && len(a.Fields) == 0 {
			parts = append(parts, code.Action)
		}
	}
	return strings.Join(parts, " ")
}

func capital(s string) string {
	if s == "" {
		return s
	}
	return strings.ToUpper(s[:1]) + s[1:]
}
