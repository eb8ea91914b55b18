package ui

import (
	"strings"
	"testing"
	"time"

	"motoconsole/gateway"
	steady "motoconsole/internal/clock"
	"motoconsole/internal/screentest"
	"motoconsole/ui/kit"
)

// at begins a scene on the first record of a till.
func at(b func() *till, change ...func(*kit.Console)) func(*Root) {
	return func(r *Root) {
		b := b()
		s := counterSession(b, &clock{now: r.now()})
		s.Now = r.console.Now
		wire(s, processorOf(r.console))
		processorOf(s).Resolver = resolverOf(b, processorOf(s).Store, "desk", steady.Clocks{Now: s.Now})
		rewire(s)
		for _, f := range change {
			f(s)
		}
		*r.console = *s
		if len(b.records) > 0 {
			r.open(kit.Open{Place: kit.Record, Record: b.records[0]})
		}
	}
}

// pressing press keys, each after the words before it show.
func pressing(pairs ...string) func(*testing.T, *screentest.Screen, *clock) {
	return func(t *testing.T, s *screentest.Screen, c *clock) {
		for i := 0; i+1 < len(pairs); i += 2 {
			s.WaitFor(t, pairs[i])
			c.wait(2 * time.Second)
			s.Press(pairs[i+1])
		}
	}
}

// refundSteps ask for ten pounds, up to the confirm page.
func refundSteps(t *testing.T, s *screentest.Screen, c *clock) {
	pressing("○ TEST", "r", "given back", "g", "Choose", "down", "▸ Refund a part", "enter")(t, s, c)
	s.WaitFor(t, "at most £48.00")
	s.Type("10.00\nnot\n")
	s.WaitFor(t, " y  Refund £10.00")
}

func refundTo(until string) func(*testing.T, *screentest.Screen, *clock) {
	return func(t *testing.T, s *screentest.Screen, c *clock) {
		refundSteps(t, s, c)
		c.wait(2 * time.Second)
		s.Press("y")
		s.WaitFor(t, until)
	}
}

// taking opens the options, marks one by the keys, and types into its form.
func taking(opens, option, form, typed string) func(*testing.T, *screentest.Screen, *clock) {
	return func(t *testing.T, s *screentest.Screen, c *clock) {
		pressing("○ TEST", "r", opens, "g")(t, s, c)
		s.WaitFor(t, "Choose")
		for range mostOptions {
			if s.Settle(t); strings.Contains(s.Text(), option) {
				break
			}
			s.Press("down")
		}
		s.WaitFor(t, option)
		s.Press("enter")
		s.WaitFor(t, form)
		s.Type(typed)
	}
}

func reserved(option, form, typed string) func(*testing.T, *screentest.Screen, *clock) {
	return taking("nothing taken yet", option, form, typed)
}

func repeating(typed string) func(*testing.T, *screentest.Screen, *clock) {
	return taking("given back", "▸ Take a new payment", "Order reference", typed)
}

func operationScenes() []scene {
	open := pressing("○ TEST", "r")
	give := pressing("○ TEST", "r", "given back", "g")
	cancel := []string{"○ TEST", "r", "given back", "g", "Choose", "enter", "Reason", "n", "Not delivered", "enter"}
	return []scene{
		{"record", nil, open, "given back"},
		{"record-end", nil, pressing("○ TEST", "r", "given back", "end"), "above"},
		{"record-refund", nil, pressing("○ TEST", "r", "▸ 10:00", "tab", "▸ 10:00", "enter"), "this refund"},
		{"record-lost", nil, open, "Not refreshed"},
		{"options-settled", nil, give, "Choose"},
		{"options-pending", nil, give, "Choose"},
		{"options-settling", nil, give, "Wait until"},
		{"options-off", nil, give, "switched off"},
		{"refund-form", nil, pressing("○ TEST", "r", "given back", "g", "Choose", "down", "▸ Refund a part", "enter"), "at most"},
		{"refund-reason", nil, pressing("○ TEST", "r", "given back", "g", "▸ Refund the whole", "enter", "Not delivered", "n"), "● Not delivered"},
		{"refund-confirm", nil, refundSteps, " y  Refund £10.00"},
		{"refund-limit", nil, pressing("○ TEST", "r", "given back", "g", "▸ Refund a part", "down", "▸ Take a new payment", "down", "Not now ▸ Refund the whole", "enter"), "NOT SENT"},
		{"refund-done", nil, refundTo("REFUNDED"), "REFUNDED"},
		{"refund-again", nil, func(t *testing.T, s *screentest.Screen, c *clock) {
			refundTo("REFUNDED")(t, s, c)
			pressing("REFUNDED", "o", "£38.00 can still", "g", "Choose", "down", "▸ Refund a part", "enter")(t, s, c)
			s.WaitFor(t, "at most £38.00")
			s.Type("10.00\nnot\n")
		}, "kept with the payment"},
		{"refund-unknown", nil, refundTo("UNKNOWN"), "UNKNOWN"},
		{"refund-changed", nil, refundTo("NOT ACCEPTED"), "NOT ACCEPTED"},
		{"cancel-confirm", nil, pressing(cancel...), " y  Cancel £48.00"},
		{"cancel-done", nil, pressing(append(cancel, " y  Cancel £48.00", "y")...), "CANCELLED"},
		{"record-reserved", nil, open, "nothing taken yet"},
		{"options-reserved", nil, pressing("○ TEST", "r", "nothing taken yet", "g"), "Choose"},
		{"reduce-reserved", nil, reserved("▸ Reduce the pre", "Amount to keep", "38.00\nonly"), "● Only"},
		{"raise-form", nil, reserved("▸ Raise the pre", "Raise by", "5.00"), "on top of"},
		{"capture-confirm", nil, reserved("▸ Capture the", "Reason", "goo\n"), " y  Capture £48.00"},
		{"correct-form", nil, reserved("▸ Correct the", "First name", ""), "First name"},
		{"repeat-form", nil, repeating("B-1\n"), "Amount"},
		{"repeat-code", nil, repeating("B-1\n15.00\n"), "Security code"},
		{"repeat-confirm", nil, repeating("B-1\n15.00\n123\n"), " y  Charge £15.00"},
		{"payout-form", nil, pressing("New payment", "p"), "PAYOUT"},
	}
}

