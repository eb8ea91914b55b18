package ui

import (
	"context"
	"errors"
	"io"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"motoconsole/forms"
	"motoconsole/gateway"
	steady "motoconsole/internal/clock"
	"motoconsole/internal/journal"
	"motoconsole/internal/journal/journaltest"
	"motoconsole/internal/keyboard"
	"motoconsole/internal/payment"
	"motoconsole/internal/payment/operation"
	"motoconsole/internal/payment/paymenttest"
	"motoconsole/internal/payment/resolve"
	"motoconsole/internal/rights"
	"motoconsole/internal/screentest"
	"motoconsole/ui/kit"
)

// clock is a clock that the test moves.
type clock struct {
	mu  sync.Mutex
	now time.Time
}

func (c *clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

// Steady is the same clock as one that cannot be set.
func (c *clock) Steady() steady.Reading {
	return steady.Reading{Boot: "boot", At: c.Now().Sub(time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC))}
}

// Clocks are both.
func (c *clock) Clocks() steady.Clocks { return steady.Clocks{Now: c.Now, Steady: c.Steady} }

func (c *clock) wait(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
}

// bank answers an AUTH as the test says, and keeps the requests without their cards.
type bank struct {
	mu     sync.Mutex
	asked  []gateway.AuthRequest
	cards  []string // masked
	answer func(gateway.AuthRequest) (gateway.AuthResult, error)
	gate   chan struct{} // if set, an answer waits until it is closed
	found  func(gateway.Query) (gateway.QueryResult, error)
}

func (b *bank) Query(_ context.Context, q gateway.Query) (gateway.QueryResult, error) {
	if b.found == nil {
		return gateway.QueryResult{}, errors.New("the line is down")
	}
	return b.found(q)
}

func (b *bank) AccountCheck(ctx context.Context, r gateway.AccountCheckRequest) (gateway.AuthResult, error) {
	return b.Auth(ctx, gateway.AuthRequest(r))
}

func (b *bank) Auth(_ context.Context, r gateway.AuthRequest) (gateway.AuthResult, error) {
	b.mu.Lock()
	b.cards = append(b.cards, r.Card.Number.Masked())
	r.Card.Wipe()
	b.asked = append(b.asked, r)
	b.mu.Unlock()
	if b.gate != nil {
		<-b.gate
	}
	return b.answer(r)
}

func (b *bank) count() int {
	b.mu.Lock()
	defer b.mu.Unlock()
	return len(b.asked)
}

// answered is a result as the test bank would give it.
func answered(outcome gateway.Outcome, code, settle string, checks ...string) func(gateway.AuthRequest) (gateway.AuthResult, error) {
	return func(r gateway.AuthRequest) (gateway.AuthResult, error) {
		info, _ := gateway.LookupCode(code)
		record := gateway.Record{
			RequestType: "AUTH", ErrorCode: code, ErrorMessage: info.Message, SettleStatus: settle,
			TransactionReference: "23-9-80001", AuthCode: "TEST01", OrderReference: r.OrderReference,
		}
		if settle == "2" { // records of held payments, which say until when
			record.TransactionStarted = newClock().Now().UTC().Format(time.DateTime)
		}
		if len(checks) == 3 {
			record.SecurityAddress, record.SecurityPostcode, record.SecurityCodeResult = checks[0], checks[1], checks[2]
		}
		return gateway.AuthResult{Outcome: outcome, Code: info, Record: record}, nil
	}
}

func approved(r gateway.AuthRequest) (gateway.AuthResult, error) {
	return answered(gateway.OutcomeApproved, "0", "0", "2", "2", "2")(r)
}

// console is a console with a bank and a clock of its own.
type console struct {
	*screentest.Model
	root  *Root
	bank  *bank
	clock *clock
}

// finderOf is the resolver behind what a processor sees of it.
func finderOf(f payment.Finder) *resolve.Resolver {
	r, _ := f.(*resolve.Resolver)
	return r
}

// resolverOf resolves the attempts of a journal.
func resolverOf(g payment.Querier, store journal.Store, owner string, clocks steady.Clocks) *resolve.Resolver {
	return resolve.New(resolve.Options{Gateway: g, Store: store, Rule: payment.DefaultRule(), Owner: owner, Clocks: clocks})
}

func newSession(b *bank, c *clock, mode gateway.Mode) *kit.Console {
	gbp, err := gateway.ParseCurrency("GBP")
	if err != nil {
		panic(err)
	}
	store := journaltest.NewMemory(c.Now)
	n := 0
	processor, err := payment.New(payment.Options{
		Operator: payment.Operator{Agent: "priya", Grant: rights.Everything()},
		Place:    payment.Place{Site: "test_site12345"},
		Line: payment.Line{
			Gateway: b, Queries: b, SignIn: &payment.SignIn{Gateway: paymenttest.SignsIn{}}, Deadline: time.Minute, Patience: time.Minute,
		},
		Records:  payment.Records{Store: store, Owner: "desk"},
		Watchers: payment.Watchers{Resolver: resolverOf(b, store, "desk", c.Clocks())},
		Clocks:   c.Clocks(),
		Suffix:   func() string { n++; return "7K3M2P"[:6-len(strconv.Itoa(n))] + strconv.Itoa(n) },
	})
	if err != nil {
		panic(err)
	}
	s := &kit.Console{
		Form: forms.PaymentOptions{
			Currency: gbp, Country: "GB", CodeRequired: true, Now: c.Now,
			MaxAmount: gateway.Money{Minor: 500000, Currency: gbp},
		},
		Mode: mode, Site: "test_site12345", Agent: "priya", Now: c.Now, Version: "v0.1.0",
	}
	wire(s, processor)
	return s
}

