package find

import (
	"cmp"
	"strings"
	"testing"
	"time"

	"motoconsole/gateway"
	"motoconsole/internal/lookup"
	"motoconsole/internal/statement/statementtest"
)

// The list calls each payment what every other place calls it.
func TestStatesInTheList(t *testing.T) {
	for _, c := range statementtest.Cases(t) {
		w := newRow(c.Record, nil, c.Now)
		w.reserve(c.Asked)
		if _, word, _ := strings.Cut(statusWord(w), " "); !strings.EqualFold(word, c.Word) {
			t.Errorf("%s: %s", c.Name, word)
		}
		if !strings.Contains(w.words, c.Word) {
			t.Errorf("%s: the list cannot be narrowed by %s: %q", c.Name, c.Word, w.words)
		}
	}
}

// TestGiveBackIsOfferedWhereMoneyIs: the footer shows the key that gives back dim on a row of
// which nothing can be given back.
func TestGiveBackIsOfferedWhereMoneyIs(t *testing.T) {
	offered := func(r gateway.Record) bool {
		l := newPage(t, nil)
		l.list.add([]*row{newRow(r, nil, l.shell.Now())})
		for _, k := range l.listKeys() {
			if k.Help().Key == "g" {
				return k.Enabled()
			}
		}
		t.Errorf("%+v: the key is not in the footer", r)
		return false
	}
	for _, c := range statementtest.Cases(t) {
		if got, want := offered(c.Record), c.Word != "cancelled"; got != want {
			t.Errorf("%s: offered %v", c.Name, got)
		}
	}
	for code, want := range map[string]bool{gateway.CodeFine: true, "70000": false, "30000": false, "60010": false} {
		if got := offered(paid(1, func(r *gateway.Record) { r.ErrorCode = code })); got != want {
			t.Errorf("code %s: offered %v", code, got)
		}
	}
	for _, request := range []string{gateway.TypeRefund, gateway.TypeAccountCheck} {
		if offered(paid(1, func(r *gateway.Record) { r.RequestType = request })) {
			t.Errorf("%s: offered", request)
		}
	}
}

// TestAnUnknownPaymentIsNotTakenAgain: Find says of an unknown outcome what home and the
// result say, at every width, and so does the line that answers g on its row.
func TestAnUnknownPaymentIsNotTakenAgain(t *testing.T) {
	for request, want := range map[string]string{
		gateway.TypeAuth: "do not take it again", gateway.TypeRefund: "do not send it again", gateway.TypeAccountCheck: "it may be checked again", gateway.TypeThreeDQuery: "",
	} {
		r := paid(1, func(r *gateway.Record) {
			r.RequestType, r.ErrorCode, r.ErrorMessage = request, "60010", "Unable to process"
		})
		l := newPage(t, nil)
		l.list.add([]*row{newRow(r, nil, l.shell.Now())})
		for _, width := range []int{60, 80, 200} {
			view, _ := l.listPage(width, 40)
			if got := strings.Contains(strings.ToLower(view), cmp.Or(want, "again")); got != (want != "") {
				t.Errorf("%s at %d cells:\n%s", request, width, view)
			}
		}
	}
	l := newPage(t, nil)
	r := paid(1, func(r *gateway.Record) { r.TransactionReference = "" })
	l.list.add([]*row{keptRow(lookup.Attempt{Record: r, Outcome: gateway.OutcomeUnknown}, nil, l.shell.Now())})
	said := ""
	l.shell.Notify = func(text string) { said = text }
	if l.open(true); !strings.HasPrefix(said, "Do not take it again. ") {
		t.Errorf("%q", said)
	}
}

// The list and its preview have the word of each outcome.
func TestOutcomesInTheList(t *testing.T) {
	for _, o := range statementtest.Outcomes(t) {
		w := newRow(o.Record, nil, time.Date(2026, 11, 24, 12, 0, 0, 0, time.UTC))
		if _, word, _ := strings.Cut(statusWord(w), " "); !o.Has(word) || w.outcome != o.Want {
			t.Errorf("%s: %s, %s", o.Name(), word, w.outcome)
		}
	}
}
