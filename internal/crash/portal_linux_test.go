package crash

import (
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"net/http"
	"testing"
	"time"

	"motoconsole/internal/journal"
	"motoconsole/internal/sandbox"
)

// portal is a colleague in the vendor's portal, who refunds, reduces, cancels and
// renames the same payments. It also makes the bank's days pass quickly.
type portal struct {
	office *office
	random *rand.Rand
	acts   int
	taken  int // payments
	days   int
}

// begin takes some payments in the portal, so that there is something to give
// back from the start.
func (p *portal) begin(t *testing.T) {
	t.Helper()
	for range 14 {
		p.office.bank.control(t, http.MethodPost, "portal/auth", p.payment())
	}
	p.office.bank.control(t, http.MethodPost, "settle", "")
	p.office.settled.Store(time.Now().UnixNano())
	for range 10 {
		p.office.bank.control(t, http.MethodPost, "portal/auth", p.payment())
	}
}

// payment is another payment, by a card that no agent uses.
func (p *portal) payment() string {
	p.taken++
	return fmt.Sprintf(
		`{"pan":"4012888888881881","expirydate":"12/2030","baseamount":"%d","currencyiso3a":"GBP","sitereference":"test_floor1","orderreference":"W-%d"}`,
		4000+p.taken, p.taken)
}

// work goes on until the agents have gone home. If a fault strikes the connection, it
// does not repeat the order.
func (p *portal) work(ctx context.Context) {
	day := time.Now()
	for {
		select {
		case <-ctx.Done():
			return
		case <-time.After(time.Duration(1000+p.random.IntN(5000)) * time.Millisecond):
		}
		if time.Since(day) > 20*time.Second {
			p.office.settled.Store(time.Now().UnixNano())
			if _, status, err := p.office.bank.order(ctx, http.MethodPost, "settle", ""); err == nil && status < 300 {
				day, p.days = time.Now(), p.days+1
			}
			for range 5 { // a new day begins
				_, _, _ = p.office.bank.order(ctx, http.MethodPost, "portal/auth", p.payment())
			}
			continue
		}
		p.act(ctx)
	}
}

// act does one thing to one recent payment.
func (p *portal) act(ctx context.Context) {
	text, _, err := p.office.bank.order(ctx, http.MethodGet, "ledger", "")
	var told struct{ Ledger []sandbox.Entry }
	if err != nil || json.Unmarshal(text, &told) != nil {
		return
	}
	known := p.known(ctx)
	settles := map[string]int64{}
	var payments, refunds []string
	for _, e := range told.Ledger {
		settles[e.TransactionReference] += e.Money
		switch visible := e.Booked && e.Visible.Before(time.Now()); {
		case e.Type == "AUTH" && taken(&e) && visible && (e.Via == "portal" || known[e.OrderReference]):
			payments = append(payments, e.TransactionReference)
		case e.Type == "REFUND" && visible:
			refunds = append(refunds, e.TransactionReference)
		}
	}
	pick := func(from []string) string {
		from = from[max(0, len(from)-recent):]
		if len(from) == 0 {
			return ""
		}
		return from[p.random.IntN(len(from))]
	}
	payment, refund := pick(payments), pick(refunds)
	path, body := "portal/update", ""
	switch of := p.random.IntN(15); {
	case payment == "":
		return
	case of < 4:
		path, body = "portal/refund", fmt.Sprintf(`{"parenttransactionreference":%q,"baseamount":"%d","orderreference":"W"}`, payment, 100*(1+p.random.IntN(4)))
	case of < 7 && settles[payment] > 300:
		body = fmt.Sprintf(`{"transactionreference":%q,"settlebaseamount":"%d"}`, payment, settles[payment]-100*int64(1+p.random.IntN(2)))
	case of < 8:
		body = fmt.Sprintf(`{"transactionreference":%q,"settlestatus":"3"}`, payment)
	case of < 10:
		body = fmt.Sprintf(`{"transactionreference":%q,"orderreference":"W%d"}`, payment, p.acts)
	case of < 13:
		path, body = "portal/auth", p.payment()
	case refund != "":
		body = fmt.Sprintf(`{"transactionreference":%q,"orderreference":"W%d"}`, refund, p.acts)
	default:
		return
	}
	if _, status, err := p.office.bank.order(ctx, http.MethodPost, path, body); err == nil && status < 300 {
		p.acts++
	}
}

// known are the payments whose outcome the journal knows. moto finds any other payment
// only by its order reference, so the portal leaves those alone.
func (p *portal) known(ctx context.Context) map[string]bool {
	rows, err := p.office.read(ctx)
	known := map[string]bool{}
	for _, r := range rows {
		known[r.SentReference] = err == nil && r.State == journal.Known
	}
	return known
}
