package payment

import (
	"crypto/rand"
	"encoding/base32"
	"strings"
	"unicode/utf8"

	"motoconsole/internal/cardguard"
	"motoconsole/internal/journal"
	"motoconsole/internal/orderref"
)

// The ending of an order reference (see orderref) is two characters that name the
// journal, followed by random ones. The journal's name distinguishes our payments
// at the gateway from those of other journals and of the vendor's portal.

// randomLength is how many characters are random: their 20 bits distinguish attempts with
// the same own reference.
const randomLength = orderref.EndingLength - orderref.NameLength

var crockford = base32.NewEncoding(orderref.Alphabet).WithPadding(base32.NoPadding)

// randomSuffix is the random end of a reference.
func randomSuffix() string {
	random := make([]byte, 4)
	_, _ = rand.Read(random) // never fails, by its documentation
	return crockford.EncodeToString(random)[:randomLength]
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
		if a.Operation.RequestType() == journal.TypeUpdate {
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
