package sandbox

import (
	"strings"
	"testing"
	"time"

	"motoconsole/gateway"
	"motoconsole/internal/sandbox/faults"
)

const lyingOrder = "O'Neil & Söhne 1234-7K3M2P"

// asked queries the payments of an order, and returns the whole answer.
func asked(t testing.TB, b *Bank, order string) map[string]any {
	t.Helper()
	a := send(t, b, queryFor("orderreference", values(order), "sitereference", values("test_site12345")))[0]
	want(t, a, "errorcode", "0")
	return a
}

// recordsIn are the records of a query's answer.
func recordsIn(a map[string]any) []map[string]any {
	list, _ := a["records"].([]any)
	var records []map[string]any
	for _, r := range list {
		records = append(records, r.(map[string]any))
	}
	return records
}

// Every lie of a query, set for the bank, and what one record looks like under it. Once
// the fault is spent, the query tells the truth again.
func TestQueryLies(t *testing.T) {
	untested := map[string]bool{}
	for _, k := range faults.Kinds() {
		untested[k.Name] = k.Stage == faults.OnQuery
	}
	for fault, shown := range map[string][]any{
		"fold":       {"orderreference", "o'neil & söhne 1234-7k3m2p"},
		"cut":        {"orderreference", "O'Neil & Söhne 1234-"},
		"cutbytes":   {"orderreference", "O'Neil & Söhne 1234"},
		"escape":     {"orderreference", "O&#39;Neil &amp; Söhne 1234-7K3M2P"},
		"otherorder": {"orderreference", faults.AnotherOrder},
		"othersite":  {"sitereference", faults.AnotherSite, "orderreference", lyingOrder},
		"advice4":    {"acquireradvicecode", "4"},
		"advice8":    {"acquireradvicecode", "8"},
		"nofilter":   {"orderreference", "My_Order_123"},
		"norecords":  nil,
	} {
		delete(untested, fault)
		b := newBank()
		buy(t, b)
		ref := buy(t, b, "orderreference", lyingOrder)
		setFault(t, b, fault)
		buy(t, b, "orderreference", "another AUTH, which it cannot strike")
		a := asked(t, b, lyingOrder)
		switch list := recordsIn(a); {
		case fault == "norecords":
			if len(list) != 0 || a["found"] != "1" {
				t.Errorf("norecords: found %v and %d records", a["found"], len(list))
			}
		case fault == "nofilter":
			if len(list) != 3 || a["found"] != "3" {
				t.Errorf("nofilter: found %v and %d records, want 3", a["found"], len(list))
			}
			want(t, list[0], shown...)
		case len(list) != 1 || a["found"] != "1":
			t.Errorf("%s: found %v and %d records, want 1", fault, a["found"], len(list))
		default:
			want(t, list[0], append(shown, "transactionreference", ref, "errorcode", "0")...)
		}
		want(t, recordsIn(asked(t, b, lyingOrder))[0], "orderreference", lyingOrder, "sitereference", "test_site12345")
		if len(b.Faults()) != 0 {
			t.Errorf("%s is not spent: %v", fault, b.Faults())
		}
	}
	for name, is := range untested {
		if is {
			t.Errorf("%s is not tested", name)
		}
	}
}

// found counts one even if nothing was found.
func TestNoRecordsCountsOne(t *testing.T) {
	b := newBank()
	setFault(t, b, "norecords")
	if a := asked(t, b, "A17"); a["found"] != "1" || len(recordsIn(a)) != 0 {
		t.Errorf("found %v, records %v", a["found"], a["records"])
	}
}

// A query shows a lower-case reference in capitals.
func TestOtherCapitals(t *testing.T) {
	for text, want := range map[string]string{"A17": "a17", "a17": "A17", "aB": "ab", "17": "17", "": ""} {
		if got := faults.OtherCapitals(text); got != want {
			t.Errorf("%q is shown as %q, want %q", text, got, want)
		}
	}
}

