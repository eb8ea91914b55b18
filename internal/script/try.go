package script

// Try says whether, and when, the same card may be tried again. A later one is stricter.
type Try int

// The answers, from the least strict to the strictest.
const (
	TryUnruled   Try = iota // the table has no rule
	TryChecked              // once, after the detail that Ruling.Check names was checked
	TryMinutes              // in a few minutes
	TryAfterFix             // after the amount was corrected
	TryAfterBank            // after the caller has spoken to the bank
	TryLater                // later on the same day
	TryHour                 // an hour later at the earliest, as the scheme asks
	TryTomorrow             // not on the same day
	TryDays                 // some days later, as the scheme asks
	TryNot                  // not for this payment
	TryNever                // not by this merchant at all
)

// words are the answers in words, after "This card again".
var words = map[Try]string{
	TryMinutes:   "in a few minutes",
	TryAfterFix:  "once, after correcting the amount",
	TryAfterBank: "once the caller has spoken to the bank",
	TryLater:     "later today",
	TryHour:      "not within the hour",
	TryTomorrow:  "not today",
	TryDays:      "not for some days",
	TryNot:       "no",
	TryNever:     "no",
}
