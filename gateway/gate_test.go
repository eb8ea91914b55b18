package gateway

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptrace"
	"net/url"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
)

// lateAt is late from its nth call on, like a process that was paused before it.
func lateAt(n int32) (late func() bool, calls *atomic.Int32) {
	calls = new(atomic.Int32)
	return func() bool { return calls.Add(1) >= n }, calls
}

// onConnection runs f when the connection is up, TLS included, and before
// anything is written.
func onConnection(ctx context.Context, f func()) context.Context {
	return httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{GotConn: func(httptrace.GotConnInfo) { f() }})
}

// checkNothingSent checks that a payment was held back, that its result says so, and
// that no byte arrived.
func checkNothingSent(t *testing.T, w *countingServer, r AuthResult, err error, kind ErrorKind) {
	t.Helper()
	if r.Outcome != OutcomeNotSent {
		t.Errorf("outcome %v", r.Outcome)
	}
	checkError(t, err, true, kind, false)
	if w.connections.Load() == 0 {
		<-w.accepted
	}
	if requests, bytes := w.reached(); requests != 0 || bytes != 0 {
		t.Errorf("%d requests, %d bytes arrived", requests, bytes)
	}
}

// TestGateLate: the request becomes late between the last check and the first
// byte. Nothing arrives, on any route, and the request is not tried again.
func TestGateLate(t *testing.T) {
	for name, road := range roads() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w, c := road(t)
			late, calls := lateAt(1)
			gate, request := NewGate(late), testRequest()
			r, err := c.Auth(WithGate(t.Context(), gate), request)
			checkNothingSent(t, w, r, err, KindLate)
			if err.Error() != "it was too late to send the request: nothing was sent" {
				t.Error(err)
			}
			if n := calls.Load(); n != 1 || w.connections.Load() != 1 {
				t.Errorf("asked %d times, %d connections: it was tried again", n, w.connections.Load())
			}
			if gate.Left() || !gate.Shut() || request.Card.Number.Len() != 0 {
				t.Error("the gate says that something has left, or the card is still there")
			}
		})
	}
}

// TestGateOpen: a request that is in time arrives whole, and the gate is asked
// once, at the write.
func TestGateOpen(t *testing.T) {
	for name, road := range roads() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w, c := road(t)
			var connected atomic.Bool
			var early, calls atomic.Int32
			gate := NewGate(func() bool {
				calls.Add(1)
				if !connected.Load() {
					early.Add(1)
				}
				return false
			})
			ctx := onConnection(t.Context(), func() { connected.Store(true) })
			if r, err := c.Auth(WithGate(ctx, gate), testRequest()); err != nil || r.Outcome != OutcomeApproved {
				t.Errorf("%v %v", r.Outcome, err)
			}
			if early.Load() != 0 || calls.Load() != 1 {
				t.Errorf("asked %d times, %d of them while connecting", calls.Load(), early.Load())
			}
			if requests, _ := w.reached(); requests != 1 || !gate.Left() || gate.Shut() {
				t.Errorf("%d requests, left %v", requests, gate.Left())
			}
		})
	}
}

// TestGateLateInTheMiddle: a request that does not fit in one write is late
// after the first one. The rest is held back, so the gateway never has all of it.
func TestGateLateInTheMiddle(t *testing.T) {
	long := Query{OrderReferences: slices.Repeat([]string{strings.Repeat("x", 255)}, 1000)}
	for name, road := range roads() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w, c := road(t)
			late, calls := lateAt(2)
			gate := NewGate(late)
			r, err := c.Query(WithGate(t.Context(), gate), long)
			if !strings.HasPrefix(name, "https") { // one write, so the gate is asked once
				checkError(t, err, true, KindMismatch, true) // the answer is that of a payment
				if requests, _ := w.reached(); requests != 1 || calls.Load() != 1 {
					t.Errorf("%d requests, asked %d times", requests, calls.Load())
				}
				return
			}
			if r.Outcome != OutcomeUnknown {
				t.Errorf("outcome %v", r.Outcome)
			}
			checkError(t, err, true, KindBroken, true)
			if requests, bytes := w.reached(); requests != 0 || bytes > 2<<16 || w.connections.Load() != 1 {
				t.Errorf("%d requests, %d bytes, %d connections", requests, bytes, w.connections.Load())
			}
			if calls.Load() != 2 || gate.Shut() {
				t.Errorf("asked %d times", calls.Load())
			}
		})
	}
}

