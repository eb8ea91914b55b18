package option

import "strings"

// The ends of refusals that name another option instead.
const (
	refundIt      = ": refund it"
	cancelIt      = ": cancel it"
	cancelPayment = ": cancel the payment"
)

// ways are the options that those ends name.
var ways = map[string][]Kind{
	refundIt:      {RefundWhole, RefundPart},
	cancelIt:      {Cancel},
	cancelPayment: {Cancel},
}

// DropDeadEnds cuts the end of each refusal that names an option which cannot be made
// either, for want of a right or by a limit: the reason of that one says who can do it.
func DropDeadEnds(options []Option) {
	for i, o := range options {
		for end, to := range ways {
			why, _, names := strings.Cut(o.Refusal, end)
			if names && !anyLegal(options, to) {
				options[i].Refusal = why + "."
			}
		}
	}
}

func anyLegal(options []Option, kinds []Kind) bool {
	for _, kind := range kinds {
		if Pick(options, kind).Legal() {
			return true
		}
	}
	return false
}
