package forms

import (
	"slices"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"motoconsole/gateway"
	"motoconsole/internal/payment/terms"
)

// at moves to a field and types an answer into it.
func at(t testing.TB, p *Payment, name, answer string) {
	t.Helper()
	if !p.FocusField(name) {
		t.Fatalf("there is no %s", name)
	}
	say(p, answer)
	if p.Update(enter) == Refused {
		t.Fatalf("%s does not take %q:\n%s", name, answer, screen(p.Form))
	}
}

// basics fills in the fields that every payment needs.
func basics(t testing.TB, p *Payment) {
	t.Helper()
	at(t, p, "orderreference", "A17")
	if p.Kind().TakesMoney() {
		at(t, p, "baseamount", "10.50")
	}
	p.FocusField("pan")
	say(p, visa)
	p.Update(enter)
	say(p, "1230")
	say(p, "123")
}

// TestTheDefaultFormIsAsItWas: with the drawer closed the form asks for nothing in it.
func TestTheDefaultFormIsAsItWas(t *testing.T) {
	p, _ := payment(t)
	var names []string
	for _, r := range p.Rows(80, Styles{}) {
		names = append(names, r.Name)
	}
	want := []string{"orderreference", "baseamount", "pan", "expirydate", "securitycode", "billinglastname", "billingpremise", "billingcountryiso2a", "billingpostcode"}
	if !slices.Equal(names, want) {
		t.Errorf("%v", names)
	}
	if !p.HasDrawer() || p.DrawerOpen() {
		t.Error("the drawer is open, or there is none")
	}
}

// TestFurtherFields: each answer reaches the request, by the gateway's name.
func TestFurtherFields(t *testing.T) {
	p, c := everything(t)
	at(t, p, "credentialsonfile", "yes")
	at(t, p, "purpose", "later")
	basics(t, p)
	at(t, p, "authmethod", "pre")
	at(t, p, "settlestatus", "2 december")
	// In the order of the form: Enter in its last field moves to the first missing answer.
	for _, said := range [][2]string{
		{"billinglastname", "Garcia Lopez"},
		{"billingpremise", "No 789"},
		{"billingpostcode", "te456st"},
		{"chargedescription", "Moto shop"},
		{"billingprefixname", "Dr"},
		{"billingfirstname", "Maria del Carmen"},
		{"billingstreet", "High Street"},
		{"billingtown", "Test Town"},
		{"billingcounty", "Testshire"},
		{"billingemail", "ann@example.com"},
		{"billingtelephone", "07700 900123"},
		{"billingtelephonetype", "m"},
		{"delivery", "another"},
		{"customerlastname", "Jo Bloggs"},
		{"customerpremise", "12"},
		{"customerstreet", "Side Street"},
		{"customertown", "Other Town"},
		{"customercounty", "Othershire"},
		{"customerpostcode", "te123st"},
		{"merchantemail", "shop@example.com, desk@example.com"},
		{"customerip", "192.0.2.1"},
		{"customfield4", "four"},
		{"customfield5", "five"},
	} {
		at(t, p, said[0], said[1])
	}
	if !p.CheckAll() {
		t.Fatalf("%s", screen(p.Form))
	}
	if got, want := p.Billing(), (gateway.Billing{
		PrefixName: "Dr", FirstName: "Maria del Carmen", LastName: "Garcia Lopez", Premise: "No 789", Street: "High Street", Town: "Test Town",
		County: "Testshire", Postcode: "TE45 6ST", Country: "GB", Email: "ann@example.com", Telephone: "07700 900123", TelephoneType: "M",
	}); got != want {
		t.Errorf("%+v", got)
	}
	if got, want := p.Customer(), (gateway.Customer{IP: "192.0.2.1", Contact: gateway.Contact{
		FirstName: "Jo", LastName: "Bloggs", Premise: "12", Street: "Side Street", Town: "Other Town", County: "Othershire",
		Postcode: "TE12 3ST", Country: "GB",
	}}); got != want {
		t.Errorf("%+v", got)
	}
	four, five := p.CustomFields()
	if got := []string{p.ChargeDescription(), p.MerchantEmail(), four, five}; !slices.Equal(got, []string{"Moto shop", "shop@example.com, desk@example.com", "four", "five"}) {
		t.Errorf("%q", got)
	}
	if p.Kind() != terms.Preauthorisation || p.Settlement() != (terms.Settlement{DueDate: "2026-12-02"}) {
		t.Errorf("%v, %v", p.Kind(), p.Settlement())
	}
	if got, want := p.Consent(), (terms.Consent{Wording: "2026-11", Purpose: "later orders", At: c.now()}); got != want {
		t.Errorf("%+v", got)
	}
	at(t, p, "delivery", "billing")
	if got := p.Customer().Contact; got != (gateway.Contact{}) {
		t.Errorf("an address that is not asked for any more is sent: %+v", got)
	}
}

