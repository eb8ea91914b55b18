package operation

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"motoconsole/gateway"
	"motoconsole/internal/journal"
	"motoconsole/internal/payment"
	"motoconsole/internal/payment/option"
	"motoconsole/internal/payment/paymenttest"
	"motoconsole/internal/payment/terms"
	"motoconsole/internal/rights"
	"motoconsole/internal/sandbox"
)

// grant is what priya may do in an office where Ann may do everything.
func grant(limits rights.Limits, all ...rights.Right) rights.Grant {
	return rights.NewTable(
		[]rights.Role{{Name: "agent", Rights: all, Limits: limits}, {Name: "lead", Rights: rights.All()}},
		[]rights.Agent{{Name: "priya", Role: "agent"}, {Name: "ann", DisplayName: "Ann Lee", Role: "lead"}}, true,
	).Grant("priya")
}

// path is one way in which an agent moves or changes money.
type path struct {
	needs []rights.Right
	// try makes the attempt, or says why it was not made. If late is set, everything
	// is allowed until the agent's yes: only the processor is left to refuse it.
	try func(c *counter, g rights.Grant, late bool) (payment.Attempt, error)
}

// onRecord is an operation on a payment in a state.
func onRecord(state string, a Request, needs ...rights.Right) path {
	return path{needs, func(c *counter, g rights.Grant, late bool) (payment.Attempt, error) {
		var ref string
		switch state {
		case "pending":
			ref = c.Pay(10000)
		case "settled":
			ref = c.PaySettled(10000)
		case "reserved":
			ref = c.reserve()
		case "kept":
			c.change(func(o *payment.Options) { o.Offer.Series = true })
			ref = c.Pay(10000, func(r *gateway.AuthRequest) { r.CredentialsOnFile = gateway.CredentialsStore })
		default:
			ref = c.stateFor(state)
		}
		a.Snapshot = c.see(ref)
		if !late {
			c.change(func(o *payment.Options) { o.Grant = g })
			if a.Snapshot.Made.ID == "" { // the portal took it: an agent who does not see all does not see it
				if _, err := c.Look(c.T.Context(), ref); (err == nil) != g.Has(rights.ViewAll) {
					c.T.Errorf("a payment of others is seen: %v", err)
				}
			}
		}
		v, err := c.Begin(c.T.Context(), a)
		if err != nil {
			return payment.Attempt{}, err
		}
		c.change(func(o *payment.Options) { o.Grant = g })
		return (<-c.Carry(v)).Attempt, nil
	}}
}

func charging(reason string, needs ...rights.Right) path {
	return path{needs, func(c *counter, g rights.Grant, _ bool) (payment.Attempt, error) {
		c.change(func(o *payment.Options) { o.Grant = g })
		of := charge()
		of.Reason = reason
		return <-c.Processor.Charge(c.Processor.Begin(of), paymenttest.Card()), nil
	}}
}

// chargingAs takes another kind of payment, or one that settles in another way.
func chargingAs(k terms.Kind, s terms.Settlement, needs ...rights.Right) path {
	return path{needs, func(c *counter, g rights.Grant, _ bool) (payment.Attempt, error) {
		c.change(func(o *payment.Options) { o.Grant, o.Offer = g, terms.Offer{Kinds: terms.Kinds(), Ways: terms.Ways()} })
		of := charge()
		of.Kind, of.Settlement = k, s
		return <-c.Processor.Charge(c.Processor.Begin(of), paymenttest.Card()), nil
	}}
}

