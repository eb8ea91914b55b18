package payment

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"motoconsole/gateway"
	"motoconsole/internal/clock"
)

// Only one query proves the sign-in at a time. An attempt that waits for
// another's gives up when its own time is over: it is not sent.
func TestSignInWaitsNoLongerThanItsContext(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		queries := 0
		s := &SignIn{
			Site: "test_site", Now: time.Now, Steady: func() clock.Reading { return clock.Reading{Boot: "boot"} },
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
