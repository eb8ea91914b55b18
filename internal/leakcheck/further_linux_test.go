package leakcheck

import "strings"

// The number of a recipient's account, which may be a card's, at a merchant of MCC 6012;
// and a card number typed into each further field of a payment.

// mcc6012 are the settings of a merchant who must send the recipient's account.
const mcc6012 = "mcc6012 = true"

// recipientWays are the ways of an account's number, which comes in and goes like a
// card's. The test does not search for the card that pays.
func recipientWays() []way {
	one := func(name string, let func(*desk, card), settle func(*desk), env ...string) way {
		return way{name: "account " + name, let: let, settle: settle, env: env, alone: true, settings: mcc6012}
	}
	paid := func(amount string, in func(*desk, card), outcome string) func(*desk, card) {
		return func(d *desk, c card) {
			d.recipient(amount, in, c)
			d.Press("ctrl+r")
			d.yes(outcome)
		}
	}
	stay := func(*desk) {}
	return []way{
		one("typed", paid("10.50", typed, "APPROVED"), (*desk).goHome),
		one("pasted", paid("10.50", grouped, "APPROVED"), (*desk).goHome),
		one("corrected", paid("10.50", corrected, "APPROVED"), (*desk).goHome),
		one("declined", paid("700.00", typed, "DECLINED"), (*desk).goHome),
		one("discarded", func(d *desk, c card) {
			d.recipient("10.50", typed, c)
			d.throwAway()
		}, stay),
		one("locked", func(d *desk, c card) {
			d.awake()
			d.recipient("10.50", typed, c)
			d.WaitFor(d.t, "moto is locked")
		}, (*desk).unlock, "MOTO_TEST_CARD_IDLE="+away, "MOTO_TEST_LOCK_AFTER="+away),
		one("wiped while idle", func(d *desk, c card) {
			d.recipient("10.50", pasted, c)
			d.WaitFor(d.t, "so the card data was")
			settle()
		}, (*desk).throwAway, "MOTO_TEST_CARD_IDLE="+away),
	}
}

// recipient fills in a payment with an account's number.
func (d *desk) recipient(amount string, in func(*desk, card), c card) {
	d.t.Helper()
	d.Press("n")
	d.WaitFor(d.t, form)
	payer := newCard(1, c)
	d.Type(d.order("") + "\n" + amount + "\n" + payer.number + "\n" + expiry + payer.code + "Ann Smith\nNo 789\nTE456ST")
	d.WaitFor(d.t, "▸ Account number")
	in(d, c)
	d.Type("\n")
	d.WaitFor(d.t, c.last4())
	d.Type("Jones\n31/01/1980\nTE12 3ST")
	d.WaitFor(d.t, "TE12 3ST")
}

// furtherFields are the drawer's text fields, by their labels.
var furtherFields = []string{
	"Statement text", "Title", "First name", "Street", "Town", "County or state", "E-mail", "Telephone", "Deliver to",
	"Merchant e-mail", "IP address", "Custom field 4", "Custom field 5",
}

// furtherWay types a card number into each of them, one after the other. Each refuses it,
// and it stays in the last one while the test searches memory.
func furtherWay() way {
	return way{name: "typed into each further field", drawn: eleven, alone: true, settle: (*desk).abandon, let: func(d *desk, c card) {
		d.Press("n")
		d.WaitFor(d.t, "Still to ask")
		if strings.Contains(d.Text(), "ctrl+f  Close") { // the drawer stays as it was left
			d.Press("ctrl+f")
		}
		d.WaitFor(d.t, form)
		d.Press("ctrl+f")
		for i, label := range furtherFields {
			d.WaitFor(d.t, "▸ "+label)
			d.misplaced(typed, c)
			if i == len(furtherFields)-1 {
				return
			}
			d.Press("backspace")
			d.WaitUntil(d.t, "the field is clear", func(shown string) bool { return !strings.Contains(shown, refusal) })
			d.Press("tab")
		}
	}}
}
