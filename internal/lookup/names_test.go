package lookup

import (
	"context"
	"iter"
	"slices"
	"strings"
	"testing"
	"time"

	"motoconsole/gateway"
)

// The gateway compares letter by letter. The search finds the payment however the agent
// types the name, in few queries.
func TestNamesAgainstTheBank(t *testing.T) {
	b := newTestBank(t, noon())
	sent := map[string][2]string{ // by position: first and last name
		"1": {"Ann", "McDonald"}, "2": {"", "MACDONALD"}, "3": {"Pat", "O'Brien"}, "4": {"Pat", "O’Brien"}, "5": {"Ana Garcia", "Lopez"},
		"6": {"Ana", "García López"}, "7": {"Jan", "van der Berg"}, "8": {"", "VANDERBERG"}, "9": {"Jo", "Smith-Jones"}, "10": {"Jo", "Smith Jones"},
		"11": {"Jörg", "Müller"}, "12": {"Ann", "Smith"}, "13": {"", "Ann Smith"}, "14": {"Maria", "De Silva"}, "15": {"", "desilva"},
		"16": {"Eve Adams", "Brown"}, "17": {"José Castro", "Vega"},
	}
	for order, name := range sent {
		pairs := []string{"orderreference", order, "billinglastname", name[1]}
		if name[0] != "" {
			pairs = append(pairs, "billingfirstname", name[0])
		}
		b.pay(t, pairs...)
	}
	for line, want := range map[string]string{
		"name:mcdonald":         "1 2",
		"name:macdonald":        "1 2",
		"name:mc donald":        "1 2",
		"name:ann mcdonald":     "1",
		"name:mcdonald ann":     "1",
		"name:McDonald, Ann":    "1",
		"name:bob mcdonald":     "",
		"name:obrien":           "3 4",
		"name:o’brien":          "3 4",
		"name:pat o brien":      "3 4",
		"name:ana garcia lopez": "5 6",
		"name:lopez garcia":     "5 6", // as the records show
		"name:garcia lopez":     "6",
		"name:van der berg":     "7 8",
		"name:jan vanderberg":   "7",
		"name:smith-jones":      "9 10",
		"name:jo smith jones":   "9 10",
		"name:mueller":          "11",
		"name:müller":           "11",
		"name:muller":           "11",
		"name:smith":            "12",
		"name:ann smith":        "12 13",
		"name:smith ann":        "12",
		"name:de silva":         "14 15",
		"name:desilva":          "14 15",
		"name:mr smith":         "12",
		"name:adams-brown":      "16",
		"name:jose castro":      "17",
		"name:castro vega":      "17",
		"name:Mrs. Ann Smith":   "12 13",
		"name:Ms o'brien":       "3 4",
		"name:smith name:silva": "12",
		"name:mcdonald order:1": "1",
		"lastname:McDonald":     "1",
		"lastname:mcdonald":     "",
	} {
		before := b.bank.Requests()
		found, sum := b.run(t, at(t, line), Options{})
		var orders []string
		for _, r := range found {
			orders = append(orders, r.OrderReference)
		}
		slices.SortFunc(orders, func(a, b string) int { return len(a) - len(b)*100 + strings.Compare(a, b) })
		slices.SortFunc(orders, func(a, b string) int {
			if len(a) != len(b) {
				return len(a) - len(b)
			}
			return strings.Compare(a, b)
		})
		if got := strings.Join(orders, " "); got != want {
			t.Errorf("%q found %q, want %q", line, got, want)
		}
		if n := int(b.bank.Requests() - before); n > mostNameQueries+2 {
			t.Errorf("%q took %d queries", line, n)
		}
		if sum.Looked > len(sent) {
			t.Errorf("%q looked at %d of %d", line, sum.Looked, len(sent))
		}
		if want == "" && strings.HasPrefix(line, "name:") && !strings.Contains(at(t, line).Tried(), "Tried as last name") {
			t.Errorf("%q does not say what was tried: %s", line, at(t, line).Tried())
		}
	}
}

// showing is a gateway whose exact filters match no name, but whose records may show
// names.
type showing struct {
	records []gateway.Record
	queries int
	given   int
}

// namesWhole reports a query for a whole name, which a first name alone is not.
func namesWhole(q gateway.Query) bool {
	return len(q.BillingLastNames) > 0 || slices.ContainsFunc(q.BillingFirstNames, func(first string) bool { return strings.Contains(first, " ") })
}

func (g *showing) Query(_ context.Context, q gateway.Query) (gateway.QueryResult, error) {
	g.queries++
	if namesWhole(q) {
		return gateway.QueryResult{}, nil
	}
	return gateway.QueryResult{Records: g.records, Found: len(g.records)}, nil
}

func (g *showing) Records(_ context.Context, q gateway.Query) iter.Seq2[gateway.Record, error] {
	g.queries++
	return func(yield func(gateway.Record, error) bool) {
		if namesWhole(q) {
			return
		}
		for _, r := range g.records {
			g.given++
			if !yield(r, nil) {
				return
			}
		}
	}
}

// named are records that show names.
func named(names ...string) []gateway.Record {
	var records []gateway.Record
	for i, name := range names {
		first, last, _ := strings.Cut(name, "|")
		records = append(records, gateway.Record{
			RequestType: gateway.TypeAuth, TransactionReference: "23-9-" + strings.Repeat("8", i+1), ErrorCode: "0", SettleStatus: "0",
			Billing: gateway.Billing{FirstName: first, LastName: last}, TransactionStarted: "2026-11-21 10:00:00",
		})
	}
	return records
}

