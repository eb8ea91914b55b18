//go:build unix

package cli_test

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"
	"time"

	"motoconsole/gateway"
	"motoconsole/internal/screentest"
)

// everyKind is the configuration of a site that takes every kind.
const everyKind = `
kinds = ["payment", "preauthorisation", "card_check"]
settlements = ["next_run", "date", "held", "at_once"]
[consent]
version = "2026-1"
words = "May we keep your card for later payments?"
purposes = ["Later orders", "Renewals"]
`

// TestKindsAndFields types each kind of payment and each field in the console, and finds
// them at the bank, by moto lookup and on the record.
func TestKindsAndFields(t *testing.T) {
	t.Parallel()
	o := newOffice(t, startBank(t))
	o.settings = everyKind
	p := o.console(t, "priya")
	on := time.Now().UTC().AddDate(0, 0, 20)
	for _, c := range []kindCase{
		{
			order: "PRE1", amount: "10.50", outcome: "RESERVED",
			more: []string{
				"Pre-auth", on.Format("2 January"), "Yes", "Later orders", "Moto shop",
				"Dr", "", "High Street", "Test Town", "Testshire", "ann@example.com", "07700 900123", "m",
				"Another address", "Jo Bloggs", "12", "Side Street", "Other Town", "Othershire", "", "TE12 3ST",
				"shop@example.com", "192.0.2.1", "four", "five",
			},
			want: map[string]string{
				"requesttypedescription": "AUTH", "authmethod": "PRE", "state": "reserved", "settleduedate": on.Format(time.DateOnly), "settlestatus": "0",
				"credentialsonfile": "1", "chargedescription": "Moto shop", "merchantemail": "shop@example.com", "customfield4": "four", "customfield5": "five",
				"billing.prefixname": "Dr", "billing.firstname": "Ann", "billing.lastname": "Smith", "billing.premise": "No 789",
				"billing.street": "High Street", "billing.town": "Test Town", "billing.county": "Testshire", "billing.postcode": "TE45 6ST", "billing.countryiso2a": "GB",
				"billing.email": "ann@example.com", "billing.telephone": "07700 900123", "billing.telephonetype": "M",
				"customer.firstname": "Jo", "customer.lastname": "Bloggs", "customer.premise": "12", "customer.street": "Side Street", "customer.town": "Other Town",
				"customer.county": "Othershire", "customer.postcode": "TE12 3ST", "customer.countryiso2a": "GB", "customer.ip": "192.0.2.1",
			},
			found: []string{"--email", "ann@example.com"}, record: "RESERVED, SETTLEMENT PENDING",
		},
		{
			order: "CHECK1", outcome: "CARD CHECKED", more: []string{"Card check"},
			want:  map[string]string{"requesttypedescription": "ACCOUNTCHECK", "baseamount": "0"},
			found: []string{"--type", "accountcheck"}, record: "Card check",
		},
		{
			order: "HELD1", amount: "11.50", outcome: "HELD", more: []string{"Payment", "Held"},
			want:  map[string]string{"requesttypedescription": "AUTH", "settlestatus": "2"},
			found: []string{"held"}, record: "released",
		},
		{
			order: "PRE2", amount: "13.50", outcome: "RESERVED", more: []string{"Pre-auth", "Held"},
			want:  map[string]string{"settlestatus": "2", "authmethod": "PRE", "state": "reserved", "outcome": "held"},
			found: []string{"reserved"}, record: "✔ RESERVED",
		},
		{
			order: "ONCE1", amount: "12.50", outcome: "APPROVED", more: []string{"Payment", "Unchecked", "No", "", "", "Maria del Carmen"},
			want: map[string]string{"settlestatus": "1", "billing.firstname": "Maria del Carmen", "billing.lastname": "Ann Smith"}, found: []string{"ONCE1"}, record: "settles",
		},
	} {
		c.take(t, o, p)
	}
	leave(t, p)
	entries := map[string]string{}
	for _, e := range o.entries(t) {
		entries[e.OwnReference] = string(e.Operation) + " " + e.AuthMethod + " " + e.Target.SettleStatus + e.Target.SettleDueDate + " " + e.Consent.Wording + " " + e.Consent.Purpose
	}
	for order, want := range map[string]string{
		"PRE1": "charge PRE " + on.Format(time.DateOnly) + " 2026-1 Later orders", "CHECK1": "card check   ", "HELD1": "charge  2  ", "ONCE1": "charge  1  ",
	} {
		if strings.TrimSpace(entries[order]) != strings.TrimSpace(want) {
			t.Errorf("the journal has of %s %q, want %q", order, entries[order], want)
		}
	}
	o.verify(t)
}

