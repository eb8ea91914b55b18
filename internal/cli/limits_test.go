//go:build unix

package cli_test

import (
	"database/sql"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"motoconsole/gateway"
	"motoconsole/internal/effort"
	"motoconsole/internal/journal"
	"motoconsole/internal/journal/sqljournal"
	"motoconsole/internal/screentest"
)

// way is one of the ways in which money, or the lack of it, reaches the caller.
type way struct {
	name      string
	on        string // the state of its payment: settled, pending, held, a held refund, a held payout, or none
	operation string // the option's title
	typed     string // typed into its form
	does      string // the label of its y
}

// Every payment is £100.00, every held refund and payout £60.00.
func ways() []way {
	return []way{
		{"refund", "settled", "Refund the whole payment", "not\n", refundPage},
		{"refund part", "settled", "Refund a part", "60.00\nnot\n", refundPage},
		{"cancel", "pending", "Cancel the payment", "not\n", "y  Cancel £"},
		{"cancel held", "held", "Cancel the held payment", "not\n", "y  Cancel £"},
		{"reduce", "pending", "Reduce the payment", "60.00\nnot\n", "y  Reduce by £"},
		{"reduce held", "held", "Reduce the payment", "60.00\nnot\n", "y  Reduce by £"},
		{"hold", "pending", "Hold the payment", "goo\n", "y  Hold £"},
		{"release refund", "refund", "Release the held refund", "goo\n", "y  Release £"},
		{"release payout", "payout", "Release the held payout", "goo\n", "y  Release £"},
		{"payout", "settled", "Pay money out to this card", "60.00\nnot\n", "y  Pay out £"},
		{"payout to a card read out", "", "", "P9\n60.00\n" + canary + "\n12/30not\n", "y  Pay out £"},
	}
}

// another is the client of another system at the same site.
func (b *bank) another(t *testing.T) *gateway.Client {
	t.Helper()
	client, err := gateway.New(gateway.Config{URL: b.url, Username: b.username, Password: gateway.NewPassword(b.password)})
	if err != nil {
		t.Fatal(err)
	}
	return client
}

func sterling(t *testing.T, minor int64) gateway.Money {
	t.Helper()
	pound, err := gateway.ParseCurrency("GBP")
	if err != nil {
		t.Fatal(err)
	}
	return gateway.Money{Minor: minor, Currency: pound}
}

// readiedFor makes, through another system, the payment that each way acts on, and
// returns the transaction references. No journal knows of them.
func (b *bank) readiedFor(t *testing.T, list []way) map[string]string {
	t.Helper()
	client, refs := b.another(t), map[string]string{}
	auth := func(w way, status gateway.SettleStatus) {
		card := gateway.Card{Number: gateway.NewCardNumber(), Code: gateway.NewSecurityCode(), Expiry: gateway.Expiry{Month: 12, Year: 2030}}
		for _, d := range []byte(testPAN) {
			card.Number.Push(d)
		}
		a, err := client.Auth(t.Context(), gateway.AuthRequest{
			Site: "test_floor1", OrderReference: strings.ReplaceAll(w.name, " ", "-"), Amount: sterling(t, 10000), Card: card, SettleStatus: status,
		})
		if err != nil || a.Record.TransactionReference == "" {
			t.Fatal(a.Outcome, err)
		}
		refs[w.name] = a.Record.TransactionReference
	}
	for _, w := range list {
		if w.on == "settled" || w.on == "refund" || w.on == "payout" {
			auth(w, gateway.SettlePending)
		}
	}
	b.settle(t)
	for _, w := range list {
		switch w.on {
		case "pending":
			auth(w, gateway.SettlePending)
		case "held":
			auth(w, gateway.SettleSuspended)
		}
	}
	b.control(t, http.MethodDelete, "faults", "")
	for _, w := range list {
		var result gateway.RefundResult
		var err error
		b.control(t, http.MethodPut, "faults", `{"fault":"suspend","types":["REFUND"]}`)
		switch w.on {
		case "refund":
			result, err = client.Refund(t.Context(), gateway.RefundRequest{Site: "test_floor1", Parent: refs[w.name], Amount: sterling(t, 6000)})
		case "payout":
			result, err = client.Payout(t.Context(), gateway.PayoutRequest{Site: "test_floor1", Parent: refs[w.name], Amount: sterling(t, 6000)})
		default:
			b.control(t, http.MethodDelete, "faults", "")
			continue
		}
		if err != nil || result.Outcome != gateway.OutcomeHeld {
			t.Fatal(w.name, result.Outcome, err)
		}
		refs[w.name] = result.Record.TransactionReference
	}
	return refs
}

