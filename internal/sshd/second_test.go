package sshd

import (
	"net"
	"sync"
	"testing"
	"time"

	"golang.org/x/crypto/ssh"
)

// doubts is a second factor whose answer is "right".
type doubts struct{}

func (doubts) Asks(string) string { return "Right? " }

func (doubts) Check(_, answer string) (says, result string, reason Reason) {
	if answer == "right" {
		return "", "", ""
	}
	return "No.", "it was not right", ForCode
}

// dated notes the deadlines that are set.
type dated struct {
	net.Listener

	mu   sync.Mutex
	last time.Time
}

func (d *dated) Accept() (net.Conn, error) {
	c, err := d.Listener.Accept()
	return datedConn{c, d}, err
}

type datedConn struct {
	net.Conn

	of *dated
}

func (c datedConn) SetDeadline(at time.Time) error {
	c.of.mu.Lock()
	c.of.last = at
	c.of.mu.Unlock()
	return c.Conn.SetDeadline(at)
}

// TestTheSecondFactorTakesItsTime: an agent whose key is right has two minutes to answer,
// and is not among those who make room for others; one who does not answer is an event.
func TestTheSecondFactorTakesItsTime(t *testing.T) {
	access, key := onlyPriya(t)
	o := options(access)
	o.Second, o.Limits.Handshake = doubts{}, time.Minute
	s, d := prepare(t, o), &dated{}
	s.listen(t, func(l net.Listener) net.Listener { d.Listener = l; return d })
	sign := func(answer string) (*ssh.Client, error) {
		config := s.client("x", key)
		config.Auth = append(config.Auth, ssh.KeyboardInteractive(func(_, _ string, questions []string, _ []bool) ([]string, error) {
			s.Server.mu.Lock()
			signing := len(s.signing)
			s.Server.mu.Unlock()
			d.mu.Lock()
			left := time.Until(d.last)
			d.mu.Unlock()
			if signing != 0 || left < o.Limits.Handshake || len(questions) != 1 || questions[0] != "Right? " {
				t.Errorf("%d sign in, %v are left, %q is asked", signing, left, questions)
			}
			return []string{answer}, nil
		}))
		return ssh.Dial("tcp", s.at, config)
	}
	c, err := sign("right")
	if err != nil {
		t.Fatal(err)
	}
	if said, _, _ := run(t, c, "x"); said != "priya asks for x" {
		t.Errorf("%q", said)
	}
	_ = c.Close()
	for says, try := range map[string]func() (*ssh.Client, error){
		"it was not right":                func() (*ssh.Client, error) { return sign("wrong") },
		"the second factor was not given": func() (*ssh.Client, error) { return s.signIn("x", key) },
	} {
		if c, err := try(); err == nil {
			_ = c.Close()
			t.Errorf("%s: it signs in", says)
		}
		if e := s.await(t, Refused); e.Agent != "priya" || e.Result != says || e.Reason != ForCode {
			t.Errorf("%+v, want %q", e, says)
		}
	}
}

// TestTooManyWaitForTheSecondFactor: a client with an agent's key and no code cannot hold as many
// connections as there are addresses.
func TestTooManyWaitForTheSecondFactor(t *testing.T) {
	access, key := onlyPriya(t)
	o := options(access)
	o.Second, o.Limits.PerAgent = doubts{}, 1
	s := serve(t, o)
	const most = 1 + spareOfAgent
	for range 2 { // those who were asked are forgotten
		waits, answer, signed := make(chan struct{}, most), make(chan struct{}), make(chan *ssh.Client, most)
		banner := make(chan string, 1)
		config := func() *ssh.ClientConfig {
			c := s.client("x", key)
			c.Auth = append(c.Auth, ssh.KeyboardInteractive(func(_, _ string, _ []string, _ []bool) ([]string, error) {
				waits <- struct{}{}
				<-answer
				return []string{"right"}, nil
			}))
			c.BannerCallback = func(says string) error { banner <- says; return nil }
			return c
		}
		for range most {
			go func() {
				c, err := ssh.Dial("tcp", s.at, config())
				if err != nil {
					t.Error(err)
				}
				signed <- c
			}()
			<-waits
		}
		refused := s.client("x", key)
		refused.BannerCallback = config().BannerCallback
		refused.Auth = append(refused.Auth, ssh.KeyboardInteractive(func(_, _ string, _ []string, _ []bool) ([]string, error) {
			t.Error("one more is asked")
			return []string{"right"}, nil
		}))
		if c, err := ssh.Dial("tcp", s.at, refused); err == nil {
			_ = c.Close()
			t.Error("one more signs in")
		}
		if e := s.await(t, Refused); e.Agent != "priya" || e.Reason != ForRoom || e.Result != "too many of the agent's connections wait for the second factor" {
			t.Errorf("%+v", e)
		}
		if says := <-banner; says != tooManyAsked {
			t.Errorf("%q", says)
		}
		close(answer)
		for range most {
			if c := <-signed; c != nil {
				_ = c.Close()
			}
		}
		within(t, "the end of the connections", func() {
			for left := 1; left > 0; time.Sleep(time.Millisecond) {
				s.gate.mu.Lock()
				left = s.gate.signed
				s.gate.mu.Unlock()
			}
		})
	}
	if len(s.gate.asked) != 0 {
		t.Errorf("%v are still asked", s.gate.asked)
	}
}
