package payment

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"motoconsole/gateway"
	"motoconsole/internal/journal"
	"motoconsole/internal/payment/paymenttest"
	"motoconsole/internal/payment/terms"
	"motoconsole/internal/rights"
)

// kindsFloor is a floor where everything is taken.
func kindsFloor(t *testing.T) *floor {
	t.Helper()
	f := newFloor(t)
	f.Offer = terms.Offer{Kinds: terms.Kinds(), Ways: terms.Ways()}
	return f
}

// settlements are all ways for a kind to settle.
func settlements(k terms.Kind, now time.Time) []terms.Settlement {
	if !k.TakesMoney() {
		return []terms.Settlement{{}}
	}
	hold, unchecked := terms.Hold(), terms.Unchecked()
	hold.DueDate = terms.On(now.AddDate(0, 0, 3)).DueDate
	all := []terms.Settlement{terms.On(k.LastDay(now)), terms.On(now.AddDate(0, 0, 2)), terms.Hold(), hold}
	if k == terms.Payment {
		all = append(all, terms.Settlement{}, unchecked)
	}
	return all
}

// usual is how a kind settles where nothing else is chosen.
func usual(k terms.Kind, now time.Time) terms.Settlement {
	if k == terms.Preauthorisation {
		return terms.On(k.LastDay(now))
	}
	return terms.Settlement{}
}

// answers are what may come of a request.
var answers = []struct {
	name, card, fault string
	outcome           gateway.Outcome // of a payment that is not to be held
	lost              bool
}{
	{"approved", "4111111111111111", "", gateway.OutcomeApproved, false},
	{"declined", "4242424242424242", "", gateway.OutcomeDeclined, false},
	{"held by the gateway", "4111111111111111", "suspend", gateway.OutcomeHeld, false},
	{"lost, then found", "4111111111111111", "lost", gateway.OutcomeApproved, true},
	{"declined, lost, then found", "4242424242424242", "lost", gateway.OutcomeDeclined, true},
	{"lost, then not found", "4111111111111111", "close", gateway.OutcomeNotSent, true},
}

// Every kind of payment, in every way to settle and with every answer, is sent once
// and as it was asked for. The bank and the journal have the same, and its outcome
// becomes known.
func TestKindsSettlementsAnswers(t *testing.T) {
	for _, kind := range terms.Kinds() {
		for _, answer := range answers {
			t.Run(kind.Noun()+" "+answer.name, func(t *testing.T) {
				f := kindsFloor(t)
				for i, settles := range settlements(kind, f.Clock.Now()) {
					if answer.fault == "suspend" && (!kind.TakesMoney() || settles != usual(kind, f.Clock.Now())) {
						continue
					}
					f.takeKind(kind, settles, fmt.Sprintf("K%d", i), answer.card, answer.fault, expected(answer.outcome, kind, settles), answer.lost)
				}
			})
		}
	}
}

// expected is the outcome of a payment with this settlement.
func expected(o gateway.Outcome, k terms.Kind, s terms.Settlement) gateway.Outcome {
	if k.TakesMoney() && o == gateway.OutcomeApproved && s.Way() == terms.Held {
		return gateway.OutcomeHeld
	}
	return o
}

func (f *floor) takeKind(kind terms.Kind, settles terms.Settlement, order, card, fault string, want gateway.Outcome, lost bool) {
	f.T.Helper()
	c := Charge{OrderReference: order, Amount: paymenttest.Pounds(1050 + int64(order[1])), Kind: kind, Settlement: settles, Brand: gateway.Visa, First6: card[:6], Last4: card[12:]}
	if fault != "" {
		f.Strike(fault, 0, requestOf(kind))
	}
	held := cardOf(card)
	a := <-f.Charge(f.Processor.Begin(c), held)
	if held.Number.Len()+held.Code.Len() != 0 {
		f.T.Errorf("%s, %s: the card was not wiped", kind.Noun(), settles)
	}
	if lost != (a.State == InDoubt) {
		f.T.Fatalf("%s, %s: %v, %v %q", kind.Noun(), settles, a.State, a.Outcome, a.Problem)
	}
	e := f.Entry(a.ID)
	if lost {
		f.Pass(time.Minute)
		e = f.watch(a.ID, time.Hour)
	}
	minor := c.Amount.Minor
	if !kind.TakesMoney() {
		minor = 0
	}
	if e.State != journal.Known || e.Outcome != want || e.Alarm != "" || e.Amount != paymenttest.Pounds(minor) {
		f.T.Errorf("%s, %s: %+v", kind.Noun(), settles, e)
	}
	if e.AuthMethod != string(kind.Method()) || e.Target != (journal.Target{SettleStatus: string(settles.Status), SettleDueDate: settles.DueDate}) || string(e.RequestType()) != requestOf(kind) {
		f.T.Errorf("%s, %s: the journal has %q, %+v, %s", kind.Noun(), settles, e.AuthMethod, e.Target, e.RequestType())
	}
	if again := AttemptOf(e); again.Charge.Kind != kind || again.Charge.Settlement != settles || again.Noun() != kind.Noun() {
		f.T.Errorf("%s, %s: shown as %s, %s", kind.Noun(), settles, again.Noun(), again.Charge.Settlement)
	}
	f.booked(e, kind, settles)
}