// olderBy restarts the bank with all that it booked moved so much earlier.
func (b *bank) olderBy(t *testing.T, state string, ago time.Duration) *bank {
	t.Helper()
	b.stop()
	db, err := sql.Open("sqlite", state)
	if err == nil {
		_, err = db.ExecContext(t.Context(), "UPDATE transactions SET started = started - ?", int64(ago))
	}
	if err == nil {
		err = db.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
	return startBank(t, "--state", state)
}

// limited is an agent's console with lines of [refund].
func (o *office) limited(t *testing.T, agent, lines string) *screentest.PTY {
	t.Helper()
	text, err := os.ReadFile(o.config(t, agent)) //nolint:gosec // a file of the test
	if err != nil {
		t.Fatal(err)
	}
	o.write(t, agent+"-limited.toml", string(text)+"\n[refund]\n"+lines+"\n")
	cmd := commandAt(t, filepath.Join(o.folder, "home"), "--config", filepath.Join(o.folder, agent+"-limited.toml"))
	p := o.open(t, cmd)
	p.WaitFor(t, "Your payments today")
	return p
}

// try goes from home to a way and fills in its form, up to the confirm page, a limit,
// or another refusal. It returns false if there is no such option.
func try(t *testing.T, p *screentest.PTY, w way, ref string) bool {
	t.Helper()
	if w.on == "" {
		if !strings.Contains(p.Text(), "Pay out") {
			return false
		}
		p.Press("p")
		p.WaitFor(t, "not a refund")
		p.Type(w.typed)
		return true
	}
	findPayment(t, p, ref)
	p.Press("g")
	p.WaitFor(t, "↑ ↓  Move   esc  Back")
	if !mark(t, p, w.operation) {
		return false
	}
	p.Press("enter")
	p.WaitUntil(t, "its form or a limit", func(shown string) bool {
		return strings.Contains(shown, "NOT SENT") || strings.Contains(shown, "Not possible now") ||
			strings.Contains(shown, "▸ Reason") || strings.Contains(shown, "▸ Amount") || strings.Contains(shown, "▸ Reduce by")
	})
	if strings.Contains(p.Text(), "▸ ") {
		p.Type(w.typed)
	}
	return true
}

// pageOf is the shown page, recognised by words that no other page has; "" while it is
// being drawn.
func pageOf(shown string) string {
	for _, words := range []string{
		"Your payments today", "Discard this form?", "The request is recorded.", "Check with the caller", "Recorded as",
		"↑ ↓  Move   esc  Back", "esc  Discard", "s  Sort", "d  Details", "Type what the caller tells you",
	} {
		if strings.Contains(shown, words) {
			return words
		}
	}
	return ""
}

// backHome leaves any page for the home page.
func backHome(t *testing.T, p *screentest.PTY) {
	t.Helper()
	for range 12 {
		p.WaitUntil(t, "a page", func(shown string) bool { return pageOf(shown) != "" })
		was := pageOf(p.Text())
		switch was {
		case "Your payments today":
			return
		case "Discard this form?":
			p.Press("y")
		case "The request is recorded.", "Check with the caller":
			grace()
			p.Press("esc")
		case "Recorded as":
			grace()
			p.Press("enter")
		default:
			p.Press("esc")
		}
		p.WaitUntil(t, "another page", func(shown string) bool { return pageOf(shown) != was })
	}
	t.Fatalf("no way home:\n%s", p.Text())
}

// moneyOperations are the bank's requests from consoles.
func (b *bank) moneyOperations(t *testing.T) int {
	t.Helper()
	return b.arrived(t, "REFUND")[""] + b.arrived(t, "TRANSACTIONUPDATE")[""]
}

// TestNoWayPastALimit tries every way against every limit of [refund]. Nothing over a
// limit is sent, the agent reads which limit it is, and the journal records the try.
func TestNoWayPastALimit(t *testing.T) {
	t.Parallel()
	const paysOut = "payouts = true\n"
	for name, limit := range map[string]struct {
		lines string
		ago   time.Duration
		says  func(way) string // "" for a way without that limit
	}{
		"switched off": {paysOut + "enabled = false", 0, func(w way) string {
			if strings.Contains(w.name, "payout") {
				return ""
			}
			return "Giving money back is switched off here. Ask a supervisor."
		}},
		"per payment": {paysOut + `max_amount = "59.99"`, 0, func(w way) string {
			if strings.Contains(w.name, "payout") {
				return "A payout may be at most £59.99 here. Ask a supervisor."
			}
			return "At most £59.99 of one payment may be given back here. Ask a supervisor."
		}},
		"per agent and day": {paysOut + `max_agent_day = "59.99"`, 0, func(way) string {
			return "At most £59.99 may be given back by one agent in one day here. Ask a supervisor."
		}},
		"age": {paysOut + "max_age_days = 2", 72 * time.Hour, func(w way) string {
			if w.on == "" {
				return ""
			}
			return "This payment was taken 3 days ago; money is given back here for 2 days at most. Ask a supervisor."
		}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			state := filepath.Join(t.TempDir(), "bank.db")
			b := startBank(t, "--state", state)
			refs := b.readiedFor(t, ways())
			if limit.ago > 0 {
				b = b.olderBy(t, state, limit.ago)
			}
			o := newOffice(t, b)
			before, tried := b.moneyOperations(t), map[string]int{}
			p := o.limited(t, "priya", limit.lines)
			for _, w := range effort.Some(ways(), 4) {
				want := limit.says(w)
				if !try(t, p, w, refs[w.name]) {
					t.Fatalf("%s is not offered:\n%s", w.name, p.Text())
				}
				if want == "" {
					p.WaitFor(t, w.does)
				} else {
					says(t, p, "NOT SENT")
					says(t, p, want+" The request is recorded.")
					tried[want]++
				}
				backHome(t, p)
			}
			if got := b.moneyOperations(t); got != before {
				t.Errorf("%d requests went out", got-before)
			}
			for _, e := range o.entries(t) {
				if e.Outcome != gateway.OutcomeNotSent || e.State != journal.Known {
					t.Errorf("%+v", e)
				}
				tried[e.Problem]--
			}
			for said, n := range tried {
				if n != 0 {
					t.Errorf("%q was said %d times more than the journal keeps", said, n)
				}
			}
			o.verify(t)
		})
	}
}

