package payment

import (
	"testing"
	"time"

	"motoconsole/gateway"
	"motoconsole/internal/clock"
	"motoconsole/internal/effort"
	"motoconsole/internal/journal"
	"motoconsole/internal/payment/doubt"
	"motoconsole/internal/payment/paymenttest"
	"motoconsole/internal/sandbox"
)

// unbooked sends a charge that the bank reads and does not book.
func (f *floor) unbooked(c Charge) Attempt {
	f.T.Helper()
	f.Fault("close", gateway.TypeAuth)
	a := f.take(c)
	if a.State != InDoubt {
		f.T.Fatalf("%v %v %q", a.State, a.Outcome, a.Problem)
	}
	return a
}

// TestHostsWhoseClocksDiffer has hosts that stand behind one name and answer in
// turn. However the gateway's clock jumps, not taken is said when enough time
// has passed on ours, and a record that shows before that is found.
func TestHostsWhoseClocksDiffer(t *testing.T) {
	every := effort.Every(4)
	for _, apart := range []time.Duration{time.Second, 200 * time.Second, 359 * time.Second, 6 * time.Minute, 10 * time.Minute} {
		for _, name := range []string{"hosts", "ahead", "behind"} {
			if !every() {
				continue
			}
			t.Run(name+" "+apart.String(), func(t *testing.T) {
				f := newFloor(t)
				f.Strike(name, apart, gateway.TypeQuery)
				a := f.unbooked(charge())
				began := f.Clock.Now()
				e := f.watch(a.ID, 2*time.Hour)
				if took := f.Clock.Now().Sub(began); e.Outcome != gateway.OutcomeNotSent || took < DefaultRule().Absent {
					t.Errorf("%v %v after %v and %d checks", e.State, e.Outcome, took, e.Checks)
				} else if took > DefaultRule().Absent+apart+6*time.Minute {
					t.Errorf("only after %v", took)
				}

				f = newFloor(t)
				f.Strike(name, apart, gateway.TypeQuery)
				a = f.lose(charge(), 5*time.Minute+50*time.Second)
				if e := f.watch(a.ID, time.Hour); e.Outcome != gateway.OutcomeApproved || e.Alarm != "" {
					t.Errorf("with a record: %v %v, alarm %q", e.State, e.Outcome, e.Alarm)
				}
			})
		}
	}
}

// TestTheGatewaysClockIsSet between two checks: by a switch to summer time and
// back, by a host that is replaced, back and forth.
func TestTheGatewaysClockIsSet(t *testing.T) {
	for name, steps := range map[string][]time.Duration{
		"an hour ahead, as in spring": {time.Hour},
		"an hour back, as in autumn":  {-time.Hour},
		"a year ahead":                {365 * 24 * time.Hour},
		"back and forth":              {10 * time.Minute, -10 * time.Minute, 10 * time.Minute, -10 * time.Minute},
		"ahead again and again":       {time.Minute, time.Minute, time.Minute, time.Minute, time.Minute, time.Minute},
	} {
		t.Run(name, func(t *testing.T) {
			b := newBench(t, paymenttest.Lost)
			a := b.take(charge())
			ahead := time.Duration(0)
			b.bank.Found = func(gateway.Query) (gateway.QueryResult, error) {
				return gateway.QueryResult{Outcome: gateway.OutcomeApproved, At: b.clock.Now().Add(ahead)}, nil
			}
			began := b.clock.Now()
			b.asked(t, a.ID)
			for i := 0; ; i++ {
				if i < len(steps) {
					ahead += steps[i]
				}
				b.clock.Wait(20 * time.Second)
				e, passed := b.asked(t, a.ID), b.clock.Now().Sub(began)
				switch {
				case e.State == journal.Known && passed < DefaultRule().Absent:
					t.Fatalf("%v after %v", e.Outcome, passed)
				case e.State == journal.Known:
					return
				case passed > 2*time.Hour:
					t.Fatalf("%v after %v", e.State, passed)
				}
			}
		})
	}
}