// If the gateway knows no spelling, the search compares names itself.
func TestNamesAreComparedHere(t *testing.T) {
	for line, want := range map[string]int{
		"name:nunez":               2,
		"name:núñez":               2,
		"name:ana garcia":          1,
		"name:garcia":              1,
		"name:lopez garcia":        1,
		"name:nobody":              0,
		"name:nunez firstname:Ana": 2, // the gateway's filter
	} {
		g := &showing{records: named("Ana|Núñez", "Bo|NUÑEZ", "Ana Garcia|López", "|")}
		found := 0
		sum, err := Run(t.Context(), g, at(t, line), Options{Site: testSite}, func(gateway.Record) bool { found++; return true })
		if err != nil || found != want || sum.Found != want {
			t.Errorf("%q: %d found, %v", line, found, err)
		}
		if g.queries > mostNameQueries+2 {
			t.Errorf("%q: %d queries", line, g.queries)
		}
	}
	// If the gateway shows no names, the search does not read all its records in vain.
	g := &showing{records: named(slices.Repeat([]string{"|"}, 5000)...)}
	if _, err := Run(t.Context(), g, at(t, "name:nobody"), Options{Site: testSite}, func(gateway.Record) bool { return true }); err != nil || g.given > mostNameless {
		t.Errorf("%d records, %v", g.given, err)
	}
	// Nor does it read more than a day, even if the line names a longer time.
	p := at(t, "name:nobody last 90d").passes(testSite)
	if last := p[len(p)-1].query; last.After.Before(noon().Add(-DefaultWindow - 2*time.Second)) {
		t.Errorf("names are compared since %v", last.After)
	}
}

// A record that two queries find is counted once.
func TestCountedOnce(t *testing.T) {
	b := newTestBank(t, noon())
	for _, order := range []string{"25", "25", "25-7K3M2P", "25-8K3M2P", "A17"} {
		b.pay(t, "orderreference", order)
	}
	found, sum := b.run(t, at(t, "25"), Options{})
	if len(found) != 4 || sum.Found != 4 || sum.Looked != 5 {
		t.Errorf("%d found, %+v", len(found), sum)
	}
}

// The search asks for the journal's payments as well as for the day, and yields each
// once.
func TestKnown(t *testing.T) {
	b := newTestBank(t, noon())
	b.now = noon().Add(-200 * time.Hour)
	old, _ := b.pay(t)["transactionreference"].(string)
	b.pay(t, "pan", "5100000000000511")
	b.now = noon()
	fresh, _ := b.pay(t)["transactionreference"].(string)
	s := at(t, "1111")
	s.JournalDays = 400
	kept := Kept{Since: noon().AddDate(0, 0, -400)}
	for _, reference := range []string{fresh, old} {
		kept.Attempts = append(kept.Attempts, Attempt{Record: gateway.Record{TransactionReference: reference}})
	}
	s = s.With(kept)
	found, sum := b.run(t, s, Options{})
	if referencesOf(found) != old+" "+fresh || sum.Looked != 2 {
		t.Errorf("%s found, %+v", referencesOf(found), sum)
	}
	if text := s.Reach(kept); text != "Journal: back to 17 Oct 2025, 400 days · Gateway: the last 24 hours, and the payments of the journal" {
		t.Error(text)
	}
	if text := s.Explain(); !strings.HasPrefix(text, "Looks in the journal first, 400 days back, then asks the gateway for the payments it has, and everything since") {
		t.Error(text)
	}
	// With a time the search asks for that day.
	if p := at(t, "1111 last 9d").With(kept).passes(testSite); len(p) != 1 {
		t.Errorf("%d queries", len(p))
	}
}

func TestReach(t *testing.T) {
	since := noon().AddDate(0, 0, -30)
	for _, c := range []struct {
		line string
		kept Kept
		want string
	}{
		{"1111", Kept{Since: since}, "Journal: back to 22 Oct 2026, 30 days · Gateway: the last 24 hours"},
		{"1111", Kept{Since: since, More: true, Attempts: make([]Attempt, 2)}, "Journal: the newest 2, back to 22 Oct 2026 · Gateway: the last 24 hours"},
		{"1111", Kept{Problem: "it cannot be read"}, "Journal: not searched, it cannot be read · Gateway: the last 24 hours"},
		{"A17", Kept{Since: since}, "Journal: back to 22 Oct 2026, 30 days · Gateway: this order in its likely spellings, any time; payments that moto took for it, the last 24 hours"},
		{"name:smith", Kept{}, "Journal: not searched, it keeps no customers · Gateway: any time; longer names, such as García López for García, may be missing: type them whole"},
		{"1111 account:MOTO", Kept{}, "Journal: not searched, it keeps no whole card numbers and no account types · Gateway: the last 24 hours"},
		{"TE45 6ST", Kept{}, "Journal: not searched, it keeps no customers · Gateway: any time"},
		{"23-9-80006", Kept{Since: since}, "Journal: back to 22 Oct 2026, 30 days · Gateway: any time"},
		{"1111 yesterday", Kept{Since: noon().AddDate(0, 0, -1)}, "Journal: back to 20 Nov 2026, 1 day · Gateway: from Fri 20 Nov 2026 00:00:00 to Sat 21 Nov 2026 00:00:00"},
	} {
		s := at(t, c.line)
		s.JournalDays = 400
		if got := s.Reach(c.kept); got != c.want {
			t.Errorf("%q: %s, want %s", c.line, got, c.want)
		}
		s.JournalDays = 0
		if got := s.Reach(Kept{}); strings.Contains(got, "Journal") {
			t.Errorf("%q, without a journal: %s", c.line, got)
		}
	}
	if got := at(t, "10115").Tried(); got != "If 10115 is a postcode, write postcode:10115." {
		t.Error(got)
	}
	if got := at(t, "1111").Tried(); got != "If 1111 is an order reference, write order:1111." {
		t.Error(got)
	}
}
