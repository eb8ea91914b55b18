package sandbox

import (
	"slices"
	"time"

	"motoconsole/gateway"
	"motoconsole/internal/sandbox/book"
	"motoconsole/internal/sandbox/message"
)

// inherit fills an AUTH or an ACCOUNTCHECK from an earlier transaction, with the
// card and the details, but never with the security code, which the bank does not
// keep. It returns the error code and the fields that forbid it.
func inherit(t, p *book.Transaction, e message.Element, c card, now time.Time) (string, message.Complaints) {
	if code := p.RefusesChild(); code != "" {
		return code, nil
	}
	switch {
	case t.Currency != "" && p.Currency != "" && t.Currency != p.Currency:
		return "20015", message.Complaints{"currencyiso3a"}
	case p.RequestType == book.TypeThreeDQuery && e.Has("baseamount") && t.Minor != p.Minor:
		// Only the amount that the cardholder was authenticated for may be taken.
		return "20014", message.Complaints{"baseamount"}
	}
	t.Site = p.Site
	takeOver(t, p, e, c)
	if bad := incomplete(t, p, e, c, now); len(bad) > 0 {
		return "30000", bad
	}
	return "", nil
}

// incomplete names the fields that are missing or wrong in a child after it has
// inherited.
func incomplete(t, p *book.Transaction, e message.Element, c card, now time.Time) message.Complaints {
	var bad message.Complaints
	if !message.OneOf("ECOM", "MOTO", book.AccountRecurring)(t.Account) {
		bad.Add("accounttypedescription")
	}
	if t.Currency == "" {
		bad.Add("currencyiso3a")
	}
	if t.Minor == 0 && t.RequestType == book.TypeAuth {
		bad.Add("baseamount")
	}
	if t.MaskedPAN == "" {
		bad.Add("pan")
	}
	if t.MaskedPAN == "" && t.Expiry.IsZero() || book.Expired(t.Expiry, now) {
		bad.Add("expirydate")
	}
	if t.IsRaise() && !e.Has("baseamount") {
		bad.Add("baseamount")
	}
	if t.AuthMethod == "PRE" && t.PaymentType != string(gateway.Visa) && t.PaymentType != string(gateway.Mastercard) && c.brand == "" {
		bad.Add("authmethod")
	}
	if repeats := p.RequestType == book.TypeAuth && e.Value("accounttypedescription") == book.AccountRecurring; repeats && slices.Contains([]string{"0", "1"}, e.Value("subscriptionnumber")) {
		bad.Add("subscriptionnumber") // 1 is the first payment
	}
	return bad
}

func inheritCard(t, p *book.Transaction, c card) {
	if c.pan == 0 {
		t.PaymentType, t.MaskedPAN, t.Card, t.Trait = p.PaymentType, p.MaskedPAN, p.Card, p.Trait
	}
	if t.Expiry.IsZero() {
		t.Expiry = p.Expiry
	}
	if p.RequestType == book.TypeThreeDQuery && c.code == gateway.CheckNotGiven {
		// The code came with the THREEDQUERY, and only its result was kept.
		t.Checks.SecurityCode = p.Checks.SecurityCode
	}
}

// missingRecipient names the fields of the recipient that the card schemes want from a
// merchant of financial services and that were neither sent nor inherited.
func missingRecipient(t *book.Transaction) message.Complaints {
	if !t.IsFinancial() {
		return nil
	}
	var missing message.Complaints
	for _, id := range []book.TextID{book.RecipientAccount, book.RecipientAccountType, book.CustomerBirthday, book.CustomerLastName, book.CustomerPostcode} {
		if t.Texts.Get(id) == "" {
			missing.Add(book.TextNames()[id])
		}
	}
	if !message.Postcode(t.Texts.Get(book.CustomerPostcode), "GB") {
		missing.Add(book.TextNames()[book.CustomerPostcode])
	}
	return missing
}

// takeOver fills the transaction from its parent.
func takeOver(t, p *book.Transaction, e message.Element, c card) {
	t.Parent = p.Reference
	if t.Account == "" {
		t.Account = p.Account
	}
	if t.Currency == "" {
		t.Currency = p.Currency
	}
	if !e.Has("baseamount") {
		t.Minor, t.SettleMinor = p.Minor, p.Minor
	}
	inheritCard(t, p, c)
	t.InheritTexts(p)
}