// TestOurClockIsSet between the two empty answers, with and without a restart of
// the machine between them: not taken is never said before its time.
func TestOurClockIsSet(t *testing.T) {
	absent := DefaultRule().Absent
	for _, row := range []struct {
		name   string
		set    time.Duration // of our time of day
		boot   string        // "" for the same
		passes time.Duration // truly, till the second answer
		want   gateway.Outcome
	}{
		{"set an hour ahead", time.Hour, "", time.Minute, gateway.OutcomeUnknown},
		{"set an hour back", -time.Hour, "", time.Minute, gateway.OutcomeUnknown},
		{"set ahead, and the time is over", time.Hour, "", absent, gateway.OutcomeNotSent},
		{"set back, and the time is over", -time.Hour, "", absent, gateway.OutcomeNotSent},
		{"two years ahead", 2 * 365 * 24 * time.Hour, "", time.Minute, gateway.OutcomeUnknown},
		{"started anew at once", 0, "another", time.Minute, gateway.OutcomeUnknown},
		{"started anew, and the time is over", 0, "another", absent, gateway.OutcomeUnknown},
		{"started anew, and two hosts cannot make up what has passed", 0, "another", absent + doubt.HostsApart, gateway.OutcomeNotSent},
		{"started anew with a clock an hour ahead", time.Hour, "another", time.Minute, gateway.OutcomeUnknown},
		{"started anew with a clock an hour ahead, and the time is over", time.Hour, "another", absent, gateway.OutcomeUnknown},
		{"started anew with a clock an hour back, and the time is over", -time.Hour, "another", absent, gateway.OutcomeUnknown},
		{"started anew with a clock half a minute ahead", 30 * time.Second, "another", absent - 30*time.Second, gateway.OutcomeUnknown},
		{"started anew with a clock that cannot be read", 0, "none", absent + doubt.HostsApart, gateway.OutcomeNotSent},
	} {
		t.Run(row.name, func(t *testing.T) {
			f := newFloor(t)
			a := f.unbooked(charge())
			f.check(a.ID)
			f.Pass(row.passes)
			truth := f.Clock.Now()
			f.Wire.Client = atTrueTime(t, f, truth)
			f.Clock.Wait(row.set)
			switch row.boot {
			case "another": // the clock starts again
				f.Machine = clock.Reading{Boot: "another", At: time.Minute}
			case "none":
				f.Machine = clock.Reading{}
			}
			if e := f.check(a.ID); e.Outcome != row.want {
				t.Errorf("%v %v", e.State, e.Outcome)
			}
		})
	}
}

// atTrueTime puts the same empty bank behind a clock that our setting does not
// move.
func atTrueTime(t *testing.T, f *floor, truth time.Time) *gateway.Client {
	t.Helper()
	bank := sandbox.New(sandbox.Config{
		Username: "user@example.com", Password: gateway.NewPassword("Password1^"), Now: func() time.Time { return truth },
	})
	server, err := sandbox.Listen("127.0.0.1:0", bank)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = server.Close() })
	client, err := gateway.New(gateway.Config{
		URL: server.URL() + "/json/", Username: "user@example.com", Password: gateway.NewPassword("Password1^"), Now: f.Clock.Now,
	})
	if err != nil {
		t.Fatal(err)
	}
	return client
}

// TestAMachineStartedAnewGoesOn: an empty answer from before the start is given
// up when the clocks do not agree on it, and the payment is settled all the
// same.
func TestAMachineStartedAnewGoesOn(t *testing.T) {
	f := newFloor(t)
	a := f.unbooked(charge())
	f.check(a.ID)
	f.Strike("ahead", 10*time.Minute, gateway.TypeQuery) // another host from now on
	f.Machine = clock.Reading{Boot: "another", At: time.Minute}
	began := f.Clock.Now()
	e := f.watch(a.ID, 2*time.Hour)
	if took := f.Clock.Now().Sub(began); e.Outcome != gateway.OutcomeNotSent || took < DefaultRule().Absent || took > 30*time.Minute {
		t.Errorf("%v %v after %v", e.State, e.Outcome, took)
	}
}

// TestVisibleLate: the vendor's own tests wait up to 300 seconds for a record.
// One that shows before not_taken_after is over is found, and the payment is
// never called not taken on the way.
func TestVisibleLate(t *testing.T) {
	for _, late := range []time.Duration{100 * time.Second, 184 * time.Second, 240 * time.Second, 299 * time.Second, 359 * time.Second} {
		for _, died := range []bool{false, true} {
			f := newFloor(t)
			resolverOf(f.Resolver).News = telling(func(a Attempt) {
				if a.Outcome == gateway.OutcomeNotSent {
					t.Errorf("visible after %v: %v", late, a.Outcome)
				}
			})
			var a Attempt
			if died {
				a = f.dieSending(charge(), late)
			} else {
				a = f.lose(charge(), late)
			}
			e := f.watch(a.ID, 30*time.Minute)
			if e.Outcome != gateway.OutcomeApproved || e.Alarm != "" || e.Resolution != journal.ResolvedQuery {
				t.Errorf("visible after %v: %v %v, alarm %q", late, e.State, e.Outcome, e.Alarm)
			}
		}
	}
}

