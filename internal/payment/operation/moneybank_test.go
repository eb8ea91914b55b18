package operation

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"sync"
	"time"

	"motoconsole/gateway"
	"motoconsole/internal/journal"
)

// moneyBank is what really happens to money that goes out. Each kind of record
// shows after a time of its own.
type moneyBank struct {
	mu       sync.Mutex
	cap      bool // it refuses refunds of more than settles
	payments []*moneyPayment
	backs    []*moneyBack // refunds, payouts and repeats
	number   int
}

// moneyPayment is a payment and everything that changed it.
type moneyPayment struct {
	reference, order, last4 string
	asked                   int64
	begins                  string // its settle status
	method                  string // PRE, or ""
	changes                 []*moneyChange
	settledAt               time.Time // when the daily run takes it
}

// moneyChange is an update that was booked, in the order of booking.
type moneyChange struct {
	by       string // the attempt's SentReference; "" for the portal
	want     journal.Target
	at       time.Time
	shown    time.Time
	delta    int64 // what it did to what settles
	adds     int64 // it is a raise
	forgot   bool  // it was answered as done, and nothing was
	intentAt time.Time
}

// moneyBack is a record that has a payment for its parent, or a card.
type moneyBack struct {
	by, order, parent, last4, reference string
	kind, account, method               string
	series                              gateway.Subscription
	minor                               int64
	at, shown                           time.Time
	stamp                               time.Time
}

// state is what a payment's settle status and amount are then: in truth, or as
// queries show it.
func (p *moneyPayment) state(now time.Time, shown bool) (status string, settles int64, order string) {
	status, settles, order = p.begins, p.asked, p.order
	done := false
	settle := func(until time.Time) {
		if !done && !p.settledAt.IsZero() && !p.settledAt.After(until) && (status == "0" || status == "1") {
			status, done = "100", true
		}
	}
	for _, c := range p.changes {
		if c.forgot || c.at.After(now) {
			continue
		}
		if shown && c.shown.After(now) {
			return status, settles, order // a record is shown as it was at some time
		}
		settle(c.at)
		if c.want.SettleStatus != "" {
			status = c.want.SettleStatus
		}
		if c.want.SettleAmount != 0 {
			settles = c.want.SettleAmount
		}
		settles += c.adds
		if c.want.OrderReference != "" {
			order = c.want.OrderReference
		}
	}
	settle(now)
	return status, settles, order
}

// worth is what settles of a payment if nothing more happens.
func (p *moneyPayment) worth(now time.Time) int64 {
	status, settles, _ := p.state(now, false)
	if status == "3" {
		return 0
	}
	return settles
}

// raised is what raises have added.
func (p *moneyPayment) raised() (sum int64) {
	for _, c := range p.changes {
		sum += c.adds
	}
	return sum
}

// raise books a raise, or says why not.
func (b *moneyBank) raise(k *moneyBack, c *moneyChange) string {
	if code := b.change(k.parent, c); code != "0" {
		return map[string]string{"60019": "20004", "60017": "20035"}[code]
	}
	return b.back(k)
}

// payment finds a payment by its transaction reference.
func (b *moneyBank) payment(reference string) *moneyPayment {
	for _, p := range b.payments {
		if p.reference == reference {
			return p
		}
	}
	return nil
}

func (b *moneyBank) name() string {
	b.number++
	return fmt.Sprintf("1-3-%d", b.number)
}

// repeats are the references of the repeats that queries show.
func (b *moneyBank) repeats(now time.Time) (shown []string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, k := range b.backs {
		if k.kind == gateway.TypeAuth && k.method == "" && !k.shown.After(now) {
			shown = append(shown, k.reference)
		}
	}
	slices.Sort(shown)
	return shown
}

// root is the payment for which the card of a repeat was read out.
func (b *moneyBank) root(reference string) string {
	for _, k := range b.backs {
		if k.reference == reference {
			return b.root(k.parent)
		}
	}
	return reference
}

// refunded is what was given back of a payment by refunds.
func (b *moneyBank) refunded(parent string) (sum int64) {
	for _, k := range b.backs {
		if k.parent == parent && k.kind == gateway.TypeRefund && k.account == "" {
			sum += k.minor
		}
	}
	return sum
}

