package lookup

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"motoconsole/gateway"
	"motoconsole/internal/effort"
)

// criterion is one kind of search words, with a naive test of whether a transaction
// fits one of them.
type criterion struct {
	narrow bool
	// words are taken from one to three transactions; fits compares another transaction
	// with them.
	words func(fact) string
	fits  func(wanted, other fact) bool
}

func sentField(name string) func(wanted, other fact) bool {
	return func(wanted, other fact) bool { return wanted.sent[name] == other.sent[name] }
}

// statusWords are the naive reading of each status word.
func statusWords() map[string]func(r gateway.Record) bool {
	paid := func(r gateway.Record) bool { return r.ErrorCode == "0" && r.RequestType != "ACCOUNTCHECK" }
	settle := func(statuses ...string) func(gateway.Record) bool {
		return func(r gateway.Record) bool { return paid(r) && slices.Contains(statuses, r.SettleStatus) }
	}
	return map[string]func(gateway.Record) bool{
		"approved": func(r gateway.Record) bool {
			return r.ErrorCode == "0" && (r.RequestType == "ACCOUNTCHECK" || settle("0", "1", "10", "100")(r))
		},
		"held": settle("2"), "cancelled": settle("3"), "settled": settle("100"), "pending": settle("0", "1"), "settling": settle("10"),
		"declined": func(r gateway.Record) bool { return r.ErrorCode == "70000" },
	}
}

func criteria(random *rand.Rand) map[string]criterion {
	status := pick(random, "approved", "held", "cancelled", "settled", "pending", "declined")
	return map[string]criterion{
		"reference": {true, func(f fact) string { return f.record.TransactionReference }, func(w, o fact) bool { return w.record.TransactionReference == o.record.TransactionReference }},
		"email":     {true, func(f fact) string { return f.sent["billingemail"] }, sentField("billingemail")},
		"postcode": {true, func(f fact) string {
			return "postcode:" + strings.ToLower(strings.ReplaceAll(f.sent["billingpostcode"], " ", ""))
		}, func(w, o fact) bool {
			bare := func(f fact) string { return strings.ReplaceAll(f.sent["billingpostcode"], " ", "") }
			return bare(w) == bare(o)
		}},
		// In quotes, because the next word may be part of the name.
		"name": {true, func(f fact) string { return `name:"` + f.sent["billinglastname"] + `"` }, func(w, o fact) bool {
			return strings.EqualFold(w.sent["billinglastname"], o.sent["billinglastname"])
		}},
		"premise":  {false, func(f fact) string { return `premise:"` + f.sent["billingpremise"] + `"` }, sentField("billingpremise")},
		"street":   {true, func(f fact) string { return `street:"` + f.sent["billingstreet"] + `"` }, sentField("billingstreet")},
		"ip":       {true, func(f fact) string { return "ip:" + f.sent["customerip"] }, sentField("customerip")},
		"type":     {false, func(f fact) string { return "type:" + strings.ToLower(f.sent["type"]) }, sentField("type")},
		"account":  {false, func(f fact) string { return "account:" + f.record.AccountType }, func(w, o fact) bool { return w.record.AccountType == o.record.AccountType }},
		"brand":    {false, func(f fact) string { return f.record.PaymentType }, func(w, o fact) bool { return w.record.PaymentType == o.record.PaymentType }},
		"currency": {false, func(f fact) string { return f.record.CurrencyISO3A }, sentField("currencyiso3a")},
		"parent": {true, func(f fact) string { return "parent:" + f.record.TransactionReference }, func(w, o fact) bool {
			return o.record.ParentTransaction == w.record.TransactionReference
		}},
		"last4": {false, func(f fact) string { return f.sent["pan"][len(f.sent["pan"])-4:] }, func(w, o fact) bool {
			return strings.HasSuffix(o.record.MaskedPAN, w.sent["pan"][len(w.sent["pan"])-4:])
		}},
		"amount": {false, func(f fact) string { m, _ := f.record.Amount(); return "amount:" + m.Decimal() }, func(w, o fact) bool {
			a, _ := w.record.Amount()
			b, _ := o.record.Amount()
			// Without decimals it means whole units of any currency.
			return b.Decimal() == a.Decimal() || b.Decimal() == a.Decimal()+".00"
		}},
		"agent": {false, func(f fact) string { return `agent:"` + strings.ToUpper(f.sent["operatorname"]) + `"` }, func(w, o fact) bool {
			return strings.EqualFold(o.record.OperatorName, w.sent["operatorname"])
		}},
		"town": {false, func(f fact) string { return `town:"` + strings.ToUpper(f.sent["billingtown"]) + `"` }, func(w, o fact) bool {
			return strings.EqualFold(o.sent["billingtown"], w.sent["billingtown"])
		}},
		"telephone": {false, func(f fact) string { return `telephone:"` + f.sent["billingtelephone"] + `"` }, func(w, o fact) bool {
			end := func(f fact) string { d := digitsOf(f.sent["billingtelephone"]); return d[len(d)-4:] } // distinguishes the payments of this test
			return end(o) == end(w)
		}},
		"status": {false, func(fact) string { return status }, func(_, o fact) bool { return statusWords()[status](o.record) }},
	}
}

