package sshd

import (
	"bytes"
	"io"
	"math/rand/v2"
	"net"
	"os"
	"testing"
	"time"
)

// TestGarbage: a client that speaks no SSH, or breaks off, or lies about lengths, is
// closed, and an agent signs in beside it.
func TestGarbage(t *testing.T) {
	access, key := onlyPriya(t)
	o := options(access)
	o.Limits.Handshake = time.Second
	s := serve(t, o)
	random := rand.New(rand.NewPCG(1, 2)) //nolint:gosec // the same each time
	noise := func(n int) []byte {
		text := make([]byte, n)
		for i := range text {
			text[i] = byte(random.Uint32())
		}
		return text
	}
	version := []byte("SSH-2.0-test\r\n")
	cases := map[string][]byte{
		"nothing":                   nil,
		"HTTP":                      []byte("GET / HTTP/1.1\r\nHost: x\r\n\r\n"),
		"SSH 1":                     []byte("SSH-1.5-old\r\n"),
		"an endless version":        bytes.Repeat([]byte("x"), 1<<20),
		"many lines before it":      bytes.Repeat([]byte("hello\r\n"), 10_000),
		"a version alone":           version,
		"a packet of 4 GB":          append(bytes.Clone(version), 0xff, 0xff, 0xff, 0xff, 0),
		"an empty packet":           append(bytes.Clone(version), 0, 0, 0, 0, 0),
		"padding beyond the packet": append(bytes.Clone(version), 0, 0, 0, 12, 255, 20, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0),
		"a key exchange of nothing": append(bytes.Clone(version), 0, 0, 0, 12, 10, 20, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0),
		"sign-in before any key":    append(bytes.Clone(version), 0, 0, 0, 12, 10, 50, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0),
	}
	for range 20 {
		cases["noise "+string(rune('a'+len(cases)))] = append(bytes.Clone(version), noise(random.IntN(4000))...)
	}
	for name, text := range cases {
		c, err := new(net.Dialer).DialContext(t.Context(), "tcp", s.at)
		if err != nil {
			t.Fatal(err)
		}
		_ = c.SetDeadline(time.Now().Add(patient))
		go func() { _, _ = c.Write(text) }()
		if _, err := io.Copy(io.Discard, c); os.IsTimeout(err) {
			t.Errorf("%s: it is left open", name)
		}
		_ = c.Close()
	}
	if said, _, _ := run(t, s.must(t, key), "x"); said != "priya asks for x" {
		t.Errorf("an agent: %q", said)
	}
}
