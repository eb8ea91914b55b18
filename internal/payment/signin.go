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

// signInOrder is the order reference of the query that proves the sign-in. No
// payment has it.
const signInOrder = "moto-sign-in"

// signInTime is how long the query that proves the sign-in may take.
const signInTime = 10 * time.Second

// SignIn knows whether the gateway accepts this console's user and password. A
// wrong password must never end in an unknown outcome, so nothing that moves money
// leaves until a query has been answered: at the start, and again after any answer
// that refused the sign-in. One SignIn serves everything that uses one client. The
// nil SignIn cannot ask, so nothing leaves.
type SignIn struct {
	clock.Clocks

	Gateway Querier
	Site    string

	mu     sync.Mutex
	asking chan struct{} // closed when the query under way has ended; nil without one
	proved bool
	refuse bool          // the gateway's last word on it was a refusal
	at     time.Time     // the gateway's time when it was last asked; zero if it did not tell
	heard  clock.Reading // our time then
}

// Why nothing leaves. The gateway's own error, if there is one, is wrapped beside it.
var (
	errSignInRefused = errors.New("the gateway does not accept the Webservices user or password: nothing was sent")
	errSignInUnasked = errors.New("the gateway could not be asked whether it accepts our sign-in: nothing was sent")
)

// Prove asks the gateway, unless the gateway has already answered, and says why
// nothing may leave; nil if requests may leave.
func (s *SignIn) Prove(ctx context.Context) error {
	if s == nil {
		return errSignInUnasked
	}
	if s.isProved() {
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

// Refused notes that the gateway refused the sign-in of a request. Nothing that
// moves money leaves until another query has been answered.
func (s *SignIn) Refused() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.proved, s.refuse = false, true
}

// IsRefused reports that the last request that the gateway answered had its sign-in
// refused.
func (s *SignIn) IsRefused() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.refuse
}

// AskAgain asks the gateway even if it has answered before, to compare its clock
// anew. It reports whether the gateway answers.
func (s *SignIn) AskAgain(ctx context.Context) bool {
	done, err := s.turn(ctx)
	if err != nil {
		return false
	}
	defer done()
	return s.ask(ctx) == nil
}

// refusedAgain asks the gateway twice more after it refused the sign-in, and reports
// whether it refuses both times. Only then is the first refusal believed: an answer with
// status 401 may come from a proxy, or after the payment, and so may one that follows it.
func (s *SignIn) refusedAgain(ctx context.Context) bool {
	if s == nil {
		return false
	}
	s.Refused()
	done, err := s.turn(ctx)
	if err != nil {
		return false
	}
	defer done()
	for range 2 {
		if !isSignIn(s.ask(ctx)) {
			return false
		}
	}
	return true
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

// Clock is how far the gateway's clock is ahead of ours now; false until the
// gateway has given its time. Our clock may have been set since, so Clock measures
// the time that has passed by the clock that cannot be set.
func (s *SignIn) Clock() (ahead time.Duration, ok bool) {
	if s == nil {
		return 0, false
	}
	s.mu.Lock()
	at, heard := s.at, s.heard
	s.mu.Unlock()
	passed, same := s.Reading().Since(heard)
	if at.IsZero() || !same {
		return 0, false
	}
	return at.Add(passed).Sub(s.Now()).Truncate(time.Second), true
}

func (s *SignIn) isProved() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.proved
}

// ask makes one query. Even an errorcode as the answer is proof: the gateway
// accepted the user.
func (s *SignIn) ask(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, signInTime)
	defer cancel()
	found, err := s.Gateway.Query(ctx, gateway.Query{Sites: []string{s.Site}, OrderReferences: []string{signInOrder}})
	if _, answered := errors.AsType[*gateway.QueryError](err); answered {
		err = nil
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	// A query that failed says nothing about the sign-in: an earlier proof holds
	// until the gateway refuses the sign-in.
	if err == nil || isSignIn(err) {
		s.proved, s.refuse = err == nil, err != nil
	}
	if err == nil && !found.At.IsZero() {
		s.at, s.heard = found.At, s.Reading()
	}
	return err
}

// isSignIn reports an answer that refuses the sign-in, also within joined errors.
func isSignIn(err error) bool {
	if several, ok := err.(interface{ Unwrap() []error }); ok { //nolint:errorlint // each is looked at
		return slices.ContainsFunc(several.Unwrap(), isSignIn)
	}
	e, ok := errors.AsType[*gateway.Error](err)
	return ok && e.Kind == gateway.KindSignIn
}

// confirmed is a reply that may be believed. A refused sign-in is believed only if
// the gateway also refuses two queries sent at once with the same sign-in. Otherwise
// the payment may have been made, and its outcome is unknown.
func (d *Processor) confirmed(r Reply) Reply {
	if r.Result.Outcome != gateway.OutcomeUnknown || !isSignIn(r.Err) {
		return r
	}
	if d.SignIn.refusedAgain(context.Background()) {
		r.Result.Outcome = gateway.OutcomeRejected
	}
	return r
}

// refusedSignIn reports an attempt that was rejected because the sign-in was
// refused. Only such a rejection has no errorcode.
func refusedSignIn(a Attempt) bool {
	return a.Outcome == gateway.OutcomeRejected && a.Result.Code.Code == ""
}
