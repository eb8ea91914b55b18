//go:build unix

package cli_test

import (
	"encoding/json"
	"net/http"
	"os"
	"strings"
	"testing"

	"motoconsole/internal/effort"

	"motoconsole/gateway"
	"motoconsole/internal/screentest"
)

// afterPayment takes a payment of £10.50 with two consoles of one journal, and leaves
// both at home.
func afterPayment(t *testing.T, b *bank, o *office, settled bool) (priya, ben *screentest.PTY) {
	t.Helper()
	priya, ben = o.console(t, "priya"), o.console(t, "ben")
	take(t, priya, ordered("A17"), "✔ APPROVED")
	priya.Press("enter")
	priya.WaitFor(t, "Your payments today")
	if settled {
		b.settle(t)
	}
	return priya, ben
}

// reference is the transaction reference of the newest record that words find.
func (o *office) reference(t *testing.T, words, request string) string {
	t.Helper()
	out, err := o.command(t, "supervisor", "lookup", "--json", words).Output()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	for line := range strings.Lines(string(out)) {
		var r struct {
			Request   string `json:"requesttypedescription"`
			Reference string `json:"transactionreference"`
		}
		if err := json.Unmarshal([]byte(line), &r); err == nil && r.Request == request {
			return r.Reference
		}
	}
	t.Fatalf("no %s among %s", request, out)
	return ""
}

// repeat goes from a record to the confirm page of a new payment by its card.
func repeat(t *testing.T, p *screentest.PTY, typed string) {
	t.Helper()
	p.Press("g")
	p.WaitFor(t, "↑ ↓  Move   esc  Back")
	mark(t, p, "Take a new payment")
	p.Press("enter")
	p.WaitFor(t, "Order reference")
	p.Type(typed + "123\n")
	p.WaitFor(t, "y  Charge £")
	grace()
}

// TestTwoConsolesRepeat: both agents charge the card of an earlier payment again,
// for one new order and different amounts, or one amount and different orders.
func TestTwoConsolesRepeat(t *testing.T) {
	effort.Whole(t)
	t.Parallel()
	for name, typed := range map[string][2]string{
		"order": {"C1\n7.00\n", "C1\n8.00\n"}, "amount": {"C1\n7.00\n", "C2\n7.00\n"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := startBank(t)
			o := newOffice(t, b)
			priya, ben := afterPayment(t, b, o, false)
			both := []*screentest.PTY{priya, ben}
			for i, p := range both {
				findPayment(t, p, "A17")
				repeat(t, p, typed[i])
			}
			b.control(t, http.MethodPut, "faults", `{"fault":"late","arg":"1s","rate":1,"types":["AUTH"]}`)
			for _, p := range both {
				agree(t, p)
			}
			taken := 0
			for _, p := range both {
				p.WaitUntil(t, "an outcome or a warning", func(shown string) bool {
					return outcomeShown(shown) || strings.Contains(shown, barredPage) || asksWhy(shown)
				})
				if strings.Contains(p.Text(), "✔ APPROVED") {
					taken++
				}
			}
			if taken != 1 {
				t.Errorf("%d were taken:\n%s\n%s", taken, priya.Text(), ben.Text())
			}
			b.wantAuths(t, 2) // and the first one
			o.verify(t)
		})
	}
}

// TestTwoConsolesReduce: ben opened the payment before priya reduced it, and again
// while the gateway does not show it yet. The amount that priya promised settles.
func TestTwoConsolesReduce(t *testing.T) {
	effort.Whole(t)
	t.Parallel()
	b := startBank(t)
	o := newOffice(t, b)
	priya, ben := afterPayment(t, b, o, false)
	findPayment(t, ben, "A17")
	giveBack(t, ben, "Reduce the payment", "1.00\nnot\n", "y  Reduce by £")
	findPayment(t, priya, "A17")
	giveBack(t, priya, "Reduce the payment", "2.00\nnot\n", "y  Reduce by £")
	b.control(t, http.MethodPut, "faults", `{"fault":"stale","arg":"9m","rate":1,"types":["TRANSACTIONUPDATE"]}`)
	agree(t, priya)
	priya.WaitFor(t, "✔ REDUCED")
	agree(t, ben)
	ben.WaitFor(t, "✖ NOT SENT")
	says(t, ben, "The gateway does not show the reduction of priya yet. Look again in a minute. Nothing was sent.")
	if shown := flat(ben.Text()); strings.Contains(shown, flat("Can be given back £10.50")) {
		t.Errorf("what was reduced can be given back:\n%s", ben.Text())
	}
	if got := b.arrived(t, "TRANSACTIONUPDATE")[""]; got != 1 {
		t.Errorf("%d updates arrived", got)
	}
	o.verify(t)
}

