package payment

import (
	"slices"
	"testing"
	"time"

	"motoconsole/gateway"
	"motoconsole/internal/journal/journaltest"
	"motoconsole/internal/payment/paymenttest"
	"motoconsole/internal/payment/resolve"
	"motoconsole/internal/rights"
)

// TestForgottenPaymentsOfEverySite: a payment that the journal has forgotten is
// recorded at the site where it was taken, or at the first one if the record does not
// say.
func TestForgottenPaymentsOfEverySite(t *testing.T) {
	now := time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC)
	store := journaltest.NewMemory(func() time.Time { return now })
	store.SetIdentity("M0", now.Add(-time.Hour))
	record := func(site, order, transaction string) gateway.Record {
		return gateway.Record{
			RequestType: gateway.TypeAuth, SiteReference: site, OrderReference: order, TransactionReference: transaction, BaseAmount: "1050",
			CurrencyISO3A: "GBP", ErrorCode: "0", SettleStatus: "0", MaskedPAN: "411111######1111", TransactionStarted: "2026-11-21 11:30:00",
		}
	}
	r := &resolve.Reconciler{
		Store: store, Sites: []string{"shop", "test_shop"}, Now: func() time.Time { return now },
		Gateway: paymenttest.Walks{record("test_shop", "A-M00001", "1-2-3"), record("shop", "B-M00002", "1-2-4"), record("", "C-M00003", "1-2-5")},
	}
	if _, err := r.Run(t.Context(), now.Add(-time.Hour)); err != nil {
		t.Fatal(err)
	}
	for sent, site := range map[string]string{"A-M00001": "test_shop", "B-M00002": "shop", "C-M00003": "shop"} {
		if e, err := store.BySentReference(t.Context(), sent); err != nil || e.Site != site {
			t.Errorf("%s is at site %q, %v", sent, e.Site, err)
		}
	}
}

// TestSitesOfOneJournal: a processor lists the payments of its own site. It counts
// those of all live sites, or of all test sites, towards the limit of a day.
func TestSitesOfOneJournal(t *testing.T) {
	b := newBench(t, paymenttest.Approve)
	b.Grant = rights.NewTable([]rights.Role{{Name: "agent", Rights: []rights.Right{rights.Take}, Limits: rights.Limits{PaymentDay: paymenttest.Pounds(3000)}}},
		[]rights.Agent{{Name: "priya", Role: "agent", Sites: []string{"test_site", "test_other", "live"}}}, true).Grant("priya")
	order := 0
	take := func(site string, minor int64) Attempt {
		order++
		c := charge()
		c.OrderReference, c.Amount, c.Last4 = "A"+string(rune('0'+order)), paymenttest.Pounds(minor), "222"+string(rune('0'+order))
		b.Site = site
		return b.take(c)
	}
	for _, row := range []struct {
		site  string
		minor int64
		want  gateway.Outcome
		lists int
	}{
		{"test_site", 2000, gateway.OutcomeApproved, 1},
		{"test_other", 1500, gateway.OutcomeNotSent, 1}, // 35.00 on test sites together
		{"test_other", 1000, gateway.OutcomeApproved, 2},
		{"live", 2500, gateway.OutcomeApproved, 1},
		{"live", 1000, gateway.OutcomeNotSent, 2},
		{"elsewhere", 1000, gateway.OutcomeNotSent, 0}, // the agent does not work there
		{"test_site", 100, gateway.OutcomeNotSent, 2},
	} {
		if a := take(row.site, row.minor); a.Outcome != row.want {
			t.Errorf("%s %d is %v", row.site, row.minor, a.Outcome)
		}
		list, err := b.Since(t.Context(), b.clock.Now().Add(-time.Hour))
		if err != nil || len(list) != row.lists {
			t.Errorf("after %s %d the list has %d, want %d: %v", row.site, row.minor, len(list), row.lists, err)
		}
	}
}

// TestGuardCountsEverySite: a caller pays once, whichever site it is taken for. The
// guard, the last check before a payment is sent, and the limit of declines know what
// other sites took of the card. Payments at test sites do not count at live ones.
func TestGuardCountsEverySite(t *testing.T) {
	for _, row := range []struct {
		first, then string
		answer      func(gateway.AuthRequest) (gateway.AuthResult, error)
		want        WarningKind
		warns       bool
	}{
		{"test_site", "test_other", paymenttest.Approve, SameTaken, true},
		{"shop", "shop2", paymenttest.Approve, SameTaken, true},
		{"test_site", "test_other", paymenttest.Lost, SameInDoubt, true},
		{"test_site", "shop", paymenttest.Approve, 0, false},
		{"shop", "test_site", paymenttest.Lost, 0, false},
	} {
		b := newBench(t, row.answer)
		b.Site = row.first
		b.take(charge())
		b.Site = row.then
		b.bank.Answer = paymenttest.Approve
		c := charge()
		c.OrderReference = "B18"
		warnings, err := b.Guard(t.Context(), c)
		if err != nil || (len(warnings) > 0) != row.warns || row.warns && warnings[0].Kind != row.want {
			t.Errorf("%s, then %s: %+v, %v", row.first, row.then, warnings, err)
		}
		if a := b.take(c); (a.Outcome == gateway.OutcomeNotSent) != row.warns {
			t.Errorf("%s, then %s unasked: %v", row.first, row.then, a.Outcome)
		}
	}
	b := newBench(t, func(gateway.AuthRequest) (gateway.AuthResult, error) {
		return gateway.AuthResult{Outcome: gateway.OutcomeDeclined}, nil
	})
	b.Policy.MaxDeclines = 2
	for _, site := range []string{"test_a", "test_b"} {
		b.Site = site
		b.take(charge())
	}
	b.Site = "test_c"
	if warnings, err := b.Guard(t.Context(), charge()); err != nil || !slices.ContainsFunc(warnings, func(w Warning) bool { return w.Kind == TooManyTimes }) {
		t.Errorf("declined at two sites: %+v, %v", warnings, err)
	}
	b.Sites = []string{"test_a", "test_b", "test_c", "shop"}
	if got := b.alike(); !slices.Equal(got, []string{"test_c", "test_a", "test_b"}) {
		t.Errorf("the gateway is asked about %v", got)
	}
}

// TestSitesBindSupervisors: a supervisor who does not work for a site neither sees
// what is unknown there nor settles it.
func TestSitesBindSupervisors(t *testing.T) {
	b := newBench(t, paymenttest.Lost)
	b.Site = "shop"
	a := b.take(charge())
	all := []rights.Right{rights.ViewAll, rights.SettleByHand, rights.Acknowledge}
	for _, row := range []struct {
		sites []string
		may   bool
	}{{nil, true}, {[]string{"shop"}, true}, {[]string{"test_shop"}, false}} {
		grant := rights.NewTable([]rights.Role{{Name: "lead", Rights: all}}, []rights.Agent{{Name: "ann", Role: "lead", Sites: row.sites}}, true).Grant("ann")
		b.Grant = grant
		list, err := b.Unresolved(t.Context(), 10)
		if err != nil || (len(list) == 1) != row.may {
			t.Errorf("%v sees %d, %v", row.sites, len(list), err)
		}
		if _, err := resolve.MayRule(grant, b.entry(t, a.ID)); (err == nil) != row.may {
			t.Errorf("%v settles it: %v", row.sites, err)
		}
	}
}