// TestRecipientsAccount: a site of MCC 6012 asks for the recipient's account, keeps it as
// secret as a card, and shows its last four digits afterwards.
func TestRecipientsAccount(t *testing.T) {
	t.Parallel()
	o := newOffice(t, startBank(t))
	o.settings = "mcc6012 = true"
	p := o.console(t, "priya")
	p.Press("n")
	p.WaitFor(t, "Still to ask")
	p.Type("A17\n10.50\n" + canary + "\n1230" + testCode + "Ann Smith\nNo 789\nTE456ST")
	p.WaitFor(t, "TE45 6ST")
	p.WaitFor(t, "▸ Account number") // past its type, which has an answer already
	p.Press("up")
	p.WaitFor(t, "▸ Account type")
	p.Type("Card\n" + canary + "\nJones\n31/01/1980\nTE12 3ST\n")
	p.Press("ctrl+r")
	p.WaitFor(t, confirmPage)
	p.WaitFor(t, "card ending 1486, Jones")
	grace()
	agree(t, p)
	p.WaitFor(t, "APPROVED")
	grace()
	p.Press("enter")
	leave(t, p)
	got := o.record(t, "A17")
	for name, want := range map[string]string{
		"customeraccountnumber": "############1486", "customeraccountnumbertype": "CARD",
		"customer.lastname": "Jones", "customer.dob": "1980-01-31", "customer.postcode": "TE12 3ST", "customer.countryiso2a": "GB",
	} {
		if got[name] != want {
			t.Errorf("%s is %q, want %q", name, got[name], want)
		}
	}
}

// kindCase is a payment with further fields, in the order of the drawer.
type kindCase struct {
	order, amount string
	more          []string
	outcome       string
	want          map[string]string // fields of its record, by the gateway's names
	found         []string          // a search that finds it
	record        string            // on the page of its record
}

// take takes the payment, and goes home from its record.
func (c kindCase) take(t *testing.T, o *office, p *screentest.PTY) {
	t.Helper()
	p.Press("n")
	p.WaitFor(t, "▸ Order reference")
	if !strings.Contains(p.Text(), "ctrl+f  Close") { // the drawer is as the last payment left it
		p.Press("ctrl+f")
	}
	p.WaitFor(t, "▸ Kind")
	p.Type(strings.Join(c.more, "\n"))
	if last := c.more[len(c.more)-1]; len(c.more) < 10 {
		p.Type("\n")
	} else {
		p.WaitFor(t, last)
	}
	p.Press("ctrl+f")
	p.WaitFor(t, "▸ Order reference")
	p.Type(c.order + "\n")
	if c.amount != "" {
		p.Type(c.amount + "\n")
	}
	p.Type(canary + "\n1230" + testCode + "Ann Smith\nNo 789\nTE456ST\n")
	p.WaitUntil(t, "confirm or a warning", func(shown string) bool {
		return strings.Contains(shown, confirmPage) || asksWhy(shown)
	})
	grace()
	giveReason(p)
	agree(t, p)
	p.WaitFor(t, c.outcome)
	grace()
	got := o.record(t, c.order)
	for name, want := range c.want {
		if got[name] != want {
			t.Errorf("%s of %s is %q, want %q", name, c.order, got[name], want)
		}
	}
	if said, code := o.run(t, append([]string{"lookup", "--json"}, c.found...)...); code != 0 || !strings.Contains(said, `"`+c.order+"-") {
		t.Errorf("%s is not found by %q: exit code %d\n%s", c.order, c.found, code, said)
	}
	p.Press("o")
	p.WaitFor(t, c.record)
	grace()
	p.Press("esc")
	p.WaitFor(t, "Your payments today")
}

