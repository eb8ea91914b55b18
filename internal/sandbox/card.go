package sandbox

import (
	"bytes"
	"slices"
	"time"

	"motoconsole/gateway"
	"motoconsole/internal/sandbox/book"
	"motoconsole/internal/sandbox/message"
)

// card is everything the bank may know of the card of one request. Its digits are
// the request's own bytes and are wiped with them; the fields here may be kept.
type card struct {
	pan         book.Fingerprint // 0 when no number was sent
	brand       gateway.Brand
	paymentType string // the type the bank's tables have for it
	masked      string
	trait       book.Trait
	threeD      book.ThreeD // what a THREEDQUERY says of it
	expiry      gateway.Expiry
	code        gateway.CheckResult // of the security code
}

// readCard reads and checks the card, naming the fields that are wrong. A
// child inherits the card and may leave it out.
func (b *Bank) readCard(e message.Element, bad *message.Complaints, required bool, now time.Time) card {
	c, required := b.cardOfToken(e, bad, required, now)
	pan, ok := e.Digits("pan")
	if !ok || len(pan) == 0 && required || len(pan) > 0 && !c.readNumber(pan, b.key) {
		bad.Add("pan")
	}
	c.readExpiry(e, bad, required, now)
	code, ok := e.Digits("securitycode")
	if !ok || len(code) > 0 && !c.codeFits(code) {
		bad.Add("securitycode")
	}
	if len(code) > 0 || c.code == "" {
		c.code = book.CheckCode(code)
	}
	return c
}

// readNumber reads the facts from a card number, and reports whether it is one: a
// brand's length and, for most brands, its check digit.
func (c *card) readNumber(pan []byte, key book.Key) bool {
	n := gateway.NewCardNumber()
	defer n.Wipe()
	for _, d := range pan {
		if !n.Push(d) {
			return false
		}
	}
	brand := n.Brand()
	// The vendor's 3-D Secure v1 test cards for JCB begin 350 and 352, outside
	// the JCB ranges of its own card table.
	if brand == "" && bytes.HasPrefix(pan, []byte("35")) {
		brand = gateway.JCB
	}
	if brand == "" || !slices.Contains(brand.Lengths(), n.Len()) || n.Check() != nil {
		return false // and the digits say nothing about the code
	}
	c.pan, c.brand, c.masked = key.Of(pan), brand, n.Masked()
	c.paymentType, c.trait, c.threeD = paymentType(pan, brand), book.TraitOf(pan), book.ThreeDOf(pan)
	return true
}

// codeFits reports whether the security code has the brand's length. With a
// card number of no known brand only the field's own format counts.
func (c *card) codeFits(code []byte) bool {
	if c.brand == "" {
		return len(code) == 3 || len(code) == 4
	}
	return len(code) == c.brand.CodeLength()
}

// readExpiry reads expirydate, MM/YYYY, or expirymonth with expiryyear. A card is
// valid to the end of its month, however far ahead that is.
func (c *card) readExpiry(e message.Element, bad *message.Complaints, required bool, now time.Time) {
	name, text := "expirydate", e.Value("expirydate")
	if text == "" && (e.Has("expirymonth") || e.Has("expiryyear")) {
		month := e.Value("expirymonth")
		if len(month) == 1 {
			month = "0" + month
		}
		name, text = "expiryyear", month+"/"+e.Value("expiryyear")
	}
	if text == "" {
		if _, ok := e.Text("expirydate"); !ok || required {
			bad.Add("expirydate")
		}
		return
	}
	exp, err := gateway.ParseExpiry(text)
	y, m, _ := now.UTC().Date()
	switch {
	case err != nil && name == "expiryyear":
		bad.Add("expirymonth")
		bad.Add("expiryyear")
	case err != nil, exp.String() != text, exp.Year < y, exp.Year == y && exp.Month < m:
		bad.Add(name)
	}
	c.expiry = exp
}

// paymentType is a card's type in the bank's tables: finer than the brand for some
// test cards.
func paymentType(pan []byte, brand gateway.Brand) string {
	switch string(pan) {
	case "5124990000000101":
		return "MASTERCARDDEBIT"
	case "4245190000000311":
		return "ELECTRON"
	case "4484000000000411":
		return "PURCHASING"
	case "4370000000000061", "4370000000000921":
		return "VPAY"
	}
	return string(brand)
}

// isOf reports whether a paymenttypedescription in the request fits this card: its
// type, or the brand above it.
func (c *card) isOf(name string) bool {
	return c.pan != 0 && (name == c.paymentType || name == string(c.brand))
}
