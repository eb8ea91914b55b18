package leakcheck

import "strings"

// A card number in the wrong place: in each field of a payment that is not the card's,
// in the search line, the filter of a list, and a reason. The field refuses it, and
// stays open while the test searches memory.

const (
	refusal = "looks like a card number"
	// eleven digits are drawn as typed, because they may be an order number.
	eleven = 11
)

// another is a card in the right place. The test does not search for it.
var another = card{"4000000000000002", "907"}

// fields are the fields before and after the card's, with the keys that lead to each.
// After the code, digits alone would go back into it.
var fields = []struct{ name, before string }{
	{"order reference", ""},
	{"amount", "WRONG\n"},
	{"name", upToName},
	{"house", upToName + "\n"},
	{"postcode", upToName + "\n\n"},
}

var upToName = "WRONG\n10.50\n" + another.number + "\n" + expiry + another.code + "A"

// wrongWays are the ways of a card number in the wrong place.
func wrongWays() (all []way) {
	for _, f := range fields {
		all = append(all, way{
			name: "typed as " + f.name, drawn: eleven, alone: true, settle: (*desk).abandon,
			let: func(d *desk, c card) {
				d.Press("n")
				d.WaitFor(d.t, form)
				d.Type(f.before)
				d.misplaced(typed, c)
			},
		})
	}
	return append(
		all,
		way{name: "pasted into each field", alone: true, let: (*desk).pastesEverywhere, settle: (*desk).abandon},
		way{name: "typed as a search", drawn: eleven, alone: true, settle: (*desk).leaveSearch, let: func(d *desk, c card) {
			d.search()
			d.misplaced(typed, c)
		}},
		way{name: "pasted as a search", alone: true, settle: (*desk).leaveSearch, let: func(d *desk, c card) {
			d.search()
			d.misplaced(grouped, c)
		}},
		way{name: "typed as a filter", drawn: eleven, alone: true, settle: (*desk).leaveFilter, let: (*desk).filters},
		way{name: "typed as a reason", drawn: eleven, alone: true, settle: (*desk).leaveReason, let: (*desk).reasons},
		way{name: "typed as what is given back", drawn: eleven, alone: true, settle: (*desk).leaveOperation, let: func(d *desk, c card) {
			d.operation("Reduce the payment", "▸ Reduce by", "", c)
		}},
		way{name: "typed as why it is given back", drawn: eleven, alone: true, settle: (*desk).leaveOperation, let: func(d *desk, c card) {
			d.operation("Reduce the payment", "▸ Reduce by", "1.00\n", c)
		}},
		way{name: "typed as another order", drawn: eleven, alone: true, settle: (*desk).leaveOperation, let: func(d *desk, c card) {
			d.operation("Change the order reference", "▸ Order", "", c)
		}},
	)
}

// misplaced types a card number into a field that refuses it.
func (d *desk) misplaced(in func(*desk, card), c card) {
	d.t.Helper()
	in(d, c)
	d.WaitFor(d.t, refusal)
}

func (d *desk) pastesEverywhere(c card) {
	d.t.Helper()
	d.Press("n")
	d.WaitFor(d.t, form)
	was := ""
	for _, f := range fields {
		d.Type(strings.TrimPrefix(f.before, was))
		was = f.before
		d.misplaced(pasted, c)
		d.misplaced(grouped, c)
		d.Press("a", "backspace") // the field is as before
		d.WaitUntil(d.t, "the field is used", func(shown string) bool { return !strings.Contains(shown, refusal) })
	}
}

// abandon leaves the payment's form, empty or not.
func (d *desk) abandon() {
	d.t.Helper()
	d.Press("esc")
	d.WaitUntil(d.t, "leaving", func(shown string) bool {
		return strings.Contains(shown, home) || strings.Contains(shown, "Discard this payment?")
	})
	if !strings.Contains(d.Text(), home) {
		d.Press("y")
	}
	d.WaitFor(d.t, home)
}

func (d *desk) search() {
	d.t.Helper()
	d.Press("l")
	d.WaitFor(d.t, "Type what the caller tells you")
}

func (d *desk) leaveSearch() {
	d.t.Helper()
	d.Press("backspace", "esc")
	d.WaitFor(d.t, home)
}

// paid makes sure that the desk has taken a payment, by a card of its own, since the
// gateway reports payments of the same card at other desks.
func (d *desk) paid(c card) {
	d.t.Helper()
	if d.payer == (card{}) {
		d.payer = newCard(1, c)
		d.chargeBurst(d.payer, "APPROVED")
		d.goHome()
	}
}

// filters types a card into the filter of a list. From the second card on the list is
// already open.
func (d *desk) filters(c card) {
	d.t.Helper()
	d.paid(c)
	d.search()
	d.Type("today\n")
	d.WaitFor(d.t, "row 1") // a list without a row takes no filter
	d.Type("/")
	d.WaitFor(d.t, "Show only")
	d.misplaced(typed, c)
}

func (d *desk) leaveFilter() {
	d.t.Helper()
	d.Press("esc") // show all
	d.WaitFor(d.t, "/  Narrow")
	d.leaveList()
}

// reasons types a card into the reason for charging again.
func (d *desk) reasons(c card) {
	d.t.Helper()
	d.paid(c)
	d.Input([]byte("n" + d.order("") + "\r10.50\r" + d.payer.number + "\r" + strings.ReplaceAll(d.payer.rest(), "\n", "\r")))
	d.WaitFor(d.t, "Already taken?")
	grace()
	d.misplaced(typed, c)
}

func (d *desk) leaveReason() {
	d.t.Helper()
	d.Press("esc")
	d.WaitFor(d.t, form)
	d.throwAway()
}

// operation types a card into a field of an operation: the first, or the one after the
// text typed before it.
func (d *desk) operation(option, first, before string, c card) {
	d.t.Helper()
	d.paid(c)
	d.Press("g")
	d.WaitFor(d.t, "↑ ↓  Move   esc  Back")
	for !strings.Contains(d.Text(), "▸ "+option) {
		was := d.Text()
		d.Press("down")
		d.WaitUntil(d.t, "another option", func(shown string) bool { return shown != was })
	}
	d.Press("enter")
	d.WaitFor(d.t, first)
	d.Type(before)
	d.misplaced(typed, c)
}

func (d *desk) leaveOperation() {
	d.t.Helper()
	d.Press("esc")
	d.WaitFor(d.t, "Discard this form?")
	d.Press("y")
	d.WaitFor(d.t, "↑ ↓  Move   esc  Back")
	for !strings.Contains(d.Text(), home) { // past the payment, if it was opened
		was := d.Text()
		d.Press("esc")
		d.WaitUntil(d.t, "another page", func(shown string) bool { return shown != was })
	}
}
