package sshbench

import (
	"fmt"
	"os"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"text/tabwriter"
	"time"
)

// betweenKeys is the pace at which a client types: four keys a second.
const betweenKeys = 250 * time.Millisecond

// signIn signs the i-th client in.
func (s *server) signIn(i int, variables ...string) (*Client, error) {
	c, err := SignIn(s.t.Context(), s.at, i, s.keys[min(i, len(s.keys)-1)], variables...)
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

// memory is the server's share of the machine's memory, in megabytes.
func (s *server) memory() float64 {
	text, _ := os.ReadFile(fmt.Sprintf("/proc/%d/smaps_rollup", s.pid))
	_, rest, _ := strings.Cut(string(text), "\nPss:")
	kilobytes, _ := strconv.Atoi(strings.Fields(rest)[0])
	return float64(kilobytes) / 1024
}

// prepare makes a client ready to type digits; the i-th goes to the card's number.
type prepare func(c *Client, i int) error

func atOnce(*Client, int) error { return nil }

func toThePlainForm(c *Client, _ int) error {
	_, err := c.Until(plainTitle)
	c.Quiet()
	return err
}

// signInAll signs in the clients from the i-th to the n-th.
func (s *server) signInAll(i, n int, ready prepare) []*Client {
	s.t.Helper()
	clients := make([]*Client, n-i)
	var signing sync.WaitGroup
	pace := make(chan struct{}, 16)
	for at := range clients {
		signing.Go(func() {
			pace <- struct{}{}
			defer func() { <-pace }()
			c, err := s.signIn(i + at)
			if err == nil {
				err = ready(c, i+at)
			}
			if err != nil {
				s.t.Errorf("session %d: %v", i+at, err)
				return
			}
			clients[at] = c
		})
	}
	signing.Wait()
	if s.t.Failed() {
		s.t.FailNow()
	}
	return clients
}

// type4 lets clients type at once, four keys a second each, and returns how long each took
// to show, and the server's processor time.
func (s *server) type4(clients []*Client, length time.Duration) (took []time.Duration, used time.Duration) {
	over := time.Now().Add(length)
	used = s.used()
	each := make([][]time.Duration, len(clients))
	var typing sync.WaitGroup
	for i, c := range clients {
		typing.Go(func() {
			time.Sleep(betweenKeys * time.Duration(i) / time.Duration(len(clients))) // not all at once
			each[i] = c.digits(over)
		})
	}
	typing.Wait()
	return slices.Concat(each...), s.used() - used
}

// figures are one server's column of the table.
func figures(t *testing.T, s *server, ready prepare) (column []string) {
	t.Helper()
	length := time.Duration(*seconds) * time.Second
	empty := s.memory()
	clients := s.signInAll(0, *sessions, ready)
	one, _ := s.type4(clients[:1], length)
	all, used := s.type4(clients, length)
	open := s.memory() - empty
	idle := s.used()
	time.Sleep(length)
	idle = s.used() - idle
	column = []string{
		at(one, 50), at(all, 50) + " / " + at(all, 99), fmt.Sprintf("%d µs", used.Microseconds()/int64(max(1, len(all)))),
		fmt.Sprintf("%.4f core", idle.Seconds()/length.Seconds()), fmt.Sprintf("%.2f MB", open/float64(len(clients))),
	}
	for _, c := range clients {
		c.Close()
	}
	return append(column, bytesADigit(t, s, *sessions, ready, "COLORTERM=truecolor"), bytesADigit(t, s, *sessions+1, ready, "TERM=xterm"))
}

// bytesADigit is what a digit costs on the line, on a terminal with these variables.
func bytesADigit(t *testing.T, s *server, i int, ready prepare, variables ...string) string {
	t.Helper()
	c, err := s.signIn(i, variables...)
	if err == nil {
		err = ready(c, i)
	}
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	took := c.digits(time.Now().Add(time.Duration(*seconds) * time.Second))
	return strconv.Itoa(c.bytes / max(1, len(took)))
}

// crowd are ten times as many sessions. A tenth of them type.
func crowd(t *testing.T) string {
	t.Helper()
	n := 10 * *sessions
	s := consoles(t, n)
	clients := s.signInAll(0, n, (*Client).toTheCard)
	took, _ := s.type4(clients[:*sessions], time.Duration(*seconds)*time.Second)
	return at(took, 50) + " / " + at(took, 99)
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
	names := []string{
		"echo, one session, p50", fmt.Sprintf("echo, %d sessions of 4 keys/s, p50 / p99", *sessions), "CPU a key", fmt.Sprintf("%d idle sessions", *sessions),
		"memory a session", "bytes a digit, truecolor", "bytes a digit, 16 colours", fmt.Sprintf("echo, %d sessions, a tenth typing, p50 / p99", 10**sessions),
	}
	goals := []string{"≤ 1 ms", "≤ 3 ms", "≤ 300 µs", "≤ 0.01 core", "≤ 0.4 MB", "≤ 40", "≤ 15", "≤ 5 ms"}
	raw := figures(t, mockServer(t, ""), atOnce)
	plain := figures(t, mockServer(t, "form"), toThePlainForm)
	moto := append(figures(t, consoles(t, *sessions+2), (*Client).toTheCard), crowd(t))
	var table strings.Builder
	lines := tabwriter.NewWriter(&table, 0, 0, 2, ' ', 0)
	_, _ = fmt.Fprintln(lines, "\traw echo\tplain form\tmoto\tgoal")
	for i, name := range names {
		_, _ = fmt.Fprintf(lines, "%s\t%s\t%s\t%s\t%s\n", name, in(raw, i), in(plain, i), in(moto, i), goals[i])
	}
	_ = lines.Flush()
	t.Logf("%d seconds each; the goals are for 200 sessions on 2 cores\n%s", *seconds, table.String())
}

// in is a row of a column, or a dash.
func in(column []string, i int) string {
	if i >= len(column) {
		return "-"
	}
	return column[i]
}