var paths = map[string]path{
	"pre-authorisation":              chargingAs(terms.Preauthorisation, terms.Hold(), rights.Preauthorise, rights.TakeHeld),
	"card check":                     chargingAs(terms.CardCheck, terms.Settlement{}, rights.CheckCard),
	"settle on a day":                chargingAs(terms.Payment, terms.Settlement{DueDate: "2026-11-23"}, rights.Take, rights.Defer),
	"settle later":                   chargingAs(terms.Preauthorisation, terms.Settlement{DueDate: "2026-12-20"}, rights.Preauthorise, rights.Defer),
	"take held":                      chargingAs(terms.Payment, terms.Hold(), rights.Take, rights.TakeHeld),
	"settle at once":                 chargingAs(terms.Payment, terms.Unchecked(), rights.Take, rights.SettleAtOnce),
	"charge":                         charging("", rights.Take),
	"charge in spite of a warning":   charging("right once more", rights.Take, rights.Override),
	"cancel":                         onRecord("pending", Request{Kind: option.Cancel, Reason: "x"}, rights.Cancel),
	"reduce":                         onRecord("pending", Request{Kind: option.Reduce, Amount: paymenttest.Pounds(100), Reason: "x"}, rights.Cancel),
	"hold":                           onRecord("pending", Request{Kind: option.Hold, Reason: "x"}, rights.Hold),
	"release":                        onRecord("cancel held", Request{Kind: option.Release, Reason: "x"}, rights.Hold),
	"release a refund":               onRecord("release refund", Request{Kind: option.Release, Reason: "x"}, rights.Hold, rights.Refund),
	"release a payout":               onRecord("release payout", Request{Kind: option.Release, Reason: "x"}, rights.Hold, rights.Payout),
	"refund":                         onRecord("settled", Request{Kind: option.RefundWhole, Reason: "x"}, rights.Refund),
	"refund a part":                  onRecord("settled", Request{Kind: option.RefundPart, Amount: paymenttest.Pounds(100), Reason: "x"}, rights.Refund),
	"refund in spite of a warning":   onRecord("settled", Request{Kind: option.RefundWhole, Reason: "x", Again: "y"}, rights.Refund, rights.Override),
	"change the order":               onRecord("pending", Request{Kind: option.Order, OrderReference: "B18", Reason: "x"}, rights.Change),
	"change the due date":            onRecord("pending", Request{Kind: option.Due, DueDate: "2026-11-23", Reason: "x"}, rights.Change),
	"repeat":                         onRecord("settled", Request{Kind: option.Repeat, Amount: paymenttest.Pounds(100), OrderReference: "B19"}, rights.Repeat),
	"repeat without the caller":      onRecord("kept", Request{Kind: option.Repeat, Amount: paymenttest.Pounds(100), OrderReference: "B19", Initiation: gateway.InitiationUnscheduled}, rights.Repeat, rights.Uncalled),
	"repeat in a series":             onRecord("kept", Request{Kind: option.Repeat, Amount: paymenttest.Pounds(100), OrderReference: "B19", Series: gateway.Subscription{Type: gateway.SubscriptionRecurring, Number: 2}}, rights.Repeat, rights.Uncalled),
	"repeat in spite of a warning":   onRecord("settled", Request{Kind: option.Repeat, Amount: paymenttest.Pounds(100), OrderReference: "B19", Again: "y"}, rights.Repeat, rights.Override),
	"correct":                        onRecord("pending", Request{Kind: option.Correct, Correction: Correction{Billing: gateway.Billing{Town: "Testtown"}}, Reason: "x"}, rights.Change),
	"capture":                        onRecord("reserved", Request{Kind: option.Release, Reason: "x"}, rights.Hold),
	"capture a part, the first step": onRecord("reserved", Request{Kind: option.Reduce, Amount: paymenttest.Pounds(100), Reason: "x"}, rights.Cancel),
	"raise":                          onRecord("reserved", Request{Kind: option.Raise, Amount: paymenttest.Pounds(100), Reason: "x"}, rights.Preauthorise),
	"raise in spite of a warning":    onRecord("reserved", Request{Kind: option.Raise, Amount: paymenttest.Pounds(100), Reason: "x", Again: "y"}, rights.Preauthorise, rights.Override),
	"payout":                         onRecord("settled", Request{Kind: option.Payout, Amount: paymenttest.Pounds(100), Reason: "x"}, rights.Payout),
	"payout to a card of its own":    cardPayout("", rights.Payout),
	"the same, in spite of warning":  cardPayout("y", rights.Payout, rights.Override),
}

func cardPayout(again string, needs ...rights.Right) path {
	return path{needs, func(c *counter, g rights.Grant, late bool) (payment.Attempt, error) {
		if !late {
			c.change(func(o *payment.Options) { o.Grant = g })
		}
		v, err := c.Begin(c.T.Context(), Request{
			Kind: option.Payout, Amount: paymenttest.Pounds(100), OrderReference: "P7", Reason: "x", Again: again, Brand: gateway.Visa, First6: "411111", Last4: "1111",
		})
		if err != nil {
			return payment.Attempt{}, err
		}
		c.change(func(o *payment.Options) { o.Grant = g })
		return (<-c.CarryWithCard(v, paymenttest.Card())).Attempt, nil
	}}
}