// booked compares what the bank has with what was asked for.
func (f *floor) booked(e journal.Entry, kind terms.Kind, settles terms.Settlement) {
	f.T.Helper()
	found, err := f.Wire.Query(f.T.Context(), gateway.Query{Sites: []string{"test_site12345"}, OrderReferences: []string{e.SentReference}})
	if err != nil {
		f.T.Fatal(err)
	}
	if e.Outcome == gateway.OutcomeNotSent {
		if len(found.Records) != 0 {
			f.T.Errorf("the bank has %+v", found.Records)
		}
		return
	}
	if len(found.Records) != 1 {
		f.T.Fatalf("%s, %s: the bank has %d records", kind.Noun(), settles, len(found.Records))
	}
	r := found.Records[0]
	if r.RequestType != requestOf(kind) || r.AuthMethod != string(kind.Method()) || r.OperatorName != "priya" {
		f.T.Errorf("%s: the bank has %s %q by %q", kind.Noun(), r.RequestType, r.AuthMethod, r.OperatorName)
	}
	if settles.DueDate != "" && r.SettleDueDate != settles.DueDate {
		f.T.Errorf("%s, %s: due on %s", kind.Noun(), settles, r.SettleDueDate)
	}
	if settles.Status != "" && e.Outcome != gateway.OutcomeDeclined && r.SettleStatus != string(settles.Status) {
		f.T.Errorf("%s, %s: settle status %s", kind.Noun(), settles, r.SettleStatus)
	}
}

// requestOf is the request that a kind makes.
func requestOf(k terms.Kind) string {
	if k == terms.CardCheck {
		return gateway.TypeAccountCheck
	}
	return gateway.TypeAuth
}

// A card check that was called not made and turns up raises no alarm, and one that is
// unknown bars nothing: no money can have moved.
func TestACardCheckFoundLate(t *testing.T) {
	f := kindsFloor(t)
	c := charge()
	c.Kind = terms.CardCheck
	f.Strike("lost", 20*time.Minute, gateway.TypeAccountCheck)
	a := f.take(c)
	if warned := f.warned(charge(), paymenttest.Card().Number); len(warned) != 0 {
		t.Errorf("while it is unknown the guard warns: %v", warned)
	}
	if e := f.watch(a.ID, 15*time.Minute); e.Outcome != gateway.OutcomeNotSent || e.Resolution != journal.ResolvedNotFound {
		t.Fatalf("%+v", e)
	}
	f.Pass(20 * time.Minute)
	if e := f.check(a.ID); e.Outcome != gateway.OutcomeApproved || e.Alarm != "" || e.Watched() {
		t.Errorf("%+v", e)
	}
}

// The guard counts a pre-authorisation as a payment, in its journal and at the gateway,
// and a card check as nothing.
func TestTheGuardKnowsKinds(t *testing.T) {
	for _, first := range terms.Kinds() {
		for _, second := range terms.Kinds() {
			f := kindsFloor(t)
			c := charge()
			c.Kind, c.Settlement = first, usual(first, f.Clock.Now())
			if a := f.take(c); a.Outcome != gateway.OutcomeApproved {
				t.Fatalf("%v %q", a.Outcome, a.Problem)
			}
			c.Kind, c.Settlement = second, usual(second, f.Clock.Now())
			warned := f.warned(c, paymenttest.Card().Number)
			if want := first.TakesMoney() && second.TakesMoney(); want != (len(warned) > 0) {
				t.Errorf("a %s after a %s: %v", second.Noun(), first.Noun(), warned)
			}
			a := f.take(c)
			if want := first.TakesMoney() && second.TakesMoney(); want != (a.Outcome == gateway.OutcomeNotSent) {
				t.Errorf("a %s after a %s, without a reason: %v %q", second.Noun(), first.Noun(), a.Outcome, a.Problem)
			}
		}
	}
}

