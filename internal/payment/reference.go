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

// The ending of an order reference (see orderref) is two characters that name the
// journal, followed by random ones. The journal's name distinguishes our payments
// at the gateway from those of other journals and of the vendor's portal.
const (
	suffixLength = orderref.EndingLength
	nameLength   = 2                         // of a journal
	randomLength = suffixLength - nameLength // 20 bits distinguish attempts with the same own reference
)

var crockford = base32.NewEncoding(orderref.Alphabet).WithPadding(base32.NoPadding)

// randomSuffix is the random end of a reference.
func randomSuffix() string {
	random := make([]byte, 4)
	_, _ = rand.Read(random) // never fails, by its documentation
	return crockford.EncodeToString(random)[:randomLength]
}

// KeptReference is the part of the merchant's own reference that the gateway gets.
func KeptReference(own string) string { return orderref.Kept(own) }

// splitReference splits an order reference as it was sent into the part of the
// merchant's own and the name of the journal. It reports false for a reference that
// no journal of ours has made.
func splitReference(sent string) (own, journalName string, ok bool) {
	own, ending, ok := orderref.Split(sent)
	if !ok {
		return "", "", false
	}
	return own, ending[:nameLength], true
}

// NewReference makes the reference that identifies an attempt. A charge, repeat,
// refund or payout is sent with it. An update takes no order reference: its
// reference only names it in the journal, for supervisors.
//
// The digits of an order number and of a suffix may by accident look like a card
// number, which the journal would refuse. NewReference then draws another suffix.
// If the merchant's own reference is the cause, or cannot be printed, NewReference
// uses the transaction's reference in its place.
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
			made = orderref.Sent(own, end)
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

// suffix is the end of a reference: the journal's name and random characters.
func (d *Processor) suffix() string {
	if d.Suffix != nil {
		return d.Suffix()
	}
	return d.Store.Identity().Name + randomSuffix()
}

// updateName is a name such as "CANCEL-OF-23-9-80001-7K3M2P". The letters separate
// digits that together could look like a card number. No code reads the name: the
// Target holds what an update asks for.
func updateName(o journal.Operation, parent, suffix string) string {
	word := strings.ToUpper(strings.ReplaceAll(string(o), " ", "-"))
	return word + "-OF-" + parent + "-" + suffix
}

// renamed records a change of order reference in the entry of the payment: from now
// on the gateway, the guard and every search must find the payment by the new
// reference. A payment of the portal has no entry; its reference is then in the
// change's own Target.
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
		case e.Operation == journal.OpOrder: // the change's payment may be in doubt, with its transaction unknown
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
			evidence.Pointer{Kind: journal.EvidenceNamed, Says: "its order reference was changed, of transaction " + change.Parent, Transaction: change.Parent}.Note(e)
		}
		return nil
	}})
}
