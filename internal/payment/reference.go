package payment

import (
	"context"
	"crypto/rand"
	"encoding/base32"
	"strings"
	"unicode/utf8"

	"motoconsole/gateway"
	"motoconsole/internal/cardguard"
	"motoconsole/internal/journal"
	"motoconsole/internal/orderref"
	"motoconsole/internal/payment/evidence"
)

// The ending of an order reference (see orderref) is the two characters that name
// the journal, and random ones. The name of the journal lets a later look at the
// gateway tell our payments from those of other journals and of the vendor's
// portal.
const (
	suffixLength = orderref.EndingLength
	nameLength   = 2                         // of a journal
	randomLength = suffixLength - nameLength // 20 bits tell attempts with one own reference apart

	crockfordAlphabet = orderref.Alphabet
)

var crockford = base32.NewEncoding(crockfordAlphabet).WithPadding(base32.NoPadding)

// randomSuffix is the random end of a reference.
func randomSuffix() string {
	random := make([]byte, 4)
	_, _ = rand.Read(random) // never fails, by its documentation
	return crockford.EncodeToString(random)[:randomLength]
}

// KeptReference is what of the merchant's own reference the gateway gets.
func KeptReference(own string) string { return orderref.Kept(own) }

// sentReference puts the suffix behind the merchant's own reference.
func sentReference(own, suffix string) string { return orderref.Sent(own, suffix) }

// splitReference takes an order reference as it was sent apart: what was kept
// of the merchant's own, and the name of the journal. It reports false for a
// reference that no journal of ours has made.
func splitReference(sent string) (own, journalName string, ok bool) {
	own, ending, ok := orderref.Split(sent)
	if !ok {
		return "", "", false
	}
	return own, ending[:nameLength], true
}

// NewReference makes the reference an attempt is kept under. A charge, repeat,
// refund or payout is sent with it. An update takes no order reference, so its
// reference only tells it apart in the journal, for supervisors to name it by.
//
// Digits of an order number and of a suffix can look like a card number by
// accident; the journal would refuse them, so another one is drawn. Where the
// merchant's own reference is at fault by itself, or does not print, the
// transaction's takes its place.
func (d *Processor) NewReference(a Attempt) string {
	own := strings.TrimSpace(a.Charge.OrderReference)
	if a.Parent != "" && (own == "" || strings.ContainsRune(own, utf8.RuneError)) {
		own = a.Parent
	}
	made := ""
	for try := range 40 {
		end := d.suffix()
		if a.Operation.Kind() == journal.KindUpdate {
			made = updateName(a.Operation, a.Parent, end)
		} else {
			made = sentReference(own, end)
		}
		if !cardguard.InRecord(made) {
			break
		}
		if try == 20 && a.Parent != "" {
			own = a.Parent
		}
	}
	return made
}

// suffix is the end of a reference: the journal's name and a random part.
func (d *Processor) suffix() string {
	if d.Suffix != nil {
		return d.Suffix()
	}
	return d.Store.Identity().Name + randomSuffix()
}

// updateName is such as "CANCEL-OF-23-9-80001-7K3M2P". The letters keep digits
// apart that together could look like a card number. It is a name and nothing
// is read out of it: what an update wants stands in its Target.
func updateName(o journal.Operation, parent, suffix string) string {
	word := strings.ToUpper(strings.ReplaceAll(string(o), " ", "-"))
	return word + "-OF-" + parent + "-" + suffix
}

// renamed keeps what a change of an order reference means for the attempt that
// made the payment: the gateway finds it under the new reference from now on,
// and so must the guard and every search. A payment of the portal has no entry;
// the change's own Target names its reference then.
func renamed(ctx context.Context, store journal.Store, change journal.Entry) {
	if change.Operation != journal.OpOrder || change.Outcome != gateway.OutcomeApproved {
		return
	}
	entries, err := store.ByTransaction(ctx, change.Parent)
	if err != nil {
		return // ByOrder finds the change itself
	}
	for _, e := range entries {
		switch {
		case e.Operation == journal.OpOrder: // its payment may be in doubt, and not know its transaction
			if made, err := store.BySentReference(ctx, e.Before.OrderReference); err == nil && made.TransactionReference == "" && made.Parent != change.Parent {
				rename(ctx, store, made, change)
			}
		case e.TransactionReference == change.Parent && e.Parent != change.Parent:
			rename(ctx, store, e, change)
		}
	}
}

// rename gives an entry the reference that the gateway has now.
func rename(ctx context.Context, store journal.Store, e, change journal.Entry) {
	_, _ = store.Record(ctx, e.ID, journal.Change{Step: journal.StepRenamed, By: change.Agent, Apply: func(e *journal.Entry) error {
		e.CurrentReference = change.Target.OrderReference
		if e.TransactionReference == "" { // the change names its transaction
			evidence.Pointer{Says: "its order reference was changed, of transaction " + change.Parent, Transaction: change.Parent}.Note(e)
		}
		return nil
	}})
}