// record is the gateway's record of an order, by its names.
func (o *office) record(t *testing.T, order string) map[string]string {
	t.Helper()
	said, _ := o.run(t, "lookup", "--json", order)
	var record map[string]any
	for _, line := range strings.Split(said, "\n") {
		if strings.HasPrefix(line, "{") {
			if err := json.Unmarshal([]byte(line), &record); err != nil {
				t.Fatal(err)
			}
		}
	}
	all := map[string]string{}
	var put func(prefix string, fields map[string]any)
	put = func(prefix string, fields map[string]any) {
		for name, value := range fields {
			switch value := value.(type) {
			case string:
				all[prefix+name] = value
			case map[string]any:
				put(prefix+name+".", value)
			}
		}
	}
	put("", record)
	if len(all) == 0 {
		t.Fatalf("the gateway has nothing of %s:\n%s", order, said)
	}
	return all
}

// TestASeriesByTheBinary: the caller agrees that the card is kept, and a second payment of
// the series is taken later without the caller. Its answer is lost, and moto finds out
// that it was taken, once. The next number of the series is then 3.
func TestASeriesByTheBinary(t *testing.T) {
	t.Parallel()
	b := startBank(t)
	o := newOffice(t, b)
	o.settings = "series = true\n" + everyKind
	p := o.console(t, "priya")
	kindCase{order: "A17", amount: "10.50", outcome: "APPROVED", more: []string{"Payment", "Next run", "Yes", "Renewals", "", "", "", "", "", "", "", "", ""}, found: []string{"A17"}, record: "Payment"}.take(t, o, p)
	before := b.arrived(t, gateway.TypeAuth)[""]
	findPayment(t, p, "A17")
	p.Press("g")
	p.WaitFor(t, "↑ ↓  Move   esc  Back")
	mark(t, p, "Take a new payment from this card")
	p.WaitFor(t, "▸ Take a new payment from this card")
	p.Press("enter")
	p.WaitFor(t, "▸ Order reference")
	p.Type("S2\n15.00\n")
	p.WaitFor(t, "▸ Security code") // past who asks, which has an answer already
	p.Press("up")
	p.WaitFor(t, "▸ Asked for by")
	p.Type("us: rec\n")
	p.WaitFor(t, "the next is 2")
	p.Type("1\n")
	says(t, p, "The next number of the series is 2: lower ones are taken, or may be")
	p.Press("backspace")
	p.Type("2\n")
	p.Press("ctrl+r")
	says(t, p, "Us: recurring, number 2 of the series")
	p.WaitFor(t, "y  Charge £15.00")
	b.control(t, http.MethodPut, "faults", `{"fault":"lost","types":["AUTH"]}`)
	grace()
	p.Press("y")
	says(t, p, "Do not take it again")
	p.WaitFor(t, "APPROVED")
	grace()
	p.Press("o")
	p.WaitFor(t, "number 2 of the series")
	p.Press("enter")
	p.WaitFor(t, "RECURRING PAYMENT: APPROVED")
	p.Press("esc")
	p.WaitFor(t, "Payment  A17-")
	p.Press("esc")
	p.WaitFor(t, "newest first")
	p.Press("esc")
	p.WaitFor(t, "Type what the caller tells you")
	p.Press("esc")
	leave(t, p)
	if got := b.arrived(t, gateway.TypeAuth)[""] - before; got != 1 {
		t.Errorf("%d payments arrived", got)
	}
	got := o.record(t, "S2")
	for name, want := range map[string]string{
		"accounttypedescription": "RECUR", "subscriptiontype": "RECURRING", "subscriptionnumber": "2", "credentialsonfile": "2", "initiationreason": "",
		"parenttransactionreference": o.record(t, "A17")["transactionreference"], "baseamount": "1500", "settlestatus": "0",
	} {
		if got[name] != want {
			t.Errorf("%s is %q, want %q", name, got[name], want)
		}
	}
	if said, code := o.run(t, "lookup", "--json", "--account", "RECUR"); code != 0 || !strings.Contains(said, `"S2-`) {
		t.Errorf("the series is not found, exit code %d:\n%s", code, said)
	}
	for _, e := range o.entries(t) {
		if e.OwnReference == "S2" && (e.Initiation != "RECURRING 2" || e.Outcome != gateway.OutcomeApproved) {
			t.Errorf("the journal has %+v", e)
		}
	}
	o.verify(t)
}
