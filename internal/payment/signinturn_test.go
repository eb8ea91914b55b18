package payment

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"motoconsole/gateway"
	"motoconsole/internal/clock"
	"motoconsole/internal/payment/paymenttest"
	"motoconsole/internal/rights"
)

// Only one query proves the sign-in at a time. An attempt that waits for
// another's gives up when its own time is over: it is not sent.
func TestSignInWaitsNoLongerThanItsContext(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		queries := 0
		s := &SignIn{
			Site: "test_site", Clocks: clock.Clocks{Now: time.Now, Steady: func() clock.Reading { return clock.Reading{Boot: "boot"} }},
			Gateway: asks(func(context.Context, gateway.Query) (gateway.QueryResult, error) {
				queries++
				time.Sleep(9 * time.Second) // and does not look at its context
				return gateway.QueryResult{}, nil
			}),
		}
		first := make(chan error)
		go func() { first <- s.Prove(context.Background()) }()
		synctest.Wait()
		ctx, cancel := context.WithTimeout(context.Background(), time.Second)
		defer cancel()
		began := time.Now()
		if err := s.Prove(ctx); !errors.Is(err, context.DeadlineExceeded) || time.Since(began) != time.Second {
			t.Errorf("%v after %v", err, time.Since(began))
		}
		if err := <-first; err != nil || queries != 1 {
			t.Errorf("%v, %d queries", err, queries)
		}
		if err := s.Prove(context.Background()); err != nil || queries != 1 {
			t.Errorf("it is proved and asked again: %v, %d queries", err, queries)
		}
	})
}

// A query that fails says nothing about the sign-in: the clock is compared again while
// a proxy is down, and the next payment still leaves. A refusal is believed at once,
// and counts until a query is answered.
func TestAFailedQuestionLeavesTheSignInProved(t *testing.T) {
	down := &gateway.Error{Kind: gateway.KindTimeout}
	refused := &gateway.Error{Kind: gateway.KindSignIn}
	for _, row := range []struct {
		name    string
		answers []error // one after the other, the first to Prove
		refuse  bool    // a payment was refused before the second
		proved  bool
	}{
		{"answered", []error{nil, nil}, false, true},
		{"failed", []error{nil, down}, false, true},
		{"failed several times", []error{nil, down, down, context.DeadlineExceeded}, false, true},
		{"an errorcode", []error{nil, &gateway.QueryError{}}, false, true},
		{"refused", []error{nil, refused}, false, false},
		{"refused, then failed", []error{nil, refused, down}, false, false},
		{"refused, then answered", []error{nil, refused, nil}, false, true},
		{"failed first", []error{down, down}, false, false},
		{"a payment refused, then failed", []error{nil, down}, true, false},
		{"a payment refused, then answered", []error{nil, nil}, true, true},
	} {
		t.Run(row.name, func(t *testing.T) {
			var answer error
			s := &SignIn{
				Site: "test_site", Clocks: clock.Clocks{Now: time.Now, Steady: func() clock.Reading { return clock.Reading{Boot: "boot"} }},
				Gateway: asks(func(context.Context, gateway.Query) (gateway.QueryResult, error) {
					return gateway.QueryResult{}, answer
				}),
			}
			answer = row.answers[0]
			_ = s.Prove(t.Context())
			if row.refuse {
				s.Refused()
			}
			for _, answer = range row.answers[1:] {
				s.AskAgain(t.Context())
			}
			if s.isProved() != row.proved {
				t.Errorf("proved: %v", !row.proved)
			}
		})
	}
}

// A console that was wired without a sign-in to prove sends nothing.
func TestNothingLeavesWithoutASignIn(t *testing.T) {
	b := newBench(t, paymenttest.Approve)
	b.SignIn = nil
	if a := b.take(charge()); a.Outcome != gateway.OutcomeNotSent || a.Problem != errSignInUnasked.Error() {
		t.Errorf("%v %v %q", a.State, a.Outcome, a.Problem)
	}
	if b.bank.Sent() != 0 {
		t.Errorf("%d requests left", b.bank.Sent())
	}
}

// TestARightWithdrawnMeanwhile: an agent who may not take payments any more when the
// sign-in is proved takes none, though the attempt was allowed and recorded.
func TestARightWithdrawnMeanwhile(t *testing.T) {
	b := newBench(t, paymenttest.Approve)
	var live rights.Live
	live.Set(rights.Everything())
	b.Grant = live.Grant()
	b.SignIn = &SignIn{Gateway: asks(func(context.Context, gateway.Query) (gateway.QueryResult, error) {
		live.Set(rights.Grant{})
		return gateway.QueryResult{Outcome: gateway.OutcomeApproved}, nil
	})}
	a := b.take(charge())
	if b.bank.Sent() != 0 || a.Outcome != gateway.OutcomeNotSent || b.entry(t, a.ID).Outcome != gateway.OutcomeNotSent {
		t.Errorf("%d were sent: %+v", b.bank.Sent(), a)
	}
}

// TestARefusalIsBelievedTheThirdTime: two stray answers with 401 in a row do not make a
// payment rejected that the bank may have taken.
func TestARefusalIsBelievedTheThirdTime(t *testing.T) {
	refused, down := &gateway.Error{Kind: gateway.KindSignIn}, &gateway.Error{Kind: gateway.KindTimeout}
	for _, row := range []struct {
		name     string
		answers  []error // to the queries after the payment was refused
		believed bool
		asked    int
	}{
		{"answered", []error{nil}, false, 1},
		{"failed", []error{down}, false, 1},
		{"refused once more, then answered", []error{refused, nil}, false, 2},
		{"refused once more, then an errorcode", []error{refused, &gateway.QueryError{}}, false, 2},
		{"refused once more, then failed", []error{refused, down}, false, 2},
		{"refused twice more", []error{refused, refused}, true, 2},
	} {
		asked := 0
		s := &SignIn{
			Site: "test_site", Clocks: clock.Clocks{Now: time.Now, Steady: func() clock.Reading { return clock.Reading{Boot: "boot"} }},
			Gateway: asks(func(context.Context, gateway.Query) (gateway.QueryResult, error) {
				asked++
				return gateway.QueryResult{}, row.answers[asked-1]
			}),
		}
		if got := s.refusedAgain(t.Context()); got != row.believed || asked != row.asked {
			t.Errorf("%s: believed %v after %d queries", row.name, got, asked)
		}
	}
}
