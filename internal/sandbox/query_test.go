package sandbox

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"motoconsole/internal/effort"
	"motoconsole/internal/sandbox/book"
	"motoconsole/internal/sandbox/message"
)

func references(list []map[string]any) string {
	var refs []string
	for _, r := range list {
		refs = append(refs, strings.TrimPrefix(r["transactionreference"].(string), "23-9-8000"))
	}
	return strings.Join(refs, " ")
}

// Every filter, with a value that finds something and one that does not.
func TestQueryFilters(t *testing.T) {
	b, c := movingBank()
	buy(t, b, "accounttypedescription", "ECOM", "billingemail", "joe@example.com", "billingfirstname", "Joe",
		"billinglastname", "Bloggs", "billingpostcode", "TE45 6ST", "billingpremise", "No 789", "billingstreet", "High Street",
		"customerip", "192.0.2.1") // 1
	c.pass(time.Second)
	buy(t, b, "sitereference", "test_other", "currencyiso3a", "EUR", "orderreference", "Two", "pan", "5100000000000511") // 2
	c.pass(time.Second)
	b.Settle()
	send(t, b, refund("23-9-80001", "baseamount", "5"))                   // 3
	send(t, b, auth("baseamount", "70000", "orderreference", "Two"))      // 4
	send(t, b, auth("requesttypedescriptions", []string{"ACCOUNTCHECK"})) // 5
	for _, tc := range []struct{ filter, value, found, none string }{
		{"sitereference", "test_other", "2", "test_none"},
		{"transactionreference", "23-9-80004", "4", "23-86-80004"},
		{"parenttransactionreference", "23-9-80001", "3", "23-9-80002"},
		{"orderreference", "Two", "2 4", "two"},
		{"requesttypedescription", "AUTH", "1 2 4", "auth"},
		{"accounttypedescription", "ECOM", "1 3", "RECUR"},
		{"paymenttypedescription", "MASTERCARD", "2", "AMEX"},
		{"currencyiso3a", "EUR", "2", "USD"},
		{"billingemail", "joe@example.com", "1 3", "joe@example.co"},
		{"billingfirstname", "Joe", "1 3", "JOE"},
		{"billinglastname", "Bloggs", "1 3", "Blogg"},
		{"billingpostcode", "TE45 6ST", "1 3", "TE456ST"},
		{"billingpremise", "No 789", "1 3", "789"},
		{"billingstreet", "High Street", "1 3", "High"},
		{"customerip", "192.0.2.1", "1 3", "192.0.2.2"},
		{"pan", canary, "1 3 4 5", "4111110000000211"},
		{"starttimestamp", "2026-11-21 12:00:05", "2 3 4 5", "2026-11-21 12:00:07"},
		{"endtimestamp", "2026-11-21 12:00:07", "1 2", "2026-11-21 12:00:05"},
	} {
		for _, filter := range []any{values(tc.value), value{"value": tc.value}} {
			if got := references(records(t, b, tc.filter, filter)); got != tc.found {
				t.Errorf("%s %q found %q, want %q", tc.filter, tc.value, got, tc.found)
			}
		}
		if got := references(records(t, b, tc.filter, values(tc.none))); got != "" {
			t.Errorf("%s %q found %q, want nothing", tc.filter, tc.none, got)
		}
	}
	for _, tc := range []struct {
		filters []any
		found   string
	}{
		{[]any{"transactionreference", values("23-9-80004", "23-9-80001", "23-9-80004", "x")}, "1 4"},
		{[]any{"orderreference", values("Two", "My_Order_123")}, "1 2 3 4 5"},
		{[]any{"orderreference", values("Two"), "pan", values(canary)}, "4"},
		{[]any{"pan", values(canary, "5100000000000511"), "requesttypedescription", values("AUTH")}, "1 2 4"},
		{[]any{"starttimestamp", values("2026-11-21 12:00:05"), "endtimestamp", values("2026-11-21 12:00:07")}, "2"},
		{[]any{"sitereference", values("test_site12345"), "currencyiso3a", values("EUR")}, ""},
		{[]any{"sitereference", values("test_site12345"), "colour", values("red"), "orderreference", values("")}, "1 3 4 5"},
		{[]any{"pan", []value{{"value": 4111111111111111}}}, "1 3 4 5"},
	} {
		if got := references(records(t, b, tc.filters...)); got != tc.found {
			t.Errorf("%v found %q, want %q", tc.filters, got, tc.found)
		}
	}
}

