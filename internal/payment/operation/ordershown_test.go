package operation

import (
	"context"
	"maps"
	"slices"
	"strings"
	"testing"

	"motoconsole/gateway"
	"motoconsole/internal/effort"
	"motoconsole/internal/payment"
	"motoconsole/internal/payment/option"
	"motoconsole/internal/payment/paymenttest"
	"motoconsole/internal/statement"
)

// orderWays are the ways to give £60.00 of a payment back: from here, or in the
// portal.
var orderWays = map[string]func(c *counter, ref string) bool{
	"refund": func(c *counter, ref string) bool {
		c.Bank.Settle()
		return c.tryAt(c.desk, ref, option.RefundPart, 6000)
	},
	"reduction": func(c *counter, ref string) bool { return c.tryAt(c.desk, ref, option.Reduce, 6000) },
	"payout to its card": func(c *counter, ref string) bool {
		return c.tryAt(c.desk, ref, option.Payout, 6000)
	},
	"portal refund": func(c *counter, ref string) bool {
		c.Bank.Settle()
		c.PortalRefund(ref, 6000, "")
		return true
	},
	"portal reduction": func(c *counter, ref string) bool {
		c.Portal(gateway.UpdateRequest{TransactionReference: ref, SettleAmount: paymenttest.Pounds(14000)})
		return true
	},
	"portal payout": func(c *counter, ref string) bool { c.portalPayout(ref, "", 6000); return true },
}

// portalPayout pays out to the card of a payment, or to one of its own for an
// order, as a user of the vendor's portal does. It may be held.
func (c *counter) portalPayout(parent, order string, minor int64) string {
	c.T.Helper()
	q := gateway.PayoutRequest{Site: "test_site12345", Parent: parent, Amount: paymenttest.Pounds(minor), OrderReference: order, OperatorName: "webuser"}
	if parent == "" {
		q.Card = paymenttest.Card()
	}
	result, err := c.Wire.Client.Payout(c.T.Context(), q)
	if err != nil || !result.Outcome.MovesMoney() {
		c.T.Fatal(result.Outcome, err)
	}
	return result.Record.TransactionReference
}

// TestAnOrderRenamedInThePortalHasOneMaximum: an order has one maximum when the
// portal renames its payment, whether the new name, a refund or a payout to a card
// that was read out came first.
func TestAnOrderRenamedInThePortalHasOneMaximum(t *testing.T) {
	effort.Whole(t)
	every := effort.Every(5)
	for _, maker := range []string{"ours", "the portal's"} {
		for _, way := range slices.Sorted(maps.Keys(orderWays)) {
			give := orderWays[way]
			for _, paid := range []string{"A17", "a17", "B9", "b9"} {
				for _, sequence := range []string{"rename give pay", "rename pay give", "give rename pay", "give pay rename", "pay give rename", "pay rename give"} {
					isOld := strings.EqualFold(paid, "A17")
					asked := "give"
					if strings.Index(sequence, "give") < strings.Index(sequence, "pay") {
						asked = "pay"
					}
					switch {
					case asked == "give" && strings.HasPrefix(way, "portal"):
						continue // no limits hold in the portal
					case strings.HasSuffix(way, "refund") && strings.Index(sequence, "give") < strings.Index(sequence, "rename"):
						continue // what has settled cannot be renamed
					case !isOld && strings.HasSuffix(sequence, "rename"):
						continue // they are not of one order then
					case isOld && maker != "ours" && (strings.HasPrefix(sequence, "rename") || way == "portal reduction"):
						continue // nothing tells that it once had the name
					}
					if !every() {
						continue
					}
					name := maker + ", " + way + ", " + sequence + ", paid for " + paid
					c := newCounter(t)
					c.Limits = option.Limits{Refunds: true, Payouts: true, MaxRefund: paymenttest.Pounds(10000)}
					var ref string
					if maker == "ours" {
						a := <-c.Processor.Charge(c.Processor.Begin(payment.Charge{OrderReference: "A17", Amount: paymenttest.Pounds(20000), Brand: gateway.Visa, First6: "411111", Last4: "1111"}), paymenttest.Card())
						ref = a.Result.Record.TransactionReference
					} else {
						ref = c.Pay(20000, func(q *gateway.AuthRequest) { q.OrderReference = "A17" })
					}
					for _, step := range strings.Fields(sequence) {
						made := true
						switch step {
						case "rename":
							c.renameThere(ref, "B9")
						case "give":
							made = give(c, ref)
						case "pay":
							made = c.readOut(c.desk, paid, 9000).Outcome == gateway.OutcomeApproved
						}
						if made == (step == asked) {
							t.Errorf("%s: %s is %v", name, step, made)
						}
					}
					if asked == "pay" && c.readOut(c.desk, paid, 4000).Outcome != gateway.OutcomeApproved {
						t.Errorf("%s: the rest of the maximum is refused", name)
					}
				}
			}
		}
	}
}