// A card that was declined too often is barred for every kind, whatever kind it was
// declined for. A test card is refused for every kind on a live site.
func TestDeclinesAndTestCardsHoldForAllKinds(t *testing.T) {
	for _, first := range terms.Kinds() {
		f := kindsFloor(t)
		c := Charge{Kind: first, Settlement: usual(first, f.Clock.Now()), Amount: paymenttest.Pounds(1000), Brand: gateway.Visa, First6: "424242", Last4: "4242"}
		for i := range DefaultDeclines {
			c.OrderReference, c.Amount.Minor = fmt.Sprint("D", i), c.Amount.Minor+1
			if a := <-f.Charge(f.Processor.Begin(c), cardOf("4242424242424242")); a.Outcome != gateway.OutcomeDeclined {
				t.Fatalf("%v %q", a.Outcome, a.Problem)
			}
		}
		for _, second := range terms.Kinds() {
			c.Kind, c.OrderReference, c.Amount.Minor = second, "E", 5000
			warnings, err := f.Guard(t.Context(), c)
			if err != nil || len(warnings) != 1 || warnings[0].Kind != TooManyTimes || !warnings[0].Bars() || warnings[0].Count != DefaultDeclines {
				t.Errorf("a %s after declined %ss: %+v, %v", second.Noun(), first.Noun(), warnings, err)
			}
		}
		f.Live = true
		sent := len(f.Wire.Sent)
		if a := f.take(Charge{Kind: first, Settlement: usual(first, f.Clock.Now()), OrderReference: "F", Amount: paymenttest.Pounds(1)}); a.Outcome != gateway.OutcomeNotSent || a.Fields[0] != "pan" || len(f.Wire.Sent) != sent {
			t.Errorf("a %s by a test card on a live site: %v %v", first.Noun(), a.Outcome, a.Fields)
		}
	}
}

// A kind that the site does not take, or that the card cannot be used for, is refused
// before anything is recorded.
func TestKindsThatAreNotTakenHere(t *testing.T) {
	f := newFloor(t) // takes payments only
	for _, k := range terms.Kinds() {
		for _, s := range settlements(k, f.Clock.Now()) {
			if k == terms.Payment && s == (terms.Settlement{}) {
				continue
			}
			a := f.take(Charge{Kind: k, Settlement: s, OrderReference: "G", Amount: paymenttest.Pounds(1)})
			if a.Outcome != gateway.OutcomeNotSent || len(a.Fields) != 1 {
				t.Errorf("%s, %s: %v %q", k.Noun(), s, a.Outcome, a.Problem)
			}
		}
	}
	f.Offer = terms.Offer{Kinds: terms.Kinds(), Ways: terms.Ways()}
	amex := cardOf("340000000000611")
	a := <-f.Charge(f.Processor.Begin(Charge{Kind: terms.Preauthorisation, Settlement: terms.Hold(), OrderReference: "G", Amount: paymenttest.Pounds(1)}), amex)
	if a.Outcome != gateway.OutcomeNotSent || a.Fields[0] != "pan" || amex.Number.Len() != 0 {
		t.Errorf("a pre-authorisation by American Express: %v %v %q", a.Outcome, a.Fields, a.Problem)
	}
	if kept, err := f.Journal.Recent(t.Context(), "", 99); err != nil || len(kept) != 0 {
		t.Errorf("the journal has %d, %v", len(kept), err)
	}
}

// A pre-authorisation counts for the limits as a payment does, though it is held. A card
// check counts for none.
func TestLimitsCountKinds(t *testing.T) {
	for _, first := range terms.Kinds() {
		for _, second := range terms.Kinds() {
			f := kindsFloor(t)
			f.Grant = rights.NewTable(
				[]rights.Role{{Name: "agent", Rights: rights.All(), Limits: rights.Limits{Payment: paymenttest.Pounds(1000), PaymentDay: paymenttest.Pounds(1500)}}},
				[]rights.Agent{{Name: "priya", Role: "agent"}}, true).Grant("priya")
			c := priced("L1", 1000)
			c.Kind = first
			if first.TakesMoney() {
				c.Settlement = terms.Hold()
			}
			if a := f.take(c); a.Outcome == gateway.OutcomeNotSent {
				t.Fatalf("%v %q", a.Outcome, a.Problem)
			}
			c = priced("L2", 1000)
			c.Kind, c.Settlement = second, usual(second, f.Clock.Now())
			over := first.TakesMoney() && second.TakesMoney()
			warnings, err := f.Guard(t.Context(), c)
			if err != nil || over != slices.ContainsFunc(warnings, func(w Warning) bool { return w.Kind == OverLimit }) {
				t.Errorf("a %s after a %s: %+v, %v", second.Noun(), first.Noun(), warnings, err)
			}
			if a := f.take(c); over != (a.Outcome == gateway.OutcomeNotSent) {
				t.Errorf("a %s after a %s: %v %q", second.Noun(), first.Noun(), a.Outcome, a.Problem)
			}
			c = priced("L3", 1001)
			c.Kind, c.Settlement = second, usual(second, f.Clock.Now())
			if a := f.take(c); second.TakesMoney() != (a.Outcome == gateway.OutcomeNotSent) {
				t.Errorf("a %s of more than one payment may be: %v %q", second.Noun(), a.Outcome, a.Problem)
			}
		}
	}
}