// change books an update, or says why not.
func (b *moneyBank) change(reference string, c *moneyChange) string {
	p := b.payment(reference)
	if p == nil {
		return "60019"
	}
	status, _, _ := p.state(c.at, false)
	switch {
	case status == "10" || status == "100" || status == "3":
		return "60017"
	case c.want.SettleAmount > p.asked+p.raised():
		return "60016"
	}
	before := p.worth(c.at)
	p.changes = append(p.changes, c)
	c.delta = p.worth(c.at) - before
	return "0"
}

// back books a refund, payout or repeat, or says why not.
func (b *moneyBank) back(k *moneyBack) string {
	if k.kind == gateway.TypeRefund && k.account == "" {
		p := b.payment(k.parent)
		switch {
		case p == nil:
			return "20004"
		case b.statusOf(p, k.at) != "100":
			return "20005"
		case b.cap && b.refunded(k.parent)+k.minor > p.worth(k.at):
			return "20007"
		}
		k.last4 = p.last4
	} else if p := b.payment(k.parent); p != nil {
		k.last4 = p.last4
	}
	k.reference = b.name()
	b.backs = append(b.backs, k)
	return "0"
}

func (b *moneyBank) statusOf(p *moneyPayment, now time.Time) string {
	status, _, _ := p.state(now, false)
	return status
}

// record is a payment as a query shows it.
func (p *moneyPayment) record(now time.Time) gateway.Record {
	status, settles, order := p.state(now, true)
	return gateway.Record{
		RequestType: gateway.TypeAuth, TransactionReference: p.reference, OrderReference: order, SiteReference: simSite,
		BaseAmount: strconv.FormatInt(p.asked, 10), SettleBaseAmount: strconv.FormatInt(settles, 10), CurrencyISO3A: "GBP",
		ErrorCode: "0", SettleStatus: status, SettleDueDate: "2000-01-01", AuthMethod: p.method, TransactionStarted: "2000-01-01 00:00:00",
		AccountType: string(gateway.AccountMOTO), PaymentType: "VISA", MaskedPAN: "411111######" + p.last4, ExpiryDate: "12/2005",
		CredentialsOnFile: string(gateway.CredentialsStore),
	}
}

// record is a refund, payout or repeat as a query shows it.
func (k *moneyBack) record() gateway.Record {
	r := gateway.Record{
		RequestType: k.kind, TransactionReference: k.reference, OrderReference: k.order, SiteReference: simSite,
		ParentTransaction: k.parent, BaseAmount: strconv.FormatInt(k.minor, 10), SettleBaseAmount: strconv.FormatInt(k.minor, 10),
		CurrencyISO3A: "GBP", ErrorCode: "0", SettleStatus: "0", TransactionStarted: k.stamp.UTC().Format(time.DateTime),
		AccountType: k.account, AuthMethod: k.method, PaymentType: "VISA", MaskedPAN: "411111######" + k.last4, ExpiryDate: "12/2005",
	}
	if k.account == "" {
		r.AccountType = string(gateway.AccountMOTO)
	}
	if !k.series.IsZero() {
		r.SubscriptionType, r.SubscriptionNumber = string(k.series.Type), strconv.Itoa(k.series.Number)
	}
	return r
}

// find answers a query.
func (b *moneyBank) find(q gateway.Query, now time.Time) []gateway.Record {
	var found []gateway.Record
	add := func(r gateway.Record) {
		fits := func(values []string, v string) bool { return len(values) == 0 || slices.Contains(values, v) }
		if fits(q.TransactionReferences, r.TransactionReference) && fits(q.Parents, r.ParentTransaction) &&
			fits(q.OrderReferences, r.OrderReference) && fits(q.RequestTypes, r.RequestType) {
			found = append(found, r)
		}
	}
	for _, p := range b.payments {
		add(p.record(now))
	}
	backs := slices.SortedFunc(slices.Values(b.backs), func(a, c *moneyBack) int { return cmp.Compare(a.reference, c.reference) })
	for _, k := range backs {
		if !k.shown.After(now) {
			add(k.record())
		}
	}
	return found
}
