package gateway

import (
	"context"

	"motoconsole/gateway/internal/wire"
)

// Gate is what a request passes just before its first byte leaves. It answers
// two questions for certain that nothing else can: may the request still leave,
// and has it left? A gate is for one request. With several requests it speaks
// of all of them, and Shut holds them all.
//
// The question and the write are one step, with nothing in between that waits.
// Only the system can stop the process between the two, for as long as it likes:
// that request leaves late all the same.
type Gate struct{ gate *wire.Gate }

// NewGate makes a gate. It calls late just before bytes go out, each time that
// some do; nil means never late. late must be quick and must not use the gate:
// the gate is locked meanwhile.
func NewGate(late func() bool) *Gate { return &Gate{wire.NewGate(late)} }

// Shut lets nothing leave from now on, and reports whether nothing has left yet.
// When it reports false, bytes have left or are leaving now, and the outcome is
// for the gateway to say. What is left of a request that has begun is held back.
func (g *Gate) Shut() (nothingLeft bool) { return g.gate.Shut() }

// Left reports whether bytes have left or are leaving.
func (g *Gate) Left() bool { return g.gate.Left() }

type gateKey struct{}

// WithGate makes every request sent with the context pass the gate.
func WithGate(ctx context.Context, g *Gate) context.Context {
	return context.WithValue(ctx, gateKey{}, g)
}

// gateOf is the context's gate, or else a new one that is always open.
func gateOf(ctx context.Context) *Gate {
	if g, _ := ctx.Value(gateKey{}).(*Gate); g != nil {
		return g
	}
	return NewGate(nil)
}

// PassGate passes the context's gate as a request does just before its first
// byte leaves, and reports whether it may leave. It is for stand-ins of a
// Client, which must keep the same promises.
func PassGate(ctx context.Context) bool { return gateOf(ctx).gate.Pass() }
