package payment

import (
	"context"
	"errors"
	"html"
	"slices"
	"strings"
	"sync"
	"time"

	"motoconsole/gateway"
	"motoconsole/internal/journal"
	"motoconsole/internal/orderref"
	"motoconsole/internal/panics"
	"motoconsole/internal/payment/doubt"
	"motoconsole/internal/script"
	"motoconsole/internal/statement"
)

// This file is the part of the guard that asks the gateway while the agent reads the
// confirm page aloud. A payment that was taken in the vendor's portal, on another
// host or with another journal has no row in ours. Finding nothing proves nothing,
// because a record may become visible late. For a card check the gateway is not
// asked: it takes no money.

// CardQuerier finds transactions by card and leaves the card to its caller.
// *gateway.Client is one.
type CardQuerier interface {
	QueryKeeping(context.Context, gateway.Query) (gateway.QueryResult, error)
}

// seenMargin is how much further back than the window the search looks: our clock
// and the gateway's may differ.
const seenMargin = time.Hour

// SeenWait is the longest that the agent's yes waits for the gateway's answer about
// earlier payments.
const SeenWait = time.Second

// ErrSignIn says that the gateway does not accept our sign-in, so nothing may
// be charged.
var ErrSignIn = errSignInRefused

// Seen looks at the gateway for payments that the journal does not know: of the
// same card and amount in the duplicate window, and of the same order. Seen does
// not wipe the number; without a number it looks only for the order. An error other
// than ErrSignIn says that the gateway could not be asked.
func (d *Processor) Seen(ctx context.Context, c Charge, number gateway.CardNumber) ([]Warning, error) {
	ctx, done := d.Asking(ctx)
	defer done()
	if d.Search == nil || !c.Kind.TakesMoney() {
		return nil, nil
	}
	queries := []gateway.Query{d.seenOrder(ctx, c)}
	if number.Len() > 0 {
		queries = append(queries, d.seenCard(number))
	}
	found := make([]gateway.QueryResult, len(queries))
	errs := make([]error, len(queries))
	var asking sync.WaitGroup
	for i, q := range queries {
		asking.Go(func() {
			if panics.Caught(d.Log, "the guard's query", func() { found[i], errs[i] = d.Search.QueryKeeping(ctx, q) }) {
				errs[i] = ErrDefect
			}
		})
	}
	asking.Wait()
	var warnings []Warning
	known := map[string]bool{}
	for i, result := range found {
		kind := OrderSeen
		if i == 1 {
			kind = CardSeen
		}
		for _, r := range result.Records {
			if known[r.TransactionReference] || !d.counts(c, r, kind, result.At) || d.knows(ctx, r) {
				continue
			}
			known[r.TransactionReference] = true
			w := d.WarningOf(c, r, kind, result.At)
			w.Earlier.ID = d.idOf(ctx, r)
			warnings = append(warnings, w)
		}
	}
	err := errors.Join(errs...)
	if isSignIn(err) {
		err = ErrSignIn
	}
	return d.MarkRefused(warnings), err
}

// idOf names the attempt that made a record, even if the journal disagrees with the
// record; "" if the journal has none.
func (d *Processor) idOf(ctx context.Context, r gateway.Record) string {
	if r.TransactionReference != "" {
		entries, _ := d.Store.ByTransaction(ctx, r.TransactionReference) // the id is for words only, so an error changes nothing
		for _, e := range entries {
			if e.TransactionReference == r.TransactionReference && e.RequestType() == journal.TypeAuth {
				return e.ID
			}
		}
	}
	if e, err := d.Store.BySentReference(ctx, r.OrderReference); err == nil && r.OrderReference != "" && doubt.IsOurs(e, r) && !doubt.Contradicts(e, r) {
		return e.ID
	}
	return ""
}

// seenOrder asks for the order's payments, under the merchant's own reference and
// under those that this journal has sent.
func (d *Processor) seenOrder(ctx context.Context, c Charge) gateway.Query {
	orders := []string{c.OrderReference}
	if sent, err := d.Store.ByOrder(ctx, d.Site, c.OrderReference, seenOrders); err == nil {
		for _, e := range sent {
			if e.RequestType() == journal.TypeAuth {
				orders = append(orders, e.SentReference)
			}
		}
	}
	return gateway.Query{Sites: []string{d.Site}, OrderReferences: orders, RequestTypes: []string{gateway.TypeAuth}}
}

// seenOrders is how many of the order's attempts the query names.
const seenOrders = 20

