package sandbox

import (
	"bufio"
	"errors"
	"io"
	"net/http"
	"runtime"
	"syscall"
	"testing"
	"time"

	"motoconsole/gateway"
	"motoconsole/internal/sandbox/faults"
)

func TestFaultRefuse(t *testing.T) {
	b := newBank()
	s := served(t, b)
	url := s.URL()
	setFault(t, b, "refuse.3s")
	began := time.Now()
	result, fail := pay(t, s, nil, ample, "A17-abcdef")
	if time.Since(began) > 3*time.Second {
		t.Skip("the machine is too slow to see the port shut")
	}
	if fail == nil || fail.Kind != gateway.KindNotReached || fail.Written || result.Outcome != gateway.OutcomeNotSent || !errors.Is(fail, syscall.ECONNREFUSED) {
		t.Errorf("while the port is shut: %v %v", result.Outcome, fail)
	}
	eventually(t, "the port opens again", func() bool {
		result, _ = pay(t, s, nil, ample, "A17-abcdef")
		return result.Outcome == gateway.OutcomeApproved
	})
	if took := time.Since(began); took < 3*time.Second {
		t.Errorf("the port was open again after %v", took)
	}
	if s.URL() != url || b.Arrived("AUTH") != 1 || b.book.Len() != 1 {
		t.Errorf("at %s, before at %s; %d arrived and %d booked, want 1 and 1", s.URL(), url, b.Arrived("AUTH"), b.book.Len())
	}
}

func TestFaultRefuseIsCleared(t *testing.T) {
	b := newBank()
	s := served(t, b)
	for range 3 {
		setFault(t, b, "refuse.10m")
		if result, _ := pay(t, s, nil, ample, "A17-abcdef"); result.Outcome != gateway.OutcomeNotSent {
			t.Errorf("while the port is shut: %v", result.Outcome)
		}
		b.ClearFaults()
		eventually(t, "the port opens again", func() bool {
			result, _ := pay(t, s, nil, ample, "A17-abcdef")
			return result.Outcome == gateway.OutcomeApproved
		})
	}
}

// With a rate, the struck connection is the last one for a while.
func TestFaultRefuseWithRate(t *testing.T) {
	b := newBank()
	s := served(t, b)
	setFault(t, b, "refuse.10m", func(f *faults.Fault) { f.Rate, f.Count = 1, 1 })
	for _, outcome := range []gateway.Outcome{gateway.OutcomeApproved, gateway.OutcomeNotSent} {
		if result, fail := pay(t, s, nil, ample, "A17-abcdef"); result.Outcome != outcome {
			t.Errorf("%v (%v), want %v", result.Outcome, fail, outcome)
		}
	}
}

// What a bare connection reads.
func TestFaultsOnTheWire(t *testing.T) {
	exchange := func(b *Bank, reference string) (head http.Header, answer []byte, err error) {
		conn := dial(t, served(t, b))
		if _, err := conn.Write(rawAuth(t, reference)); err != nil {
			t.Fatal(err)
		}
		resp, err := http.ReadResponse(bufio.NewReader(conn), nil)
		if err != nil {
			return nil, nil, err
		}
		defer func() { _ = resp.Body.Close() }()
		answer, err = io.ReadAll(resp.Body)
		return resp.Header, answer, err
	}
	_, whole, err := exchange(newBank(), "A17")
	if err != nil || len(decodeReply(t, whole).Response) != 1 {
		t.Fatalf("without a fault: %v", err)
	}
	for reference, length := range map[string]int{
		"FAULT-drip.1ns": len(whole) + len("FAULT-drip.1ns") - len("A17"),
		"FAULT-truncate": (len(whole) + len("FAULT-truncate") - len("A17")) / 2,
		"FAULT-close":    -1,
		"FAULT-lost":     -1,
	} {
		head, answer, err := exchange(newBank(), reference)
		switch {
		case length < 0 && !errors.Is(err, io.ErrUnexpectedEOF):
			t.Errorf("%s: %d bytes came and then %v", reference, len(answer), err)
		case length >= 0 && (len(answer) != length || head.Get("Content-Length") == ""):
			t.Errorf("%s: %d bytes of %q, want %d", reference, len(answer), head.Get("Content-Length"), length)
		}
	}
	// The bank does not even read a hanging connection, so it never counts it.
	b := newBank()
	s := served(t, b)
	setFault(t, b, "hang.50ms")
	conn := dial(t, s)
	began := time.Now()
	if n, err := conn.Read(make([]byte, 1)); n != 0 || !errors.Is(err, io.EOF) {
		t.Errorf("a connection that hangs: %d bytes and %v", n, err)
	}
	if took := time.Since(began); took < 40*time.Millisecond || took > ample {
		t.Errorf("a connection hung for %v, want 50ms", took)
	}
}