// dieSending is a charge whose console dies when the request has left: the bank
// books it and hides it for a time. The console's lease is over.
func (f *floor) dieSending(c Charge, hidden time.Duration) Attempt {
	f.T.Helper()
	a, _ := f.bounded(f.Processor.Begin(c))
	if err := f.Journal.Intent(f.T.Context(), a.Entry("host"), "gone", f.Clock.Now()); err != nil {
		f.T.Fatal(err)
	}
	if err := f.Bank.SetFault(sandbox.Fault{Name: "lost", Arg: hidden, Types: []string{gateway.TypeAuth}}); err != nil {
		f.T.Fatal(err)
	}
	_, err := f.Wire.Client.Auth(f.T.Context(), gateway.AuthRequest{
		Site: a.Site, OrderReference: a.SentReference, Amount: c.Amount, Card: paymenttest.Card(),
	})
	if err == nil {
		f.T.Fatal("its answer was not lost")
	}
	return a
}

// TestVisibleTooLate: after NOT TAKEN a record that shows is found within the
// day, with the alarm that offers the cancellation, and the card, the amount and
// the order ask for a reason until then.
func TestVisibleTooLate(t *testing.T) {
	f := newFloor(t)
	a := f.lose(charge(), 15*time.Minute)
	if e := f.watch(a.ID, time.Hour); e.Outcome != gateway.OutcomeNotSent || e.Resolution != journal.ResolvedNotFound {
		t.Fatalf("%v %v", e.State, e.Outcome)
	}
	otherCard, otherAmount := charge(), charge()
	otherCard.Last4, otherAmount.Amount = "2222", paymenttest.Pounds(999)
	both := otherCard
	both.Amount = paymenttest.Pounds(999)
	for name, row := range map[string]struct {
		charge Charge
		want   []WarningKind
	}{
		"the same card and amount, another order": {ordered("B18"), []WarningKind{SameNotTaken}},
		"the same order":                        {charge(), []WarningKind{SameNotTaken}},
		"the same order, another card":          {otherCard, []WarningKind{OrderNotTaken}},
		"the same order, another amount":        {otherAmount, []WarningKind{OrderNotTaken}},
		"the same order, nothing else the same": {both, []WarningKind{OrderNotTaken}},
	} {
		if got := f.warned(row.charge, gateway.CardNumber{}); len(got) != 1 || got[0] != row.want[0] {
			t.Errorf("%s: warned %v, want %v", name, got, row.want)
		}
		if again := f.take(row.charge); again.Outcome != gateway.OutcomeNotSent || again.State != Known {
			t.Errorf("%s: taken without a reason: %v %v", name, again.State, again.Outcome)
		}
	}
	f.watch(a.ID, 24*time.Hour)
	e := f.watchOn(a.ID, 20*time.Minute)
	if e.Outcome != gateway.OutcomeApproved || e.Alarm != journal.AlarmLate {
		t.Errorf("turned up: %v, alarm %q", e.Outcome, e.Alarm)
	}

	// A payment that does not turn up is asked about for a day.
	f = newFloor(t)
	a = f.unbooked(charge())
	e = f.watch(a.ID, time.Hour)
	f.Pass(23*time.Hour + 59*time.Minute - f.Clock.Now().Sub(e.ResolvedAt))
	if got := f.warned(ordered("B18"), gateway.CardNumber{}); len(got) != 1 {
		t.Errorf("within a day: %v", got)
	}
	f.Pass(2 * time.Minute)
	for _, c := range []Charge{ordered("B18"), charge(), otherCard} {
		if got := f.warned(c, gateway.CardNumber{}); len(got) != 0 {
			t.Errorf("after a day: %v", got)
		}
	}
	if again := f.take(charge()); again.Outcome != gateway.OutcomeApproved {
		t.Errorf("after a day: %v %q", again.Outcome, again.Problem)
	}
}

// watchOn goes on asking about an attempt that is known.
func (f *floor) watchOn(id string, until time.Duration) (e journal.Entry) {
	f.T.Helper()
	for end := f.Clock.Now().Add(until); f.Clock.Now().Before(end); {
		f.Pass(5 * time.Minute)
		e = f.check(id)
	}
	return e
}
