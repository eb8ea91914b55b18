package lookup

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"motoconsole/gateway"
)

// asked is a gateway that records its queries.
type asked struct {
	Gateway

	queries []gateway.Query
}

func (g *asked) Query(ctx context.Context, q gateway.Query) (gateway.QueryResult, error) {
	g.queries = append(g.queries, q)
	return g.Gateway.Query(ctx, q)
}

// A search asks for all of the journal's payments, a limited number at a time, and
// finds each as the gateway has it.
func TestAllOfTheJournalIsAsked(t *testing.T) {
	for _, n := range []int{1, 50, 51, 120, 200} {
		b := newTestBank(t, noon())
		kept := Kept{Since: noon().AddDate(0, 0, -400)}
		for i := range n {
			b.now = noon().AddDate(0, 0, -10-i) // the newest first
			answer := b.pay(t, "orderreference", fmt.Sprintf("A%d", i))
			reference, _ := answer["transactionreference"].(string)
			kept.Attempts = append(kept.Attempts, Attempt{Record: gateway.Record{TransactionReference: reference}, Outcome: gateway.OutcomeApproved})
		}
		b.now = noon()
		s := at(t, "1111")
		s.JournalDays = 400
		s = s.With(kept)
		g := &asked{Gateway: b.client}
		found, last := map[string]bool{}, ""
		sum, err := Run(t.Context(), g, s, Options{Site: testSite}, func(r gateway.Record) bool {
			found[r.TransactionReference] = true
			if r.TransactionStarted < last {
				t.Errorf("%s comes behind %s", r.TransactionStarted, last)
			}
			last = r.TransactionStarted
			return true
		})
		if err != nil || sum.Found != n || len(found) != n {
			t.Errorf("of %d, %d are found, %v: %v", n, len(found), sum, err)
		}
		for _, q := range g.queries {
			if len(q.TransactionReferences) > mostAsked {
				t.Errorf("%d references in one query", len(q.TransactionReferences))
			}
		}
		if said := s.Missing(kept); said != "" {
			t.Error(said)
		}
		kept.More = true
		if said := s.Missing(kept); !strings.Contains(said, fmt.Sprintf("newest %d", n)) || !strings.Contains(s.Reach(kept), "and these of the journal") {
			t.Errorf("%s %s", said, s.Reach(kept))
		}
		for _, line := range []string{"1111 last 9d", "declined"} { // the search asks the gateway for all of the time
			s := at(t, line)
			s.JournalDays = 400
			if said := s.Missing(kept); said != "" {
				t.Errorf("%q: %s", line, said)
			}
		}
	}
}

// A search also asks for all order references that the journal has sent.
func TestAllSentReferencesAreAsked(t *testing.T) {
	s := at(t, "A17")
	for i := range 120 {
		s.Sent = append(s.Sent, fmt.Sprintf("A17-7K3M%02d", i))
	}
	var all []string
	for _, p := range s.passes(testSite) {
		if len(p.query.OrderReferences) > mostAsked {
			t.Errorf("%d in one query", len(p.query.OrderReferences))
		}
		all = append(all, p.query.OrderReferences...)
	}
	if len(all) != 122 || !slices.Contains(all, "a17") || !slices.Contains(all, s.Sent[119]) {
		t.Errorf("%d are asked for", len(all))
	}
	if text := s.Explain(); strings.Count(text, "A17") != 1 || !strings.Contains(text, "one of the 120 that the journal has sent") {
		t.Error(text)
	}
}

// The gateway, not the journal, decides what may have changed since. The search lists a
// payment if both agree.
func TestStatesAreTheGateways(t *testing.T) {
	record := func(reference, code, status string) gateway.Record {
		return gateway.Record{
			RequestType: gateway.TypeAuth, TransactionReference: reference, ErrorCode: code, SettleStatus: status,
			MaskedPAN: "411111######1111", BaseAmount: "1050", CurrencyISO3A: "GBP", OrderReference: "A17-7K3M2P",
		}
	}
	approved := Attempt{Record: record("23-9-1", "0", "0"), Outcome: gateway.OutcomeApproved}
	held := Attempt{Record: record("23-9-2", "0", "2"), Outcome: gateway.OutcomeHeld}
	cancelled := Attempt{Record: record("23-9-3", "0", "3"), Outcome: gateway.OutcomeCancelled}
	declined := Attempt{Record: record("23-9-4", "70000", ""), Outcome: gateway.OutcomeDeclined}
	unknown := Attempt{Record: record("", "", ""), Outcome: gateway.OutcomeUnknown}
	pointed := Attempt{Record: record("23-9-5", "", ""), Outcome: gateway.OutcomeUnknown}
	notTaken := Attempt{Record: record("", "", ""), Outcome: gateway.OutcomeNotSent}
	all := []Attempt{approved, held, cancelled, declined, unknown, pointed, notTaken}
	names := []string{"approved", "held", "cancelled", "declined", "unknown", "pointed", "not taken"}
	for line, want := range map[string]struct{ keeps, lists string }{
		"1111":           {"approved held cancelled declined unknown pointed not taken", "approved held cancelled declined unknown pointed not taken"},
		"1111 settled":   {"approved held pointed", ""},
		"1111 paid":      {"approved held pointed", ""},
		"1111 settling":  {"approved held pointed", ""},
		"1111 pending":   {"approved held pointed", "approved"},
		"1111 cancelled": {"approved held cancelled pointed", "cancelled"},
		"1111 held":      {"approved held pointed", "held"},
		"10.50 approved": {"approved held pointed", "approved"},
		"1111 declined":  {"declined pointed", "declined"},
		"1111 refused":   {"declined pointed", "declined"},
		"1111 unknown":   {"unknown pointed", "unknown pointed"},
		"A17 settled":    {"approved held pointed", ""},
		"settled":        {"", ""}, // the search asks the gateway for the whole day
		"cancelled":      {"cancelled", "cancelled"},
		"unknown":        {"unknown pointed", "unknown pointed"},
		"9999 settled":   {"", ""},
	} {
		s := at(t, line)
		s.JournalDays = 400
		var keeps, lists []string
		for i, a := range all {
			if s.Keeps(a) {
				keeps = append(keeps, names[i])
			}
			if s.Lists(a) {
				lists = append(lists, names[i])
			}
		}
		if strings.Join(keeps, " ") != want.keeps || strings.Join(lists, " ") != want.lists {
			t.Errorf("%q keeps %q and lists %q", line, keeps, lists)
		}
	}
}

// Run gives the page a record that does not match, so that the page can remove the
// journal's row.
func TestOtherRecords(t *testing.T) {
	b := newTestBank(t, noon())
	reference, _ := b.pay(t)["transactionreference"].(string)
	var others []gateway.Record
	sum, err := Run(t.Context(), b.client, at(t, "1111 cancelled"), Options{Site: testSite, Other: func(r gateway.Record) { others = append(others, r) }}, func(gateway.Record) bool { return true })
	if err != nil || sum.Found != 0 || referencesOf(others) != reference {
		t.Errorf("%v %v, others %s", sum, err, referencesOf(others))
	}
}
