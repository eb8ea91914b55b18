package sandbox

import (
	"slices"
	"strconv"
	"sync"
	"time"

	"motoconsole/gateway"
	"motoconsole/internal/sandbox/book"
	"motoconsole/internal/sandbox/message"
)

// maxLedger is how many entries the ledger keeps. It drops the oldest.
const maxLedger = 50_000

// Entry is one AUTH, REFUND or TRANSACTIONUPDATE that arrived, with what the bank
// did. A test compares it with another program's report of the same request. It is
// true even if a fault made the answer lie.
type Entry struct {
	// Number counts the arrivals from 1.
	Number int       `json:"number"`
	At     time.Time `json:"at"`
	// Via is "api" or "portal".
	Via                  string `json:"via"`
	Type                 string `json:"type"`
	Operator             string `json:"operatorname,omitempty"`
	Site                 string `json:"sitereference,omitempty"`
	OrderReference       string `json:"orderreference,omitempty"`
	TransactionReference string `json:"transactionreference,omitempty"`
	Parent               string `json:"parenttransactionreference,omitempty"`
	BaseAmount           int64  `json:"baseamount,omitempty"`
	Currency             string `json:"currencyiso3a,omitempty"`
	Last4                string `json:"last4,omitempty"`
	// Asked is what a TRANSACTIONUPDATE asks for, by field.
	Asked map[string]string `json:"asked,omitempty"`
	// Faults are the faults that struck it.
	Faults []string `json:"faults,omitempty"`
	// Done is false until the bank has carried it out or refused it.
	Done bool `json:"done"`
	// Booked: there is a record of it, or for an update, it was made.
	Booked       bool   `json:"booked"`
	ErrorCode    string `json:"errorcode,omitempty"` // "" if none was reached
	SettleStatus string `json:"settlestatus,omitempty"`
	// Money is what it takes from the cardholder, in minor units; negative if it gives
	// back.
	Money int64 `json:"money"`
	// Visible is when queries begin to find the record.
	Visible time.Time `json:"visible,omitzero"`
}

// ledger keeps the entries.
type ledger struct {
	mu      sync.Mutex
	entries []Entry
	dropped int // older ones
}

// visit is a block that has arrived, and its entries.
type visit struct {
	via    string
	faults []string
	opened []opened
}

// opened is the entry of one request of a block.
type opened struct{ element, kind, number int }

// arrive opens an entry for each request of a block that is about money.
func (l *ledger) arrive(blk message.Block, at time.Time) visit {
	v := visit{via: "api"}
	for i, e := range blk.Elements {
		for k, t := range e.RequestTypes() {
			if t == book.TypeAuth || t == book.TypeRefund || t == book.TypeUpdate {
				v.opened = append(v.opened, opened{i, k, l.open(entryOf(t, e, at, v.via))})
			}
		}
	}
	return v
}

// entryOf holds the parts of a request that may be kept.
func entryOf(requestType string, e message.Element, at time.Time, via string) Entry {
	minor := int64(0)
	if v := e.Value("baseamount"); message.Amount(v) && !gateway.HoldsCardNumber(v) {
		minor, _ = strconv.ParseInt(v, 10, 64)
	}
	short := func(name string, most int) string { return message.Masked(gateway.Clean(e.Value(name), most)) }
	entry := Entry{
		At: at, Via: via, Type: requestType,
		Operator: short("operatorname", 255), Site: short("sitereference", 50), Currency: short("currencyiso3a", 3),
		OrderReference: message.Masked(gateway.Clean(e.OrderReference(), 255)),
		Parent:         short("parenttransactionreference", 25),
		BaseAmount:     minor,
	}
	if pan, ok := e.Digits("pan"); ok && len(pan) >= 12 {
		entry.Last4 = string(pan[len(pan)-4:])
	}
	if requestType == book.TypeUpdate {
		entry.ask(e)
	}
	return entry
}