// TestFurtherFieldsAreChecked: the form refuses, with a sentence, what the gateway would
// refuse, while the caller is on the line.
func TestFurtherFieldsAreChecked(t *testing.T) {
	for _, c := range []struct{ field, answer, says string }{
		{"billingemail", "ann", "not an e-mail address (such as ann@example.com)"},
		{"merchantemail", "shop", "must be addresses"},
		{"billingtelephone", "none", "use digits, spaces, + - ( ) only"},
		{"customerip", "localhost", "not an IP address"},
		{"chargedescription", "Café", "statement text: letters, digits, spaces and + - _ . @ ( ) only"},
		{"chargedescription", strings.Repeat("x", 26), "has at most 25 characters"},
		{"billingprefixname", strings.Repeat("x", 26), "has at most 25 characters"},
		{"authmethod", "refund", "choose payment, pre-authorisation or card check"},
		{"settlestatus", "1 january", "not in the list: type the start of a name"},
		{"billingtelephonetype", "fax", "choose mobile, home or work"},
		{"delivery", "shop", "choose billing address or another address"},
		{"credentialsonfile", "perhaps", "choose no or yes"},
		{"billingcountryiso2a", "atlantis", "not in the list: type the start of a name or code"},
	} {
		p, _ := everything(t)
		p.FocusField(c.field)
		say(p, c.answer)
		if p.Update(enter) != Refused {
			t.Errorf("%s takes %q", c.field, c.answer)
		}
		wantFocus(t, p.Form, c.field)
		wantShown(t, p.Form, c.says)
	}
	p, _ := everything(t)
	at(t, p, "billingtelephone", "07700 900123")
	if p.CheckAll(); p.Field("billingtelephonetype").Check() == nil {
		t.Error("a telephone number goes without its type")
	}
	p.FocusField("billingcountryiso2a")
	p.Update(ctrl('u'))
	say(p, "kosovo")
	p.FocusField("billingcounty")
	if say(p, "x"); p.Update(enter) != Refused {
		t.Error("a county goes without its country")
	}
}

// TestKinds: a pre-authorisation is for Visa and Mastercard, a card check has no amount
// and settles nothing.
func TestKinds(t *testing.T) {
	p, _ := everything(t)
	p.FocusField("pan")
	say(p, amex)
	p.Update(enter)
	at(t, p, "authmethod", "pre")
	wantShown(t, p.Form, "a pre-authorisation needs a Visa or a Mastercard")
	if p.CheckAll(); p.Field("pan").Check() == nil {
		t.Error("an American Express card is reserved on")
	}
	p.FocusField("pan")
	p.Update(ctrl('u'))
	say(p, amex)
	if wantFocus(t, p.Form, "pan"); p.Update(enter) != Refused {
		t.Error("the card is accepted when it is typed after the kind")
	}
	at(t, p, "authmethod", "card")
	if slices.Contains(fields(p), "baseamount") || slices.Contains(fields(p), "settlestatus") {
		t.Error("a card check is asked for an amount")
	}
	if p.Amount() != (gateway.Money{Currency: pounds(t)}) || p.AmountSoFar().Minor != 0 || p.Settlement() != (terms.Settlement{}) {
		t.Error("a card check has an amount")
	}
	p.Clear()
	at(t, p, "authmethod", "card")
	if basics(t, p); !p.CheckAll() {
		t.Errorf("an amount is needed:\n%s", screen(p.Form))
	}
}

