package lookup

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"motoconsole/gateway"
	"motoconsole/internal/sandbox"
)

const (
	testSite = "test_floor1"
	testUser = "ws@example.com"
	visaCard = "4111111111111111"
)

// testBank is a test bank whose clock the test turns.
type testBank struct {
	bank   *sandbox.Bank
	now    time.Time
	client *gateway.Client
}

func newTestBank(t testing.TB, start time.Time) *testBank {
	t.Helper()
	b := &testBank{now: start}
	password := gateway.NewPassword("Password1^")
	b.bank = sandbox.New(sandbox.Config{Username: testUser, Password: password, Now: func() time.Time { return b.now }})
	server := httptest.NewServer(b.bank)
	t.Cleanup(server.Close)
	client, err := gateway.New(gateway.Config{URL: server.URL + "/json/", Username: testUser, Password: password, Now: func() time.Time { return b.now }})
	if err != nil {
		t.Fatal(err)
	}
	b.client = client
	return b
}

// send hands the bank one element, without a network, and returns the answer.
func (b *testBank) send(t testing.TB, element map[string]any) map[string]any {
	t.Helper()
	body, err := json.Marshal(map[string]any{"alias": testUser, "version": "1.00", "request": []any{element}})
	if err != nil {
		t.Fatal(err)
	}
	r := httptest.NewRequest(http.MethodPost, "/json/", bytes.NewReader(body))
	r.SetBasicAuth(testUser, "Password1^")
	w := httptest.NewRecorder()
	b.bank.ServeHTTP(w, r)
	var reply struct{ Response []map[string]any }
	if err := json.Unmarshal(w.Body.Bytes(), &reply); err != nil || len(reply.Response) != 1 {
		t.Fatalf("%v: %s", err, w.Body)
	}
	return reply.Response[0]
}

// pay books a payment of the vendor's example, changed by pairs.
func (b *testBank) pay(t testing.TB, pairs ...string) map[string]any {
	t.Helper()
	element := map[string]any{
		"requesttypedescriptions": []string{"AUTH"}, "accounttypedescription": "MOTO", "sitereference": testSite,
		"currencyiso3a": "GBP", "baseamount": "1050", "orderreference": "A17", "pan": visaCard,
		"expirydate": "12/2030", "securitycode": "123",
	}
	for pair := range slices.Chunk(pairs, 2) {
		element[pair[0]] = pair[1]
	}
	if element["requesttypedescriptions"] = []string{"AUTH"}; element["type"] != nil {
		element["requesttypedescriptions"] = []any{element["type"]}
		delete(element, "type")
	}
	return b.send(t, element)
}

// fact is what the test knows of one transaction: what was sent, and its present state.
type fact struct {
	sent   map[string]string
	at     time.Time
	record gateway.Record
}

// pick is a random one of the values.
func pick(random *rand.Rand, values ...string) string { return values[random.IntN(len(values))] }

