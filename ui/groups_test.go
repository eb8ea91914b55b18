package ui

import (
	"testing"

	"motoconsole/ui/kit"
)

// TestGroupsOnEveryForm: each form with a card number leads through its groups. Esc leaves
// the groups first, and the form only after them; the help opens at their keys.
func TestGroupsOnEveryForm(t *testing.T) {
	for name, form := range map[string]struct {
		open       []string
		typed      string
		page, left string // what the form shows, and what Esc leads to from it
	}{
		"payment": {open: []string{"n"}, typed: "A17\n10.50\n", page: "Order reference", left: "Discard this payment?"},
		"filter":  {open: []string{"f", "ctrl+f"}, page: "Separate several values", left: "Enter alone lists today"},
		"payout":  {open: []string{"p"}, typed: "A17\n10.50\n", page: "Order reference", left: "Discard"},
	} {
		t.Run(name, func(t *testing.T) {
			unhurried(t, func(t *testing.T) {
				c := newCounter(t, &till{}, func(s *kit.Console) { serviceOf(s).Limits.Payouts = true })
				defer c.root.Close()
				c.Press("esc", "esc")
				c.Press(form.open...)
				c.Type(form.typed + mistyped)
				c.mustShow(t, "two are swapped", form.page)
				c.Press("enter")
				if name == "payment" {
					c.mustShow(t, "read me group one.")
				}
				c.mustShow(t, "Now group 1", "Next group", form.page)
				c.Press("f1")
				c.mustShow(t, "Number by groups", "where you were", "leave it as it was")
				c.Press("esc")
				c.Type(testPAN[:4])
				if name == "payment" {
					c.mustShow(t, "group two.")
				}
				c.Type(testPAN[4:])
				if name == "payment" {
					c.mustShow(t, "I have it now")
				}
				c.mustShow(t, "✔ The number fits: press Enter.", "Take the number")
				c.Press("esc")
				c.mustShow(t, "two are swapped", form.page)
				c.mustNotShow(t, "Take the number")
				c.Press("esc")
				c.mustShow(t, form.left)
			})
		})
	}
}