// TestSettlementDays: the days are those on which the kind can settle.
func TestSettlementDays(t *testing.T) {
	for kind, days := range map[string]int{"payment": 7, "pre": 31} {
		p, c := everything(t)
		at(t, p, "authmethod", kind)
		last := c.now().AddDate(0, 0, days)
		p.FocusField("settlestatus")
		say(p, last.Format("2 January"))
		p.Update(enter)
		if got := p.Settlement().DueDate; got != last.Format("2006-01-02") {
			t.Errorf("%s: the last day is %q", kind, got)
		}
		p.FocusField("settlestatus")
		p.Update(ctrl('u'))
		say(p, last.AddDate(0, 0, 1).Format("2 January"))
		if p.Update(enter) != Refused {
			t.Errorf("%s: a day later is taken", kind)
		}
	}
	for answer, way := range map[string]terms.Way{"next": terms.NextRun, "held": terms.Held, "unch": terms.AtOnce, "without": terms.AtOnce} {
		p, _ := everything(t)
		at(t, p, "settlestatus", answer)
		if got := p.Settlement().Way(); got != way {
			t.Errorf("%q settles %q", answer, got)
		}
	}
}

// TestTheWaysOfAKind: the form asks for a settlement that its kind allows. It asks for
// none if only the next run is left, or if nothing settles.
func TestTheWaysOfAKind(t *testing.T) {
	for kinds, kind := range map[string]terms.Kind{"payment": terms.Payment, "pre": terms.Preauthorisation, "card": terms.CardCheck} {
		for number := 1; number < 1<<len(terms.Ways()); number++ {
			o := terms.Offer{Kinds: terms.Kinds()}
			for i, w := range terms.Ways() {
				if number&(1<<i) != 0 {
					o.Ways = append(o.Ways, w)
				}
			}
			here := o.WaysOf(kind)
			if kind == terms.Preauthorisation && len(here) == 0 {
				continue // no site has such a set-up
			}
			p := NewPayment(PaymentOptions{Currency: pounds(t), Country: "GB", CodeRequired: true, Now: newClock().now, Offer: o})
			p.SetDrawer(true)
			at(t, p, "authmethod", kinds)
			if err := o.Takes(p.Kind(), p.Settlement()); err != nil {
				t.Errorf("%s, where %v are allowed: begins with %s: %v", kinds, o.Ways, p.Settlement(), err)
			}
			asks := slices.Contains(fields(p), "settlestatus")
			if want := len(here) > 0 && !slices.Equal(here, []terms.Way{terms.NextRun}); asks != want {
				t.Errorf("%s, where %v are allowed: the settlement is asked for: %v", kinds, o.Ways, asks)
			}
			for answer, way := range map[string]terms.Way{"next": terms.NextRun, "held": terms.Held, "unch": terms.AtOnce, "24 nov": terms.OnDate} {
				if !asks {
					break
				}
				p.FocusField("settlestatus")
				say(p, answer)
				if taken, want := p.Update(enter) != Refused, slices.Contains(here, way); taken != want || taken && p.Settlement().Way() != way {
					t.Errorf("%s, where %v are allowed: %q is taken: %v, as %s", kinds, o.Ways, answer, taken, p.Settlement())
				}
				p.FocusField("settlestatus")
				p.Update(ctrl('u'))
			}
		}
	}
}

// TestWhenTheCallerAgreed: the consent has the time of the yes, typed, chosen or
// pasted, however long the rest of the call takes. A yes that the agent changed to no
// does not count.
func TestWhenTheCallerAgreed(t *testing.T) {
	for name, agrees := range map[string]func(*Payment){
		"typed":  func(p *Payment) { say(p, "yes") },
		"letter": func(p *Payment) { say(p, "y") },
		"chosen": func(p *Payment) { p.Update(stroke(tea.KeyRight)) },
		"pasted": func(p *Payment) { p.Update(tea.PasteMsg{Content: "Yes"}) },
	} {
		p, c := everything(t)
		agree := func() time.Time {
			p.FocusField("credentialsonfile")
			agrees(p)
			yes := c.now()
			c.advance(time.Second)
			if p.Update(enter) == Refused {
				t.Fatalf("%s: refused", name)
			}
			c.advance(5 * time.Minute)
			return yes
		}
		yes := agree()
		at(t, p, "purpose", "later")
		basics(t, p)
		c.advance(time.Minute)
		if got := p.Consent(); !got.Given() || !got.At.Equal(yes) {
			t.Errorf("%s: kept at %s, given at %s", name, got.At, yes)
		}
		p.ClearCard()
		at(t, p, "credentialsonfile", "no")
		if got := p.Consent(); got != (terms.Consent{}) {
			t.Errorf("%s: taken back, and %+v", name, got)
		}
		c.advance(time.Minute)
		if yes = agree(); !p.Consent().At.Equal(yes) {
			t.Errorf("%s: kept at %s, given again at %s", name, p.Consent().At, yes)
		}
	}
}

