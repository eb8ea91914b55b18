package config

import (
	"strings"
	"time"
	"unicode/utf8"

	"motoconsole/gateway"
	"motoconsole/internal/cardguard"
	"motoconsole/internal/payment"
)

const (
	maxAgeDays   = 3650
	mostReasons  = 12
	maxReason    = 60
	reasonFix    = `write reasons = ["Faulty goods", "Not delivered"]`
	hoursOfADay  = 24 * time.Hour
	maxAmountFix = "leave the key out for no maximum of your own"
)

// defaultReasons are the reasons for giving money back if the file names none.
func defaultReasons() []string {
	return []string{"Customer changed their mind", "Faulty or wrong goods", "Not delivered", payment.Mistake, "Goodwill"}
}

// refund checks [refund].
func (l *loader) refund() error {
	in, out := l.raw.Refund, &l.out.Refund
	if l.doc.has("refund.enabled") {
		out.Enabled = in.Enabled
	}
	if l.doc.has("refund.max_amount") {
		most, err := gateway.ParseMoney(in.MaxAmount, l.out.Payment.Currency)
		if err != nil { // the error is a rule and never holds the value
			return l.fail("refund.max_amount", err.Error(), maxAmountFix)
		}
		out.MaxAmount = most
	}
	if l.doc.has("refund.max_agent_day") {
		most, err := gateway.ParseMoney(in.MaxAgentDay, l.out.Payment.Currency)
		if err != nil { // the error is a rule and never holds the value
			return l.fail("refund.max_agent_day", err.Error(), maxAmountFix)
		}
		out.MaxAgentDay = most
	}
	if in.MaxAgeDays < 0 || in.MaxAgeDays > maxAgeDays {
		return l.fail("refund.max_age_days", "must be 0 (any age) or 1 to 3650", "write max_age_days = 0")
	}
	out.MaxAge = time.Duration(in.MaxAgeDays) * hoursOfADay
	out.Payouts = in.Payouts
	if !l.doc.has("refund.reasons") {
		return nil
	}
	out.Reasons = nil
	if len(in.Reasons) > mostReasons {
		return l.fail("refund.reasons", "must be at most 12 reasons", reasonFix)
	}
	seen := map[string]bool{}
	for _, reason := range in.Reasons {
		if problem := reasonProblem(reason); problem != "" {
			return l.fail("refund.reasons", "each reason "+problem, reasonFix)
		}
		if seen[strings.ToLower(reason)] {
			return l.fail("refund.reasons", "a reason is in this twice", "keep one of them")
		}
		seen[strings.ToLower(reason)] = true
		out.Reasons = append(out.Reasons, reason)
	}
	return nil
}

// reasonProblem is the fault of a reason, which is shown and kept.
func reasonProblem(text string) string {
	switch {
	case strings.TrimSpace(text) == "" || strings.TrimSpace(text) != text:
		return "must be a text that neither begins nor ends with a space"
	case utf8.RuneCountInString(text) > maxReason:
		return "must be at most 60 characters"
	case cardguard.Prose.Finds(cardguard.Runes(text)):
		return "must be in words"
	case gateway.Clean(text, maxReason) != text:
		return "must not hold control or invisible characters"
	}
	return ""
}