// TestGateBetweenConnectionAndWrite: the connection is up and nothing is written yet.
// Then the deadline passes, the gate is shut, or the caller gives up.
func TestGateBetweenConnectionAndWrite(t *testing.T) {
	for name, road := range roads() {
		for _, test := range []struct {
			name string
			kind ErrorKind
			do   func(gate *Gate, late *atomic.Bool, cancel func())
		}{
			{"late", KindLate, func(_ *Gate, late *atomic.Bool, _ func()) { late.Store(true) }},
			{"shut", KindLate, func(gate *Gate, _ *atomic.Bool, _ func()) {
				if !gate.Shut() {
					t.Error("something has left before the write")
				}
			}},
			{"cancelled", KindNotReached, func(_ *Gate, _ *atomic.Bool, cancel func()) { cancel() }},
		} {
			t.Run(name+"/"+test.name, func(t *testing.T) {
				t.Parallel()
				w, c := road(t)
				var late atomic.Bool
				gate := NewGate(late.Load)
				ctx, cancel := context.WithCancel(t.Context())
				defer cancel()
				ctx = onConnection(ctx, func() { test.do(gate, &late, cancel) })
				r, err := c.Auth(WithGate(ctx, gate), testRequest())
				checkNothingSent(t, w, r, err, test.kind)
			})
		}
	}
}

// TestGateWhileTheHandshakeStalls: the gateway answers the handshake late, and then
// nothing more is sent.
func TestGateWhileTheHandshakeStalls(t *testing.T) {
	for _, name := range []string{"shut", "cancelled"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newCountingServer(t, true)
			release := w.holdHandshakes()
			c := w.client(t)
			gate := NewGate(nil)
			ctx, cancel := context.WithCancel(WithGate(t.Context(), gate))
			defer cancel()
			type answer struct {
				r   AuthResult
				err error
			}
			answered := make(chan answer, 1)
			go func() {
				r, err := c.Auth(ctx, testRequest())
				answered <- answer{r, err}
			}()
			<-w.accepted
			if name == "shut" {
				if !gate.Shut() {
					t.Error("something has left already")
				}
				release()
				got := <-answered
				checkNothingSent(t, w, got.r, got.err, KindLate)
				return
			}
			cancel()
			got := <-answered
			release() // after Auth has returned
			checkNothingSent(t, w, got.r, got.err, KindNotReached)
		})
	}
}

// TestGateAndALateConnection: the connection comes after the request was given up,
// because net/http goes on connecting. It is closed unused.
func TestGateAndALateConnection(t *testing.T) {
	w := newCountingServer(t, true)
	c := w.client(t)
	ctx, cancel := context.WithCancel(t.Context())
	asked, release := make(chan struct{}), make(chan struct{})
	var once sync.Once
	c.cfg.Proxy = func(*http.Request) (*url.URL, error) {
		once.Do(func() { close(asked) })
		<-release
		return nil, nil //nolint:nilnil // net/http's way to say none
	}
	go func() {
		<-asked
		cancel()
	}()
	r, err := c.Auth(ctx, testRequest())
	close(release)
	<-w.accepted
	checkNothingSent(t, w, r, err, KindNotReached)
}

// TestGateShutBefore: a shut gate lets nothing out, and the client does not try again
// to connect.
func TestGateShutBefore(t *testing.T) {
	w := newCountingServer(t, true)
	c := w.client(t)
	gate := NewGate(nil)
	ctx := WithGate(t.Context(), gate)
	if r, err := c.Auth(ctx, testRequest()); err != nil || r.Outcome != OutcomeApproved {
		t.Fatal(r.Outcome, err)
	}
	if gate.Shut() {
		t.Error("nothing has left")
	}
	r, err := c.Auth(ctx, testRequest())
	checkError(t, err, true, KindLate, false)
	if requests, _ := w.reached(); requests != 1 || r.Outcome != OutcomeNotSent {
		t.Errorf("%d requests, %v", requests, r.Outcome)
	}
	tried := 0
	c.cfg.Proxy = func(*http.Request) (*url.URL, error) { tried++; return nil, errors.New("no proxy today") }
	_, err = c.Auth(ctx, testRequest())
	checkError(t, err, true, KindNotReached, false)
	if tried != 1 {
		t.Errorf("connecting was tried %d times", tried)
	}
	if gateOf(WithGate(t.Context(), nil)) == nil || !gateOf(t.Context()).Shut() {
		t.Error("a request without a gate does not get one of its own")
	}
}