// TestEveryRightHasAPath: a right that no path needs is named here, with the test that goes
// through what it allows; so one that is added without either fails.
func TestEveryRightHasAPath(t *testing.T) {
	elsewhere := map[rights.Right]string{
		rights.SettleByHand: "TestFourEyesByHand", rights.Acknowledge: "TestAcknowledgingByHand", // moto resolve
		rights.ViewAll:     "TestEveryRightAndPath, of payments that the portal took; TestCommandsAndRights, TestLookupShowsOwn",
		rights.SeeFloor:    "TestEveryRightOnTheFloor",
		rights.EndSessions: "TestEveryRightOnTheFloor",
		rights.SeeReasons:  "TestASealedReasonIsOnTheRecordAlone",
		rights.KeepAgents:  "TestAgentsInTheJournal",

		rights.OverrideRecorder: "TestOverrideTheRecorder",
	}
	for _, right := range rights.All() {
		needed := false
		for _, p := range paths {
			needed = needed || slices.Contains(p.needs, right)
		}
		if needed == (elsewhere[right] != "") {
			t.Errorf("the right %s: a path needs it: %v; elsewhere: %q", right, needed, elsewhere[right])
		}
	}
}

// TestEveryRightAndPath: with the rights that a path needs the attempt is made, with
// every right but one of them it is refused. What is refused is neither sent nor in
// the journal, and the sentence says who may. Without a table every attempt is made.
func TestEveryRightAndPath(t *testing.T) {
	for name, p := range paths {
		t.Run(name, func(t *testing.T) {
			p.judge(t, rights.Everything(), "", false)
			p.judge(t, grant(rights.Limits{}, p.needs...), "", false)
			if !testing.Short() {
				p.judge(t, grant(rights.Limits{}, rights.All()...), "", true)
			}
			for i, missing := range p.needs {
				but := slices.DeleteFunc(rights.All(), func(r rights.Right) bool { return r == missing })
				g := grant(rights.Limits{}, but...)
				p.judge(t, g, g.Why(missing), false)
				if i == 0 && missing != rights.Override && !testing.Short() {
					p.judge(t, g, g.Why(missing), true)
				}
			}
			least := grant(rights.Limits{}, rights.Least()...)
			p.judge(t, least, least.Why(p.needs...), false)
		})
	}
}

// judge tries a path. The sentence refuses it; "" means that it is not refused.
func (p path) judge(t *testing.T, g rights.Grant, sentence string, late bool) {
	t.Helper()
	c := newCounter(t)
	before := 0
	c.Wire.Before = func(kind string) {
		if c.Processor.Grant.Bounded() || !g.Bounded() {
			before++
		}
	}
	a, err := p.try(c, g, late)
	refused := a.Problem
	if err != nil {
		refused = err.Error()
	}
	_, kept := c.Journal.Get(t.Context(), a.ID)
	switch {
	case sentence == "" && (err != nil || a.Outcome != gateway.OutcomeApproved && a.Outcome != gateway.OutcomeHeld && a.Outcome != gateway.OutcomeCancelled):
		t.Errorf("with %v: %v, %v %s", g, err, a.Outcome, a.Problem)
	case sentence == "":
	case refused != sentence || !strings.HasSuffix(refused, "ask Ann Lee (lead)."):
		t.Errorf("refused with %q, want %q", refused, sentence)
	case before > 0:
		t.Errorf("what was refused was sent: %v", c.Wire.Sent)
	case err == nil && (a.Outcome != gateway.OutcomeNotSent || a.State != payment.Known || !errors.Is(kept, journal.ErrNotFound)):
		t.Errorf("what was refused is %v, in the journal: %v", a.Outcome, kept)
	}
}

// TestOptionsSayWho: an option that only a right is missing for says who has it.
func TestOptionsSayWho(t *testing.T) {
	c := newCounter(t)
	ref := c.Pay(10000)
	c.Limits.Refunds = false // a limit, which the agent without the right does not run into
	free := c.see(ref)
	if !free.Option(option.Cancel).Limited {
		t.Fatalf("%+v", free.Option(option.Cancel))
	}
	c.change(func(o *payment.Options) { o.Grant = grant(rights.Limits{}, rights.ViewAll, rights.Hold) })
	bound := c.see(ref)
	for i, o := range bound.Options {
		was := free.Options[i]
		switch {
		case !was.Legal() && !was.Limited && o.Refusal != was.Refusal:
			t.Errorf("%v: the payment's own reason %q became %q", o.Kind, was.Refusal, o.Refusal)
		case was.Legal() && o.Kind == option.Hold && !o.Legal():
			t.Errorf("hold is refused: %s", o.Refusal)
		case (was.Legal() || was.Limited) && o.Kind != option.Hold && (o.Limited || !strings.HasSuffix(o.Refusal, ": ask Ann Lee (lead).")):
			t.Errorf("%v: %q, limited %v", o.Kind, o.Refusal, o.Limited)
		}
	}
	// What cannot be done because of the state names no way that the agent may not go either.
	if refund := bound.Option(option.RefundWhole).Refusal; refund != "It has not settled yet." {
		t.Errorf("a refund is refused with %q", refund)
	}
}