// TestTwoConsolesSameRefund: priya's refund is unknown, and ben wants to give the same
// part back. The console says who, when and how much, and bars it.
func TestTwoConsolesSameRefund(t *testing.T) {
	t.Parallel()
	b := startBank(t)
	o := newOffice(t, b)
	priya, ben := afterPayment(t, b, o, true)
	findPayment(t, priya, "A17")
	giveBack(t, priya, "Refund a part", "4.00\nnot\n", refundPage)
	b.control(t, http.MethodPut, "faults", `{"fault":"lost","arg":"9m","types":["REFUND"]}`)
	agree(t, priya)
	priya.WaitFor(t, "UNKNOWN")
	findPayment(t, ben, "A17")
	giveBack(t, ben, "Refund a part", "4.00\nnot\n", "cannot be given back now")
	says(t, ben, "It is not known yet whether £4.00 was given back just now by priya")
	ben.Press("esc")
	ben.WaitFor(t, "Refund a part")
	if got := b.arrived(t, "REFUND")[""]; got != 1 {
		t.Errorf("%d refunds arrived", got)
	}
	o.verify(t)
}

// TestTwoConsolesPartInARow: a second identical part needs a reason.
func TestTwoConsolesPartInARow(t *testing.T) {
	effort.Whole(t)
	t.Parallel()
	b := startBank(t)
	o := newOffice(t, b)
	priya, ben := afterPayment(t, b, o, true)
	findPayment(t, ben, "A17")
	giveBack(t, ben, "Refund a part", "4.00\nnot\n", refundPage)
	findPayment(t, priya, "A17")
	giveBack(t, priya, "Refund a part", "4.00\nnot\n", refundPage)
	agree(t, priya)
	priya.WaitFor(t, "✔ REFUNDED")
	agree(t, ben)
	says(t, ben, "£4.00 was given back just now by priya. Give it back again?")
	grace()
	ben.Type("two parcels\n")
	ben.WaitFor(t, refundPage)
	grace()
	agree(t, ben)
	ben.WaitFor(t, "✔ REFUNDED")
	if e := o.entries(t)[0]; e.OverrideReason != "Not delivered; again because two parcels" {
		t.Errorf("the journal says %q", e.OverrideReason)
	}
	if minor, refunds := o.givenBack(t, "A17"); minor != 800 || refunds != 2 {
		t.Errorf("the bank gave back %d pence in %d refunds", minor, refunds)
	}
	o.verify(t)
}

// TestReleaseIsLimited: with refunds switched off, a held refund cannot be
// released, and a payment cannot be held or cancelled.
func TestReleaseIsLimited(t *testing.T) {
	effort.Whole(t)
	t.Parallel()
	b := startBank(t)
	o := newOffice(t, b)
	priya, _ := afterPayment(t, b, o, true)
	findPayment(t, priya, "A17")
	giveBack(t, priya, "Refund a part", "4.00\nnot\n", refundPage)
	b.control(t, http.MethodPut, "faults", `{"fault":"suspend","types":["REFUND"]}`)
	agree(t, priya)
	priya.WaitFor(t, "! HELD")
	refund := o.reference(t, "A17", gateway.TypeRefund)
	text, err := os.ReadFile(o.config(t, "sam")) //nolint:gosec // a file of the test
	if err != nil {
		t.Fatal(err)
	}
	o.write(t, "off.toml", string(text)+"\n[refund]\nenabled = false\n")
	cmd := commandAt(t, o.folder+"/home", "--config", o.folder+"/off.toml")
	sam := o.open(t, cmd)
	sam.WaitFor(t, "Your payments today")
	findPayment(t, sam, refund)
	sam.Press("g")
	sam.WaitFor(t, "↑ ↓  Move   esc  Back")
	says(t, sam, "Release the held refund: giving money back is switched off")
	if shown := sam.Text(); strings.Contains(shown, "✔ Release") {
		t.Errorf("a release is offered:\n%s", shown)
	}
	if got := b.arrived(t, "TRANSACTIONUPDATE")[""]; got != 0 {
		t.Errorf("%d updates arrived", got)
	}
	o.verify(t)
}