// If a record's order reference asks for a lie, every query shows the record with the
// lie, each time, and once.
func TestQueryLiesByReference(t *testing.T) {
	b := newBank()
	const folded, escaped = "FAULT-fold-A-7K3M2P", "FAULT-escape-A&B"
	refs := []string{buy(t, b, "orderreference", folded), buy(t, b, "orderreference", escaped)}
	for range 2 {
		want(t, recordOf(t, b, refs[0]), "orderreference", strings.ToLower(folded))
		want(t, recordOf(t, b, refs[1]), "orderreference", "FAULT-escape-A&amp;B")
		want(t, recordsIn(asked(t, b, escaped))[0], "orderreference", "FAULT-escape-A&amp;B")
	}
	// These strike the query that looks for them.
	buy(t, b, "orderreference", "FAULT-norecords-A")
	if a := asked(t, b, "FAULT-norecords-A"); a["found"] != "1" || len(recordsIn(a)) != 0 {
		t.Errorf("found %v, records %v", a["found"], a["records"])
	}
	if list := recordsIn(asked(t, b, "FAULT-nofilter-A")); len(list) != 3 {
		t.Errorf("%d records under nofilter, want 3", len(list))
	}
	if list := recordsIn(asked(t, b, "FAULT-nofilter")); len(list) != 3 {
		t.Errorf("%d records under nofilter, want 3", len(list))
	}
	// They do not keep a set fault from deciding the answer.
	setFault(t, b, "502")
	if status, _, _ := post(t, b, body(t, auth("orderreference", folded))); status != 502 {
		t.Errorf("status %d, want 502", status)
	}
}

// Lies combine with each other, and with faults of the record and the answer.
func TestLiesTogether(t *testing.T) {
	b, c := movingBank()
	setFault(t, b, "hide.15m")
	setFault(t, b, "escape", func(f *faults.Fault) { f.Rate, f.Count = 1, 0 })
	setFault(t, b, "fold", func(f *faults.Fault) { f.Rate, f.Count = 1, 0 })
	setFault(t, b, "norecords", func(f *faults.Fault) { f.Count = 2 })
	setFault(t, b, "behind.10m", func(f *faults.Fault) { f.Types, f.Rate = []string{"TRANSACTIONQUERY"}, 1 })
	buy(t, b, "orderreference", "A&B")
	a := asked(t, b, "A&B")
	want(t, a, "found", "1", "transactionstartedtimestamp", "2026-11-21 11:50:05")
	c.pass(15 * time.Minute)
	want(t, asked(t, b, "A&B"), "found", "1", "transactionstartedtimestamp", "2026-11-21 12:05:05")
	a = asked(t, b, "A&B")
	want(t, recordsIn(a)[0], "orderreference", "a&amp;b", "transactionstartedtimestamp", "2026-11-21 12:00:05")
}

// An approval that names another order or card. The bank books the caller's own.
func TestWrongAnswers(t *testing.T) {
	for fault, wrong := range map[string][]any{
		"wrongorder": {"orderreference", faults.AnotherOrder, "maskedpan", "411111######1111"},
		"wrongpan":   {"maskedpan", faults.AnotherPAN, "orderreference", "My_Order_123"},
	} {
		b := newBank()
		setFault(t, b, fault)
		_ = asked(t, b, "nothing, which it cannot strike")
		a := send(t, b, auth())[0]
		want(t, a, append(wrong, "errorcode", "0", "settlestatus", "0", "transactionreference", "23-9-80001")...)
		want(t, recordOf(t, b, "23-9-80001"), "orderreference", "My_Order_123", "maskedpan", "411111######1111")
	}
}

// The bank refuses a fault for request types that it cannot strike.
func TestFaultsHaveTheirTypes(t *testing.T) {
	b := newBank()
	for name, types := range map[string]string{"fold": "AUTH", "norecords": "REFUND", "wrongorder": "TRANSACTIONQUERY", "wrongpan": "TRANSACTIONUPDATE"} {
		err := b.SetFault(faults.Fault{Name: name, Types: []string{types}})
		if err == nil || !strings.Contains(err.Error(), "can strike") {
			t.Errorf("%s for %s: %v", name, types, err)
		}
	}
	setFault(t, b, "fold", func(f *faults.Fault) { f.Types = []string{"TRANSACTIONQUERY"} })
	setFault(t, b, "wrongpan", func(f *faults.Fault) { f.Types = []string{"AUTH", "REFUND"} })
}

