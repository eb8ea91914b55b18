package app

import (
	"context"
	"errors"
	"testing"

	"motoconsole/gateway"
	"motoconsole/internal/lookup"
	"motoconsole/internal/payment/operation"
	"motoconsole/internal/payment/option"
)

// silent is a gateway that answers no query before its caller gives up.
type silent struct {
	lookup.Gateway

	asked chan struct{}
}

func (s silent) Query(ctx context.Context, _ gateway.Query) (gateway.QueryResult, error) {
	s.asked <- struct{}{}
	<-ctx.Done()
	return gateway.QueryResult{}, ctx.Err()
}

func (s silent) QueryKeeping(ctx context.Context, q gateway.Query) (gateway.QueryResult, error) {
	return s.Query(ctx, q)
}

// silentBank is a bank that takes payments and answers no query.
type silentBank struct {
	operation.Gateway

	silent silent
}

func (b silentBank) Query(ctx context.Context, q gateway.Query) (gateway.QueryResult, error) {
	return b.silent.Query(ctx, q)
}

// TestWhatAScreenAsksEndsWithItsSession: a screen's query ends with its session. A
// charge does not: it is answered and recorded after the session has ended.
func TestWhatAScreenAsksEndsWithItsSession(t *testing.T) {
	t.Parallel()
	f := newFloor(t)
	c := f.console(t, "priya")
	a := c.processor.Begin(charge("FAULT-late.1s-A17"))
	outcome := c.processor.Charge(a, card())
	mute := silent{Gateway: f.client, asked: make(chan struct{}, 10)}
	c.processor.Search = mute
	operations := operation.New(c.processor, silentBank{f.careful(), mute}, option.Limits{})
	ended := make(chan struct{})
	for what, ask := range map[string]func() error{
		"a look-up": func() error {
			_, err := searching{mute, mute, c.during}.Query(context.Background(), gateway.Query{})
			return err
		},
		"the guard's query": func() error {
			_, err := c.processor.Seen(context.Background(), charge("A18"), gateway.CardNumber{})
			return err
		},
		"a record": func() error {
			_, err := operations.Look(context.Background(), "1-2-3")
			return err
		},
	} {
		go func() {
			if err := ask(); !errors.Is(err, context.Canceled) {
				t.Errorf("%s ended with %v", what, err)
			}
			ended <- struct{}{}
		}()
	}
	for range 4 { // a record needs two queries
		<-mute.asked
	}
	c.leave(t)
	for range 3 {
		<-ended
	}
	if now := <-outcome; now.Outcome != gateway.OutcomeApproved {
		t.Errorf("the charge is %v %v %q", now.State, now.Outcome, now.Problem)
	}
	if now := f.look(t, a.ID); now.Outcome != gateway.OutcomeApproved {
		t.Errorf("in the journal the charge is %v %v", now.State, now.Outcome)
	}
}