// TestSeesOwn: without the right to see all, an agent opens what the agent took, by
// the journal or by the gateway's operator, and nothing else.
func TestSeesOwn(t *testing.T) {
	c := newCounter(t)
	mine := <-c.Processor.Charge(c.Processor.Begin(charge()), paymenttest.Card())
	other := c.newService("sam", c.Journal)
	theirs := <-other.Processor.Charge(other.Processor.Begin(priced("B18", 2000)), paymenttest.Card())
	portal := c.Pay(10000)
	asMe := c.Pay(10000, func(r *gateway.AuthRequest) { r.OperatorName = "PRIYA" })
	for _, all := range []bool{false, true} {
		c.change(func(o *payment.Options) { o.Grant = grant(rights.Limits{}, rights.Take) })
		if all {
			c.change(func(o *payment.Options) { o.Grant = grant(rights.Limits{}, rights.Take, rights.ViewAll) })
		}
		for ref, own := range map[string]bool{
			mine.Result.Record.TransactionReference: true, theirs.Result.Record.TransactionReference: false, portal: false, asMe: true,
		} {
			seen, err := c.Look(t.Context(), ref)
			refusal, is := errors.AsType[*rights.Refusal](err)
			switch {
			case (own || all) && err != nil, !own && !all && (!is || refusal.Right != rights.ViewAll):
				t.Errorf("%s, all %v: %v", ref, all, err)
			case err != nil && seen.Record.TransactionReference != "":
				t.Errorf("%s is refused and shown", ref)
			}
		}
	}
}

// TestListsOfOthers: an agent who may not see everything is told on the home page
// only of held and unknown payments that the agent had a hand in.
func TestListsOfOthers(t *testing.T) {
	c := newCounter(t)
	sam := c.newService("sam", c.Journal)
	pay := func(s *desk, order string, minor int64) string {
		a := <-s.Processor.Charge(s.Processor.Begin(priced(order, minor)), paymenttest.Card())
		return a.Result.Record.TransactionReference
	}
	hold := func(s *desk, ref string) {
		seen, err := s.Look(t.Context(), ref)
		if err != nil {
			t.Fatal(err)
		}
		v, err := s.Begin(t.Context(), Request{Kind: option.Hold, Snapshot: seen, Reason: "x"})
		if err != nil {
			t.Fatal(err)
		}
		if v = <-s.Carry(v); v.Outcome != gateway.OutcomeApproved {
			t.Fatalf("held: %v %s", v.Outcome, v.Problem)
		}
	}
	hold(sam, pay(sam, "SAMS", 1000))
	hold(sam, pay(c.desk, "MINE", 1100))
	hold(c.desk, pay(sam, "HELD-BY-ME", 1200))
	lose := func(s *desk, order string, minor int64) {
		if err := c.Bank.SetFault(sandbox.Fault{Name: "lost", Arg: 10 * time.Minute, Types: []string{gateway.TypeAuth}}); err != nil {
			t.Fatal(err)
		}
		if a := <-s.Processor.Charge(s.Processor.Begin(priced(order, minor)), paymenttest.Card()); a.State != payment.InDoubt {
			t.Fatalf("its answer was not lost: %v", a.State)
		}
	}
	lose(sam, "LOST-SAMS", 2000)
	lose(c.desk, "LOST-MINE", 2100)
	for name, tc := range map[string]struct {
		grant         rights.Grant
		held, unknown string
	}{
		"own":     {grant(rights.Limits{}, rights.Take, rights.SettleByHand, rights.Acknowledge), "HELD-BY-ME MINE", "LOST-MINE"},
		"all":     {grant(rights.Limits{}, rights.Take, rights.ViewAll), "HELD-BY-ME MINE SAMS", "LOST-MINE LOST-SAMS"},
		"no one":  {rights.Grant{}, "", ""},
		"anybody": {rights.Everything(), "HELD-BY-ME MINE SAMS", "LOST-MINE LOST-SAMS"},
	} {
		c.change(func(o *payment.Options) { o.Grant = tc.grant })
		var held, unknown []string
		for _, h := range c.holds(c.desk).List {
			held = append(held, h.Order)
		}
		open, err := c.Processor.Unresolved(t.Context(), 10)
		if err != nil {
			t.Fatal(err)
		}
		for _, a := range open {
			unknown = append(unknown, a.Charge.OrderReference)
		}
		slices.Sort(held)
		slices.Sort(unknown)
		if h, u := strings.Join(held, " "), strings.Join(unknown, " "); h != tc.held || u != tc.unknown {
			t.Errorf("%s: held %q, unknown %q; want %q, %q", name, h, u, tc.held, tc.unknown)
		}
	}
}

