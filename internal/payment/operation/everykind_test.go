package operation

import (
	"context"
	"slices"
	"strings"
	"testing"

	"motoconsole/gateway"
	"motoconsole/internal/journal"
	"motoconsole/internal/payment"
	"motoconsole/internal/payment/doubt"
	"motoconsole/internal/payment/option"
	"motoconsole/internal/payment/paymenttest"
	"motoconsole/internal/rights"
)

// requests is a gateway that notes the type of what it is sent.
type requests struct {
	Gateway

	sent    string
	updates gateway.UpdateRequest
}

func (g *requests) Auth(context.Context, gateway.AuthRequest) (gateway.AuthResult, error) {
	g.sent += gateway.TypeAuth
	return gateway.AuthResult{Outcome: gateway.OutcomeApproved}, nil
}

func (g *requests) Refund(context.Context, gateway.RefundRequest) (gateway.RefundResult, error) {
	g.sent += gateway.TypeRefund
	return gateway.RefundResult{Outcome: gateway.OutcomeApproved}, nil
}

func (g *requests) Payout(context.Context, gateway.PayoutRequest) (gateway.RefundResult, error) {
	g.sent += gateway.TypeRefund
	return gateway.RefundResult{Outcome: gateway.OutcomeApproved}, nil
}

func (g *requests) Update(_ context.Context, u gateway.UpdateRequest) (gateway.UpdateResult, error) {
	g.sent += "UPDATE"
	g.updates = u
	return gateway.UpdateResult{Outcome: gateway.OutcomeApproved}, nil
}

// TestEveryKindIsSentAsItself: each kind is sent as the one request that its operation
// is, asks for the right that it needs, and is the kind of its name in the journal.
func TestEveryKindIsSentAsItself(t *testing.T) {
	updates := map[string]option.Kind{}
	for kind := option.Cancel; kind <= option.Correct; kind++ {
		name := kind.Operation()
		if back := option.KindOf(name); back != kind && (kind != option.RefundWhole || back != option.RefundPart) {
			t.Errorf("%s is kind %d and not %d", name, back, kind)
		}
		needed := needs(kind, gateway.Record{})
		if len(needed) == 0 || !slices.Contains(rights.All(), needed[0]) {
			t.Errorf("%s needs %v", name, needed)
		}
		if noun := name.Noun(false); noun == "payment" || noun == journal.Operation("").Noun(false) {
			t.Errorf("kind %d has no noun", kind)
		}
		g := &requests{}
		v := Operation{
			Kind: kind, settle: paymenttest.Pounds(4800), correction: Correction{Billing: gateway.Billing{Town: "Leeds"}},
			Attempt: payment.Attempt{Operation: name, Parent: "57-9-1", Site: "test_site", Target: journal.Target{SettleAmount: 100, SettleDueDate: "2026-12-01", OrderReference: "B18"}},
		}
		r := (&Service{Gateway: g}).send(t.Context(), v, v.Attempt, gateway.Card{})
		if want := string(name.RequestType()); r.Err != nil || !strings.HasSuffix(want, g.sent) || g.sent == "" {
			t.Errorf("%s was sent as %q, not %q: %v", name, g.sent, want, r.Err)
		}
		if name.RequestType() != journal.TypeUpdate {
			continue
		}
		asked := strings.Join([]string{string(g.updates.SettleStatus), g.updates.SettleAmount.BaseAmount(), g.updates.SettleDueDate, g.updates.OrderReference, g.updates.Billing.Town}, "|")
		if other, twice := updates[asked]; twice {
			t.Errorf("kinds %d and %d ask for the same: %s", other, kind, asked)
		}
		updates[asked] = kind
		if e := v.Attempt.Entry(""); doubt.ProgressOf(e, gateway.Record{TransactionReference: e.Parent, SettleStatus: "0", SettleBaseAmount: "4800"}) == doubt.Unheard {
			t.Errorf("whether %s was done cannot be told from its record", name)
		}
	}
}

// TestAnUnknownKindIsRefused: what moto has no request for is neither begun nor sent, and
// counts as money given back where the journal has it.
func TestAnUnknownKindIsRefused(t *testing.T) {
	c := newCounter(t)
	seen := c.see(c.Pay(4800))
	for _, kind := range []option.Kind{option.Nothing, option.Wait, option.Correct + 1, -1} {
		if v, err := c.Begin(t.Context(), Request{Kind: kind, Snapshot: seen}); err == nil || !strings.Contains(err.Error(), "supervisor") {
			t.Errorf("kind %d was begun: %+v, %v", kind, v.Attempt, err)
		}
	}
	for _, name := range []journal.Operation{"", "gift", journal.OpUpdate, journal.OpCharge, journal.OpCheck} {
		g := &requests{}
		r := (&Service{Gateway: g}).send(t.Context(), Operation{}, payment.Attempt{Operation: name}, gateway.Card{})
		if g.sent != "" || r.Err == nil || r.Result.Outcome != gateway.OutcomeNotSent {
			t.Errorf("%q was sent as %q: %+v", name, g.sent, r)
		}
	}
	for _, counts := range []bool{countsToday("gift", ""), givesBack("gift", "")} {
		if !counts {
			t.Error("an unknown operation gives nothing back")
		}
	}
}
