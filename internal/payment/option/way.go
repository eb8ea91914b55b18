package option

import "strings"

// The ends of refusals that name another option instead.
const (
	refundIt      = ": refund it"
	cancelIt      = ": cancel it"
	stopIt        = ": stop it"
	cancelPayment = ": cancel the payment"
)

// ways are the options that those ends name.
var ways = map[string][]Kind{
	refundIt:      {RefundWhole, RefundPart},
	cancelIt:      {Cancel},
	stopIt:        {Cancel},
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

// Advice to refund later, as the ends of sentences and as a sentence of its own.
const (
	refundThen     = ", and refund it then"
	refundSettled  = ": it can be refunded once it has settled"
	refundWhole    = ": it can be refunded, whole, once it has settled"
	refundInstead  = " otherwise let it settle, and refund it then."
	askInstead     = " otherwise ask a supervisor first."
	promisesRefund = "We can refund it once that is done, which should be "
	promisesLater  = "We can give it back once your bank has."
)

// DropRefunds takes back the advice to refund later, which is of no use to an agent who may
// not refund this payment then. why says so, and who can; the option to wait has it.
func DropRefunds(options []Option, why string) {
	drop := strings.NewReplacer(
		refundThen, "", refundSettled, "", refundWhole, "", refundInstead, askInstead,
		promisesRefund, "That should be done ", promisesLater, "",
	)
	for i := range options {
		o := &options[i]
		if o.Kind == Wait && drop.Replace(o.Says) != o.Says {
			o.Says = drop.Replace(o.Says) + " " + why
			o.Caller = strings.TrimSpace(drop.Replace(o.Caller)) + " I have to ask a supervisor about a refund."
		}
		o.Refusal, o.Warning = drop.Replace(o.Refusal), drop.Replace(o.Warning)
	}
}

// barsRefund says why the payment may not be refunded once it has settled either; "" if it
// may.
func (f *facts) barsRefund() string {
	until, _ := f.settlesBy()
	if err := f.limits.mayGiveBack(f.record, until); err != nil {
		return err.Sentence
	}
	if most, over := f.limits.most(f.left, f.given); over != nil && most.IsZero() {
		return over.Sentence
	}
	return ""
}

func anyLegal(options []Option, kinds []Kind) bool {
	for _, kind := range kinds {
		if Pick(options, kind).Legal() {
			return true
		}
	}
	return false
}
