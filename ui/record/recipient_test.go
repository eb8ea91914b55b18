package record

import (
	"strings"
	"testing"

	"motoconsole/gateway"
)

// TestTheRecipientIsNoDelivery: the fields of who receives the money of a payment stand
// under that name, with the account that it is paid into.
func TestTheRecipientIsNoDelivery(t *testing.T) {
	r := gateway.Record{RecipientAccount: "##########1234", RecipientAccountType: string(gateway.RecipientAccount)}
	r.Customer.LastName, r.Customer.DateOfBirth = "Jones", "1980-02-01"
	g := deliveryGroup(r)
	if g.title != "Recipient" || !strings.HasPrefix(g.brief(), "ACCOUNT ##########1234, Jones") {
		t.Errorf("%s: %s", g.title, g.brief())
	}
	if last := g.rows[len(g.rows)-1]; last != (labelled{"Date of birth", "1 February 1980"}) {
		t.Errorf("%+v", last)
	}
	r.RecipientAccount, r.RecipientAccountType = "", ""
	if g := deliveryGroup(r); g.title != "Delivery" {
		t.Errorf("%s without an account", g.title)
	}
}