// TestRenamedRefundByTheBinary: the answer to a refund was lost, and the payment shows
// a refund of that amount under another order reference. moto does not call the refund
// not done.
func TestRenamedRefundByTheBinary(t *testing.T) {
	effort.Whole(t)
	t.Parallel()
	b := startBank(t)
	o := newOffice(t, b)
	priya, ben := afterPayment(t, b, o, true)
	parent := o.reference(t, "A17", gateway.TypeAuth)
	findPayment(t, priya, "A17")
	giveBack(t, priya, "Refund a part", "4.00\nnot\n", refundPage)
	b.control(t, http.MethodPut, "faults", `{"fault":"close","types":["REFUND"]}`)
	agree(t, priya)
	priya.WaitFor(t, "UNKNOWN")
	b.control(t, http.MethodPost, "portal/refund", `{"parenttransactionreference":"`+parent+`","baseamount":"400","orderreference":"renamed"}`)
	says(t, priya, "The gateway shows something that may be this refund and is not exactly it")
	findPayment(t, ben, "A17")
	says(t, ben, "refund of £4.00 by priya")
	if e := o.entries(t)[0]; e.EvidenceReference == "" || e.Outcome != gateway.OutcomeUnknown {
		t.Errorf("%v %q", e.Outcome, e.Evidence)
	}
	o.verify(t)
}

// TestFollowedReductionByTheBinary: the answer to a reduction was lost, and the
// payment settles yet another amount. moto cannot tell whether the reduction was made.
func TestFollowedReductionByTheBinary(t *testing.T) {
	effort.Whole(t)
	t.Parallel()
	b := startBank(t)
	o := newOffice(t, b)
	priya, ben := afterPayment(t, b, o, false)
	parent := o.reference(t, "A17", gateway.TypeAuth)
	findPayment(t, priya, "A17")
	giveBack(t, priya, "Reduce the payment", "2.00\nnot\n", "y  Reduce by £")
	b.control(t, http.MethodPut, "faults", `{"fault":"close","types":["TRANSACTIONUPDATE"]}`)
	agree(t, priya)
	priya.WaitFor(t, "UNKNOWN")
	b.control(t, http.MethodPost, "portal/update", `{"transactionreference":"`+parent+`","settlebaseamount":"900"}`)
	says(t, priya, "The payment was changed or has settled since, so moto cannot tell whether this reduction went through. Do not send it again: ask a supervisor.")
	findPayment(t, ben, "A17")
	says(t, ben, "not known yet whether it went through")
	if got := b.arrived(t, "TRANSACTIONUPDATE")[""]; got != 1 {
		t.Errorf("%d updates arrived", got)
	}
	o.verify(t)
}

// TestAlreadyGivenBackByTheBinary: the portal refunds everything, or cancels, while the
// agent's confirm page is open. The console does not say that nothing has changed.
func TestAlreadyGivenBackByTheBinary(t *testing.T) {
	effort.Whole(t)
	t.Parallel()
	for name, tc := range map[string]struct {
		settled                           bool
		operation, until, path, body, say string
	}{
		"refunded":  {true, "Refund the whole payment", refundPage, "portal/refund", `{"parenttransactionreference":"%s","orderreference":"portal"}`, "I see that all of it was given back already, or is on its way to you."},
		"cancelled": {false, "Cancel the payment", "y  Cancel £", "portal/update", `{"transactionreference":"%s","settlestatus":"3"}`, "I see that the payment was cancelled already: you will not be charged."},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := startBank(t)
			o := newOffice(t, b)
			p := o.console(t, "priya")
			take(t, p, ordered("A17"), "✔ APPROVED")
			p.Press("enter")
			p.WaitFor(t, "Your payments today")
			if tc.settled {
				b.settle(t)
			}
			parent := o.reference(t, "A17", gateway.TypeAuth)
			findPayment(t, p, "A17")
			giveBack(t, p, tc.operation, "not\n", tc.until)
			b.control(t, http.MethodPost, tc.path, strings.Replace(tc.body, "%s", parent, 1))
			agree(t, p)
			says(t, p, tc.say)
			if shown := p.Text(); strings.Contains(shown, "Nothing has changed for you") || strings.Count(flat(shown), flat("othing was sent")) > 1 {
				t.Errorf("\n%s", shown)
			}
			o.verify(t)
		})
	}
}