// TestConsentComesBeforeTheCard: once the card number has been typed, the form takes no
// consent. An earlier one still counts.
func TestConsentComesBeforeTheCard(t *testing.T) {
	p, _ := everything(t)
	basics(t, p)
	p.FocusField("credentialsonfile")
	say(p, "yes")
	wantShown(t, p.Form, "before the card number is typed")
	if p.Update(enter) != Refused || p.CheckAll() {
		t.Error("an agreement after the card number counts")
	}
	p.FocusField("credentialsonfile")
	p.Update(ctrl('u'))
	say(p, "no")
	if p.Update(enter) == Refused || !p.CheckAll() || p.Consent().Given() {
		t.Error("it cannot be taken back")
	}
	p.ClearCard()
	at(t, p, "credentialsonfile", "yes")
	at(t, p, "purpose", "a sub")
	p.FocusField("pan")
	say(p, visa)
	p.Update(enter)
	say(p, "1230")
	say(p, "123")
	if !p.CheckAll() || !p.Consent().Given() {
		t.Errorf("who agreed in time does not count:\n%s", screen(p.Form))
	}
}

// TestDrawer: the drawer opens at its first field and closes to the field that was
// left. It does not hide a wrong answer, and its answers count when it is closed.
func TestDrawer(t *testing.T) {
	p, _ := everything(t)
	p.SetDrawer(false)
	basics(t, p)
	p.FocusField("billingpremise")
	p.ToggleDrawer()
	wantFocus(t, p.Form, "authmethod")
	at(t, p, "billingemail", "ann@example.com")
	p.ToggleDrawer()
	wantFocus(t, p.Form, "billingpremise")
	if p.Billing().Email != "ann@example.com" {
		t.Error("what is in the closed drawer does not count")
	}
	p.ToggleDrawer()
	p.FocusField("billingemail")
	say(p, "@")
	if p.ToggleDrawer() != Refused || !p.DrawerOpen() {
		t.Error("the drawer hides what is wrong in it")
	}
	p.Update(bksp)
	p.ToggleDrawer()
	p.Fail("billingtown", "the gateway did not accept this")
	if !p.DrawerOpen() || p.CheckAll() {
		t.Error("what the gateway refuses in the drawer is not shown")
	}
	wantFocus(t, p.Form, "billingtown")
	p.ToggleDrawer()
	p.FocusField("orderreference")
	say(p, "x")
	p.Update(ctrl('u'))
	p.FocusField("baseamount")
	say(p, "x")
	if p.ToggleDrawer() != Refused {
		t.Error("the drawer takes the focus from a field that cannot be left")
	}
}

// TestHiddenUntilDemanded: a field that the configuration hides shows once the gateway
// demands it, and a recipient's account with all the fields that belong to it.
func TestHiddenUntilDemanded(t *testing.T) {
	p := NewPayment(PaymentOptions{
		Currency: pounds(t), Country: "GB", CodeRequired: true, Now: newClock().now,
		Offer: terms.Offer{Fields: terms.Profile{"billingtown": terms.Hidden, "billingemail": terms.Required, "billingstreet": terms.Shown}},
	})
	if slices.Contains(fields(p), "billingtown") || !p.OnForm("billingemail") || !p.OnForm("billingstreet") {
		t.Errorf("%v", fields(p))
	}
	p.SetDrawer(false)
	basics(t, p)
	if p.CheckAll() {
		t.Error("a required field may stay empty")
	}
	at(t, p, "billingemail", "ann@example.com")
	p.Fail("billingtown", "no")
	if !slices.Contains(fields(p), "billingtown") {
		t.Error("the gateway wants the town, and the form does not ask for it")
	}
	p.Fail("customerdob", "no")
	for _, name := range []string{accountNumber, accountType, "customerdob", "customerlastname", "customerpostcode"} {
		if !slices.Contains(fields(p), name) {
			t.Errorf("%s is not asked for", name)
		}
	}
	if slices.Contains(fields(p), "delivery") {
		t.Error("a delivery address is asked for in the same fields")
	}
	p.Clear()
	if got := fields(p); slices.Contains(got, accountNumber) || slices.Contains(got, "billingtown") {
		t.Error("the next payment asks for it as well")
	}
}

