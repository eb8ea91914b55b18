package sshd

import (
	"context"
	"io"
	"net"
	"strings"
	"testing"
	"time"

	"golang.org/x/crypto/ssh"
)

// TestLongInputRenewsKeys: a paste stays in the library's buffer until the keys change, so it
// brings a change about, in whatever parts and by whatever way it comes, and keys pressed
// one by one do not. The session goes on, and what became free is collected afterwards.
func TestLongInputRenewsKeys(t *testing.T) {
	access, key := onlyPriya(t)
	o := options(access)
	o.Limits.Idle = patient
	changed := make(chan int64, 100)
	o.Gone = func() { changed <- 0 }
	s := prepare(t, o)
	pauses := make(chan chan time.Time, 100)
	after := s.after
	s.after = func(d time.Duration) <-chan time.Time {
		if d != renewPause {
			return after(d)
		}
		pause := make(chan time.Time, 1)
		pauses <- pause
		return pause
	}
	s.listen(t, plain)
	c := s.must(t, key)
	channel, requests, err := c.OpenChannel("session", nil)
	if err != nil {
		t.Fatal(err)
	}
	go ssh.DiscardRequests(requests)
	if ok, err := channel.SendRequest("pty-req", true, ssh.Marshal(struct {
		Term                         string
		Columns, Rows, Width, Height uint32
		Modes                        string
	}{"xterm", 80, 24, 0, 0, ""})); !ok || err != nil {
		t.Fatal(ok, err)
	}
	if ok, err := channel.SendRequest("shell", true, nil); !ok || err != nil {
		t.Fatal(ok, err)
	}
	if _, err := io.ReadFull(channel, make([]byte, len("hello priya\n"))); err != nil {
		t.Fatal(err)
	}
	echo := func(text string) {
		t.Helper()
		if _, err := io.WriteString(channel, text); err != nil {
			t.Fatal(err)
		}
		got := make([]byte, len(text))
		if _, err := io.ReadFull(channel, got); err != nil || string(got) != text {
			t.Fatalf("%q, %v", got, err)
		}
	}
	exchanges := func() int64 {
		s.mu.Lock()
		defer s.mu.Unlock()
		for c := range s.conns {
			return c.exchanges.Load()
		}
		return 0
	}
	for range 50 {
		echo("4")
	}
	if n := exchanges(); n != 1 || len(pauses) != 0 {
		t.Fatalf("keys pressed one by one: %d exchanges of keys, %d to come", n, len(pauses))
	}
	want := int64(1)
	for name, text := range map[string]string{
		"a number after an order reference": "n ORDER-17\r10.50\r4111111111111111\r",
		"as a terminal brackets it":         "\x1b[200~4111111111111111\x1b[201~",
		"deep in a letter":                  strings.Repeat("Dear shop, ", 900) + "4111 1111 1111 1111" + strings.Repeat(" please", 900),
	} {
		echo(text)
		pause := <-pauses
		echo("y") // sooner than the exchange
		pause <- time.Time{}
		<-changed
		if want++; exchanges() < want {
			t.Errorf("%s: %d exchanges of keys and not %d", name, exchanges(), want)
		}
		want = exchanges()
		echo("y")
	}
	if said, _, _ := run(t, c, "lookup 4111111111111111"); said != "priya asks for lookup 4111111111111111" {
		t.Errorf("a command beside it: %q", said)
	}
	pause := <-pauses
	pause <- time.Time{}
	for exchanges() <= want { // a channel that ends is told in the same way
		<-changed
	}
	echo(strings.Repeat("4", 100))
	if channel, _, err := c.OpenChannel("session", nil); err != nil { // another beside it
		t.Fatal(err)
	} else if err := channel.Close(); err != nil {
		t.Fatal(err)
	}
	<-pauses // it never ends: the connection does, and nothing waits for it
}

// TestInputThatNoSessionReadsRenewsKeys: what was typed at a terminal that is then refused stays
// in the library's buffer as well, when other sessions use the connection.
func TestInputThatNoSessionReadsRenewsKeys(t *testing.T) {
	access, key := onlyPriya(t)
	o := options(access)
	let := make(chan struct{})
	o.Handle = func(_ context.Context, s *Session) int {
		<-let
		return s.Refuse("Your console stays where it is.")
	}
	s := prepare(t, o)
	pauses := make(chan struct{}, 100)
	after := s.after
	s.after = func(d time.Duration) <-chan time.Time {
		if d == renewPause {
			pauses <- struct{}{}
		}
		return after(d)
	}
	s.listen(t, plain)
	c := s.must(t, key)
	_, typed, _ := shell(t, c)
	if _, err := io.WriteString(typed, "n 4111111111111111"); err != nil {
		t.Fatal(err)
	}
	if _, _, err := c.SendRequest(unheard, true, nil); err != nil { // what was typed is there
		t.Fatal(err)
	}
	if len(pauses) != 0 {
		t.Fatal("the session has read it")
	}
	close(let)
	within(t, "an exchange of keys", func() { <-pauses })
}

func plain(l net.Listener) net.Listener { return l }