// naive is a search as the test knows it.
type naive struct {
	line  string
	fits  []func(fact) bool // all must
	order []string          // own or sent references: one must match
	open  bool              // no time was named
	near  bool              // no time is needed
	after time.Time
	until time.Time
}

// finds reports whether the search should find a transaction.
func (n naive) finds(f fact, now time.Time) bool {
	within := !f.at.Before(n.after) && (n.until.IsZero() || f.at.Before(n.until))
	if n.open {
		within = !f.at.Before(now.Add(-24 * time.Hour))
	}
	for _, fits := range n.fits {
		if !fits(f) {
			return false
		}
	}
	if len(n.order) == 0 {
		return within || n.open && n.near
	}
	for _, order := range n.order {
		if f.record.OrderReference == order {
			return n.open || within
		}
		sent := f.record.OrderReference
		if at := strings.LastIndexByte(sent, '-'); at > 0 && len(sent)-at == 7 && sent[:at] == cutOwn(order) && !ended(order) {
			return within || n.open && n.near
		}
	}
	return false
}

// TestSearchesAgainstNaiveScan: any search, by one property or several, finds exactly
// the transactions that a test of each one of the site finds.
func TestSearchesAgainstNaiveScan(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewPCG(26, 11))
	b := newTestBank(t, time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC))
	facts := b.fill(t, random, effort.Of(800, 400))
	total, searches := 0, effort.Of(120, 15)
	for range searches {
		n := naive{open: true}
		all := criteria(random)
		names := make([]string, 0, len(all))
		for name := range all {
			names = append(names, name)
		}
		slices.Sort(names)
		var words []string
		for range random.IntN(3) {
			// Each kind once: a second word would be an alternative.
			at := random.IntN(len(names))
			c := all[names[at]]
			names = slices.Delete(names, at, at+1)
			var wanted []fact
			for range 1 + random.IntN(2) {
				f := facts[random.IntN(len(facts))]
				wanted = append(wanted, f)
				words = append(words, c.words(f))
			}
			n.near = n.near || c.narrow
			n.fits = append(n.fits, func(o fact) bool {
				return slices.ContainsFunc(wanted, func(w fact) bool { return c.fits(w, o) })
			})
		}
		if random.IntN(3) == 0 {
			order := facts[random.IntN(len(facts))].record.OrderReference
			if own := ownPart(order); own != "" && random.IntN(2) == 0 {
				order = own
			}
			n.order = []string{order}
			words = append(words, "order:"+order)
		}
		if random.IntN(2) == 0 || len(words) == 0 {
			n.open = false
			n.after = b.now.Add(-time.Duration(random.IntN(60*3600)) * time.Second)
			n.until = n.after.Add(time.Duration(2+random.IntN(40*3600)) * time.Second)
			words = append(words, "from "+n.after.Format("2006-01-02 15:04:05"), "to "+n.until.Format("2006-01-02 15:04:05"))
		}
		random.Shuffle(len(words), func(i, j int) { words[i], words[j] = words[j], words[i] })
		n.line = strings.Join(words, " ")
		total += compare(t, b, n, facts)
	}
	if total < 10*searches {
		t.Errorf("only %d transactions in %d searches: they test little", total, searches)
	}
}

// compare runs a search and a naive scan.
func compare(t *testing.T, b *testBank, n naive, facts []fact) int {
	t.Helper()
	s, err := Parse(n.line, b.now, time.UTC)
	if err != nil {
		t.Errorf("%q: %v", n.line, err)
		return 0
	}
	var want []string
	for _, f := range facts {
		if n.finds(f, b.now) {
			want = append(want, f.record.TransactionReference)
		}
	}
	found, _ := b.run(t, s, Options{})
	got := strings.Fields(referencesOf(found))
	slices.Sort(got)
	slices.Sort(want)
	if !slices.Equal(got, want) {
		t.Errorf("%q: %d found, want %d (doubles: %d)\n%s", n.line, len(got), len(want), len(got)-len(slices.Compact(slices.Clone(got))), s.Explain())
	}
	return len(want)
}
