package ui

import (
	"context"
	"regexp"
	"sync"
	"testing"
	"time"

	"motoconsole/gateway"
	steady "motoconsole/internal/clock"
	"motoconsole/internal/payment/operation"
	"motoconsole/internal/payment/option"
	"motoconsole/ui/kit"
)

// till is a bank that has one payment with its family, and answers refunds and
// changes as the test says.
type till struct {
	*bank
	mu      sync.Mutex
	records []gateway.Record
	refunds []gateway.RefundRequest
	payouts []gateway.PayoutRequest
	updates []gateway.UpdateRequest
	auths   []gateway.AuthRequest
	// answer is what a refund, payout, change or repeat gets; nil approves.
	answer func() (gateway.AuthResult, error)
	// done is what a request leaves behind when it is approved.
	done  func(*till)
	gate  chan struct{} // when set, an answer waits for it to close
	blind bool          // queries fail
}

func (b *till) Query(_ context.Context, q gateway.Query) (gateway.QueryResult, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.blind {
		return gateway.QueryResult{}, &gateway.Error{Kind: gateway.KindNotReached}
	}
	result := gateway.QueryResult{Outcome: gateway.OutcomeApproved}
	for _, r := range b.records {
		for _, ref := range q.TransactionReferences {
			if r.TransactionReference == ref {
				result.Records = append(result.Records, r)
			}
		}
		for _, ref := range q.Parents {
			if r.ParentTransaction == ref {
				result.Records = append(result.Records, r)
			}
		}
	}
	result.Found = len(result.Records)
	return result, nil
}

// answered is the answer to a request on the money.
func (b *till) answered(keep func()) (gateway.AuthResult, error) {
	b.mu.Lock()
	keep()
	b.mu.Unlock()
	if b.gate != nil {
		<-b.gate
	}
	if b.answer != nil {
		return b.answer()
	}
	if b.done != nil {
		b.mu.Lock()
		b.done(b)
		b.mu.Unlock()
	}
	return gateway.AuthResult{Outcome: gateway.OutcomeApproved, Record: gateway.Record{
		TransactionReference: "23-9-90001", ErrorCode: "0", SettleStatus: "0",
	}}, nil
}

func (b *till) Refund(_ context.Context, r gateway.RefundRequest) (gateway.RefundResult, error) {
	a, err := b.answered(func() { b.refunds = append(b.refunds, r) })
	return gateway.RefundResult(a), err
}

func (b *till) Payout(_ context.Context, r gateway.PayoutRequest) (gateway.RefundResult, error) {
	r.Card.Wipe()
	a, err := b.answered(func() { b.payouts = append(b.payouts, r) })
	return gateway.RefundResult(a), err
}

func (b *till) Update(_ context.Context, r gateway.UpdateRequest) (gateway.UpdateResult, error) {
	a, err := b.answered(func() { b.updates = append(b.updates, r) })
	return gateway.UpdateResult(a), err
}

func (b *till) Auth(_ context.Context, r gateway.AuthRequest) (gateway.AuthResult, error) {
	return b.answered(func() { b.auths = append(b.auths, r) })
}

func (b *till) AccountCheck(context.Context, gateway.AccountCheckRequest) (gateway.AuthResult, error) {
	return b.answered(func() {})
}

// sent is how many requests on money the till got.
func (b *till) sent() int {
	b.mu.Lock()
	defer b.mu.Unlock()
	return len(b.refunds) + len(b.payouts) + len(b.updates) + len(b.auths)
}

// coded is an answer with an errorcode.
func coded(outcome gateway.Outcome, code string) func() (gateway.AuthResult, error) {
	return func() (gateway.AuthResult, error) {
		info, _ := gateway.LookupCode(code)
		return gateway.AuthResult{Outcome: outcome, Code: info, Record: gateway.Record{ErrorCode: code, ErrorMessage: info.Message}}, nil
	}
}