// wire makes a processor the session's.
func wire(s *kit.Console, processor *payment.Processor) {
	s.Charges, s.Attempts, s.Permits = processor, processor, processor
}

// processorOf and serviceOf are what takes a session's payments, and gives money back.
func processorOf(s *kit.Console) *payment.Processor { return s.Charges.(*payment.Processor) }

func serviceOf(s *kit.Console) *operation.Service { return s.Operations.(*operation.Service) }

// rewire gives the operations of a session what its processor has by now.
func rewire(s *kit.Console) {
	s.Operations = operation.New(processorOf(s), serviceOf(s).Gateway, serviceOf(s).Limits)
}

// divertedBy keeps the digits of a keyboard out of a session's messages.
func divertedBy(s *kit.Console) func(io.Reader) io.Reader {
	return func(r io.Reader) io.Reader {
		input, digits := keyboard.New(r, make([]byte, keyboard.Memory))
		s.Digits = digits
		return input
	}
}

func newClock() *clock {
	return &clock{now: time.Date(2026, 11, 21, 14, 2, 0, 0, time.Local)}
}

func newConsole(t testing.TB, b *bank) *console {
	t.Helper()
	if b.answer == nil {
		b.answer = approved
	}
	c := newClock()
	root := New(newSession(b, c, gateway.ModeTest))
	return &console{Model: newModel(t, root), root: root, bank: b, clock: c}
}

// newModel waits longer for a command than a model does by itself: reading the
// journal takes a moment on a machine that is busy with other tests.
func newModel(t testing.TB, root *Root) *screentest.Model {
	t.Helper()
	t.Cleanup(func() { endWatch(root) })
	return screentest.NewModel(t, root, 80, 24, screentest.HoldAfter(400*time.Millisecond))
}

const testPAN = "4111111111111111"

// fill types a whole payment from home; it ends on the confirm page.
func (c *console) fill() {
	c.Press("n")
	c.Type("A17")
	c.Press("enter")
	c.Type("10.50\n")
	c.Type(testPAN + "\n")
	c.Type("1230")
	c.Type("123")
	c.Type("Ann Smith")
	c.Press("enter")
	c.Type("No 789")
	c.Press("enter")
	c.Type("TE456ST\n")
}

// charge fills a payment, waits out the grace period and charges.
func (c *console) charge() {
	c.fill()
	c.agree()
}

// agree waits out the grace period of the confirm page and charges.
func (c *console) agree() {
	c.clock.wait(time.Second)
	c.Press("y")
	c.clock.wait(time.Second)
}

// ornaments are the edges of panels and the big digits.
var ornaments = regexp.MustCompile(`[│┃]|(£ +)?[▀▄█][▀▄█ ]*`)

// running is a screen as running text: a sentence may be broken over lines.
func running(view string) string {
	return strings.Join(strings.Fields(ornaments.ReplaceAllString(view, " ")), " ")
}

// mustShow also holds that the help has the keys of the page: it opens at home's for a
// screen that it does not know.
func (c *console) mustShow(t testing.TB, words ...string) {
	t.Helper()
	screen := c.root.current.Heading().Screen()
	if !slices.ContainsFunc(kit.KeyGroups(), func(g kit.KeyGroup) bool { return g.Screen == screen }) {
		t.Fatalf("the help has no keys of %q", screen)
	}
	view := c.View()
	flowing := running(view)
	for _, w := range words {
		if !strings.Contains(view, w) && !strings.Contains(flowing, w) && !strings.Contains(running(screentest.Columns(view)), w) {
			t.Fatalf("the screen does not show %q:\n%s", w, view)
		}
	}
}

func (c *console) mustNotShow(t testing.TB, words ...string) {
	t.Helper()
	view := c.View()
	for _, w := range words {
		if strings.Contains(view, w) {
			t.Fatalf("the screen shows %q:\n%s", w, view)
		}
	}
}

// sent is the order reference of the newest attempt, as the bank got it.
func (c *console) sent() string {
	c.bank.mu.Lock()
	defer c.bank.mu.Unlock()
	return c.bank.asked[len(c.bank.asked)-1].OrderReference
}

// unhurried runs a test in which waiting takes no time, and nothing is late on a busy
// machine. It is not for tests over a network: time stands still while a connection is
// open.
func unhurried(t *testing.T, test func(*testing.T)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		t.Cleanup(func() { time.Sleep(time.Hour) }) // let the console's own timers end, after its watchdog
		test(t)
	})
}