// TestPayoutsAreOff: without payouts = true no agent can pay out in any way.
func TestPayoutsAreOff(t *testing.T) {
	t.Parallel()
	b := startBank(t)
	o := newOffice(t, b)
	list := ways()[8:]
	refs := b.readiedFor(t, list)
	before := b.moneyOperations(t)
	p := o.limited(t, "priya", "payouts = false")
	for _, w := range list {
		if try(t, p, w, refs[w.name]) {
			says(t, p, "Payouts are switched off here. Ask a supervisor.")
		}
		backHome(t, p)
	}
	p.Press("p")
	p.Press("l")
	p.WaitFor(t, "Type what the caller tells you")
	if got := b.moneyOperations(t); got != before {
		t.Errorf("%d requests went out", got-before)
	}
	o.verify(t)
}

// gaveBack records in the journal that an agent gave back an amount at another desk.
func (o *office) gaveBack(t *testing.T, agent, order string, minor int64) {
	t.Helper()
	store, err := sqljournal.Open(t.Context(), sqljournal.Options{Path: o.journal, Host: "a host"})
	if err != nil {
		t.Fatal(err)
	}
	defer store.Close() //nolint:errcheck // what was recorded is durable without it
	err = store.Intent(t.Context(), journal.Entry{
		ID: "another", Operation: journal.OpRefund, SentReference: order + "-ANOTHER", OwnReference: order, Parent: "23-9-70001",
		Amount: sterling(t, minor), Site: "test_floor1", Brand: "VISA", Agent: agent, IntentAt: time.Now(),
	}, "", time.Time{})
	if err == nil {
		_, err = store.Record(t.Context(), "another", journal.Change{Step: journal.StepAnswered, Apply: func(e *journal.Entry) error {
			e.State, e.Outcome, e.AnsweredAt, e.TransactionReference = journal.Known, gateway.OutcomeApproved, time.Now(), "23-9-70002"
			return nil
		}})
	}
	if err != nil {
		t.Fatal(err)
	}
}