// A host's clock dates the answer and what the host books. It does not decide when a
// record can be found or settles.
func TestHostClocks(t *testing.T) {
	for fault, at := range map[string]string{
		"ahead.10m":  "2026-11-21 12:10:05",
		"behind.10m": "2026-11-21 11:50:05",
		"behind":     "2026-11-21 11:55:05",
		"hosts":      "2026-11-21 12:00:05", // the first is right
	} {
		b, c := movingBank()
		setFault(t, b, fault)
		setFault(t, b, "hide.15m")
		status, header, raw := post(t, b, body(t, auth()))
		a := decodeReply(t, raw).Response[0]
		want(t, a, "errorcode", "0", "transactionstartedtimestamp", at)
		stamped, _ := time.Parse(time.DateTime, at)
		if sent := header.Get("Date"); status != 200 || fault != "hosts" && sent != stamped.Format("Mon, 02 Jan 2006 15:04:05 GMT") {
			t.Errorf("%s: status %d, Date %q", fault, status, sent)
		}
		c.pass(15*time.Minute - 1)
		want(t, asked(t, b, "My_Order_123"), "found", "0", "transactionstartedtimestamp", "2026-11-21 12:15:04")
		c.pass(1)
		want(t, recordsIn(asked(t, b, "My_Order_123"))[0], "transactionstartedtimestamp", at)
	}
}

// Two hosts answer in turn, by the reference as well.
func TestTwoHosts(t *testing.T) {
	b, c := movingBank()
	setFault(t, b, "hosts.200s", func(f *faults.Fault) { f.Types, f.Count = []string{"TRANSACTIONQUERY"}, 4 })
	for _, at := range []string{"12:00:05", "12:03:26", "12:00:07", "12:03:28", "12:00:09", "12:00:10"} {
		want(t, asked(t, b, "A17"), "transactionstartedtimestamp", "2026-11-21 "+at)
		c.pass(time.Second)
	}
	b, _ = movingBank()
	buy(t, b, "orderreference", "FAULT-hosts.10m-A")
	want(t, asked(t, b, "FAULT-hosts.10m-A"), "transactionstartedtimestamp", "2026-11-21 12:10:05", "found", "1")
	want(t, asked(t, b, "FAULT-hosts.10m-A"), "transactionstartedtimestamp", "2026-11-21 12:00:05", "found", "1")
	want(t, asked(t, b, "FAULT-behind.9m"), "transactionstartedtimestamp", "2026-11-21 11:51:05", "found", "0")
}

// HTML pages with and without the challenge, before and after the booking.
func TestFaultPages(t *testing.T) {
	for fault, want := range map[string]struct {
		status, booked int
		challenge      string
	}{
		"400": {400, 0, ""}, "400paid": {400, 1, ""},
		"401": {401, 0, `Basic realm="Webservices"`}, "401paid": {401, 1, `Basic realm="Webservices"`},
		"401bare": {401, 0, ""}, "401barepaid": {401, 1, ""},
		"502": {502, 0, ""}, "502paid": {502, 1, ""},
	} {
		b := newBank()
		f, err := faults.Parse(fault + ":AUTH")
		if err == nil {
			err = b.SetFault(f)
		}
		if err != nil {
			t.Fatal(err)
		}
		for range 2 {
			status, header, raw := post(t, b, body(t, auth()))
			if status != want.status || header.Get("WWW-Authenticate") != want.challenge || !strings.Contains(string(raw), "<h1>"+fault[:3]) {
				t.Errorf("%s: status %d, challenge %q\n%s", fault, status, header.Get("WWW-Authenticate"), raw)
			}
		}
		if b.book.Len() != 2*want.booked {
			t.Errorf("%s: %d booked, want %d", fault, b.book.Len(), 2*want.booked)
		}
		_ = asked(t, b, "My_Order_123") // for AUTHs only
	}
}

// The console's client does not call any of these answers an approval.
func TestWrongAnswersAreNoApproval(t *testing.T) {
	for _, fault := range []string{"wrongorder", "wrongpan", "400paid", "401barepaid"} {
		b := newBank()
		setFault(t, b, fault)
		if result, fail := pay(t, served(t, b), nil, ample, "A17-abcdef"); fail == nil || result.Outcome == gateway.OutcomeApproved {
			t.Errorf("%s: %v %v", fault, result.Outcome, fail)
		}
	}
}