func TestQueryRefused(t *testing.T) {
	b := newBank()
	buy(t, b)
	for name, tc := range map[string]struct {
		request    fields
		code, data string
	}{
		"no filter":             {fields{"requesttypedescription": "TRANSACTIONQUERY"}, "60019", ""},
		"filter is null":        {fields{"requesttypedescription": "TRANSACTIONQUERY", "filter": nil}, "60019", ""},
		"empty filter":          {queryFor(), "60019", ""},
		"empty list":            {queryFor("orderreference", values()), "60019", ""},
		"empty value":           {queryFor("orderreference", values("")), "60019", ""},
		"only unknown filters":  {queryFor("settlestatus", values("0"), "maskedpan", values("x")), "60019", ""},
		"filter is a list":      {fields{"requesttypedescription": "TRANSACTIONQUERY", "filter": []string{"x"}}, "60037", "filter"},
		"values without object": {queryFor("orderreference", []string{"x"}), "60037", "filter"},
		"value is a list":       {queryFor("orderreference", values([]string{"x"})), "30000", "orderreference"},
		"premise too long":      {queryFor("billingpremise", values(strings.Repeat("x", 21))), "30000", "billingpremise"},
		"street too long":       {queryFor("billingstreet", values(strings.Repeat("x", 21))), "30000", "billingstreet"},
		"reference too long":    {queryFor("transactionreference", values(strings.Repeat("1", 26))), "30000", "transactionreference"},
		"pan too short":         {queryFor("pan", values("41111111111")), "30000", "pan"},
		"pan with spaces":       {queryFor("pan", values("4111 1111 1111 1111")), "30000", "pan"},
		"two start times":       {queryFor("starttimestamp", values("2026-11-21 00:00:00", "2026-11-21 00:00:01")), "30000", "starttimestamp"},
		"start is a day":        {queryFor("starttimestamp", values("2026-11-21")), "10101", "starttimestamp"},
		"end with a zone":       {queryFor("endtimestamp", values("2026-11-21T00:00:00Z")), "10101", "endtimestamp"},
	} {
		a := send(t, b, tc.request)[0]
		if a["errorcode"] != tc.code || errordata(a) != tc.data || a["found"] != nil {
			t.Errorf("%s: %v %q, want %s %q", name, a["errorcode"], errordata(a), tc.code, tc.data)
		}
	}
}

func TestQueryFindsNothing(t *testing.T) {
	a := send(t, newBank(), queryFor("sitereference", values("test_site12345")))[0]
	list, ok := a["records"].([]any)
	if a["errorcode"] != "0" || a["found"] != "0" || !ok || len(list) != 0 {
		t.Errorf("%v", a)
	}
}

func TestQueryIsCapped(t *testing.T) {
	b := newBank()
	for i := range maxFound + 3 {
		a, _ := b.perform("AUTH", decodeElement(t, auth("orderreference", fmt.Sprint(i%2))), noon())
		if a.ErrorCode != "0" {
			t.Fatal(a.ErrorCode)
		}
	}
	for _, filter := range []fields{queryFor("sitereference", values("test_site12345")), queryFor("orderreference", values("0", "1"))} {
		a := send(t, b, filter)[0]
		list := a["records"].([]any)
		first, last := list[0].(map[string]any), list[len(list)-1].(map[string]any)
		if a["found"] != "500" || len(list) != 500 || first["transactionreference"] != "23-9-80001" || last["transactionreference"] != "23-9-80500" {
			t.Errorf("found %v, %d records from %v to %v", a["found"], len(list), first["transactionreference"], last["transactionreference"])
		}
	}
	if n := len(records(t, b, "orderreference", values("0"))); n != 252 {
		t.Errorf("%d records, want 252", n)
	}
	many := slices.Repeat([]fields{queryFor("sitereference", values("test_site12345"))}, maxQueries+1)
	wantRejected(t, send(t, b, many...)[0], "60011", "")
	if n := len(send(t, b, many[1:]...)); n != maxQueries {
		t.Errorf("%d answers, want %d", n, maxQueries)
	}
}

// A record shows its own errorcode, and the answer that of the query.
func TestQueryHasTwoLevelsOfErrorCode(t *testing.T) {
	b := newBank()
	send(t, b, auth("baseamount", "70000", "orderreference", "a"))
	send(t, b, auth("baseamount", "60010", "orderreference", "b"))
	want(t, records(t, b, "orderreference", values("a"))[0], "errorcode", "70000", "errormessage", "Decline", "settlestatus", "3",
		"authcode", "DECLINED", "interface", "PASS-JSON-JSON", "fraudrating", "0", "sitereference", "test_site12345")
	want(t, records(t, b, "orderreference", values("b"))[0], "errorcode", "60010", "settlestatus", "3", "authcode", nil,
		"baseamount", "60010", "transactionreference", "23-9-80002")
}

