package charge

import (
	"fmt"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"

	"motoconsole/gateway"
	"motoconsole/internal/payment"
	"motoconsole/internal/payment/terms"
	"motoconsole/internal/screentest"
	"motoconsole/ui/kit"
	"motoconsole/ui/kit/draw"
)

// confirmCharges are charges with as little and as much to check as a caller may give, in
// all combinations.
func confirmCharges(t *testing.T) (all []payment.Charge) {
	t.Helper()
	gbp, err := gateway.ParseCurrency("GBP")
	if err != nil {
		t.Fatal(err)
	}
	amount := gateway.Money{Minor: 987654, Currency: gbp}
	short := gateway.Billing{LastName: "Ng", Premise: "No 7", Postcode: "TE45 6ST", Country: "GB"}
	long := gateway.Billing{
		PrefixName: "Dr", FirstName: "Alexandrina Wilhelmina", LastName: "Featherstonehaugh-Cholmondeley", Premise: "Flat 12, Hollyhock House",
		Street: "Upper Great Malvern Street North", Town: "Llanfairpwllgwyngyll", County: "Isle of Anglesey", Postcode: "LL61 5UJ", Country: "GB",
	}
	contact := gateway.Contact{FirstName: "Bartholomew", LastName: "Featherstonehaugh", Premise: "The Old Rectory", Street: "Church Lane", Town: "Great Malvern", Postcode: "WR14 2AA", Country: "GB"}
	for _, billing := range []gateway.Billing{{}, short, long} {
		for _, order := range []string{"A17", "Call-2026-11-21-000123-and-a-long-end"} {
			for _, kind := range terms.Kinds() {
				for also := range 3 {
					c := payment.Charge{OrderReference: order, Amount: amount, Kind: kind, Brand: gateway.Visa, First6: "411111", Last4: "1111", Billing: billing}
					if kind == terms.Preauthorisation {
						c.Settlement = terms.Hold()
					}
					if also > 0 {
						c.Billing.Email, c.Answers.ChargeDescription = "alexandrina.featherstonehaugh@example.com", "MOTO SHOP MALVERN"
						c.Answers.Consent = terms.Consent{Purpose: "later orders", Wording: "1"}
					}
					if also > 1 {
						c.Billing.Telephone, c.Answers.Customer.Contact = "07700 900123", contact
						c.Answers.MerchantEmail, c.Answers.CustomField4, c.Answers.CustomField5 = "orders@example.com", "catalogue 12", "spring"
					}
					all = append(all, c)
				}
			}
		}
	}
	return all
}

// TestNoValueIsCutOnTheConfirmPage: at every size the page shows each fact whole or, where
// there is no room, leaves it out as a whole; and never what the caller must hear, the card,
// the order, the customer, the address and whether money is real.
func TestNoValueIsCutOnTheConfirmPage(t *testing.T) {
	p, _, _ := newPage(t, terms.Kinds()...)
	p.fill()
	words := strings.NewReplacer("-…:", "", "payments …", "") // cut nothing
	for _, size := range [][2]int{{60, 17}, {60, 19}, {66, 18}, {75, 17}, {79, 21}, {80, 17}, {80, 21}, {100, 21}, {119, 33}, {120, 33}, {200, 47}} {
		for _, c := range confirmCharges(t) {
			b := draw.NewBody(p.Shell.Theme.Theme, size[0], size[1])
			switch {
			case size[0] >= draw.Wide:
				p.confirmWide(b, c)
			case size[0] >= draw.Cosy:
				p.confirmCosy(b, c)
			default:
				p.confirmNarrow(b, c)
			}
			view := ansi.Strip(b.String())
			at := fmt.Sprintf("%v, %s of %s, %d letters of address, %d also sent", size, c.Kind.Noun(), c.OrderReference, len(address(c.Billing)), len(alsoSent(c)))
			if strings.Contains(words.Replace(view), "…") {
				t.Fatalf("%s: cut\n%s", at, view)
			}
			if rows := strings.Count(view, "\n") + 1; b.Left() < 0 || rows > size[1] {
				t.Fatalf("%s: %d rows too many\n%s", at, -b.Left(), view)
			}
			if size[0] >= draw.Wide { // two columns
				continue
			}
			shown := screentest.Unwrapped(view)
			if say := p.Shell.Say(sayConfirm(c)); size[0] < draw.Cosy && !strings.Contains(shown, screentest.Unwrapped(say)) { // wider, the figures stand beside it
				t.Fatalf("%s: %q is not whole\n%s", at, say, view)
			}
			for _, value := range []string{c.OrderReference, kit.CardName(c), customer(c.Billing), address(c.Billing), "Money"} {
				if !strings.Contains(shown, screentest.Unwrapped(value)) {
					t.Fatalf("%s: %q is not whole\n%s", at, value, view)
				}
			}
		}
	}
}
