//go:build unix

package cli_test

import (
	"strings"
	"testing"

	"motoconsole/internal/cli"
)

// TestChangeSite: an agent with two sites takes a payment at one, goes to the other
// without leaving the console, and takes another there. Each page, home's list and
// the bank have the site that the agent chose.
func TestChangeSite(t *testing.T) {
	t.Parallel()
	b := startBank(t)
	o := newOffice(t, b)
	o.otherSites = []string{"test_floor2", "liveshop"}
	p := o.console(t, "priya")
	says(t, p, "test_floor1")
	take(t, p, ordered("A1"), "✔ APPROVED")
	p.Press("enter")
	p.WaitFor(t, "Your payments today")
	says(t, p, "A1")

	p.Press("s")
	p.WaitFor(t, "Take payments for")
	for _, row := range []string{"test_floor1 ○ TEST no real money moves you are here", "test_floor2 ○ TEST no real money moves", "liveshop ● LIVE real money moves"} {
		says(t, p, row)
	}
	p.Press("esc")
	p.WaitFor(t, "Your payments today")
	p.Press("s")
	p.WaitFor(t, "Take payments for")
	grace()
	p.Press("down", "enter")
	p.WaitFor(t, "No payments yet today")
	says(t, p, "test_floor2")
	take(t, p, with(func(e *entry) { e.order, e.amount = "B1", "3.00" }), "✔ APPROVED")
	p.Press("enter")
	leave(t, p)

	entries := o.entries(t)
	if len(entries) != 2 || entries[0].Site != "test_floor2" || entries[1].Site != "test_floor1" {
		t.Errorf("the journal has %+v", entries)
	}
	for site, order := range map[string]string{"test_floor1": "A1", "test_floor2": "B1"} {
		said, code := o.run(t, "lookup", "--json", "--site", site)
		if code != cli.ExitOK || strings.Count(said, `"orderreference"`) != 1 || !strings.Contains(said, `"orderreference":"`+order+"-") {
			t.Errorf("%s, exit code %d, has\n%s", site, code, said)
		}
	}
	o.verify(t)
}

// TestSitesOfAgents: an agent works only for the sites in the table, whatever the
// command line says.
func TestSitesOfAgents(t *testing.T) {
	t.Parallel()
	b := startBank(t)
	o := staffed(t, b, "clerk", "take", "view_all")
	o.otherSites = []string{"test_floor2", "test_floor3"}
	o.portal(t, `"orderreference":"P1","baseamount":"700"`) // at test_floor1
	o.people = strings.Replace(o.people, "role = \"clerk\"", "role = \"clerk\"\nsites = [\"test_floor2\"]", 1)
	refused := o.open(t, o.command(t, "priya", "--site", "test_floor1"))
	if code := refused.Wait(t); code != cli.ExitUsage || !strings.Contains(refused.Text(), "--site: choose from test_floor2") {
		t.Errorf("another site, exit code %d: %s", code, refused.Text())
	}
	if said, code := o.run(t, "lookup", "--site", "test_floor1"); code != cli.ExitFailed || strings.Contains(said, "P1") {
		t.Errorf("a look-up of another site, exit code %d: %s", code, said)
	}
	p := o.console(t, "priya")
	says(t, p, "test_floor2")
	p.Press("s")
	says(t, p, "There is only one site: test_floor2.")
	leave(t, p)
}
