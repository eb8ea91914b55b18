package kit

import (
	"strings"

	"charm.land/bubbles/v2/key"

	"motoconsole/gateway"
	"motoconsole/internal/payment/option"
	"motoconsole/internal/script"
	"motoconsole/internal/statement"
)

// Wording is what screens say of one kind of operation. In sentences %s is the amount.
type Wording struct {
	Short string // the name where several stand together
	Title string // the name in the head
	Does  string // what the key of the confirm page does
	// Yet and Barred are the bar's words on a page of warnings: that it is not done yet, and
	// that it cannot be done. Already is what the caller may have had, or have reserved, of
	// the same before. All three are "" where the guard does not ask.
	Yet, Barred, Already string
	Done                 string      // the word of the bar, once it is done
	Means                string      // the result, if it was done
	Not                  string      // the result, if it was not done
	Lost                 script.Name // the line while the outcome is unknown
	// Step is the word of the story, of what changes the payment and makes no record of its
	// own.
	Step string
	// Reasons are those to choose from; nil for those of the configuration, which are for
	// money that the caller gets.
	Reasons []string
}

// LooksLikeFraud is a reason to hold a payment, and to cancel one that is held.
const LooksLikeFraud = "Looks like fraud"

const (
	notBackYet = "not given back yet"
	notBackNow = "cannot be given back now"
	givenBack  = "given back"
)

var refund = Wording{
	Short: "Refund", Title: "Refund", Does: "Refund %s", Yet: notBackYet, Barred: notBackNow,
	Done: "REFUNDED", Means: "%s is on its way back.", Not: "Nothing was refunded.",
	Already: givenBack, Lost: script.RefundUnknown,
}

// capture is the release of a reserved amount.
var capture = Wording{
	Short: "Capture", Title: "Capture", Does: "Capture %s",
	Done: "CAPTURED", Means: "%s is captured and settles.", Not: "Nothing was captured.",
	Lost: script.DoneUnknown, Step: "captured",
	Reasons: wordings[option.Release].Reasons,
}

// stopReasons are those to choose from where a refund or payout is stopped: a mistake just
// made is the likeliest.
var stopReasons = []string{"Typed the wrong amount", "Wrong payment", "Customer changed their mind"}

// StopWording is the wording of cancelling a refund or payout, which then is not paid.
func StopWording(noun string) Wording {
	return Wording{
		Short: "Stop", Title: "Stop this " + noun, Does: "Stop the " + noun + " of %s", Yet: "not stopped yet", Barred: "cannot be stopped now",
		Done: "STOPPED", Means: "%s stays with us: the " + noun + " is not paid.", Not: "The " + noun + " was not stopped.",
		Already: "stopped", Lost: script.StopUnknown, Step: "stopped",
		Reasons: stopReasons,
	}
}

