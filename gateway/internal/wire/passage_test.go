package wire

import (
	"errors"
	"net"
	"sync"
	"testing"
)

// TestGateIsOneStep: Shut tells the truth in any order of events.
func TestGateIsOneStep(t *testing.T) {
	for range 2000 {
		gate := NewGate(func() bool { return false })
		p := &passage{gate: gate, ctx: t.Context()}
		var passed, nothing bool
		var wait sync.WaitGroup
		wait.Go(func() { passed = p.pass() })
		wait.Go(func() { nothing = gate.Shut() })
		wait.Wait()
		if passed == nothing || gate.Left() != passed || p.pass() {
			t.Fatalf("passed %v, nothing left %v", passed, nothing)
		}
	}
}

// TestPassageEnds: nothing leaves by a passage that has ended, over an earlier
// connection or a later one.
func TestPassageEnds(t *testing.T) {
	p := &passage{gate: NewGate(nil), ctx: t.Context()}
	here, there := net.Pipe()
	defer func() { _ = there.Close() }()
	conn, err := p.connect(here, true)
	if err != nil {
		t.Fatal(err)
	}
	conn.arm()
	if left, refused := p.answer(); left || refused || !p.hasEnded() {
		t.Error("it has not ended")
	}
	if _, err := conn.Write([]byte("x")); err != nil {
		t.Error(err)
	}
	if err := conn.finish(); !errors.Is(err, errRefused) {
		t.Error(err)
	}
	if n, err := there.Read(make([]byte, 1)); n != 0 || err == nil {
		t.Error("the connection was not closed")
	}
	late, other := net.Pipe()
	if _, err := p.connect(late, true); !errors.Is(err, errRefused) {
		t.Error(err)
	}
	if n, err := other.Read(make([]byte, 1)); n != 0 || err == nil {
		t.Error("the later connection was not closed")
	}
	// A passage does not end early once something has left by it.
	open := &passage{gate: NewGate(nil), ctx: t.Context()}
	if !open.pass() {
		t.Error("held back")
	}
	if left, _ := open.answer(); !left || open.hasEnded() {
		t.Error("cut in the middle of a request")
	}
}