// The same, when it renames the payment twice and moto saw the name between: with
// what was paid out for it, or what was given back of it.
func TestAnOrderRenamedTwiceInThePortalHasOneMaximum(t *testing.T) {
	effort.Whole(t)
	for _, maker := range []string{"ours", "the portal's"} {
		for name, steps := range map[string]func(c *counter, ref string) bool{
			"paid for it, then refunded": func(c *counter, ref string) bool {
				paid := c.readOut(c.desk, "B9", 6000).Outcome == gateway.OutcomeApproved
				c.renameThere(ref, "C3")
				c.Bank.Settle()
				return paid && !c.tryAt(c.desk, ref, option.RefundPart, 4001) && c.tryAt(c.desk, ref, option.RefundPart, 4000)
			},
			"paid for it, then for the next": func(c *counter, ref string) bool {
				paid := c.readOut(c.desk, "b9", 6000).Outcome == gateway.OutcomeApproved
				c.renameThere(ref, "C3")
				return paid && c.readOut(c.desk, "c3", 4001).Outcome != gateway.OutcomeApproved && c.readOut(c.desk, "C3", 4000).Outcome == gateway.OutcomeApproved
			},
			"given back, then paid for it": func(c *counter, ref string) bool {
				given := c.tryAt(c.desk, ref, option.Payout, 6000)
				c.renameThere(ref, "C3")
				return given && c.readOut(c.desk, "b9", 4001).Outcome != gateway.OutcomeApproved && c.readOut(c.desk, "b9", 4000).Outcome == gateway.OutcomeApproved
			},
			"given back, then in the portal, then paid for it": func(c *counter, ref string) bool {
				given := c.tryAt(c.desk, ref, option.Reduce, 2100)
				c.renameThere(ref, "C3")
				c.portalPayout(ref, "", 3900)
				return given && c.readOut(c.desk, "B9", 4001).Outcome != gateway.OutcomeApproved && c.readOut(c.desk, "B9", 4000).Outcome == gateway.OutcomeApproved
			},
		} {
			c := newCounter(t)
			c.Limits = option.Limits{Refunds: true, Payouts: true, MaxRefund: paymenttest.Pounds(10000)}
			var ref string
			if maker == "ours" {
				a := <-c.Processor.Charge(c.Processor.Begin(payment.Charge{OrderReference: "A17", Amount: paymenttest.Pounds(20000), Brand: gateway.Visa, First6: "411111", Last4: "1111"}), paymenttest.Card())
				ref = a.Result.Record.TransactionReference
			} else {
				ref = c.Pay(20000, func(q *gateway.AuthRequest) { q.OrderReference = "A17" })
			}
			c.renameThere(ref, "B9")
			if !steps(c, ref) {
				t.Errorf("%s: %s", maker, name)
			}
		}
	}
}

// What the portal does with the payments of an order counts for a payout, also
// before they settle, and what is no order of theirs does not.
func TestWhatThePortalDidCountsForAPayout(t *testing.T) {
	effort.Whole(t)
	for name, tc := range map[string]struct {
		portal func(c *counter, ref string)
		most   int64
	}{
		"nothing": {func(*counter, string) {}, 10000},
		"reduced": {func(c *counter, ref string) {
			c.Portal(gateway.UpdateRequest{TransactionReference: ref, SettleAmount: paymenttest.Pounds(13000)})
		}, 3000},
		"cancelled": {func(c *counter, ref string) {
			c.Portal(gateway.UpdateRequest{TransactionReference: ref, SettleStatus: gateway.SettleCancelled})
		}, 0},
		"held": {func(c *counter, ref string) {
			c.Portal(gateway.UpdateRequest{TransactionReference: ref, SettleStatus: gateway.SettleSuspended})
		}, 0},
		"paid out to a card that is read out": {func(c *counter, _ string) { c.portalPayout("", "A17", 6000) }, 4000},
		"paid out for another order":          {func(c *counter, _ string) { c.portalPayout("", "A170", 6000) }, 10000},
		"refunded, and the refund stopped": {func(c *counter, ref string) {
			c.Bank.Settle()
			refund := c.PortalRefund(ref, 6000, "")
			c.Portal(gateway.UpdateRequest{TransactionReference: refund, SettleStatus: gateway.SettleCancelled})
		}, 10000},
		"declined": {func(c *counter, _ string) {
			_, _ = c.Wire.Client.Auth(c.T.Context(), gateway.AuthRequest{Site: "test_site12345", OrderReference: "A17", Amount: paymenttest.Pounds(70000), Card: paymenttest.Card()})
		}, 10000},
	} {
		c := newCounter(t)
		c.Limits = option.Limits{Refunds: true, Payouts: true, MaxRefund: paymenttest.Pounds(10000)}
		ref := c.Pay(20000-4000, func(q *gateway.AuthRequest) { q.OrderReference = "A17" })
		if name == "reduced" {
			ref = c.Pay(20000, func(q *gateway.AuthRequest) { q.OrderReference = "A17" })
		}
		tc.portal(c, ref)
		if c.readOut(c.desk, "A17", tc.most+1).Outcome == gateway.OutcomeApproved {
			t.Errorf("%s: too much is paid out", name)
		}
		if tc.most > 0 && c.readOut(c.desk, "A17", tc.most).Outcome != gateway.OutcomeApproved {
			t.Errorf("%s: the rest of the maximum is refused", name)
		}
	}
}