// The answer to any query has exactly the transactions that a full scan finds.
func TestQueryEqualsAScan(t *testing.T) {
	rnd := rand.New(rand.NewPCG(7, 9))
	pick := func(list ...string) string { return list[rnd.IntN(len(list))] }
	b, c := movingBank()
	pans := map[string]string{} // by reference
	var facts []map[string]string
	for range effort.Of(300, 150) {
		c.pass(time.Duration(rnd.IntN(3)) * time.Second / 2)
		kind := pick("AUTH", "AUTH", "AUTH", "ACCOUNTCHECK", "REFUND", "CHILD")
		e := auth("sitereference", pick("test_a", "test_b"), "currencyiso3a", pick("GBP", "EUR"), "accounttypedescription", pick("MOTO", "ECOM"),
			"orderreference", pick("", "A", "B", "C", "D"), "pan", pick(canary, "5100000000000511", "4111110000000211"),
			"billinglastname", pick("", "Bloggs", "Smith"), "billingpostcode", pick("", "X", "Y"), "billingpremise", pick("", "1"),
			"billingstreet", pick("", "S"), "billingemail", pick("", "a@b.uk"), "billingfirstname", pick("", "J"), "customerip", pick("", "192.0.2.1"))
		if kind == "ACCOUNTCHECK" {
			e["requesttypedescriptions"] = []string{kind}
		}
		if (kind == "REFUND" || kind == "CHILD") && len(facts) > 0 {
			p := facts[rnd.IntN(len(facts))]
			e = childOf(p["transactionreference"], "sitereference", p["sitereference"], "baseamount", "1")
			if kind == "REFUND" {
				e["requesttypedescriptions"] = []string{"REFUND"}
			}
		}
		if rnd.IntN(20) == 0 {
			b.Settle()
		}
		a := send(t, b, e)[0]
		ref, ok := a["transactionreference"].(string)
		if !ok {
			continue
		}
		if rnd.IntN(15) == 0 {
			_ = b.book.Hide(ref, c.at.Add(24*time.Hour))
			continue
		}
		if pans[ref], ok = e["pan"].(string); !ok {
			pans[ref] = pans[a["parenttransactionreference"].(string)]
		}
		got, _ := b.book.Booked(ref)
		f := map[string]string{
			"sitereference": got.Site, "transactionreference": ref, "parenttransactionreference": got.Parent,
			"requesttypedescription": got.RequestType, "accounttypedescription": got.Account, "paymenttypedescription": got.PaymentType,
			"currencyiso3a": got.Currency, "pan": pans[ref], "time": message.Timestamp(got.Started),
		}
		for id, name := range book.TextNames() {
			f[name] = got.Texts.Get(book.TextID(id))
		}
		facts = append(facts, f)
	}
	names := []string{"pan", "starttimestamp", "endtimestamp"}
	for _, f := range b.filterFields {
		names = append(names, f.Name)
	}
	indexed := []string{"transactionreference", "orderreference", "parenttransactionreference", "pan"}
	found := 0
	for range effort.Of(400, 80) {
		filters, wanted := map[string][]string{}, []string{}
		for range 1 + rnd.IntN(2) {
			name := names[rnd.IntN(len(names))]
			if rnd.IntN(3) == 0 {
				name = indexed[rnd.IntN(len(indexed))] // of two such filters, the bank looks up one and compares the other
			}
			n := 1 + rnd.IntN(3)
			if strings.HasSuffix(name, "timestamp") {
				n = 1
			}
			for range n {
				v := facts[rnd.IntN(len(facts))]
				switch {
				case n == 1 && strings.HasSuffix(name, "timestamp"):
					filters[name] = []string{v["time"]}
				case v[name] != "":
					filters[name] = append(filters[name], v[name])
				}
			}
		}
		if len(filters) == 0 {
			continue
		}
		for _, f := range facts {
			ok := true
			for name, vs := range filters {
				switch name {
				case "starttimestamp":
					ok = ok && f["time"] > vs[0]
				case "endtimestamp":
					ok = ok && f["time"] < vs[0]
				default:
					ok = ok && slices.Contains(vs, f[name])
				}
			}
			if ok {
				wanted = append(wanted, f["transactionreference"])
			}
		}
		var sent []any
		for _, name := range slices.Sorted(maps.Keys(filters)) {
			var vs []any
			for _, v := range filters[name] {
				vs = append(vs, v)
			}
			sent = append(sent, name, values(vs...))
		}
		got := []string{}
		for _, r := range records(t, b, sent...) {
			got = append(got, r["transactionreference"].(string))
		}
		found += len(got)
		if !slices.Equal(got, wanted) {
			t.Fatalf("%v\nfound %v\nwant  %v", filters, got, wanted)
		}
	}
	if found < effort.Of(1000, 200) {
		t.Errorf("only %d records found in all: the filters test nothing", found)
	}
}
