package app

import (
	"bytes"
	"context"
	"errors"
	"io"
	"log/slog"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"motoconsole/gateway"
	"motoconsole/internal/charset"
	"motoconsole/internal/config"
	"motoconsole/internal/payment"
	"motoconsole/internal/rights"
	"motoconsole/internal/sandbox"
	"motoconsole/internal/sandbox/faults"
	"motoconsole/ui"
	"motoconsole/ui/kit"
)

// patient is how long a test waits for an event on the busiest machine.
const patient = 8 * time.Minute

// floor is a process with a bank of its own, over real HTTP, and a real journal.
type floor struct {
	*Process

	bank *sandbox.Bank
	said *syncBuffer // the log
}

func newFloor(t *testing.T) *floor {
	t.Helper()
	s := config.Sandbox(func(string) string { return "" })
	password := gateway.NewPassword(sandbox.RandomPassword())
	bank := sandbox.New(sandbox.Config{Username: "agent@sandbox.example", Password: password, Site: s.Gateway.Site})
	server, err := sandbox.Listen("127.0.0.1:0", bank)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = server.Close() })
	s.Journal.File = filepath.Join(t.TempDir(), "journal.db")
	s.Gateway.URL, s.Gateway.Username, s.Gateway.Password = server.URL()+"/json/", "agent@sandbox.example", password
	p, err := Open(t.Context(), Options{Settings: s, Mode: gateway.ModeSandbox, Version: "test"})
	if err != nil {
		t.Fatal(err)
	}
	f := &floor{Process: p, bank: bank, said: &syncBuffer{}}
	p.log = slog.New(slog.NewTextHandler(f.said, nil))
	p.resolver.Log = p.log
	t.Cleanup(p.Close)
	return f
}

// syncBuffer is a log that can be written and read at the same time.
type syncBuffer struct {
	mu   sync.Mutex
	text bytes.Buffer
}

// Write implements io.Writer.
func (b *syncBuffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.text.Write(p)
}

func (b *syncBuffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.text.String()
}

// console is a session that runs on a program without a terminal.
type console struct {
	*Session

	program *tea.Program
	heard   chan tea.Msg // the messages that the session received
	ended   chan error
}

// panicsMsg is a message at which a page panics.
type panicsMsg struct{}

func (f *floor) console(t *testing.T, agent string) *console {
	t.Helper()
	return f.consoleOf(t, Agent{Name: agent, Grant: rights.Everything()})
}

func (f *floor) consoleOf(t *testing.T, agent Agent) *console {
	t.Helper()
	vault, err := gateway.NewVault()
	if err != nil {
		t.Fatal(err)
	}
	session, err := f.NewSession(agent, Terminal{Vault: vault, Charset: charset.Unicode})
	if err != nil {
		t.Fatal(err)
	}
	c := &console{
		Session: session, heard: make(chan tea.Msg, 1000), ended: make(chan error, 1),
	}
	input, keys := io.Pipe()
	t.Cleanup(func() { _ = keys.Close() })
	c.program = tea.NewProgram(c.Root(), tea.WithInput(input), tea.WithOutput(io.Discard), tea.WithoutSignalHandler(), tea.WithoutRenderer(),
		tea.WithWindowSize(80, 24), tea.WithFilter(func(_ tea.Model, msg tea.Msg) tea.Msg {
			switch msg.(type) {
			case kit.ResolvedMsg, kit.LookMsg, ui.OpenedMsg:
				c.heard <- msg
			case panicsMsg:
				panic(errors.New("4111111111111111"))
			}
			return msg
		}))
	go func() { c.ended <- c.Run(c.program) }()
	t.Cleanup(func() { c.leave(t) })
	return c
}

// leave ends the program and the session. It may be called again.
func (c *console) leave(t *testing.T) {
	t.Helper()
	c.program.Quit()
	_ = c.end(t) // the test about how it ended asks too
	c.Close()
}

// end is the error with which the program ended.
func (c *console) end(t *testing.T) error {
	t.Helper()
	select {
	case err := <-c.ended:
		c.ended <- err
		return err
	case <-time.After(patient):
		t.Fatal("the console does not end")
		return nil
	}
}

// hears waits until the session learns an attempt's outcome, and returns how many
// messages about the attempt came until then.
func (c *console) hears(t *testing.T, id string, want gateway.Outcome) {
	t.Helper()
	for late := time.After(patient); ; {
		select {
		case msg := <-c.heard:
			if s, ok := msg.(kit.ResolvedMsg); ok && s.Attempt.ID == id && s.Attempt.State == payment.Known {
				if s.Attempt.Outcome != want {
					t.Errorf("it hears %v, want %v", s.Attempt.Outcome, want)
				}
				return
			}
		case <-late:
			t.Fatal("nothing is heard of the attempt")
		}
	}
}

// told counts further messages about an attempt's outcome.
func (c *console) told(id string) (n int) {
	for {
		select {
		case msg := <-c.heard:
			if s, ok := msg.(kit.ResolvedMsg); ok && s.Attempt.ID == id && s.Attempt.State == payment.Known {
				n++
			}
		default:
			return n
		}
	}
}

func card() gateway.Card {
	c := gateway.Card{Number: gateway.NewCardNumber(), Code: gateway.NewSecurityCode(), Expiry: gateway.Expiry{Month: 12, Year: 2030}}
	for _, d := range []byte("4111111111111111") {
		c.Number.Push(d)
	}
	for _, d := range []byte("123") {
		c.Code.Push(d)
	}
	return c
}

// amounts are all different, so that no charge bars another.
var amounts atomic.Int64

func charge(order string) payment.Charge {
	gbp, err := gateway.ParseCurrency("GBP")
	if err != nil {
		panic(err)
	}
	return payment.Charge{OrderReference: order, Amount: gateway.Money{Minor: 1050 + amounts.Add(1), Currency: gbp}, Brand: gateway.Visa, First6: "411111", Last4: "1111"}
}

// take charges at a session's desk and waits for the outcome.
func (c *console) take(t *testing.T, order string) payment.Attempt {
	t.Helper()
	select {
	case a := <-c.Processor().Charge(c.Processor().Begin(charge(order)), card()):
		return a
	case <-time.After(patient):
		t.Fatal("the charge has no end")
		return payment.Attempt{}
	}
}

// fault makes the bank simulate a fault.
func (f *floor) fault(t *testing.T, text string) {
	t.Helper()
	fault, err := faults.Parse(text)
	if err == nil {
		err = f.bank.SetFault(fault)
	}
	if err != nil {
		t.Fatal(err)
	}
}

// look reads an attempt of the journal.
func (f *floor) look(t *testing.T, id string) payment.Attempt {
	t.Helper()
	a, err := (&payment.Processor{Options: payment.Options{Records: payment.Records{Store: f.store}}}).Attempt(context.Background(), id)
	if err != nil {
		t.Fatal(err)
	}
	return a
}