// seenCard asks for the card's recent payments, by the gateway's clock as far as it
// is known.
func (d *Processor) seenCard(number gateway.CardNumber) gateway.Query {
	ahead, _ := d.SignIn.Clock()
	return gateway.Query{
		Sites: d.alike(), Cards: []gateway.CardNumber{number}, RequestTypes: []string{gateway.TypeAuth},
		After: d.Now().Add(ahead - d.Policy.DuplicateWindow() - seenMargin),
	}
}

// alike are the sites whose money is as real as that of the processor's site: all
// live sites, or all test sites. A caller pays once, whichever of these sites takes
// the payment.
func (d *Processor) alike() []string {
	sites := []string{d.Site}
	for _, site := range d.Sites {
		if site != d.Site && gateway.IsTestSite(site) == gateway.IsTestSite(d.Site) {
			sites = append(sites, site)
		}
	}
	return sites
}

// counts reports a record that makes a charge doubtful. at is the gateway's time
// when it answered.
func (d *Processor) counts(c Charge, r gateway.Record, kind WarningKind, at time.Time) bool {
	if !d.matches(c, r, kind) {
		return false // the gateway ignored a filter
	}
	if script.Stops(r) && r.Outcome() == gateway.OutcomeDeclined && kind == CardSeen {
		return true
	}
	if !doubt.MayHaveTaken(r) {
		return false
	}
	if kind == OrderSeen {
		return true
	}
	amount, ok := r.Amount(c.Amount.Currency)
	started, dated := r.StartedAt()
	recent := !dated || at.IsZero() || at.Sub(started) < d.Policy.DuplicateWindow()
	return (!ok || amount == c.Amount) && recent
}

// matches reports a record that belongs to the card, or to the order, that was
// asked for, as far as the record tells.
func (d *Processor) matches(c Charge, r gateway.Record, kind WarningKind) bool {
	if kind == CardSeen {
		_, last4 := statement.CardEnds(r.MaskedPAN)
		return last4 == "" || last4 == c.Last4
	}
	own, _, ours := orderref.Named(html.UnescapeString(r.OrderReference))
	return doubt.KeptAs(r.OrderReference, c.OrderReference) || ours && strings.EqualFold(own, orderref.Kept(c.OrderReference))
}

// knows reports a record that the guard's own look at the journal has already
// warned of: the journal has it as taken or as unresolved, or both have it as a refusal
// after which the card must not be tried again.
func (d *Processor) knows(ctx context.Context, r gateway.Record) bool {
	// The guard has warned if the journal has this very record as taken or unknown.
	// A repeat made in the portal inherits our reference.
	declined := r.Outcome() == gateway.OutcomeDeclined
	told := func(e journal.Entry) bool {
		return !doubt.Contradicts(e, r) && doubt.IsOurs(e, r) && (e.State != journal.Known || e.Outcome.MovesMoney() || declined && script.For(caseOf(e)).Never)
	}
	if r.OrderReference != "" {
		if e, err := d.Store.BySentReference(ctx, r.OrderReference); err == nil && told(e) {
			return true
		}
	}
	if r.TransactionReference == "" {
		return false
	}
	entries, err := d.Store.ByTransaction(ctx, r.TransactionReference)
	if err != nil {
		return false
	}
	return slices.ContainsFunc(entries, func(e journal.Entry) bool {
		return e.TransactionReference == r.TransactionReference && told(e)
	})
}

// WarningOf is the agent's warning of a record.
func (d *Processor) WarningOf(c Charge, r gateway.Record, kind WarningKind, at time.Time) Warning {
	if r.Outcome() == gateway.OutcomeDeclined {
		kind = DoNotRetry
		if script.For(script.CaseOf(r)).Renumber { // and the gateway compared the whole number
			kind = SameNumber
		}
	}
	amount, ok := r.Amount(c.Amount.Currency)
	if !ok {
		amount = gateway.Money{}
	}
	first6, last4 := statement.CardEnds(r.MaskedPAN)
	began := d.Now()
	if started, dated := r.StartedAt(); dated && !at.IsZero() {
		began = began.Add(-max(0, at.Sub(started)))
	}
	own := r.OrderReference
	if kept, _, ours := orderref.Named(own); ours {
		own = kept
	}
	r = script.Discreet(r.Cleaned())
	return Warning{Kind: kind, Earlier: Attempt{
		Operation: journal.OpCharge, SentReference: r.OrderReference, Agent: gateway.Clean(r.OperatorName, doubt.ShownOrder), Site: d.Site,
		Charge: Charge{
			OrderReference: gateway.Clean(own, doubt.ShownOrder), Amount: amount, Brand: gateway.Brand(r.PaymentType), First6: first6, Last4: last4,
		},
		Began: began, State: Known, Outcome: r.Outcome(), Result: gateway.AuthResult{Outcome: r.Outcome(), Record: r},
	}}
}
