package ui

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"motoconsole/gateway"
	"motoconsole/gateway/thousands"
	"motoconsole/internal/effort"
	"motoconsole/internal/sandbox"
)

// crowdedBank is a test bank with n payments of the last 20 hours, over real
// HTTP.
func crowdedBank(tb testing.TB, n int) *gateway.Client {
	tb.Helper()
	const user, site = "ws@example.com", "test_site12345"
	end := newClock().Now()
	now := end
	clock := func() time.Time { return now }
	password := gateway.NewPassword("Password1^")
	bank := sandbox.New(sandbox.Config{Username: user, Password: password, Now: clock})
	for i := range n {
		now = end.Add(time.Duration(i-n) * 20 * time.Hour / time.Duration(n))
		body, err := json.Marshal(map[string]any{"alias": user, "version": "1.00", "request": []any{map[string]any{
			"requesttypedescriptions": []string{"AUTH"}, "accounttypedescription": "MOTO", "sitereference": site,
			"currencyiso3a": "GBP", "baseamount": "1050", "orderreference": fmt.Sprintf("A%d-7K3M2P", i), "pan": testPAN,
			"expirydate": "12/2030", "securitycode": "123", "operatorname": "priya",
		}}})
		if err != nil {
			tb.Fatal(err)
		}
		r := httptest.NewRequest(http.MethodPost, "/json/", bytes.NewReader(body))
		r.SetBasicAuth(user, "Password1^")
		bank.ServeHTTP(httptest.NewRecorder(), r)
	}
	now = end
	server := httptest.NewServer(bank)
	tb.Cleanup(server.Close)
	client, err := gateway.New(gateway.Config{URL: server.URL + "/json/", Username: user, Password: password, Now: clock})
	if err != nil {
		tb.Fatal(err)
	}
	return client
}

// stream searches the last 24 hours and takes in what comes, drawing each time
// as the program does. It returns when the first row and the last came.
func stream(tb testing.TB, client *gateway.Client) (root *Root, first, all time.Duration, draws int) {
	tb.Helper()
	session := newSession(&bank{answer: approved}, newClock(), gateway.ModeTest)
	session.Search = client
	root = New(session)
	root.Update(tea.WindowSizeMsg{Width: 80, Height: 24})
	root.Update(tea.KeyPressMsg{Code: 'l', Text: "l"})
	for _, key := range "last 24h" {
		root.Update(tea.KeyPressMsg{Code: key, Text: string(key)})
	}
	began := time.Now()
	_, cmd := root.Update(tea.KeyPressMsg{Code: tea.KeyEnter})
	for cmd != nil {
		_, cmd = root.Update(cmd())
		_ = root.View()
		draws++
		if first == 0 && strings.Contains(root.View().Content, "row 1") {
			first = time.Since(began)
		}
	}
	return root, first, time.Since(began), draws
}

// Many stretches, each up to the gateway's limit, make one list, each payment once.
func TestLookupStreams(t *testing.T) {
	n := effort.Of(1300, 620) // two windows with -short
	root, _, _, draws := stream(t, crowdedBank(t, n))
	root.Update(tea.WindowSizeMsg{Width: 200, Height: 50}) // with a column of references
	seen := map[string]bool{}
	for range n / 30 {
		for _, reference := range regexp.MustCompile(`\d+-9-\d+`).FindAllString(ansi.Strip(root.View().Content), -1) {
			seen[reference] = true
		}
		root.Update(tea.KeyPressMsg{Code: tea.KeyPgDown})
	}
	if view := ansi.Strip(root.View().Content); len(seen) != n || !strings.Contains(view, thousands.Count(n)+" payments") || !strings.Contains(view, "row "+thousands.Count(n)) {
		t.Errorf("%d references:\n%s", len(seen), view)
	}
	if draws > n/10 {
		t.Errorf("%d messages for %d rows", draws, n)
	}
}

// BenchmarkStream is how long an agent waits for the first row and for all of
// 5 000:
//
//	go test -run '^$' -bench Stream -benchtime 3x ./ui
func BenchmarkStream(b *testing.B) {
	const n = 5000
	client := crowdedBank(b, n)
	var first, all time.Duration
	for b.Loop() {
		root, f, a, _ := stream(b, client)
		if !strings.Contains(root.View().Content, "5 000 payments") {
			b.Fatal("not all of them are listed")
		}
		first, all = first+f, all+a
	}
	b.ReportMetric(float64(first.Milliseconds())/float64(b.N), "ms-to-first-row")
	b.ReportMetric(float64(all.Milliseconds())/float64(b.N), "ms-to-all")
}
