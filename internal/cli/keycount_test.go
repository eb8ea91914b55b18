//go:build unix

package cli_test

import "testing"

// Budgets of keys.
const (
	// mostBeyond is how many keys a payment may take beyond its data. The Enter that ends an
	// answer, where the form cannot know its length, belongs to the answer.
	mostBeyond = 3
	// mostWithEnds is the same, with those ends; the README has the figure without the key
	// that opens the form.
	mostWithEnds = 8
	// mostToUndo is how many keys may undo a mistake just made.
	mostToUndo = 4
)

// TestKeysByTheBinary counts the keys of a payment with the default form, from home to its
// outcome, and then those that undo it.
func TestKeysByTheBinary(t *testing.T) {
	t.Parallel()
	o := newOffice(t, startBank(t))
	p := o.console(t, "priya")
	beyond, ends := 0, 0
	press := func(key, until string) {
		beyond++
		p.Press(key)
		p.WaitFor(t, until)
		grace()
	}
	answer := func(text, next string) { // one whose end the form cannot know
		ends++
		p.Type(text + "\n")
		p.WaitFor(t, "▸ "+next)
	}
	press("n", "▸ Order reference")
	answer("A17", "Amount")
	answer("10.50", "Card number")
	answer(canary, "Expiry date")
	p.Type("1230" + testCode) // these move on by themselves
	p.WaitFor(t, "▸ Name")
	answer("Ann Smith", "House no. or name")
	answer("No 789", "Postcode")
	p.Type("TE45 6ST")
	p.WaitFor(t, "TE45 6ST")
	press("enter", confirmPage)
	press("y", "✔ APPROVED")
	if beyond > mostBeyond || beyond+ends > mostWithEnds {
		t.Errorf("a payment takes %d keys beyond its data, and %d ends of answers", beyond, ends)
	}

	beyond = 0
	press("g", "▸ Cancel the payment")
	press("enter", "● Charged by mistake")
	press("enter", confirmPage)
	press("y", "✔ CANCELLED")
	if beyond > mostToUndo {
		t.Errorf("undoing it takes %d keys", beyond)
	}
	p.Press("enter")
	leave(t, p)
	if got := o.record(t, "A17"); got["state"] != "cancelled" || got["settlestatus"] != "3" {
		t.Errorf("the bank has %v", got)
	}
	o.bank.wantAuths(t, 1)
	o.verify(t)
}
