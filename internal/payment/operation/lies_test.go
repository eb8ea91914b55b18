package operation

import (
	"context"
	"testing"
	"time"

	"motoconsole/gateway"
	"motoconsole/internal/effort"
	"motoconsole/internal/journal"
	"motoconsole/internal/payment"
	"motoconsole/internal/payment/option"
	"motoconsole/internal/payment/paymenttest"
	"motoconsole/internal/sandbox"
)

// liar is a bank that does what it is asked to and says that it refuses.
type liar struct {
	*paymenttest.Wire

	code string
}

func (l *liar) refusal() gateway.AuthResult {
	code, _ := gateway.LookupCode(l.code)
	return gateway.AuthResult{Outcome: gateway.OutcomeRejected, Code: code, Record: gateway.Record{ErrorCode: l.code}}
}

func (l *liar) Update(ctx context.Context, r gateway.UpdateRequest) (gateway.UpdateResult, error) {
	_, err := l.Wire.Update(ctx, r)
	return gateway.UpdateResult(l.refusal()), err
}

func (l *liar) Refund(ctx context.Context, r gateway.RefundRequest) (gateway.RefundResult, error) {
	_, err := l.Wire.Refund(ctx, r)
	return gateway.RefundResult(l.refusal()), err
}

// The gateway refuses a change and shows it as done, at once or later: the agent
// is told not to do it again, a supervisor has an alarm, and another attempt at
// the same is asked about.
func TestRefusedAndDone(t *testing.T) {
	effort.Whole(t)
	every := effort.Every(5)
	for _, late := range []bool{false, true} {
		for _, code := range []string{"79001", "90007", "60024", "60033", "20004", "21000", "20007"} {
			for _, u := range append(allUpdates(), oneUpdate{kind: option.RefundPart, change: amount(1000)}) {
				if !every() {
					continue
				}
				c := newCounter(t)
				ref := c.startHeld(u.kind == option.Release)
				if u.kind == option.RefundPart {
					c.Bank.Settle()
				}
				if late {
					for fault, kind := range map[string]string{"stale": "TRANSACTIONUPDATE", "hide": "REFUND"} {
						if err := c.Bank.SetFault(sandbox.Fault{Name: fault, Arg: 7 * time.Minute, Rate: 1, Types: []string{kind}}); err != nil {
							t.Fatal(err)
						}
					}
				}
				c.Gateway = &liar{c.Wire, code}
				v := c.do(ref, u.kind, u.change)
				if told := v.Note == refusedAndDone && v.Changed; told == late || v.Outcome != gateway.OutcomeRejected {
					t.Errorf("%s, operation %d, late %v: %v changed %v %q", code, u.kind, late, v.Outcome, v.Changed, v.Note)
				}
				if late {
					c.watchFor(10*time.Minute, v.ID)
				}
				if e := c.Entry(v.ID); e.Alarm != journal.AlarmRefused || e.Outcome != gateway.OutcomeRejected {
					t.Errorf("%s, operation %d, late %v: alarm %q, %v", code, u.kind, late, e.Alarm, e.Outcome)
				}
				c.Gateway = c.Wire
				a := Request{Kind: u.kind, Snapshot: c.see(ref), Reason: "again"}
				u.change(&a)
				if two, kinds := c.tried(c.desk, a); (u.kind == option.RefundPart || u.kind == option.Reduce) && (two.Outcome != gateway.OutcomeNotSent || two.ID != "" && (len(kinds) != 1 || kinds[0] != payment.BackMade)) {
					t.Errorf("%s, operation %d, late %v: again %v, warned of %v", code, u.kind, late, two.Outcome, kinds)
				}
			}
		}
	}
}

// A true refusal is checked once more and then believed.
func TestARefusalIsBelieved(t *testing.T) {
	for _, u := range allUpdates() {
		c := newCounter(t)
		ref := c.startHeld(u.kind == option.Release)
		c.Gateway = refuses{c.Wire, "90007"}
		v := c.do(ref, u.kind, u.change)
		c.Portal(u.portalOf(ref))
		c.watchFor(30*time.Minute, v.ID)
		e := c.Entry(v.ID)
		if same := u.kind == option.Cancel || u.kind == option.Hold || u.kind == option.Release; e.Watched() || (e.Alarm != "") != same {
			t.Errorf("operation %d: watched %v, alarm %q", u.kind, e.Watched(), e.Alarm)
		}
	}
}

func (u oneUpdate) portalOf(ref string) gateway.UpdateRequest {
	u.portal.TransactionReference = ref
	return u.portal
}

// refuses does nothing of what it is asked to.
type refuses struct {
	*paymenttest.Wire

	code string
}

func (f refuses) Update(context.Context, gateway.UpdateRequest) (gateway.UpdateResult, error) {
	return gateway.UpdateResult((&liar{code: f.code}).refusal()), nil
}

func (f refuses) Refund(context.Context, gateway.RefundRequest) (gateway.RefundResult, error) {
	return gateway.RefundResult((&liar{code: f.code}).refusal()), nil
}
