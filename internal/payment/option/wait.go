package option

import "time"

// wait is the option for a payment that is settling.
func (f *facts) wait() Option {
	if f.myBank {
		return Option{
			Kind: Wait, Title: "Wait",
			Says: "The customer or the bank has not finished this MyBank payment. " +
				"Look again later today" + refundWhole + ".",
			Caller: "Your bank has not finished the payment. " + promisesLater,
		}
	}
	until, when := f.settlesBy()
	o := Option{
		Kind: Wait, Title: "Wait until it has settled", Until: until,
		Says:   "The bank is settling the payment now, so it cannot be changed or refunded yet. Wait " + when + ", when it should have settled" + refundThen + ".",
		Caller: "Your payment is being settled now. " + promisesRefund + by(when) + ".",
	}
	if f.isRefund {
		o.Says = "The " + f.noun + " is with the bank now and cannot be stopped any more. It should have settled " + by(when) + "."
		o.Caller = "The money is on its way to your bank. Your bank may take a few working days to show it."
	}
	return o
}

// settlesBy is when a settling payment should have settled: the daily run is done
// within a day of the due date.
func (f *facts) settlesBy() (time.Time, string) {
	due, err := time.ParseInLocation(time.DateOnly, f.record.SettleDueDate, f.now.Location())
	if err != nil {
		due = f.now
	}
	year, month, day := f.now.Date()
	today := time.Date(year, month, day, 0, 0, 0, 0, f.now.Location())
	until := time.Date(due.Year(), due.Month(), due.Day()+1, 0, 0, 0, 0, f.now.Location())
	switch {
	case !until.After(today):
		return f.now.Add(time.Hour), "an hour"
	case until.Equal(today.AddDate(0, 0, 1)):
		return until, "until tomorrow, " + until.Format("Monday 2 January")
	default:
		return until, "until " + until.Format("Monday 2 January")
	}
}

// by makes the end of a wait from its length: "by tomorrow" from "until tomorrow",
// "within the hour" from "an hour".
func by(when string) string {
	if when == "an hour" {
		return "within the hour"
	}
	return "by " + when[len("until "):]
}