// The limits on slow clients do not limit a slow bank.
func TestFaultOutlastsTheLimits(t *testing.T) {
	t.Parallel()
	lim := usualLimits()
	// Limits that a busy machine does not exceed by itself.
	const limit = 5 * time.Second
	lim.header, lim.read, lim.write = limit, limit, limit
	for _, fault := range []string{"late.6s", "defer.6s", "slow.6s", "drip.12ms"} {
		t.Run(fault, func(t *testing.T) {
			t.Parallel()
			b := newBank()
			s, err := listen("127.0.0.1:0", b, lim)
			if err != nil {
				t.Fatal(err)
			}
			setFault(t, b, fault)
			began := time.Now()
			result, fail := pay(t, s, nil, ample, "A17-abcdef")
			if took := time.Since(began); result.Outcome != gateway.OutcomeApproved || took < limit {
				t.Errorf("%v %v after %v", result.Outcome, fail, took)
			}
			_ = s.Close()
		})
	}
}

// Close ends every stalled exchange at once and leaves no goroutine behind.
func TestServerCloseEndsFaults(t *testing.T) {
	before := runtime.NumGoroutine()
	b := newBank()
	s, err := Listen("127.0.0.1:0", b)
	if err != nil {
		t.Fatal(err)
	}
	// One after the other, because connections are accepted as they come.
	for _, fault := range []string{"hang.10m", "slow.10m"} {
		setFault(t, b, fault)
		_, _ = dial(t, s).Write(rawAuth(t, "A17"))
		eventually(t, fault+" strikes", func() bool { return len(b.Faults()) == 0 })
	}
	references := []string{"FAULT-stall.10m", "FAULT-defer.10m", "FAULT-late.10m", "FAULT-drip.10m"}
	for _, reference := range references {
		_, _ = dial(t, s).Write(rawAuth(t, reference))
	}
	_, _ = dial(t, s).Write([]byte("POST /json/ HTTP/1.1\r\nHost: x\r\n")) // and a slow client
	eventually(t, "the stalled requests arrive", func() bool { return b.Arrived("AUTH") == len(references) && b.book.Len() == 2 })
	began := time.Now()
	if err := s.Close(); err != nil {
		t.Errorf("close: %v", err)
	}
	if took := time.Since(began); took > ample {
		t.Errorf("close took %v", took)
	}
	eventually(t, "the goroutines end", func() bool { return runtime.NumGoroutine() <= before })
	if b.book.Len() != 2 {
		t.Errorf("%d payments, want 2: what was deferred must not be booked by closing", b.book.Len())
	}
	if err := b.SetFault(faults.Fault{Name: "drop"}); err == nil {
		t.Error("a closed server is still asked for faults")
	}
}

func TestServerClosesWhileThePortIsShut(t *testing.T) {
	b := newBank()
	s, err := Listen("127.0.0.1:0", b)
	if err != nil {
		t.Fatal(err)
	}
	setFault(t, b, "refuse.10m")
	began := time.Now()
	if err := s.Close(); err != nil || time.Since(began) > ample {
		t.Errorf("close: %v after %v", err, time.Since(began))
	}
}

// If another process has taken its port, the server tries until the port is free.
func TestServerComesBackToATakenPort(t *testing.T) {
	b := newBank()
	s := served(t, b)
	setFault(t, b, "refuse.50ms")
	other, err := openListener(s.port.Addr().String())
	if err != nil {
		t.Skip("another process was faster:", err)
	}
	time.Sleep(100 * time.Millisecond)
	_ = other.Close()
	eventually(t, "the bank is back", func() bool {
		result, _ := pay(t, s, nil, ample, "A17-abcdef")
		return result.Outcome == gateway.OutcomeApproved
	})
}