// wordings has every kind of operation, each with all its words.
var wordings = map[option.Kind]Wording{
	option.Cancel: {
		Short: "Cancel", Title: "Cancel", Does: "Cancel %s", Yet: notBackYet, Barred: notBackNow,
		Done: "CANCELLED", Means: "%s is cancelled: no money moves.", Not: "Nothing was cancelled.",
		Already: givenBack, Lost: script.CancelUnknown, Step: "cancelled",
	},
	option.Reduce: {
		Short: "Reduce", Title: "Reduce", Does: "Reduce by %s", Yet: notBackYet, Barred: notBackNow,
		Done: "REDUCED", Means: "The payment is %s less now.", Not: "The payment was not reduced.",
		Already: givenBack, Lost: script.ReduceUnknown, Step: "reduced",
	},
	option.RefundWhole: refund,
	option.RefundPart:  refund,
	option.Release: {
		Short: "Release", Title: "Release", Does: "Release %s", Yet: "not released yet", Barred: "cannot be released now",
		Done: "RELEASED", Means: "%s is released and settles.", Not: "Nothing was released.",
		Already: givenBack, Lost: script.DoneUnknown, Step: "released",
		Reasons: []string{"Checked: it is right", "Goods ready"},
	},
	option.Hold: {
		Short: "Hold", Title: "Hold", Does: "Hold %s",
		Done: "HELD", Means: "%s will not move until an agent releases it.", Not: "It is not held.",
		Lost: script.DoneUnknown, Step: "held",
		Reasons: []string{LooksLikeFraud, "Details to be checked", "Goods not ready"},
	},
	option.Order: {
		Short: "Order reference", Title: "Change the order reference", Does: "Change it",
		Done: "CHANGED", Means: "The order reference is changed.", Not: "The order reference was not changed.",
		Lost: script.DoneUnknown, Step: "renamed",
		Reasons: []string{"Typed wrongly", "Order changed"},
	},
	option.Due: {
		Short: "Settlement date", Title: "Change the settlement date", Does: "Change it",
		Done: "CHANGED", Means: "The settlement date is changed.", Not: "The settlement date was not changed.",
		Lost: script.DoneUnknown, Step: "re-dated",
		Reasons: []string{"Customer asked for it", "Goods not ready"},
	},
	option.Correct: {
		Short: "Correct", Title: "Correct the details", Does: "Correct it",
		Done: "CORRECTED", Means: "The customer’s details are corrected.", Not: "Nothing was corrected.",
		Lost: script.CorrectUnknown, Step: "corrected",
		Reasons: []string{"Typed wrongly", "Customer has moved", "New card from the bank"},
	},
	option.Raise: {
		Short: "Raise", Title: "Raise", Does: "Raise by %s", Yet: "not raised yet", Barred: "cannot be raised now",
		Done: "RAISED", Means: "%s more is reserved.", Not: "Nothing more was reserved.",
		Already: "reserved", Lost: script.ReserveUnknown,
		Reasons: []string{"Customer asked for it", "More was ordered", "It lasts longer"},
	},
	option.Repeat: {
		Short: "New payment", Title: "Payment from this card", Does: "Charge %s", Yet: "not charged yet", Barred: "cannot be charged now",
		Done: "APPROVED", Means: "%s was taken.", Not: "Nothing was taken.",
		Already: "taken", Lost: script.DoneUnknown,
	},
	option.Payout: {
		Short: "Payout", Title: "Pay out", Does: "Pay out %s", Yet: "not paid out yet", Barred: "cannot be paid out now",
		Done: "PAID OUT", Means: "%s is on its way to the card.", Not: "Nothing was paid out.",
		Already: "paid out", Lost: script.PayoutUnknown,
	},
}

// unnamed is what an older or a newer moto did under a name that this one does not know.
var unnamed = Wording{
	Short: "Operation", Title: "Operation", Done: "DONE", Means: "The gateway says that it was done.", Not: "It was not done.", Lost: script.DoneUnknown, Step: "changed",
}

// WordingOf is the wording of a kind. captures says that what it releases is a reserved
// amount.
func WordingOf(kind option.Kind, captures bool) Wording {
	if kind == option.Release && captures {
		return capture
	}
	if w, ok := wordings[kind]; ok {
		return w
	}
	return unnamed
}

// WordingOn is WordingOf for an operation on a known record.
func WordingOn(r gateway.Record, kind option.Kind, captures bool) Wording {
	if kind == option.Cancel && statement.FlowOf(r) == statement.Out {
		return StopWording(statement.KindOf(r).String())
	}
	return WordingOf(kind, captures)
}

// of are the wording's sentences with an amount.
func (w Wording) of(amount string) Wording {
	for _, text := range []*string{&w.Does, &w.Means, &w.Not} {
		*text = strings.ReplaceAll(*text, "%s", amount)
	}
	return w
}

// DoesWith is what the key of the confirm page does with an amount.
func (w Wording) DoesWith(amount string) string { return w.of(amount).Does }

// NotWith says that it was not done, with an amount.
func (w Wording) NotWith(amount string) string { return w.of(amount).Not }

// GiveKey is the key that opens what can be done with a payment, with the label that fits
// it: what is reserved is captured or let go. With undo the page starts on letting it go,
// and the label promises nothing else.
func GiveKey(give key.Binding, captures, undo bool) key.Binding {
	switch {
	case captures && undo:
		return Relabel(give, "cancel")
	case captures:
		return Relabel(give, strings.ToLower(CaptureOrCancel))
	default:
		return give
	}
}

// StopKey is the key that opens what can be done with a refund or payout that can be
// stopped.
func StopKey(give key.Binding, noun string) key.Binding { return Relabel(give, "stop this "+noun) }

// CaptureOrCancel names what can be done with a reserved amount, on the key and on the page
// that it opens.
const CaptureOrCancel = "Capture or cancel"