// TestWarningsOfNoRight: an agent who may not override the guard is told so with each
// warning and cannot give a reason.
func TestWarningsOfNoRight(t *testing.T) {
	c := newCounter(t)
	<-c.Processor.Charge(c.Processor.Begin(charge()), paymenttest.Card())
	for _, may := range []bool{true, false} {
		all := []rights.Right{rights.Take}
		if may {
			all = append(all, rights.Override)
		}
		c.change(func(o *payment.Options) { o.Grant = grant(rights.Limits{}, all...) })
		warnings, err := c.Processor.Guard(t.Context(), charge())
		if err != nil || len(warnings) == 0 {
			t.Fatal(warnings, err)
		}
		for _, w := range warnings {
			if w.Bars() == may || (w.Refusal == "") != may {
				t.Errorf("may override %v: %v bars %v, %q", may, w.Kind, w.Bars(), w.Refusal)
			}
		}
	}
	c.change(func(o *payment.Options) { o.Grant = rights.Everything() })
	ref := c.PaySettled(10000)
	c.do(ref, option.RefundPart, amount(500))
	c.change(func(o *payment.Options) { o.Grant = grant(rights.Limits{}, rights.Refund, rights.ViewAll) })
	v := c.begin(Request{Kind: option.RefundPart, Snapshot: c.see(ref), Amount: paymenttest.Pounds(500), Reason: "x"})
	warnings, err := c.Guard(t.Context(), v)
	if err != nil || len(warnings) == 0 || warnings[0].Kind != payment.BackMade || !warnings[0].Bars() {
		t.Errorf("got %+v, %v", warnings, err)
	}
}

// TestPaymentLimits: an agent takes no more than the limits of a payment and of a
// day, by any screen. What was tried is kept.
func TestPaymentLimits(t *testing.T) {
	c := newCounter(t)
	limits := rights.Limits{Payment: paymenttest.Pounds(2000), PaymentDay: paymenttest.Pounds(3000)}
	c.change(func(o *payment.Options) {
		o.Grant = grant(limits, rights.Take, rights.Repeat, rights.ViewAll, rights.Override)
	})
	yen, err := gateway.ParseCurrency("JPY")
	if err != nil {
		t.Fatal(err)
	}
	take := func(order string, m gateway.Money, sentence string) {
		t.Helper()
		of := ordered(order)
		of.Amount = m
		warnings, err := c.Processor.Guard(t.Context(), of)
		if err != nil {
			t.Fatal(err)
		}
		told := slices.ContainsFunc(warnings, func(w payment.Warning) bool {
			return w.Kind == payment.OverLimit && w.Bars() && w.Refusal == sentence
		})
		a := <-c.Processor.Charge(c.Processor.Begin(of), paymenttest.Card())
		if sentence == "" {
			if a.Outcome != gateway.OutcomeApproved || len(warnings) > 0 {
				t.Errorf("%s: %v %s, %v", m, a.Outcome, a.Problem, warnings)
			}
			return
		}
		kept, err := c.Journal.ByOrder(context.Background(), "test_site12345", order, 10)
		if a.Outcome != gateway.OutcomeNotSent || a.Problem != sentence || !told || err != nil || len(kept) != 2 {
			t.Errorf("%s: %v %q, told %v, kept %d", m, a.Outcome, a.Problem, told, len(kept))
		}
	}
	const ofDay = "You may take at most £30.00 in one day, and have taken %s today. Ask a supervisor."
	take("A1", paymenttest.Pounds(2001), "You may take at most £20.00 in one payment. Ask a supervisor.")
	take("A2", paymenttest.Pounds(2000), "")
	take("A3", paymenttest.Pounds(1001), strings.Replace(ofDay, "%s", "£20.00", 1))
	take("A4", paymenttest.Pounds(700), "")
	take("A5", gateway.Money{Minor: 21, Currency: yen}, "You may take at most JP¥20 in one payment. Ask a supervisor.")
	take("A6", gateway.Money{Minor: 20, Currency: yen}, "")

	seen := c.see(c.PaySettled(10000))
	again := func(minor int64) (Operation, error) {
		return c.Begin(t.Context(), Request{Kind: option.Repeat, Snapshot: seen, Amount: paymenttest.Pounds(minor), OrderReference: "R1"})
	}
	var limit *rights.LimitError
	if _, err := again(301); !errors.As(err, &limit) || limit.Sentence != strings.Replace(ofDay, "%s", "£27.00", 1) {
		t.Errorf("a repeat above the day's limit: %v", err)
	}
	v, err := again(300)
	if err != nil {
		t.Fatal(err)
	}
	if v = <-c.Carry(v); v.Outcome != gateway.OutcomeApproved {
		t.Errorf("a repeat within it: %v %s", v.Outcome, v.Problem)
	}
	c.Clock.Wait(12 * time.Hour)
	take("A7", paymenttest.Pounds(1900), "")

	// Half a pound is zero yen: that allows nothing, and is not taken for no limit.
	for limits, sentence := range map[rights.Limits]string{
		{Payment: paymenttest.Pounds(50)}:    "You may take at most JP¥0 in one payment",
		{PaymentDay: paymenttest.Pounds(50)}: "You may take at most JP¥0 in one day",
	} {
		c.change(func(o *payment.Options) { o.Grant = grant(limits, rights.Take, rights.ViewAll, rights.Override) })
		a := c.Processor.Begin(payment.Charge{OrderReference: "A8", Amount: gateway.Money{Minor: 1, Currency: yen}})
		if err := c.Processor.OverLimit(t.Context(), a); err == nil || !strings.HasPrefix(err.Error(), sentence) {
			t.Errorf("%+v: %v", limits, err)
		}
	}
}

