package sshbench

import (
	"bytes"
	"fmt"
	"os"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"
)

// betweenKeys is the pace at which a client types: four keys a second.
const betweenKeys = 250 * time.Millisecond

// signIn signs the i-th client in.
func (s *server) signIn(i int) (*Client, error) {
	c, err := SignIn(s.t.Context(), s.at, i, s.keys[min(i, len(s.keys)-1)])
	if err == nil {
		s.t.Cleanup(c.Close)
	}
	return c, err
}

// toTheCard opens a payment and goes to the card's number.
func (c *Client) toTheCard(i int) error {
	if _, err := c.Until("Your payments today"); err != nil {
		return err
	}
	c.Quiet()
	for _, keys := range []string{"n", fmt.Sprintf("B%d\r", i), "10.50\r"} {
		c.Type(keys)
		c.Quiet()
	}
	return nil
}

// digits types until the time is over, and returns how long each digit took to show.
func (c *Client) digits(over time.Time) (took []time.Duration) {
	const number = "41111111111111"
	for i := 0; time.Now().Before(over); i++ {
		if i > 0 && i%len(number) == 0 {
			c.Type("\x15") // clears the field
			c.Quiet()
		}
		begun := time.Now()
		c.Type(number[i%len(number):][:1])
		shown, ok := <-c.shown
		if !ok {
			return took
		}
		took = append(took, time.Since(begun))
		c.bytes += len(shown)
		time.Sleep(betweenKeys - time.Since(begun))
		for len(c.shown) > 0 {
			c.bytes += len(<-c.shown)
		}
	}
	return took
}

// cpu is the processor time of the server.
func (s *server) cpu() time.Duration {
	text, _ := os.ReadFile(fmt.Sprintf("/proc/%d/stat", s.pid))
	fields := strings.Fields(string(text[bytes.LastIndexByte(text, ')')+1:]))
	ticks := 0
	for _, field := range fields[11:13] {
		n, _ := strconv.Atoi(field)
		ticks += n
	}
	return time.Duration(ticks) * 10 * time.Millisecond
}

// memory is the server's share of the machine's memory, in megabytes.
func (s *server) memory() float64 {
	text, _ := os.ReadFile(fmt.Sprintf("/proc/%d/smaps_rollup", s.pid))
	_, rest, _ := strings.Cut(string(text), "\nPss:")
	kilobytes, _ := strconv.Atoi(strings.Fields(rest)[0])
	return float64(kilobytes) / 1024
}

// measure lets sessions type, one alone and then all, and returns a line of figures.
func measure(t *testing.T, s *server, prepare func(*Client, int) error) string {
	t.Helper()
	empty := s.memory()
	clients := make([]*Client, *sessions)
	var signing sync.WaitGroup
	pace := make(chan struct{}, 16)
	for i := range clients {
		signing.Go(func() {
			pace <- struct{}{}
			defer func() { <-pace }()
			c, err := s.signIn(i)
			if err == nil {
				err = prepare(c, i)
			}
			if err != nil {
				t.Errorf("session %d: %v", i, err)
				return
			}
			clients[i] = c
		})
	}
	signing.Wait()
	if t.Failed() {
		t.FailNow()
	}
	length := time.Duration(*seconds) * time.Second
	alone := clients[0].digits(time.Now().Add(length))
	used, over := s.cpu(), time.Now().Add(length)
	all := make([][]time.Duration, len(clients))
	var typing sync.WaitGroup
	for i, c := range clients {
		typing.Go(func() {
			time.Sleep(betweenKeys * time.Duration(i) / time.Duration(len(clients))) // not all at once
			all[i] = c.digits(over)
		})
	}
	typing.Wait()
	used = s.cpu() - used
	together := slices.Concat(all...)
	open := s.memory() - empty
	idle := s.cpu()
	time.Sleep(length)
	idle = s.cpu() - idle
	sent := 0
	for _, c := range clients {
		sent += c.bytes
	}
	keys := max(1, len(together))
	return fmt.Sprintf("%s / %s\t%s / %s\t%d µs\t%.2f MB\t%.4f core\t%d", at(alone, 50), at(alone, 99), at(together, 50), at(together, 99),
		used.Microseconds()/int64(keys), open/float64(len(clients)), idle.Seconds()/length.Seconds(), sent/max(1, len(together)+len(alone)))
}

// at is a percentile.
func at(took []time.Duration, percent int) string {
	if len(took) == 0 {
		return "-"
	}
	slices.Sort(took)
	return fmt.Sprintf("%.2f ms", float64(took[len(took)*percent/100].Microseconds())/1000)
}

// TestBench prints the figures.
func TestBench(t *testing.T) {
	raw := measure(t, echoServer(t), func(*Client, int) error { return nil })
	moto := measure(t, consoles(t), (*Client).toTheCard)
	t.Logf("%d sessions, %d seconds\n\techo p50 / p99, one\tall of them\tcpu a key\tmemory a session\tidle\tbytes a digit\nraw echo\t%s\nmoto\t%s", *sessions, *seconds, raw, moto)
}
