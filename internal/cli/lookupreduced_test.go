package cli

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"motoconsole/gateway"
	"motoconsole/internal/journal"
)

// reduce makes the bank settle another amount of a payment.
func (b *lookupBank) reduce(t *testing.T, reference, minor string) {
	t.Helper()
	body, err := json.Marshal(map[string]any{"alias": sandboxUser, "version": "1.00", "request": []any{map[string]any{
		"requesttypedescriptions": []string{"TRANSACTIONUPDATE"},
		"filter":                  map[string]any{"sitereference": []any{map[string]string{"value": lookupSite}}, "transactionreference": []any{map[string]string{"value": reference}}},
		"updates":                 map[string]string{"settlebaseamount": minor},
	}}})
	if err != nil {
		t.Fatal(err)
	}
	r := httptest.NewRequest(http.MethodPost, "/json/", bytes.NewReader(body))
	r.SetBasicAuth(sandboxUser, lookupPassword)
	w := httptest.NewRecorder()
	b.bank.ServeHTTP(w, r)
	if !strings.Contains(w.Body.String(), `"errorcode":"0"`) {
		t.Fatal(w.Body.String())
	}
}

// change records one more attempt with its outcome.
func change(t *testing.T, store journal.Store, e journal.Entry, outcome gateway.Outcome) {
	t.Helper()
	gbp, err := gateway.ParseCurrency("GBP")
	if err != nil {
		t.Fatal(err)
	}
	e.Amount.Currency, e.Site, e.First6, e.Last4, e.Brand, e.Agent = gbp, lookupSite, "411111", "1111", "VISA", "priya"
	reference := e.TransactionReference
	e.TransactionReference = ""
	if err := store.Intent(t.Context(), e, "", time.Time{}); err != nil {
		t.Fatal(err)
	}
	if outcome == gateway.OutcomeUnknown {
		return
	}
	_, err = store.Record(t.Context(), e.ID, journal.Change{Step: journal.StepAnswered, Apply: func(e *journal.Entry) error {
		e.State, e.Outcome, e.AnsweredAt, e.TransactionReference = journal.Known, outcome, e.IntentAt, reference
		return nil
	}})
	if err != nil {
		t.Fatal(err)
	}
}

// A caller reads the reduced amount off the statement. It leads to the payment, and the
// gateway says whether the payment was reduced to it.
func TestLookupReducedDaysLater(t *testing.T) {
	b := newLookupBank(t)
	now := b.now
	b.now = now.Add(-3 * 24 * time.Hour)
	for i := range 3 {
		b.pay(t, "orderreference", fmt.Sprintf("A%d-7K3M2P", i), "baseamount", "10000")
	}
	b.reduce(t, "23-9-80001", "7000")
	b.reduce(t, "23-9-80003", "7000")
	b.bank.Settle()
	b.now = now
	store := b.journal(t)
	at := now.Add(-3 * 24 * time.Hour)
	for i, outcome := range []gateway.Outcome{gateway.OutcomeApproved, gateway.OutcomeDeclined, gateway.OutcomeUnknown} { // of the reductions
		reference, order := fmt.Sprintf("23-9-8000%d", i+1), fmt.Sprintf("A%d-7K3M2P", i)
		change(t, store, journal.Entry{
			ID: "charge" + order, Operation: journal.OpCharge, SentReference: order, Amount: gateway.Money{Minor: 10000}, IntentAt: at, TransactionReference: reference,
		}, gateway.OutcomeApproved)
		change(t, store, journal.Entry{
			ID: "reduce" + order, Operation: journal.OpReduce, Parent: reference, SentReference: "REDUCE-OF-" + order, Amount: gateway.Money{Minor: 3000},
			Target: journal.Target{SettleAmount: 7000}, IntentAt: at.Add(time.Hour), TransactionReference: reference,
		}, outcome)
	}
	if err := store.Close(); err != nil {
		t.Fatal(err)
	}
	for line, found := range map[string]string{
		"70.00":         "23-9-80001 23-9-80003",
		"£70":           "23-9-80001 23-9-80003",
		"1111 70.00":    "23-9-80001 23-9-80003",
		"settled 70.00": "23-9-80001 23-9-80003",
		"100.00":        "23-9-80001 23-9-80002 23-9-80003",
		"30.00":         "",
		"9999 70.00":    "",
		"EUR 70.00":     "",
	} {
		out, notes, code := b.lookup(t, strings.Fields(line)...)
		var all []string
		for row := range strings.Lines(out) {
			if at := strings.Index(row, "23-9-"); at >= 0 {
				all = append(all, row[at:at+10])
			}
		}
		if got := strings.Join(all, " "); got != found || (code == ExitOK) != (found != "") {
			t.Errorf("%s finds %q with %d\n%s%s", line, got, code, out, notes)
		}
	}
}
