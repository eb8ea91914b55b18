package forms

import (
	"slices"
	"testing"

	"motoconsole/gateway"
	"motoconsole/internal/payment/terms"
)

// TestNoNameIsANumber: a field for a name refuses a number, which was meant for a field
// beside it: a house, a card or an account.
func TestNoNameIsANumber(t *testing.T) {
	names := []string{"billinglastname", "billingfirstname", "customerlastname", "customerfirstname"}
	everywhere, _ := everything(t)
	everywhere.FocusField(deliveryChoice)
	say(everywhere, toOther)
	everywhere.Update(enter)
	recipient := NewPayment(PaymentOptions{Currency: pounds(t), Country: "GB", Now: newClock().now, Offer: terms.Offer{Recipient: true}})
	correct := operationForm(t, func(o *OperationOptions) {
		o.Correct, o.Customer = true, gateway.Billing{FirstName: "Ann", LastName: "Smith"}
	})
	seen := 0
	for what, f := range map[string]*Form{"a payment": everywhere.Form, "a recipient": recipient.Form, "a correction": correct.Form} {
		for i := range f.slots {
			field, ok := f.slots[i].Field.(*TextField)
			if !ok || !f.shows(i) || !slices.Contains(names, field.Name()) {
				continue
			}
			seen++
			for _, number := range []string{"7", "789", "1234567", "12345678901234"} {
				field.Clear()
				into(field, number)
				if field.Check() == nil {
					t.Errorf("%s: %s takes %s", what, field.Label(), number)
				}
			}
			field.Clear()
			if into(field, "3M UK"); field.Check() != nil {
				t.Errorf("%s: %s refuses 3M UK: %v", what, field.Label(), field.Check())
			}
			field.Clear()
		}
	}
	if seen != 7 { // three of a payment, the customer's and the recipient's, two of a correction
		t.Errorf("%d fields for names were seen", seen)
	}
}
