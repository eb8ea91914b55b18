package ui

import (
	"sync"
	"testing"
	"time"

	"motoconsole/gateway"
	"motoconsole/internal/journal/journaltest"
	"motoconsole/internal/payment"
	"motoconsole/internal/payment/operation"
	"motoconsole/internal/payment/option"
	"motoconsole/internal/payment/paymenttest"
	"motoconsole/internal/rights"
	"motoconsole/internal/sandbox"
	"motoconsole/ui/kit"
)

// hall is a test bank over real HTTP, with a journal that its desks share.
type hall struct {
	bank  *sandbox.Bank
	url   string
	clock *clock
	store *journaltest.Memory
}

func newHall(t *testing.T) *hall {
	t.Helper()
	f := &hall{clock: newClock()}
	f.store = journaltest.NewMemory(f.clock.Now)
	f.bank = sandbox.New(sandbox.Config{Username: "user@example.com", Password: gateway.NewPassword("Password1^"), Now: f.clock.Now})
	server, err := sandbox.Listen("127.0.0.1:0", f.bank)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = server.Close() })
	f.url = server.URL() + "/json/"
	return f
}

// console is an agent's console in the hall.
func (f *hall) console(t *testing.T, agent string) *console {
	t.Helper()
	client, err := gateway.New(gateway.Config{
		URL: f.url, Username: "user@example.com", Password: gateway.NewPassword("Password1^"), Timeout: 5 * time.Minute, Now: f.clock.Now,
	})
	if err != nil {
		t.Fatal(err)
	}
	s := newSession(&bank{answer: approved}, f.clock, gateway.ModeTest)
	s.Agent = agent
	processor, err := payment.New(payment.Options{
		Operator: payment.Operator{Agent: agent, Grant: rights.Everything()},
		Place:    payment.Place{Site: "test_site12345"},
		Line: payment.Line{
			Gateway: client, SignIn: &payment.SignIn{Gateway: paymenttest.SignsIn{}},
			Deadline: 5 * time.Minute, Patience: 5 * time.Minute, // a busy machine is waited for
		},
		Records:  payment.Records{Store: f.store, Owner: agent},
		Watchers: payment.Watchers{Resolver: resolverOf(client, f.store, agent, f.clock.Clocks())},
		Clocks:   f.clock.Clocks(),
	})
	if err != nil {
		t.Fatal(err)
	}
	wire(s, processor)
	s.Operations = operation.New(processor, client, option.Limits{Refunds: true})
	s.Reasons = []string{"Not delivered"}
	root := New(s)
	return &console{Model: newModel(t, root), root: root, clock: f.clock}
}

// wait takes in what is on its way until words show.
func (c *console) wait(t *testing.T, words string) {
	t.Helper()
	c.WaitFor(words)
}

// open shows the record of the payment this console took last.
func (c *console) open(t *testing.T, reference string) {
	t.Helper()
	c.Send(c.root.open(kit.Open{Place: kit.Record, Record: gateway.Record{TransactionReference: reference}})())
	c.wait(t, "Story")
}

// pickOption takes the option with this title.
func (c *console) pickOption(t *testing.T, title string) {
	t.Helper()
	(&counter{console: c}).pick(t, title)
}

// TestGiveBackAgainstTheTestBank: pay, cancel; pay, settle, refund a part, stop
// the refund; each over real HTTP with what the bank shows afterwards.
func TestGiveBackAgainstTheTestBank(t *testing.T) {
	f := newHall(t)
	c := f.console(t, "priya")
	pay := func(order string) string {
		c.root.goHome()
		c.clock.wait(time.Hour) // the same card and amount is no question any more
		c.Press("n")
		c.Type(order + "\n10.50\n" + testPAN + "\n1230123Ann Smith\nNo 789\nTE456ST\n")
		c.clock.wait(time.Second)
		c.wait(t, "Check with the caller")
		c.Press("y")
		c.wait(t, "APPROVED")
		c.clock.wait(time.Second)
		return c.root.charge().Attempt().Result.Record.TransactionReference
	}
	do := func(title, typed, until string) {
		c.Press("g")
		c.pickOption(t, title)
		c.Type(typed)
		c.wait(t, "Check with the caller")
		c.clock.wait(time.Second)
		c.Press("y")
		c.wait(t, until)
		c.clock.wait(time.Second)
	}
	back := func(words string) {
		c.Press("o")
		c.wait(t, words)
	}
	reference := pay("A17")
	c.open(t, reference)
	c.mustShow(t, "cancel or reduce the payment", "£10.50")
	do("Cancel the payment", "not\n", "✔ CANCELLED")
	c.wait(t, "Cancelled: no money moves")
	back("This payment was cancelled")

	reference = pay("A18")
	f.bank.Settle()
	c.clock.wait(time.Hour)
	c.open(t, reference)
	c.wait(t, "refund the whole payment, or refund a part")
	do("Refund a part", "4.00\nnot\n", "✔ REFUNDED")
	c.wait(t, "Can be given back    £6.50")
	back("−£4.00")
	c.wait(t, "£6.50 can still be given back")
	c.wait(t, "refund all that is left")
	c.Press("enter") // the refund
	c.wait(t, "stop this refund")
	do("Stop this refund", "wrong p\n", "✔ STOPPED")
	back("This refund was cancelled")
	c.Press("esc")
	c.wait(t, "£10.50 can still be given back")
}

// TestTwoAgentsRefundAtOnce: both have read that £10.50 is left, both confirm
// £6.00 at once; the bank gives back no more than was taken.
func TestTwoAgentsRefundAtOnce(t *testing.T) {
	f := newHall(t)
	first := f.console(t, "priya")
	first.charge()
	first.wait(t, "APPROVED")
	reference := first.root.charge().Attempt().Result.Record.TransactionReference
	f.bank.Settle()
	desks := []*console{first, f.console(t, "sam")}
	for _, c := range desks {
		c.open(t, reference)
		c.Press("g")
		c.pickOption(t, "Refund a part")
		c.Type("6.00\nnot\n")
		c.wait(t, "Check with the caller")
	}
	f.clock.wait(time.Second)
	var both sync.WaitGroup
	for _, c := range desks {
		both.Go(func() { c.Press("y"); c.Drain() })
	}
	both.Wait()
	given := 0
	for _, c := range desks {
		for c.root.operated().UnderWay() {
			c.Drain()
		}
		if c.root.operated().Attempt().Outcome == gateway.OutcomeApproved {
			given++
		}
	}
	if given > 1 {
		t.Fatal("more was given back than was taken")
	}
	desks[1].open(t, reference)
	left := gateway.Money{Minor: 1050 - int64(given)*600, Currency: desks[1].root.console.Form.Currency}
	desks[1].mustShow(t, left.String()+" can still be given back")
}
