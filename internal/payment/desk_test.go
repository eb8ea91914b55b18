package payment

import (
	"context"
	"errors"
	"strings"
	"sync"
	"testing"
	"time"

	"motoconsole/gateway"
)

// ledger is a Recorder and an Authoriser that remember what they were asked,
// in order.
type ledger struct {
	mu       sync.Mutex
	steps    []string
	intent   error
	outcome  error
	answer   gateway.AuthResult
	fail     error
	gate     chan struct{}
	requests []gateway.AuthRequest
	outcomes []Attempt
}

func (l *ledger) step(name string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.steps = append(l.steps, name)
}

func (l *ledger) Intent(context.Context, Attempt) error { l.step("intent"); return l.intent }

func (l *ledger) Outcome(_ context.Context, a Attempt) error {
	l.step("outcome")
	l.outcomes = append(l.outcomes, a)
	return l.outcome
}

func (l *ledger) Auth(ctx context.Context, r gateway.AuthRequest) (gateway.AuthResult, error) {
	l.step("auth")
	if ctx.Err() != nil {
		return gateway.AuthResult{Outcome: gateway.NotSent}, ctx.Err()
	}
	l.requests = append(l.requests, r)
	r.Card.Wipe()
	if l.gate != nil {
		<-l.gate
	}
	return l.answer, l.fail
}

func (l *ledger) order() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return strings.Join(l.steps, " ")
}

func desk(l *ledger) *Desk {
	return &Desk{
		Gateway: l, Record: l, Agent: "priya", Site: "test_site",
		Now: func() time.Time { return time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC) },
	}
}

func card() gateway.Card {
	c := gateway.Card{Number: gateway.NewCardNumber(), Code: gateway.NewSecurityCode(), Expiry: gateway.Expiry{Month: 12, Year: 2030}}
	for _, d := range []byte("4111111111111111") {
		c.Number.Push(d)
	}
	return c
}

func TestChargeRecordsBeforeItSends(t *testing.T) {
	l := &ledger{answer: gateway.AuthResult{Outcome: gateway.Approved}}
	d, c := desk(l), card()
	a := d.Begin(Charge{OrderReference: "A17"})
	done := <-d.Charge(a, c)
	if l.order() != "intent auth outcome" || done.Outcome != gateway.Approved || done.State != Done {
		t.Errorf("%s: %v", l.order(), done.Outcome)
	}
	if c.Number.Len() != 0 {
		t.Error("the card was not wiped")
	}
	if r := l.requests[0]; r.OrderReference != a.SentReference || r.OperatorName != "priya" || r.Site != "test_site" {
		t.Errorf("%+v", r)
	}
}

func TestNothingIsSentThatIsNotRecorded(t *testing.T) {
	l := &ledger{intent: errors.New("disk full")}
	d, c := desk(l), card()
	done := <-d.Charge(d.Begin(Charge{OrderReference: "A17"}), c)
	if l.order() != "intent" || done.Outcome != gateway.NotSent || done.Problem == "" {
		t.Errorf("%s: %v %q", l.order(), done.Outcome, done.Problem)
	}
	if c.Number.Len() != 0 {
		t.Error("the card was not wiped")
	}
}

func TestAnAttemptIsChargedOnce(t *testing.T) {
	l := &ledger{answer: gateway.AuthResult{Outcome: gateway.Approved}}
	d := desk(l)
	a := d.Begin(Charge{OrderReference: "A17"})
	<-d.Charge(a, card())
	again := card()
	if _, ok := <-d.Charge(a, again); ok {
		t.Error("a second charge has an outcome of its own")
	}
	if l.order() != "intent auth outcome" || again.Number.Len() != 0 {
		t.Errorf("%s, %d digits left", l.order(), again.Number.Len())
	}
}

func TestWaitWaitsForTheOutcome(t *testing.T) {
	l := &ledger{gate: make(chan struct{}), answer: gateway.AuthResult{Outcome: gateway.Approved}}
	d := desk(l)
	d.Charge(d.Begin(Charge{OrderReference: "A17"}), card()) // nobody reads the channel
	waited := make(chan struct{})
	go func() { d.Wait(); close(waited) }()
	select {
	case <-waited:
		t.Fatal("Wait did not wait")
	case <-time.After(20 * time.Millisecond):
	}
	close(l.gate)
	<-waited
	if len(l.outcomes) != 1 || l.outcomes[0].Outcome != gateway.Approved {
		t.Errorf("%v", l.outcomes)
	}
}

func TestAFailureIsNeverAnApproval(t *testing.T) {
	l := &ledger{fail: &gateway.Error{Kind: gateway.ErrBroken, Written: true}}
	d := desk(l)
	done := <-d.Charge(d.Begin(Charge{}), card())
	if done.Outcome != gateway.Unknown || !strings.Contains(done.Problem, "line dropped") {
		t.Errorf("%v %q", done.Outcome, done.Problem)
	}
	l = &ledger{answer: gateway.AuthResult{Outcome: gateway.Approved}, outcome: errors.New("disk full")}
	d = desk(l)
	done = <-d.Charge(d.Begin(Charge{}), card())
	if done.Outcome != gateway.Approved || !strings.Contains(done.Problem, "could not be recorded") {
		t.Errorf("%v %q", done.Outcome, done.Problem)
	}
}

func TestSentReference(t *testing.T) {
	for own, want := range map[string]string{
		"A17":                      "A17-7K3M2P",
		"INVOICE-2026-00000000412": "INVOICE-2026-00000-7K3M2P",
		"éèéèéèéèéèéèéèéèéèéè": "éèéèéèéèéèéèéèéèéè-7K3M2P",
	} {
		if got := sentReference(own, "7K3M2P"); got != want || len([]rune(got)) > gateway.MaxOrderReference {
			t.Errorf("%s: %s", own, got)
		}
	}
	seen := map[string]bool{}
	for range 1000 {
		s := randomSuffix()
		if len(s) != suffixLength || seen[s] {
			t.Fatalf("suffix %q", s)
		}
		seen[s] = true
	}
}