// started is an hour of the clock's day as the gateway tells it.
func started(hour int) string {
	return time.Date(2026, 11, 21, hour, 0, 0, 0, time.Local).UTC().Format(time.DateTime)
}

// paidRecord is a payment of £48.00 as a query shows it.
func paidRecord(settleStatus string, change ...func(*gateway.Record)) gateway.Record {
	r := gateway.Record{
		RequestType: gateway.TypeAuth, TransactionReference: "23-9-80001", TransactionStarted: started(9),
		ErrorCode: "0", ErrorMessage: "Ok", SettleStatus: settleStatus, BaseAmount: "4800", SettleBaseAmount: "4800", CurrencyISO3A: "GBP",
		PaymentType: "VISA", MaskedPAN: "411111######1111", ExpiryDate: "12/2030", OrderReference: "A17-7K3M2P",
		SettleDueDate: "2026-11-21", AccountType: "MOTO", OperatorName: "priya", AuthCode: "TEST01",
		SecurityAddress: "2", SecurityPostcode: "4", SecurityCodeResult: "1", SiteReference: "test_site12345", LiveStatus: "0",
		Billing: gateway.Billing{FirstName: "Ann", LastName: "Smith", Premise: "No 789", Postcode: "TE45 6ST", Country: "GB", Email: "ann@example.net"},
	}
	for _, c := range change {
		c(&r)
	}
	return r
}

// refundRecord is a refund of that payment.
func refundRecord(reference, minor, status string) gateway.Record {
	return paidRecord(status, func(r *gateway.Record) {
		r.RequestType, r.ParentTransaction, r.TransactionReference = gateway.TypeRefund, "23-9-80001", reference
		r.BaseAmount, r.SettleBaseAmount, r.TransactionStarted = minor, minor, started(10)
		r.OrderReference = "A17-QQ3M2P"
	})
}

// counterSession is a session whose till has these records.
func counterSession(b *till, c *clock) *kit.Console {
	b.bank = &bank{answer: approved}
	s := newSession(b.bank, c, gateway.ModeTest)
	processorOf(s).Resolver = resolverOf(b, processorOf(s).Store, "desk", steady.Clocks{Now: c.Now})
	s.Operations = operation.New(processorOf(s), b, option.Limits{Refunds: true})
	s.Reasons = []string{"Faulty or wrong goods", "Not delivered", "Goodwill"}
	return s
}

// counter is a console with the first record of its till open.
type counter struct {
	*console
	till *till
}

func newCounter(t testing.TB, b *till, change ...func(*kit.Console)) *counter {
	t.Helper()
	c := newClock()
	s := counterSession(b, c)
	for _, f := range change {
		f(s)
	}
	root := New(s)
	m := &console{Model: newModel(t, root), root: root, bank: b.bank, clock: c}
	if len(b.records) > 0 {
		root.open(kit.Open{Place: kit.Record, Record: b.records[0]})
		m.Press("r") // what openRecord asks for
		m.Drain()    // a record of a megabyte may take longer than a command is waited for
	}
	return &counter{m, b}
}

// mostOptions is more than a payment ever has.
const mostOptions = 20

// pick marks the option whose row holds the words, and takes it.
func (c *counter) pick(t testing.TB, words string) {
	t.Helper()
	marked := regexp.MustCompile(`▸ (! )?` + regexp.QuoteMeta(words) + `( {3,}|:|\s*\n)`)
	for range mostOptions {
		if marked.MatchString(c.View()) {
			c.Press("enter")
			return
		}
		c.Press("down")
	}
	t.Fatalf("%q is not among the options:\n%s", words, c.View())
}

// refundPart asks for ten pounds back, up to the confirm page.
func (c *counter) refundPart(t testing.TB) {
	t.Helper()
	c.Press("g")
	c.pick(t, "Refund a part")
	c.Type("10.00\n")
	c.Type("not")
	c.Press("enter")
	c.mustShow(t, "Refund £10.00 to Visa ending 1111")
	c.clock.wait(2 * time.Second)
}
