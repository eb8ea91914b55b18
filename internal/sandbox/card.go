package sandbox

import (
	"bytes"
	"slices"
	"time"

	"motoconsole/gateway"
)

// card is the card of one request. Its digits are the request's own bytes and
// are wiped with them; nothing in it may be kept.
type card struct {
	pan, code []byte
	brand     gateway.Brand
	masked    string
	expiry    gateway.Expiry
}

// readCard reads and checks the card, naming the fields that are wrong. A
// child inherits the card and may leave it out.
func readCard(e element, bad *complaints, required bool, now time.Time) card {
	var c card
	var ok bool
	if c.pan, ok = e.digits("pan"); !ok || len(c.pan) == 0 && required {
		bad.add("pan")
	} else if len(c.pan) > 0 && !c.readNumber() {
		bad.add("pan")
	}
	c.readExpiry(e, bad, required, now)
	if c.code, ok = e.digits("securitycode"); !ok || len(c.code) > 0 && !c.codeFits() {
		bad.add("securitycode")
	}
	return c
}

// readNumber finds brand and mask of the number, and reports whether it is one:
// a brand's length and, for most brands, its check digit.
func (c *card) readNumber() bool {
	n := gateway.NewCardNumber()
	defer n.Wipe()
	for _, d := range c.pan {
		if !n.Push(d) {
			return false
		}
	}
	c.brand, c.masked = n.Brand(), n.Masked()
	// The vendor's 3-D Secure v1 test cards for JCB begin 350 and 352, outside
	// the JCB ranges of its own card table.
	if c.brand == "" && bytes.HasPrefix(c.pan, []byte("35")) {
		c.brand = gateway.JCB
	}
	if c.brand == "" || !slices.Contains(c.brand.Lengths(), n.Len()) || n.Check() != nil {
		c.brand = "" // a wrong number says nothing about the code
		return false
	}
	return true
}

// codeFits reports whether the security code has the brand's length. With a
// card number of no known brand only the field's own format counts.
func (c *card) codeFits() bool {
	if c.brand == "" {
		return len(c.code) == 3 || len(c.code) == 4
	}
	return len(c.code) == c.brand.CodeLength()
}

// readExpiry reads expirydate, MM/YYYY, or expirymonth with expiryyear. A card
// is good to the end of its month, and however far ahead that is.
func (c *card) readExpiry(e element, bad *complaints, required bool, now time.Time) {
	name, text := "expirydate", e.value("expirydate")
	if text == "" && (e.has("expirymonth") || e.has("expiryyear")) {
		month := e.value("expirymonth")
		if len(month) == 1 {
			month = "0" + month
		}
		name, text = "expiryyear", month+"/"+e.value("expiryyear")
	}
	if text == "" {
		if _, ok := e.text("expirydate"); !ok || required {
			bad.add("expirydate")
		}
		return
	}
	exp, err := gateway.ParseExpiry(text)
	y, m, _ := now.UTC().Date()
	switch {
	case err != nil && name == "expiryyear":
		bad.add("expirymonth")
		bad.add("expiryyear")
	case err != nil, exp.String() != text, exp.Year < y, exp.Year == y && exp.Month < m:
		bad.add(name)
	}
	c.expiry = exp
}

// paymentTypeName is a name the gateway has for a card type.
func paymentTypeName(v string) bool {
	switch gateway.Brand(v) {
	case gateway.Visa, gateway.Mastercard, gateway.Amex, gateway.Maestro, gateway.Discover,
		gateway.Diners, gateway.JCB, gateway.PIBA, gateway.AstroPay:
		return true
	default:
		return slices.Contains([]string{"DELTA", "ELECTRON", "PURCHASING", "VPAY", "MASTERCARDDEBIT", "SOLO", "SWITCH", typeMyBank}, v)
	}
}

// paymentType is the type the bank's tables have for the card: finer than the
// brand for some test cards.
func (c *card) paymentType() string {
	switch string(c.pan) {
	case "5124990000000101":
		return "MASTERCARDDEBIT"
	case "4245190000000311":
		return "ELECTRON"
	case "4484000000000411":
		return "PURCHASING"
	case "4370000000000061", "4370000000000921":
		return "VPAY"
	}
	return string(c.brand)
}

// isOf reports whether a paymenttypedescription sent along names this card:
// its type, or the brand above it.
func (c *card) isOf(name string) bool {
	return name == c.paymentType() || name == string(c.brand)
}