// fill books random payments, refunds and card checks of two sites over 60 hours, and
// returns the facts of the first site.
func (b *testBank) fill(t testing.TB, random *rand.Rand, n int) []fact {
	t.Helper()
	sent := map[string]map[string]string{}
	end := b.now
	b.now = end.Add(-60 * time.Hour)
	for i := range n {
		if random.IntN(4) > 0 {
			b.now = b.now.Add(time.Duration(random.Int64N(int64(2 * 60 * time.Hour / time.Duration(n)))))
			if b.now.After(end) {
				b.now = end
			}
		}
		own := fmt.Sprintf("%s%d", pick(random, "A", "B", "Call-2026-"), random.IntN(n/8))
		order := own
		if random.IntN(3) > 0 {
			order = fmt.Sprintf("%s-%06d", cutOwn(own), random.IntN(1000000))
			if random.IntN(2) > 0 {
				order = cutOwn(own) + "-" + pick(random, "7K3M2P", "ABCDEF", "0Z9Y8X")
			}
		}
		fields := map[string]string{
			"sitereference": pick(random, testSite, testSite, testSite, "test_other"), "orderreference": order,
			"baseamount": pick(random, "1050", "70000", "999", "105000", "2099"), "currencyiso3a": pick(random, "GBP", "GBP", "EUR", "JPY"),
			"pan":          pick(random, visaCard, "5100000000000511", "340000000000611", "4242424242424242"),
			"operatorname": pick(random, "priya", "Joe", "Ann Lee"), "settlestatus": pick(random, "0", "0", "1", "2"),
			"billinglastname": pick(random, "Smith", "SMITH", "O'Brien", "Lee"), "billingfirstname": pick(random, "Ann", "bob", "Bo Ann"),
			"billingpostcode": pick(random, "TE45 6ST", "TE456ST", "SW1A 1AA", "90210"), "billingemail": pick(random, "ann@example.com", "bob@example.com"),
			"billingpremise": pick(random, "No 789", "1"), "billingstreet": pick(random, "High Street", "Low Road"),
			"billingtown": pick(random, "Bangor", "High Wycombe"), "billingtelephonetype": "H",
			"billingtelephone": pick(random, "01248 672050", "+44 1248 672-050", "020 7946 0000"),
			"customerip":       pick(random, "192.0.2.1", "192.0.2.2"), "accounttypedescription": pick(random, "MOTO", "ECOM"),
			"type": pick(random, "AUTH", "AUTH", "AUTH", "ACCOUNTCHECK"),
		}
		if fields["pan"] == "340000000000611" {
			fields["securitycode"] = "1234"
		}
		var pairs []string
		for name, value := range fields {
			pairs = append(pairs, name, value)
		}
		answer := b.pay(t, pairs...)
		reference, _ := answer["transactionreference"].(string)
		if reference == "" {
			continue
		}
		sent[reference] = fields
		switch i % 7 {
		case 1:
			b.bank.Settle()
		case 2:
			refund := b.send(t, map[string]any{
				"requesttypedescriptions": []string{"REFUND"}, "sitereference": fields["sitereference"],
				"parenttransactionreference": reference, "baseamount": "1",
			})
			if r, ok := refund["transactionreference"].(string); ok {
				sent[r] = maps.Clone(fields)
				sent[r]["type"], sent[r]["parent"] = "REFUND", reference
			}
		case 3:
			b.send(t, map[string]any{
				"requesttypedescriptions": []string{"TRANSACTIONUPDATE"}, "updates": map[string]string{"settlestatus": "3"},
				"filter": map[string]any{"transactionreference": []any{map[string]string{"value": reference}}},
			})
		}
	}
	b.now = end
	return b.known(t, sent)
}

// known adds the present state of each transaction to its fact, by reading all records.
func (b *testBank) known(t testing.TB, sent map[string]map[string]string) []fact {
	t.Helper()
	var facts []fact
	q := gateway.Query{Sites: []string{testSite}, After: b.now.Add(-1000 * time.Hour)}
	for r, err := range b.client.Records(t.Context(), q) {
		if err != nil {
			t.Fatal(err)
		}
		at, _ := r.StartedAt()
		facts = append(facts, fact{sent[r.TransactionReference], at, r})
	}
	return facts
}

// run collects what a search finds.
func (b *testBank) run(t testing.TB, s Search, o Options) ([]gateway.Record, Summary) {
	t.Helper()
	o.Site = testSite
	var found []gateway.Record
	sum, err := Run(t.Context(), b.client, s, o, func(r gateway.Record) bool {
		found = append(found, r)
		return true
	})
	if err != nil {
		t.Fatalf("%s: %v", s.Explain(), err)
	}
	if sum.Found != len(found) {
		t.Errorf("%d counted, %d found", sum.Found, len(found))
	}
	return found, sum
}

func referencesOf(records []gateway.Record) string {
	var all []string
	for _, r := range records {
		all = append(all, r.TransactionReference)
	}
	return strings.Join(all, " ")
}
