package operation

import (
	"motoconsole/internal/payment/option"
)

func allLimits() option.Limits { return option.Limits{Refunds: true, Payouts: true} }

// offered are the moves of a state, each with its title when it can be made,
// and with "-" and the reason when it cannot.
func offered(o []option.Offer) map[option.Move]string {
	words := map[option.Move]string{}
	for _, x := range o {
		switch {
		case x.Move == option.MoveNothing || x.Move == option.MoveWait:
			words[x.Move] = x.Says
		case x.Refusal != "":
			words[x.Move] = "- " + x.Refusal
		default:
			words[x.Move] = x.Title
		}
	}
	return words
}

func errText(err error) string {
	if err == nil {
		return ""
	}
	return err.Error()
}