// TestRecipient: the form hides the account's number and hands it over like a card's.
func TestRecipient(t *testing.T) {
	p := NewPayment(PaymentOptions{
		Currency: pounds(t), Country: "GB", CodeRequired: true, Now: newClock().now, Offer: terms.Offer{Recipient: true},
	})
	basics(t, p)
	if p.CheckAll() {
		t.Error("a recipient may be left out")
	}
	p.FocusField(accountNumber)
	say(p, amex)
	if strings.Contains(screen(p.Form), amex[:5]) {
		t.Error("the digits show")
	}
	p.Update(enter)
	wantShown(t, p.Form, amex[len(amex)-4:])
	at(t, p, accountType, "card")
	at(t, p, "customerlastname", "Jones")
	at(t, p, "customerdob", "31/1/1980")
	at(t, p, "customerpostcode", "TE45 6ST")
	at(t, p, "debtrepayment", "yes")
	if !p.CheckAll() || !p.HoldsCard() {
		t.Fatalf("%s", screen(p.Form))
	}
	if got := p.Customer(); got.DateOfBirth != "1980-01-31" || got.LastName != "Jones" || got.Postcode != "TE45 6ST" || !p.DebtRepayment() {
		t.Errorf("%+v", got)
	}
	r := p.TakeRecipient()
	if r.Type != gateway.RecipientCard || r.Number.Len() != len(amex) || p.Recipient().Number.Len() != 0 {
		t.Error("the account is not handed over")
	}
	r.Number.Wipe()
	for _, wrong := range []struct{ digits, kind string }{{amex[:14], "card"}, {"x", "account"}, {strings.Repeat("1", 21), "account"}} {
		p.FocusField(accountType)
		say(p, wrong.kind)
		p.FocusField(accountNumber)
		p.Update(ctrl('u'))
		say(p, wrong.digits)
		if p.Update(enter) != Refused {
			t.Errorf("%d digits of a %s are taken", len(wrong.digits), wrong.kind)
		}
		p.Update(ctrl('u'))
	}
	p.FocusField(accountNumber)
	say(p, amex)
	p.ClearCard()
	if p.HoldsCard() || !p.Field(accountNumber).Empty() {
		t.Error("the account outlives the card")
	}
	for _, text := range []string{"12", "x", strings.Repeat("1", 21), "31/13/1980", "1/1/2980"} {
		p.FocusField("customerdob")
		p.Update(ctrl('u'))
		if say(p, text); p.Update(enter) != Refused {
			t.Errorf("%q is a date of birth", text)
		}
		p.Update(ctrl('u'))
	}
}

// TestKeepCaller: name, address and contact stay, and the form asks for everything else
// again.
func TestKeepCaller(t *testing.T) {
	p, _ := everything(t)
	at(t, p, "credentialsonfile", "yes")
	at(t, p, "purpose", "later")
	basics(t, p)
	at(t, p, "authmethod", "pre")
	at(t, p, "billinglastname", "Ann Smith")
	at(t, p, "billingemail", "ann@example.com")
	at(t, p, "billingtelephone", "07700 900123")
	at(t, p, "billingtelephonetype", "m")
	at(t, p, "customfield4", "four")
	p.KeepCaller()
	wantFocus(t, p.Form, "orderreference")
	b := p.Billing()
	if b.LastName != "Smith" || b.Email != "ann@example.com" || b.TelephoneType != "M" {
		t.Errorf("%+v", b)
	}
	four, _ := p.CustomFields()
	if p.OrderReference() != "" || p.HoldsCard() || p.Kind() != terms.Payment || p.Consent().Given() || four != "" || p.AmountSoFar().Minor != 0 {
		t.Error("something else stays")
	}
}

// TestCardInAFurtherField: each field for text refuses what looks like a card number.
func TestCardInAFurtherField(t *testing.T) {
	p, _ := everything(t)
	p.FocusField("delivery")
	say(p, "another")
	n := 0
	for _, name := range fields(p) {
		if slices.Contains([]string{"pan", "expirydate", "securitycode", "baseamount"}, name) {
			continue
		}
		n++
		p.FocusField(name)
		say(p, visa)
		if p.Update(enter) != Refused || holdsText(p.Focused()) {
			t.Errorf("a card number is left in %s", name)
		}
		wantShown(t, p.Form, "this looks like a card number")
		p.Update(bksp)
		if name == "delivery" {
			say(p, "another")
		}
	}
	if n < 25 {
		t.Errorf("only %d fields", n)
	}
}
