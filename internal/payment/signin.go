package payment

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"time"

	"motoconsole/gateway"
	"motoconsole/internal/clock"
)

// signInOrder is the order reference that proves the sign-in: no payment has
// it.
const signInOrder = "moto-sign-in"

// signInTime is how long the query that proves the sign-in may take.
const signInTime = 10 * time.Second

// SignIn knows whether the gateway takes this console's user and password. A
// wrong password must never end in an unknown outcome, so nothing that moves
// money leaves before a query was answered: at the start, and again after any
// answer that refused the sign-in. One SignIn serves all that use one client.
// The nil SignIn proves nothing and lets everything leave.
type SignIn struct {
	Gateway Querier
	Site    string
	Now     func() time.Time
	// Steady is the clock that cannot be set; nil means clock.Now.
	Steady func() clock.Reading

	mu     sync.Mutex
	asking chan struct{} // closed when the query under way has ended; nil without one
	proved bool
	at     time.Time     // the gateway's clock when it was asked last; zero if it did not tell
	heard  clock.Reading // ours then
}

// errSignIn says why nothing leaves. Its wrapped cause is the gateway's.
var (
	errSignInRefused = errors.New("the gateway does not accept the Webservices user or password: nothing was sent")
	errSignInUnasked = errors.New("the gateway could not be asked whether it accepts our sign-in: nothing was sent")
)

// Prove asks the gateway unless it has answered before, and says why nothing
// may leave; nil when it may.
func (s *SignIn) Prove(ctx context.Context) error {
	if s == nil || s.isProved() {
		return nil
	}
	done, err := s.turn(ctx)
	if err != nil {
		return fmt.Errorf("%w (%w)", errSignInUnasked, err)
	}
	defer done()
	if s.isProved() {
		return nil
	}
	switch err := s.ask(ctx); {
	case err == nil:
		return nil
	case isSignIn(err):
		return errSignInRefused
	default:
		return fmt.Errorf("%w (%w)", errSignInUnasked, err)
	}
}

// Refused notes that the gateway refused the sign-in to a request. Nothing that
// moves money leaves before another query was answered.
func (s *SignIn) Refused() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.proved = false
}

// AskAgain asks the gateway although it has answered before, and reports whether
// it answers: its clock is compared anew.
func (s *SignIn) AskAgain(ctx context.Context) bool {
	done, err := s.turn(ctx)
	if err != nil {
		return false
	}
	defer done()
	return s.ask(ctx) == nil
}

// RefusedAgain asks the gateway once more after it refused the sign-in, and
// reports whether it refuses it again. Only then is the first refusal believed:
// an answer with status 401 can come from a proxy, or after the payment.
func (s *SignIn) RefusedAgain(ctx context.Context) bool {
	if s == nil {
		return false
	}
	s.Refused()
	done, err := s.turn(ctx)
	if err != nil {
		return false
	}
	defer done()
	return isSignIn(s.ask(ctx))
}

// turn waits until no other query is under way, no longer than the context
// allows.
func (s *SignIn) turn(ctx context.Context) (done func(), err error) {
	mine := make(chan struct{})
	for {
		s.mu.Lock()
		other := s.asking
		if other == nil {
			s.asking = mine
		}
		s.mu.Unlock()
		if other == nil {
			return func() {
				s.mu.Lock()
				s.asking = nil
				s.mu.Unlock()
				close(mine)
			}, nil
		}
		select {
		case <-other:
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
}

// Clock is how far the gateway's clock is ahead of ours now; false while it has
// not told the time. Our clock may have been set since, so the time that has
// passed is taken from the one that cannot be.
func (s *SignIn) Clock() (ahead time.Duration, ok bool) {
	if s == nil {
		return 0, false
	}
	s.mu.Lock()
	at, heard := s.at, s.heard
	s.mu.Unlock()
	passed, same := s.steady().Since(heard)
	if at.IsZero() || !same {
		return 0, false
	}
	return at.Add(passed).Sub(s.Now()).Truncate(time.Second), true
}

func (s *SignIn) steady() clock.Reading {
	if s.Steady != nil {
		return s.Steady()
	}
	return clock.Now()
}

func (s *SignIn) isProved() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.proved
}

// ask makes one query. Even an errorcode as its answer is a proof: the gateway
// let the user in.
func (s *SignIn) ask(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, signInTime)
	defer cancel()
	found, err := s.Gateway.Query(ctx, gateway.Query{Sites: []string{s.Site}, OrderReferences: []string{signInOrder}})
	if _, answered := errors.AsType[*gateway.QueryError](err); answered {
		err = nil
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	// A query that failed says nothing about the sign-in: what was proved before
	// holds, until the gateway refuses it.
	if err == nil || isSignIn(err) {
		s.proved = err == nil
	}
	if err == nil && !found.At.IsZero() {
		s.at, s.heard = found.At, s.steady()
	}
	return err
}

// isSignIn reports an answer that refuses the sign-in, also among several.
func isSignIn(err error) bool {
	if several, ok := err.(interface{ Unwrap() []error }); ok { //nolint:errorlint // each is looked at
		return slices.ContainsFunc(several.Unwrap(), isSignIn)
	}
	e, ok := errors.AsType[*gateway.Error](err)
	return ok && e.Kind == gateway.KindSignIn
}

// confirmed is a reply that may be believed. A sign-in refused counts as not
// accepted only when a query sent at once with the same sign-in is refused
// alike; otherwise the payment may have been made, and its outcome is unknown.
func (d *Processor) confirmed(r Reply) Reply {
	if r.Result.Outcome != gateway.OutcomeUnknown || !isSignIn(r.Err) {
		return r
	}
	if d.SignIn.RefusedAgain(context.Background()) {
		r.Result.Outcome = gateway.OutcomeRejected
	}
	return r
}

// refusedSignIn reports an attempt that was rejected because the sign-in was
// refused: it is the rejected one without an errorcode.
func refusedSignIn(a Attempt) bool {
	return a.Outcome == gateway.OutcomeRejected && a.Result.Code.Code == ""
}
