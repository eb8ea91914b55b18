package sshd

import (
	"context"
	"io"
	"testing"
	"testing/synctest"
	"time"

	"golang.org/x/crypto/ssh"

	"motoconsole/internal/sshbench"
)

// piped serves sessions over pipes in memory, so that a test can wait on its own clock.
func piped(t *testing.T, o Options) (*served, *sshbench.Pipes) {
	t.Helper()
	s, pipes := prepare(t, o), sshbench.NewPipes()
	s.serve(t, pipes)
	return s, pipes
}

// over signs in over a pipe.
func (s *served) over(t *testing.T, pipes *sshbench.Pipes, key ssh.Signer) *ssh.Client {
	t.Helper()
	ours, _ := pipes.Dial()
	conn, channels, requests, err := ssh.NewClientConn(ours, "", s.client("anyone", key))
	if err != nil {
		t.Fatal(err)
	}
	return ssh.NewClient(conn, channels, requests)
}

// TestWhenAConnectionIsIdle: a connection ends when its client has sent nothing for as long
// as the limit says, counted from what it sent last, however often it sent something before.
// A command that runs is not idle, and its connection is only after it has ended.
func TestWhenAConnectionIsIdle(t *testing.T) {
	const limit, typesAt, command = 10 * time.Minute, 7 * time.Minute, 35 * time.Minute
	for name, tc := range map[string]struct {
		does func(t *testing.T, c *ssh.Client)
		want time.Duration // when the connection ends
	}{
		"it never sends anything": {func(*testing.T, *ssh.Client) {}, limit},
		"it types once and falls silent": {func(t *testing.T, c *ssh.Client) {
			t.Helper()
			_, typed, _ := shell(t, c)
			time.Sleep(typesAt)
			_, _ = typed.Write([]byte("x"))
		}, typesAt + limit},
		"it types a few times": {func(t *testing.T, c *ssh.Client) {
			t.Helper()
			_, typed, _ := shell(t, c)
			for range 5 {
				time.Sleep(typesAt)
				_, _ = typed.Write([]byte("x"))
			}
		}, 5*typesAt + limit},
		"it runs a command": {func(t *testing.T, c *ssh.Client) {
			t.Helper()
			if _, _, status := run(t, c, "find"); status != 0 {
				t.Errorf("%s: a command that ran ended with %d", t.Name(), status)
			}
		}, command + limit},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				access, key := onlyPriya(t)
				o := options(access)
				o.Limits.Idle, o.Limits.Longest = limit, 100*limit
				o.Handle = func(ctx context.Context, s *Session) int {
					var ends <-chan time.Time
					if _, is := s.Command(); is {
						ends = time.After(command)
					} else {
						go func() { _, _ = io.Copy(io.Discard, s) }()
					}
					select {
					case <-ends:
						return 0
					case <-ctx.Done():
						return 1
					}
				}
				s, pipes := piped(t, o)
				c, began := s.over(t, pipes, key), time.Now()
				ended := make(chan time.Duration, 1)
				go func() {
					_ = c.Wait()
					ended <- time.Since(began)
				}()
				go tc.does(t, c)
				if got := <-ended; got != tc.want {
					t.Errorf("it ends after %s, want %s", got, tc.want)
				}
			})
		})
	}
}