// TestRoleInTheJournal: every event of an agent carries the role.
func TestRoleInTheJournal(t *testing.T) {
	c := newCounter(t)
	c.change(func(o *payment.Options) { o.Grant = grant(rights.Limits{}, rights.Take, rights.ViewAll, rights.Refund) })
	a := <-c.Processor.Charge(c.Processor.Begin(charge()), paymenttest.Card())
	c.Bank.Settle()
	v := c.do(a.Result.Record.TransactionReference, option.RefundWhole)
	if v.Outcome != gateway.OutcomeApproved {
		t.Fatal(v.Outcome, v.Problem)
	}
	for _, id := range []string{a.ID, v.ID} {
		events, err := c.Journal.History(t.Context(), id)
		if err != nil || len(events) < 2 {
			t.Fatal(events, err)
		}
		for _, e := range events {
			if e.Role != "agent" {
				t.Errorf("%s of %s by %s has the role %q", e.Step, e.Entry.Operation, e.By, e.Role)
			}
		}
	}
}

// TestLiveSiteTakesNoTestCard: a test card is neither charged nor paid out to on a
// live site, and the try is not recorded.
func TestLiveSiteTakesNoTestCard(t *testing.T) {
	for _, live := range []bool{true, false} {
		c := newCounter(t)
		c.change(func(o *payment.Options) { o.Live = live })
		a := <-c.Processor.Charge(c.Processor.Begin(charge()), paymenttest.Card())
		v := c.begin(Request{Kind: option.Payout, Amount: paymenttest.Pounds(100), OrderReference: "P7", Reason: "x", Brand: gateway.Visa, First6: "411111", Last4: "1111"})
		v = <-c.CarryWithCard(v, paymenttest.Card())
		for _, a := range []payment.Attempt{a, v.Attempt} {
			_, kept := c.Journal.Get(t.Context(), a.ID)
			sent := a.Outcome == gateway.OutcomeApproved
			refused := a.Outcome == gateway.OutcomeNotSent && slices.Equal(a.Fields, []string{"pan"}) && strings.Contains(a.Problem, "test card") && errors.Is(kept, journal.ErrNotFound)
			if live && !refused || !live && !sent {
				t.Errorf("live %v: %s is %v, %v, in the journal: %v", live, a.Operation, a.Outcome, a.Problem, kept)
			}
		}
		if live && len(c.Wire.Sent) > 0 {
			t.Errorf("sent %v", c.Wire.Sent)
		}
	}
}
