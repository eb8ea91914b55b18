package gateway

import (
	"bufio"
	"crypto/tls"
	"encoding/json"
	"encoding/pem"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"strings"
	"sync/atomic"
	"testing"

	"motoconsole/internal/memscan"
)

// TestNoCardInMemory sends cards over TLS 1.3 from another process, with the unchanged
// client, and searches that process's memory. Once the answer has come, no part of a
// number is left, neither before nor after the collector runs. The lengths of the
// requests matter: see padding.
func TestNoCardInMemory(t *testing.T) {
	if os.Getenv(senderURL) != "" {
		sendCards(t)
		return
	}
	s := startSender(t)
	var numbers []string
	copies, sent := 0, 0
	for _, kind := range []sending{sendCold, sendWarm, sendQuery, sendKeeping} {
		for i, filler := range fillers() {
			if (kind == sendQuery || kind == sendKeeping) && i%10 != 0 {
				continue // its lengths are fewer
			}
			number := s.send(t, kind, filler)
			numbers, sent = append(numbers, number), sent+1
			if r := s.scan(t, number); r.Count() > 0 {
				copies += r.Count()
				t.Errorf("%s with %d bytes more: %s", kind, filler, r)
			}
			if len(numbers) == 20 {
				s.collect(t)
				if r := s.scan(t, numbers...); r.Count() > 0 {
					t.Errorf("after the collector ran: %s", r)
				}
				numbers = nil
			}
		}
	}
	t.Logf("%d cards sent, %d copies found", sent, copies)
	if r := s.scan(t, s.send(t, sendNaive, 0)); r.Count() == 0 {
		t.Errorf("a card that was sent as a string was not found: %s", r)
	}
}

// fillers are the numbers of bytes to add to a request: many in a row, and then some
// for each amount of padding.
func fillers() []int {
	if raceEnabled || testing.Short() {
		return []int{0, 800, 1500, 3000, 4200}
	}
	var list []int
	for n := range 100 {
		list = append(list, n*7, 900+n*37)
	}
	return list
}

// sending says how the other process sends a card.
type sending byte

const (
	sendCold    sending = 'c' // a payment, when the pool of record buffers is empty
	sendWarm    sending = 'w' // a payment
	sendQuery   sending = 'q' // a query by card number
	sendKeeping sending = 'k' // a query that keeps the card, and then a payment with it
	sendNaive   sending = 'n' // the copy that this package exists to avoid
	sendCollect sending = 'g' // nothing: collect twice
)

func (s sending) String() string {
	return map[sending]string{sendCold: "payment, cold", sendWarm: "payment, warm", sendQuery: "look-up", sendKeeping: "look-up and payment", sendNaive: "naive"}[s]
}

const (
	senderURL  = "GATEWAY_TEST_SENDER"
	senderCert = "GATEWAY_TEST_SENDER_CERT"
)

// sender is the process that sends, with the server that it sends to.
type sender struct {
	pid int
	in  io.Writer
	out *bufio.Reader
	pan atomic.Value // the number that arrived last
}

func startSender(t *testing.T) *sender {
	t.Helper()
	s := &sender{}
	server := httptest.NewUnstartedServer(http.HandlerFunc(s.answer))
	server.TLS = &tls.Config{MinVersion: tls.VersionTLS13}
	server.StartTLS()
	t.Cleanup(server.Close)
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(self, "-test.run=^TestNoCardInMemory$")
	cert := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: server.Certificate().Raw})
	cmd.Env = append(cmd.Environ(), senderURL+"="+server.URL+"/json/", senderCert+"="+string(cert))
	cmd.Stderr = os.Stderr
	in, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = in.Close(); _ = cmd.Wait() })
	s.pid, s.in, s.out = cmd.Process.Pid, in, bufio.NewReader(out)
	return s
}

// answer is the gateway: it notes the number and approves the payment.
func (s *sender) answer(w http.ResponseWriter, r *http.Request) {
	var got struct {
		Request []struct {
			PAN    string
			Filter struct{ PAN []struct{ Value string } }
		}
	}
	body, err := io.ReadAll(r.Body)
	if err == nil {
		err = json.Unmarshal(body, &got)
	}
	if err != nil || int64(len(body)) != r.ContentLength || len(got.Request) != 1 {
		http.Error(w, "no request", http.StatusBadRequest)
		return
	}
	pan, text := got.Request[0].PAN, goodAnswer
	if list := got.Request[0].Filter.PAN; len(list) == 1 {
		pan, text = list[0].Value, envelope(goodQuery)
	}
	s.pan.Store(pan)
	if len(pan) > 4 {
		text = strings.Replace(text, "######1111", "######"+pan[len(pan)-4:], 1)
	}
	jsonAnswer(text)(w, r)
}

// send makes the process send a random card, and returns its number once the answer has
// come.
func (s *sender) send(t *testing.T, kind sending, filler int) string {
	t.Helper()
	digits := []byte{'4'}
	for len(digits) < 15 {
		digits = append(digits, '0'+byte(rand.IntN(10)))
	}
	for d := byte('0'); ; d++ {
		if number := append(digits, d); PassesLuhn(number) {
			digits = number
			break
		}
	}
	order := append([]byte{byte(kind), byte(filler >> 8), byte(filler)}, memscan.Disguise(digits)...)
	if _, err := s.in.Write(order); err != nil {
		t.Fatal(err)
	}
	if line, err := s.out.ReadString('\n'); line != "done\n" {
		t.Fatalf("%s with %d bytes more: %q %v", kind, filler, line, err)
	}
	if s.pan.Load() != string(digits) {
		t.Fatal("another number arrived")
	}
	return string(digits)
}

func (s *sender) collect(t *testing.T) {
	t.Helper()
	if _, err := s.in.Write(make([]byte, 19)); err != nil {
		t.Fatal(err)
	}
	if line, err := s.out.ReadString('\n'); line != "done\n" {
		t.Fatal(line, err)
	}
}

func (s *sender) scan(t *testing.T, numbers ...string) memscan.Report {
	t.Helper()
	report, err := memscan.Process(s.pid, numbers...)
	if errors.Is(err, fs.ErrPermission) {
		t.Skip("this system does not let a process read its child's memory:", err)
	}
	if err != nil {
		t.Fatal(err)
	}
	return report
}

// say is the sending process's answer.
func say(text string) { _, _ = fmt.Fprintln(os.Stdout, text) }
