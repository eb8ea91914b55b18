package sandbox

import (
	"strconv"
	"testing"
	"time"
)

// Helpers for requests to the bank.

// a clock that tests move.
type clock struct{ at time.Time }

func (c *clock) pass(d time.Duration) { c.at = c.at.Add(d) }

// movingBank is a bank on a clock that starts at noon.
func movingBank(change ...func(*Config)) (*Bank, *clock) {
	c := &clock{noon()}
	return newBank(append(change, func(cfg *Config) { cfg.Now = func() time.Time { return c.at } })...), c
}

// buy makes a payment that must be authorised and returns its reference.
func buy(t testing.TB, b *Bank, pairs ...any) string {
	t.Helper()
	a := send(t, b, auth(pairs...))[0]
	if a["errorcode"] != "0" {
		t.Fatalf("AUTH: %v %v", a["errorcode"], errordata(a))
	}
	return a["transactionreference"].(string)
}

func refund(parent string, pairs ...any) fields {
	return fields{
		"requesttypedescriptions": []string{"REFUND"}, "sitereference": "test_site12345",
		"parenttransactionreference": parent,
	}.set(pairs...)
}

type value = map[string]any

// values are the values of one filter.
func values(vs ...any) []value {
	var list []value
	for _, v := range vs {
		list = append(list, value{"value": v})
	}
	return list
}

func queryFor(filters ...any) fields {
	return fields{"requesttypedescriptions": []string{"TRANSACTIONQUERY"}, "filter": fields{}.set(filters...)}
}

func updateOf(reference string, updates ...any) fields {
	return fields{
		"requesttypedescriptions": []string{"TRANSACTIONUPDATE"},
		"filter":                  fields{"transactionreference": values(reference), "sitereference": values("test_site12345")},
		"updates":                 fields{}.set(updates...),
	}
}

// records asks and returns what was found.
func records(t testing.TB, b *Bank, filters ...any) []map[string]any {
	t.Helper()
	a := send(t, b, queryFor(filters...))[0]
	want(t, a, "requesttypedescription", "TRANSACTIONQUERY", "errorcode", "0", "errormessage", "Ok")
	list, _ := a["records"].([]any)
	if a["found"] != strconv.Itoa(len(list)) {
		t.Fatalf("found %v with %d records", a["found"], len(list))
	}
	found := make([]map[string]any, len(list))
	for i, r := range list {
		found[i] = r.(map[string]any)
	}
	return found
}

// recordOf is the one transaction with a reference.
func recordOf(t testing.TB, b *Bank, reference string) map[string]any {
	t.Helper()
	list := records(t, b, "transactionreference", values(reference))
	if len(list) != 1 {
		t.Fatalf("%d records of %s", len(list), reference)
	}
	return list[0]
}

// wantCode checks an answer's error code and the fields it names.
func wantCode(t testing.TB, a map[string]any, code, data string) {
	t.Helper()
	if a["errorcode"] != code || errordata(a) != data {
		t.Errorf("%v %q, want %s %q", a["errorcode"], errordata(a), code, data)
	}
}