// ask adds what an update asks for, and which transaction it changes.
func (entry *Entry) ask(e message.Element) {
	short := func(v string) string { return message.Masked(gateway.Clean(v, 255)) }
	f, _ := message.ReadFilter(e["filter"])
	if of := f["transactionreference"]; len(of) == 1 {
		entry.TransactionReference = short(of[0].Value("value"))
	}
	updates := message.Object(e["updates"])
	for _, name := range []string{"settlestatus", "settlebaseamount", "settlemainamount", "settleduedate", "orderreference"} {
		if v := updates.Value(name); v != "" {
			if entry.Asked == nil {
				entry.Asked = make(map[string]string)
			}
			entry.Asked[name] = short(v)
		}
	}
}

// open adds an entry and returns its number.
func (l *ledger) open(e Entry) int {
	l.mu.Lock()
	defer l.mu.Unlock()
	if len(l.entries) >= maxLedger {
		old := maxLedger / 10
		l.entries, l.dropped = slices.Delete(l.entries, 0, old), l.dropped+old
	}
	e.Number = l.dropped + len(l.entries) + 1
	l.entries = append(l.entries, e)
	return e.Number
}

// change changes an entry that is still kept.
func (l *ledger) change(number int, change func(*Entry)) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if i := number - l.dropped - 1; i >= 0 {
		change(&l.entries[i])
	}
}

// after are the entries with a higher number, and how many were dropped.
func (l *ledger) after(number int) ([]Entry, int) {
	l.mu.Lock()
	defer l.mu.Unlock()
	from := min(max(0, number-l.dropped), len(l.entries))
	return append([]Entry{}, l.entries[from:]...), l.dropped
}

// Ledger is every AUTH, REFUND and TRANSACTIONUPDATE that has arrived, oldest
// first. It keeps only the newest if there are very many.
func (b *Bank) Ledger() []Entry {
	entries, _ := b.ledger.after(0)
	return entries
}

// enterNothing closes the entries of a block that was not carried out.
func (b *Bank) enterNothing(v visit, code string) {
	for _, o := range v.opened {
		b.ledger.change(o.number, func(e *Entry) { e.Done, e.Faults, e.ErrorCode = true, v.faults, code })
	}
}

// enterAnswers closes the entries of a block that was carried out.
func (b *Bank) enterAnswers(v visit, answers []message.Answer) {
	for _, o := range v.opened {
		at := slices.IndexFunc(answers, func(a message.Answer) bool { return a.Did.Element == o.element && a.Did.Kind == o.kind })
		b.ledger.change(o.number, func(e *Entry) {
			e.Done, e.Faults = true, v.faults
			if at >= 0 { // otherwise an earlier answer made this one unnecessary
				b.fill(e, &answers[at])
			}
		})
	}
}

// fill completes an entry with what the book says.
func (b *Bank) fill(e *Entry, a *message.Answer) {
	e.ErrorCode, e.Money = a.ErrorCode, a.Did.Money
	if len(a.Did.References) == 0 || a.ErrorCode != "0" && e.Type == book.TypeUpdate {
		return
	}
	t, ok := b.book.Booked(a.Did.References[0])
	if !ok {
		return
	}
	e.Booked, e.TransactionReference, e.Parent = true, t.Reference, t.Parent
	e.OrderReference, e.Site, e.Operator = t.Texts.Get(book.OrderReference), t.Site, t.Operator
	e.Currency, e.SettleStatus = t.Currency, string(t.SettleStatus)
	if n := len(t.MaskedPAN); n >= 4 {
		e.Last4 = t.MaskedPAN[n-4:]
	}
	if e.Type == book.TypeUpdate {
		e.BaseAmount = t.SettleMinor
		return
	}
	e.ErrorCode, e.BaseAmount, e.Money = t.ErrorCode, t.Minor, t.Worth()
	if e.Visible = t.VisibleAt; e.Visible.IsZero() {
		e.Visible = b.now().UTC() // not t.started, which may be another host's
	}
}