// TestTwoConsolesOneDay: while a confirm page is open, the agent gives back money at
// another desk, and both together exceed the limit of the day.
func TestTwoConsolesOneDay(t *testing.T) {
	effort.Whole(t)
	t.Parallel()
	for _, w := range effort.Some(ways(), 3) {
		t.Run(w.name, func(t *testing.T) {
			t.Parallel()
			b := startBank(t)
			o := newOffice(t, b)
			refs := b.readiedFor(t, []way{w})
			before := b.moneyOperations(t)
			p := o.limited(t, "priya", "payouts = true\nmax_agent_day = \"100.00\"")
			if !try(t, p, w, refs[w.name]) {
				t.Fatalf("not offered:\n%s", p.Text())
			}
			p.WaitFor(t, w.does)
			grace()
			o.gaveBack(t, "priya", "B1", 4001)
			agree(t, p)
			says(t, p, "At most £100.00 may be given back by one agent in one day here, and you have given back £40.01 today. Ask a supervisor.")
			if got := b.moneyOperations(t); got != before {
				t.Errorf("%d requests went out", got-before)
			}
			o.verify(t)
		})
	}
}

// TestTwoConsolesOnePayment: while a confirm page is open, money is given back of the
// same payment, or order, and both together exceed the maximum.
func TestTwoConsolesOnePayment(t *testing.T) {
	t.Parallel()
	for _, w := range ways() {
		says90 := map[string]string{
			"refund part":               "At most £90.00 of one payment may be given back here, and £40.00 of this one has already been given back. Ask a supervisor.",
			"payout":                    "At most £90.00 of one payment may be given back and paid out here, and £40.00 of this one has already been given back or paid out, or is held. Ask a supervisor.",
			"payout to a card read out": "At most £90.00 may be given back and paid out for one order here, and £40.00 has already been given back or paid out for this order. Ask a supervisor.",
		}[w.name]
		if says90 == "" {
			continue // giving back changes the payment, which alone bars the operation
		}
		t.Run(w.name, func(t *testing.T) {
			t.Parallel()
			b := startBank(t)
			o := newOffice(t, b)
			refs := b.readiedFor(t, []way{w})
			p := o.limited(t, "priya", "payouts = true\nmax_amount = \"90.00\"")
			if !try(t, p, w, refs[w.name]) {
				t.Fatalf("not offered:\n%s", p.Text())
			}
			p.WaitFor(t, w.does)
			grace()
			if w.on == "" {
				o.gaveBack(t, "ben", "P9", 4000)
			} else {
				b.control(t, http.MethodPost, "portal/refund", `{"parenttransactionreference":"`+refs[w.name]+`","baseamount":"4000","orderreference":"portal"}`)
			}
			before := b.moneyOperations(t)
			agree(t, p)
			says(t, p, says90)
			if got := b.moneyOperations(t); got != before {
				t.Errorf("%d requests went out", got-before)
			}
			o.verify(t)
		})
	}
}