// A payout that the portal made to a card that was read out counts for the payments
// of its order.
func TestThePortalsPayoutCountsForAPayment(t *testing.T) {
	effort.Whole(t)
	for _, name := range []string{"A17", "a17", "B9"} {
		c := newCounter(t)
		c.Limits = option.Limits{Refunds: true, Payouts: true, MaxRefund: paymenttest.Pounds(10000)}
		a := <-c.Processor.Charge(c.Processor.Begin(payment.Charge{OrderReference: "A17", Amount: paymenttest.Pounds(20000), Brand: gateway.Visa, First6: "411111", Last4: "1111"}), paymenttest.Card())
		ref := a.Result.Record.TransactionReference
		c.portalPayout("", name, 6000)
		if name == "B9" {
			c.renameThere(ref, "B9")
		}
		c.Bank.Settle()
		if c.tryAt(c.desk, ref, option.RefundPart, 4001) || c.tryAt(c.desk, ref, option.Payout, 4001) || !c.tryAt(c.desk, ref, option.RefundPart, 4000) {
			t.Errorf("%s: the portal's payout does not count", name)
		}
	}
}

// renameThere is what the portal does.
func (c *counter) renameThere(ref, to string) {
	c.T.Helper()
	c.Portal(gateway.UpdateRequest{TransactionReference: ref, OrderReference: to})
}

// Where the gateway does not show what was given back before, nothing is paid out.
func TestNoPayoutWithoutTheOrder(t *testing.T) {
	c := newCounter(t)
	c.Limits = option.Limits{Refunds: true, Payouts: true, MaxRefund: paymenttest.Pounds(10000)}
	c.Gateway = blind{c.Wire}
	v := c.readOut(c.desk, "A17", 100)
	if v.Outcome != gateway.OutcomeNotSent || v.Problem != errOrderUnread.Error() || slices.Contains(c.Wire.Sent, gateway.TypeRefund) {
		t.Errorf("%v %q", v.Outcome, v.Problem)
	}
}

// No name of another system keeps the money from going back, or finds all that the
// gateway has.
func TestOddNamesOfAnOrder(t *testing.T) {
	effort.Whole(t)
	c := newCounter(t)
	c.portalPayout("", "A17", 9000)
	for _, name := range []string{"", "\x1b]0;PAID\x07", "\xff\xfe", strings.Repeat("\u0130", 255), strings.Repeat("A", 1<<20), "4111 1111 1111 1111"} {
		paid, err := c.payoutsOf(t.Context(), []string{name})
		if err != nil || len(paid) > 0 {
			t.Errorf("%.40q: %d, %v", name, len(paid), err)
		}
		if paid, err = c.payoutsOf(t.Context(), []string{name, "A17"}); err != nil || len(paid) != 1 {
			t.Errorf("%.40q and A17: %d, %v", name, len(paid), err)
		}
	}
}

