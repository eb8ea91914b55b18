package ui

import (
	"context"
	"testing"
	"time"

	"motoconsole/gateway"
	"motoconsole/internal/journal"
	"motoconsole/internal/payment"
	"motoconsole/internal/payment/operation"
	"motoconsole/internal/payment/option"
	"motoconsole/ui/kit"
)

// racing lets another desk act just before an intent gets into the journal.
type racing struct {
	journal.Store

	first func()
}

func (r *racing) Intent(ctx context.Context, e journal.Entry, owner string, until time.Time) error {
	if f := r.first; f != nil {
		r.first = nil
		f()
	}
	return r.Store.Intent(ctx, e, owner, until)
}

const (
	notThisWay     = "it cannot be done in this way"
	nothingChanged = "Nothing has changed."
	notAsItWas     = "has changed since you opened it"
)

// An attempt that gives way to the same at another desk does not tell the caller
// that nothing has changed, or that the card was not charged.
func TestGaveWayToTheSame(t *testing.T) {
	unhurried(t, func(t *testing.T) {
		for name, tc := range map[string]struct {
			kind  option.Kind
			enter func(c *counter)
			say   string
		}{
			"payout": {option.Payout, func(c *counter) {
				c.pick(t, "Pay money out to this card")
				c.Type("10.00\n")
				c.Press("enter")
				c.Type("not")
				c.Press("enter")
			}, "“I see that the same was paid out already"},
			"refund": {option.RefundPart, func(c *counter) {
				c.pick(t, "Refund a part")
				c.Type("10.00\n")
				c.Type("not")
				c.Press("enter")
			}, "“I see that the same was given back already"},
			"repeat": {option.Repeat, func(c *counter) {
				c.pick(t, "Take a new payment from this card")
				c.Type("B18")
				c.Press("enter")
				c.Type("10.00\n123\n")
				c.Press("enter")
			}, "“I see that the same was taken already"},
		} {
			b := &till{records: []gateway.Record{paidRecord("100")}}
			var race *racing
			var s *kit.Console
			c := newCounter(t, b, func(x *kit.Console) {
				s = x
				serviceOf(s).Limits.Payouts = true
				race = &racing{Store: processorOf(s).Store}
				processorOf(s).Store = race
				rewire(s)
			})
			c.Press("g")
			tc.enter(c)
			c.clock.wait(2 * time.Second)
			race.first = func() {
				of := processorOf(s).Options
				of.Agent, of.Owner, of.Store = "ben", "ben", race.Store
				ben, err := payment.New(of)
				if err != nil {
					t.Fatal(err)
				}
				other := operation.New(ben, b, serviceOf(s).Limits)
				seen, err := other.Look(t.Context(), "23-9-80001")
				if err != nil {
					t.Fatal(err)
				}
				ten, _ := gateway.ParseMoney("10.00", s.Form.Currency)
				v, err := other.Begin(t.Context(), operation.Request{Kind: tc.kind, Snapshot: seen, Amount: ten, Reason: "x", OrderReference: "B18"})
				if err != nil {
					t.Fatal(err)
				}
				if v = <-other.Carry(v); v.Outcome != gateway.OutcomeApproved {
					t.Fatal(name, v.Outcome, v.Problem)
				}
			}
			c.Press("y")
			c.Drain()
			c.mustShow(t, tc.say)
			c.mustNotShow(t, nothingChanged, "You have not been charged", "Nothing was refunded", "Nothing was paid out", "was not charged")
		}
	})
}

// What the caller is told of what was not done follows from what was read since,
// and not from the errorcode.
func TestSorryFollowsTheReading(t *testing.T) {
	unhurried(t, func(t *testing.T) {
		for name, tc := range map[string]struct {
			answer func(b *till) func() (gateway.AuthResult, error)
			blind  bool
			limits bool
			shows  []string
			not    []string
		}{
			"nothing was read": {
				blind: true, shows: []string{"Let me see how it stands now"}, not: []string{nothingChanged, notAsItWas},
			},
			"a limit, and nothing has changed": {
				limits: true, shows: []string{"switched off here", notThisWay}, not: []string{notAsItWas, "e Try again"},
			},
			"declined, and all was given back": {
				answer: func(b *till) func() (gateway.AuthResult, error) {
					return func() (gateway.AuthResult, error) {
						b.records = append(b.records, refundRecord("23-9-80007", "4800", "100"))
						return coded(gateway.OutcomeDeclined, "70000")()
					}
				},
				shows: []string{"“I see that all of it was given back already", notAsItWas}, not: []string{nothingChanged, "e Try again"},
			},
			"declined, and nothing has changed": {
				answer: func(*till) func() (gateway.AuthResult, error) { return coded(gateway.OutcomeDeclined, "70000") },
				shows:  []string{nothingChanged, "e Try again"}, not: []string{notAsItWas},
			},
			"a kind that is not refunded": {
				answer: func(*till) func() (gateway.AuthResult, error) { return coded(gateway.OutcomeRejected, "20034") },
				shows:  []string{notThisWay, "cannot be refunded"}, not: []string{notAsItWas, "Refund the whole", "efund a part", "e Try again"},
			},
			"declined, says the gateway": {
				answer: func(*till) func() (gateway.AuthResult, error) { return coded(gateway.OutcomeRejected, "20011") },
				shows:  []string{notThisWay}, not: []string{notAsItWas, "Refund the whole", "efund a part"},
			},
			"too much": {
				answer: func(*till) func() (gateway.AuthResult, error) { return coded(gateway.OutcomeRejected, "20007") },
				shows:  []string{notAsItWas, "You can now: refund a part."}, not: []string{nothingChanged, "Refund the whole"},
			},
		} {
			b := &till{records: []gateway.Record{paidRecord("100")}}
			c := newCounter(t, b)
			c.refundPart(t)
			if tc.answer != nil {
				b.answer = tc.answer(b)
			}
			if b.blind = tc.blind; tc.limits {
				serviceOf(c.root.console).Limits = option.Limits{}
			}
			c.Press("y")
			c.Drain()
			t.Log(name)
			for _, text := range tc.shows {
				c.mustShow(t, text)
			}
			c.mustNotShow(t, tc.not...)
		}
	})
}

// A refund that can no longer be cancelled is called a refund.
func TestRefusedOfARefund(t *testing.T) {
	unhurried(t, func(t *testing.T) {
		b := &till{records: []gateway.Record{refundRecord("23-9-80002", "1000", "0"), paidRecord("100")}}
		c := newCounter(t, b)
		b.answer = coded(gateway.OutcomeRejected, "60017")
		c.Press("g")
		c.pick(t, "Stop this refund")
		c.Press("enter")
		c.clock.wait(2 * time.Second)
		c.Press("y")
		c.Drain()
		c.mustShow(t, "The gateway says that the refund can no longer be changed")
		c.mustNotShow(t, nothingChanged)
	})
}
