package gateway

import (
	"errors"
	"fmt"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"motoconsole/internal/effort"
)

// TestRecordsDenseSecond: a second with too many records yields what the gateway gives
// and an error, and the records around it come as well.
func TestRecordsDenseSecond(t *testing.T) {
	for _, n := range effort.Some([]int{500, 501, 2000}, 3) {
		g := &fakeGateway{records: slices.Concat(at(noon+5, 10), at(noon+100, n), at(noon+101, 400), at(noon+200, 7))}
		got, errs := collect(t, g, noon, noon+3600)
		want := slices.Concat(at(noon+5, 10), at(noon+100, 500), at(noon+101, 400), at(noon+200, 7))
		checkSame(t, got, wanted(want, noon, noon+3600))
		var dense *DenseSecondError
		if len(errs) != 1 || !errors.As(errs[0], &dense) || dense.Second.Unix() != noon+100 {
			t.Errorf("%d: %v", n, errs)
		}
		if want := "the second 2026-11-21 12:01:40 UTC"; !strings.Contains(errs[0].Error(), want) {
			t.Errorf("%q does not say %q", errs[0], want)
		}
	}
	// Stopping at the error, the 500 records have been given.
	g := &fakeGateway{records: slices.Concat(at(noon+1, 3), at(noon+2, 600), at(noon+3, 3))}
	server := httptest.NewServer(g)
	defer server.Close()
	n := 0
	for _, err := range testClient(t, server.URL+"/json/", ample).Records(t.Context(), Query{After: time.Unix(noon, 0), Before: time.Unix(noon+60, 0)}) {
		if err != nil {
			break
		}
		n++
	}
	if n != 503 {
		t.Errorf("%d records before the error, want 503", n)
	}
}

func TestRecordsErrorInTheMiddle(t *testing.T) {
	var all []fakeRecord
	for i := range 3000 {
		all = append(all, fakeRecord{noon + int64(i), fmt.Sprintf("23-9-%d", i)})
	}
	for _, failAfter := range effort.Some([]int{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11}, 3) {
		got, errs := collect(t, &fakeGateway{records: all, failAfter: failAfter}, noon-1, noon+3000)
		var e *Error
		if len(errs) != 1 || !errors.As(errs[0], &e) || e.Kind != KindStatus {
			t.Fatalf("%v", errs)
		}
		checkSame(t, got, wanted(all[:len(got)], noon-1, noon+3000)) // no gap before it
	}
}

func TestRecordsEnds(t *testing.T) {
	g := &fakeGateway{records: at(noon-5, 3)}
	server := httptest.NewServer(g)
	defer server.Close()
	client := testClient(t, server.URL+"/json/", ample)

	// Up to now, with the current second.
	g.records = append(g.records, at(noon, 2)...)
	n := 0
	for _, err := range client.Records(t.Context(), Query{After: time.Unix(noon-3600, 0)}) {
		if err != nil {
			t.Fatal(err)
		}
		n++
	}
	if n != 5 {
		t.Errorf("%d records until now, want 5", n)
	}
	// The consumer stops; the card is wiped all the same.
	card := testCard().Number
	for _, err := range client.Records(t.Context(), Query{Cards: []CardNumber{card}, After: time.Unix(noon-3600, 0)}) {
		if err != nil || card.Len() == 0 {
			t.Error("wiped too early", err)
		}
		break
	}
	if card.Len() != 0 {
		t.Error("the card was not wiped")
	}
	// Windows without a whole second, and one without a start.
	queries := g.queries
	for _, q := range []Query{
		{After: time.Unix(noon, 0), Before: time.Unix(noon+1, 0)},
		{After: time.Unix(noon, 0), Before: time.Unix(noon-9, 0)},
	} {
		for record, err := range client.Records(t.Context(), q) {
			t.Error("yielded something", record.TransactionReference, err)
		}
	}
	for _, err := range client.Records(t.Context(), Query{Sites: []string{"s"}}) {
		checkFieldError(t, err, "starttimestamp", "")
	}
	if g.queries != queries {
		t.Error("a query was sent")
	}
}

// TestRecordsHostile: a gateway that always says 500 ends with an error for
// each second, and one with odd time stamps loses nothing.
func TestRecordsHostile(t *testing.T) {
	element := func(n int, stamp string) string {
		var records []string
		for i := range n {
			records = append(records, fmt.Sprintf(`{"transactionreference":"1-2-%d","transactionstartedtimestamp":%q}`, i, stamp))
		}
		return fmt.Sprintf(`{"requesttypedescription":"TRANSACTIONQUERY","errorcode":"0","found":"%d","records":[%s]}`, n, strings.Join(records, ","))
	}
	url, _ := serve(t, jsonAnswer(envelope(element(500, "no time"))))
	n, errs := 0, 0
	for _, err := range testClient(t, url, ample).Records(t.Context(), Query{After: time.Unix(noon, 0), Before: time.Unix(noon+5, 0)}) {
		if err != nil {
			errs++
		} else {
			n++
		}
	}
	if n != 500 || errs != 4 {
		t.Errorf("%d records, %d errors", n, errs)
	}
	for _, stamp := range []string{"", "2999-01-01 00:00:00", "0001-01-01 00:00:00"} {
		url, _ := serve(t, jsonAnswer(envelope(element(3, stamp))))
		n = 0
		for _, err := range testClient(t, url, ample).Records(t.Context(), Query{After: time.Unix(noon, 0), Before: time.Unix(noon+5, 0)}) {
			if err != nil {
				t.Fatal(err)
			}
			n++
		}
		if n != 3 {
			t.Errorf("%q: %d records", stamp, n)
		}
	}
}