// A payout that only the gateway shows counts for an order also under the names
// that the gateway shows its payment by: as it was sent, and as the portal renamed
// it. So does one of ours for what became the name.
func TestTheNamesThatThePortalShowsAreOfTheOrder(t *testing.T) {
	effort.Whole(t)
	for name, pay := range map[string]func(c *counter, ref, sent string){
		"as sent":                        func(c *counter, _, sent string) { c.portalPayout("", sent, 6000) },
		"as sent, in other capitals":     func(c *counter, _, sent string) { c.portalPayout("", strings.ToLower(sent), 6000) },
		"as sent, and renamed":           func(c *counter, ref, sent string) { c.portalPayout("", sent, 6000); c.renameThere(ref, "B9") },
		"renamed":                        func(c *counter, ref, _ string) { c.renameThere(ref, "B9"); c.portalPayout("", "B9", 6000) },
		"of another journal's reference": func(c *counter, ref, _ string) { c.renameThere(ref, "B9-0B1234"); c.portalPayout("", "B9", 6000) },
		"ours, and renamed": func(c *counter, ref, _ string) {
			if v := c.readOut(c.desk, "B9", 6000); v.Outcome != gateway.OutcomeApproved {
				c.T.Fatal(v.Outcome, v.Problem)
			}
			c.renameThere(ref, "B9")
		},
	} {
		c := newCounter(t)
		c.Limits = option.Limits{Refunds: true, Payouts: true, MaxRefund: paymenttest.Pounds(10000)}
		a := <-c.Processor.Charge(c.Processor.Begin(payment.Charge{OrderReference: "A17", Amount: paymenttest.Pounds(20000), Brand: gateway.Visa, First6: "411111", Last4: "1111"}), paymenttest.Card())
		pay(c, a.Result.Record.TransactionReference, a.SentReference)
		if c.readOut(c.desk, "A17", 4001).Outcome == gateway.OutcomeApproved {
			t.Errorf("%s: too much is paid out", name)
		}
		if v := c.readOut(c.desk, "A17", 4000); v.Outcome != gateway.OutcomeApproved {
			t.Errorf("%s: the rest of the maximum is refused: %s", name, v.Problem)
		}
	}
}

// noPayouts does not answer what was paid out to cards that were read out.
type noPayouts struct{ *paymenttest.Wire }

func (n noPayouts) Query(ctx context.Context, q gateway.Query) (gateway.QueryResult, error) {
	if len(q.AccountTypes) > 0 {
		return gateway.QueryResult{}, context.DeadlineExceeded
	}
	return n.Wire.Query(ctx, q)
}

// Where it is not known what was paid out for an order nothing is given back of its
// payment, and it is shown and changed all the same.
func TestAPageWithoutThePayouts(t *testing.T) {
	for _, settled := range []bool{false, true} {
		c := newCounter(t)
		c.Limits.MaxRefund = paymenttest.Pounds(10000)
		ref := c.Pay(4800)
		if settled {
			c.Bank.Settle()
		}
		before := c.see(ref)
		c.Gateway = noPayouts{c.Wire}
		for i, o := range c.see(ref).Options {
			gives := o.Kind == option.RefundWhole || o.Kind == option.RefundPart || o.Kind == option.Payout || o.Kind == option.Cancel || o.Kind == option.Reduce || o.Kind == option.Hold
			if was := before.Options[i]; was.Legal() && o.Legal() == gives || gives && was.Legal() && o.Refusal != statement.Sentence(errOrderUnread.Error()) {
				t.Errorf("settled %v, operation %d: %q", settled, o.Kind, o.Refusal)
			}
		}
		for _, kind := range []option.Kind{option.RefundWhole, option.Cancel} {
			if settled == (kind == option.RefundWhole) {
				v := <-c.Carry(c.begin(Request{Kind: kind, Snapshot: before, Reason: "x"}))
				if v.Outcome != gateway.OutcomeNotSent || !strings.Contains(v.Problem, errOrderUnread.Error()[4:]) {
					t.Errorf("operation %d: %v %q", kind, v.Outcome, v.Problem)
				}
			}
		}
		if settled {
			continue
		}
		if v := <-c.Carry(c.begin(Request{Kind: option.Due, Snapshot: before, Reason: "x", DueDate: "2026-11-24"})); v.Outcome != gateway.OutcomeApproved {
			t.Errorf("due date: %v %q", v.Outcome, v.Problem)
		}
	}
}

// counting counts queries.
type counting struct {
	*paymenttest.Wire

	asked int
}

func (n *counting) Query(ctx context.Context, q gateway.Query) (gateway.QueryResult, error) {
	n.asked++
	return n.Wire.Query(ctx, q)
}

// A payout to a card that is read out has its order looked at once before it is
// confirmed and once before it is sent: the agent waits for each query.
func TestAPayoutAsksOnceForItsOrder(t *testing.T) {
	for _, most := range []int64{0, 10000} {
		c := newCounter(t)
		c.Limits.MaxRefund = paymenttest.Pounds(most)
		c.paid("A17", 20000)
		n := &counting{Wire: c.Wire}
		c.Gateway = n
		v := c.begin(Request{Kind: option.Payout, Amount: paymenttest.Pounds(4000), OrderReference: "A17", Brand: gateway.Visa, First6: "411111", Last4: "1111"})
		if _, err := c.Guard(t.Context(), v); err != nil || n.asked > 4 {
			t.Errorf("maximum %d: %d queries before it is confirmed, %v", most, n.asked, err)
		}
		if v = <-c.CarryWithCard(v, paymenttest.Card()); v.Outcome != gateway.OutcomeApproved || n.asked > 8 {
			t.Errorf("maximum %d: %d queries, %v", most, n.asked, v.Outcome)
		}
	}
}