// operationBegins are where those scenes begin, by their names.
func operationBegins() map[string]func(*Root) {
	till1 := func(records ...gateway.Record) *till { return &till{records: records} }
	settled := func() *till { return till1(paidRecord("100")) }
	family := func() *till {
		return till1(paidRecord("100"), refundRecord("23-9-90001", "1000", "100"), refundRecord("23-9-90002", "500", "0"))
	}
	pending := func(brand string) func() *till {
		return func() *till { return till1(paidRecord("0", func(r *gateway.Record) { r.PaymentType = brand })) }
	}
	waiting := func() *till { return till1(reservedRecord()) }
	doing := func(b func() *till, done func(*till)) func() *till {
		return func() *till { b := b(); b.done = done; return b }
	}
	answering := func(b func() *till, answer func() (gateway.AuthResult, error), done func(*till)) func() *till {
		return func() *till {
			b := b()
			b.answer = func() (gateway.AuthResult, error) {
				b.mu.Lock()
				defer b.mu.Unlock()
				done(b)
				return answer()
			}
			return b
		}
	}
	refunded := func(minor string) func(*till) {
		return func(b *till) {
			r := refundRecord("23-9-90001", minor, "0")
			r.OrderReference = b.refunds[len(b.refunds)-1].OrderReference
			b.records = append(b.records, r)
		}
	}
	elsewhere := func(minor string) func(*till) { // in the portal
		return func(b *till) { b.records = append(b.records, refundRecord("23-9-90001", minor, "0")) }
	}
	return map[string]func(*Root){
		"everyone": busyDay, "named": busyDay,
		"floor": staffed, "floor-session": staffed, "floor-waiting": staffed, "floor-end": staffed, "floor-message": staffed,
		"record": at(family), "record-end": at(family), "record-refund": at(family),
		"record-lost":      at(func() *till { b := settled(); b.blind = true; return b }),
		"options-settled":  at(family),
		"options-pending":  at(pending("MASTERCARD")),
		"options-settling": at(func() *till { return till1(paidRecord("10")) }),
		"options-off":      at(settled, func(s *kit.Console) { serviceOf(s).Limits.Refunds = false }),
		"refund-form":      at(settled),
		"refund-reason":    at(settled),
		"refund-confirm":   at(settled),
		"refund-limit": at(settled, func(s *kit.Console) {
			serviceOf(s).Limits.MaxRefund = gateway.Money{Minor: 2000, Currency: s.Form.Currency}
		}),
		"refund-done":     at(doing(settled, refunded("1000"))),
		"refund-again":    at(doing(settled, refunded("1000"))),
		"refund-unknown":  at(answering(settled, coded(gateway.OutcomeUnknown, "60010"), func(*till) {})),
		"refund-changed":  at(answering(settled, coded(gateway.OutcomeRejected, "20007"), elsewhere("4500"))),
		"cancel-confirm":  at(pending("MASTERCARD")),
		"cancel-done":     at(doing(pending("VISA"), func(b *till) { b.records[0].SettleStatus = "3" })),
		"record-reserved": at(waiting, asAsked), "options-reserved": at(waiting, asAsked), "reduce-reserved": at(waiting, asAsked), "raise-form": at(waiting, asAsked),
		"capture-confirm": at(waiting, asAsked), "correct-form": at(waiting, asAsked),
		"repeat-form": at(settled), "repeat-code": at(settled), "repeat-confirm": at(settled),
		"payout-form": at(func() *till { return till1() }, func(s *kit.Console) { serviceOf(s).Limits.Payouts = true }),
	}
}
