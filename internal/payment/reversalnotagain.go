package payment

import (
	"time"

	"motoconsole/gateway"
	"motoconsole/internal/journal"
)

// notAgain takes in that the gateway has refused to do such a thing with the
// payment at all: it is not offered once more, while the agent would hear the
// same. That it has not settled counts for a short time only, because it does.
func (c *Case) notAgain(parent string, entries []journal.Entry, within withinFunc) {
	for i := range c.Offers {
		o := &c.Offers[i]
		if !o.Legal() || o.Move.operation().Kind() == journal.KindUpdate {
			continue
		}
		for _, e := range entries { // the newest first
			if e.Parent != parent || e.Operation != o.Move.operation() || e.State != journal.Known || e.ErrorCode == "" {
				continue
			}
			if why, long := refusedAtAll(e.ErrorCode); why != "" && within(e.AnsweredAt, long) {
				o.Refusal = why
				if c.LeftProblem == "" && e.Operation == journal.OpRefund {
					c.LeftProblem = why
				}
			}
			break
		}
	}
}

// refusedAtAll is what an errorcode says of the payment, and for how long; ""
// where it is about one request.
func refusedAtAll(code string) (why string, long time.Duration) {
	info, known := gateway.LookupCode(code)
	switch {
	case code == "20005", code == "20012":
		return "The gateway says that this payment has not settled, although it shows it as settled. Look again later.", promiseTime
	case code == "20011":
		return "The gateway says that this payment was declined: there is nothing to give back. Ask a supervisor.", tooMuchTime
	case known && info.Class == gateway.ClassState && code != "60017":
		return "The gateway has refused this for this payment: “" + info.Message + "” (code " + code + "). Ask a supervisor.", tooMuchTime
	default:
		return "", 0
	}
}
