package sandbox

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"motoconsole/gateway"
	"motoconsole/internal/sandbox/faults"
	"motoconsole/internal/sandbox/message"
)

// control sends an order to the bank's control endpoint.
func control(t testing.TB, s *Server, method, path, payload string, change ...func(*http.Request)) (int, http.Header, string) {
	t.Helper()
	req, err := http.NewRequestWithContext(context.Background(), method, s.URL()+"/_sandbox/"+path, strings.NewReader(payload))
	if err != nil {
		t.Fatal(err)
	}
	req.SetBasicAuth(user, secret)
	for _, f := range change {
		f(req)
	}
	client := &http.Client{Transport: &http.Transport{DisableKeepAlives: true}}
	resp, err := client.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = resp.Body.Close() }()
	text, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return resp.StatusCode, resp.Header, string(text)
}

func TestControlFaults(t *testing.T) {
	b := newBank()
	s := served(t, b)
	for _, payload := range []string{
		`{"fault":"lost","arg":"5s","rate":0.1,"count":3,"types":["AUTH"]}`,
		`{"fault":"close"}`,
	} {
		if status, _, text := control(t, s, "PUT", "faults", payload); status != 200 {
			t.Errorf("%s: %d %s", payload, status, text)
		}
	}
	want := []faults.Fault{
		{Name: "lost", Arg: 5 * time.Second, Rate: 0.1, Count: 3, Types: []string{"AUTH"}},
		{Name: "close", Count: 1},
	}
	if got := b.Faults(); fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("set %v, want %v", got, want)
	}
	var listed struct {
		Faults []map[string]string
		Set    []faultOrder
	}
	status, header, text := control(t, s, "GET", "faults", "")
	if err := json.Unmarshal([]byte(text), &listed); err != nil || status != 200 || !strings.HasPrefix(header.Get("Content-Type"), "application/json") {
		t.Fatalf("%d %v %s", status, err, text)
	}
	if len(listed.Faults) != len(faults.Kinds()) || len(listed.Set) != 2 || listed.Set[0].Arg != "5s" || listed.Set[0].Count != 3 {
		t.Errorf("listed %v and %v", listed.Faults, listed.Set)
	}
	// A fault can be set again exactly as the list shows it.
	again, _ := json.Marshal(listed.Set[0])
	if status, _, text := control(t, s, "PUT", "faults", string(again)); status != 200 {
		t.Errorf("%s: %d %s", again, status, text)
	}
	if status, _, text := control(t, s, "DELETE", "faults", ""); status != 204 || text != "" || len(b.Faults()) != 0 {
		t.Errorf("delete: %d %q, left %v", status, text, b.Faults())
	}
	if result, fail := pay(t, s, nil, ample, "A17-abcdef"); result.Outcome != gateway.OutcomeApproved {
		t.Errorf("after clearing: %v %v", result.Outcome, fail)
	}
}

// Exactly one AUTH arrives when its answer is lost, and the bank says which.
func TestControlRequests(t *testing.T) {
	b := newBank()
	s := served(t, b)
	control(t, s, "PUT", "faults", `{"fault":"lost"}`)
	if _, fail := pay(t, s, nil, ample, "A17-abcdef"); fail == nil || fail.Kind != gateway.KindBroken {
		t.Errorf("the answer came: %v", fail)
	}
	for range 2 {
		_, _ = pay(t, s, nil, ample, "A17-xyz123")
	}
	_, _ = pay(t, s, nil, ample, "plain")
	status, _, text := control(t, s, "GET", "requests", "")
	var got bytes.Buffer
	if err := json.Compact(&got, []byte(text)); err != nil || status != 200 {
		t.Fatalf("%d %v %s", status, err, text)
	}
	want := `{"requests":[{"type":"AUTH","suffix":"abcdef","count":1},{"type":"AUTH","suffix":"plain","count":1},{"type":"AUTH","suffix":"xyz123","count":2}]}`
	if got.String() != want {
		t.Errorf("%s\nwant %s", got.String(), want)
	}
}

// The counts keep no card numbers, and they are bounded, however many requests come.
func TestControlRequestsAreBounded(t *testing.T) {
	a := newArrivals()
	count := func(reference string) {
		raw, _ := json.Marshal(reference)
		a.note(message.Block{Elements: []message.Element{{"requesttypedescription": []byte(`"AUTH"`), "orderreference": raw}}})
	}
	for _, reference := range []string{canary, "A-" + canary, "4111-1111-1111-1111", "4111 1111 1111 1111"} {
		count(reference)
	}
	if got := a.list(); len(got) != 1 || got[0].Suffix != "[hidden]" || got[0].Count != 4 {
		t.Errorf("%v", got)
	}
	count("A-" + strings.Repeat("x", 200) + "\x1b[2J")
	for _, one := range a.list() {
		if len(one.Suffix) > 40 || strings.ContainsRune(one.Suffix, '\x1b') {
			t.Errorf("suffix %q", one.Suffix)
		}
	}
	for i := range maxArrivals + 100 {
		count(fmt.Sprintf("A%x", i))
	}
	if len(a.list()) != maxArrivals || a.types["AUTH"] != maxArrivals+105 {
		t.Errorf("%d kinds and %d in all", len(a.list()), a.types["AUTH"])
	}
}

func TestControlNeedsASignIn(t *testing.T) {
	b := newBank()
	s := served(t, b)
	for name, change := range map[string]func(*http.Request){
		"nobody":         func(r *http.Request) { r.Header.Del("Authorization") },
		"wrong password": func(r *http.Request) { r.SetBasicAuth(user, "x") },
		"wrong user":     func(r *http.Request) { r.SetBasicAuth("x", secret) },
	} {
		for _, one := range []string{
			"GET faults", "PUT faults", "DELETE faults", "GET requests", "POST settle", "POST settle/begin",
			"GET ledger", "PUT password", "DELETE password", "POST portal/auth", "POST portal/refund", "POST portal/update",
		} {
			method, path, _ := strings.Cut(one, " ")
			if status, _, text := control(t, s, method, path, `{"fault":"lost"}`, change); status != 401 || strings.Contains(text, "lost") {
				t.Errorf("%s as %s: %d %s", one, name, status, text)
			}
		}
	}
	if len(b.Faults()) != 0 {
		t.Error("a fault was set without a sign-in")
	}
}

func TestControlIsForThisMachine(t *testing.T) {
	b := newBank()
	for peer, want := range map[string]int{
		"127.0.0.1:4000": 200, "127.9.9.9:4000": 200, "[::1]:4000": 200, "[::ffff:127.0.0.1]:4000": 200,
		"192.0.2.1:4000": 404, "10.0.0.1:4000": 404, "[2001:db8::1]:4000": 404, "[::ffff:192.0.2.1]:4000": 404,
		"0.0.0.0:4000": 404, "": 404, "localhost:4000": 404, "127.0.0.1": 404, "@": 404,
	} {
		r := httptest.NewRequestWithContext(t.Context(), http.MethodPut, "/_sandbox/faults", strings.NewReader(`{"fault":"lost"}`))
		r.RemoteAddr = peer
		r.Header.Set("X-Forwarded-For", "127.0.0.1")
		r.SetBasicAuth(user, secret)
		w := httptest.NewRecorder()
		b.ServeHTTP(w, r)
		if w.Code != want {
			t.Errorf("from %q: %d, want %d", peer, w.Code, want)
		}
	}
	if len(b.Faults()) != 4 {
		t.Errorf("%d faults set, want 4", len(b.Faults()))
	}
}

func TestControlPathsAndMethods(t *testing.T) {
	s := served(t, newBank())
	for one, want := range map[string]string{
		"GET ": "404", "GET nope": "404", "GET faults/": "404", "GET faults/x": "404", "GET ../json/": "404", "POST requests": "405 GET",
		"POST faults": "405 GET, PUT, DELETE", "PATCH faults": "405 GET, PUT, DELETE", "GET settle": "405 POST", "DELETE requests": "405 GET",
		"PUT ledger": "405 GET", "POST password": "405 PUT, DELETE", "GET portal/auth": "405 POST", "POST portal": "404", "POST portal/void": "404",
	} {
		method, path, _ := strings.Cut(one, " ")
		status, header, _ := control(t, s, method, path, "")
		if got := strings.TrimSpace(fmt.Sprint(status, " ", header.Get("Allow"))); got != want && one != "GET ../json/" {
			t.Errorf("%s: %s, want %s", one, got, want)
		}
	}
}

func TestControlMalformedOrders(t *testing.T) {
	b := newBank()
	s := served(t, b)
	for payload, want := range map[string]int{
		``: 400, `{`: 400, `[]`: 400, `"lost"`: 400, `null`: 422, `{}`: 422, "\xff\xfe": 400,
		`{"fault":"lost"}{"fault":"lost"}`:                               400,
		`{"fault":"lost"} x`:                                             400,
		`{"fault":"lost","colour":"red"}`:                                400,
		`{"fault":1}`:                                                    400,
		`{"fault":"lost","arg":5}`:                                       400,
		`{"fault":"lost","rate":"0.1"}`:                                  400,
		`{"fault":"lost","rate":1e999}`:                                  400,
		`{"fault":"lost","count":1.5}`:                                   400,
		`{"fault":"lost","count":99999999999999999999}`:                  400,
		`{"fault":"lost","types":"AUTH"}`:                                400,
		`{"fault":"lost","types":` + strings.Repeat("[", 5000) + "}":     400,
		`{"fault":"lost","arg":"` + strings.Repeat("1", 100<<10) + `s"}`: 400,
		`{"fault":"nope"}`:                                               422,
		`{"fault":"nope","arg":"5s"}`:                                    422,
		`{"fault":"lost","arg":"soon"}`:                                  422,
		`{"fault":"lost","arg":"0s"}`:                                    422,
		`{"fault":"lost","arg":"-5s"}`:                                   422,
		`{"fault":"lost","arg":"21m"}`:                                   422,
		`{"fault":"garble","arg":"5s"}`:                                  422,
		`{"fault":"lost","rate":2}`:                                      422,
		`{"fault":"lost","rate":-1}`:                                     422,
		`{"fault":"lost","count":-1}`:                                    422,
		`{"fault":"lost","types":["SALE"]}`:                              422,
		`{"fault":"drop","types":["AUTH"]}`:                              422,
		`{"fault":"drop","rate":1}`:                                      422,
	} {
		status, _, text := control(t, s, "PUT", "faults", payload)
		var told struct{ Error string }
		if err := json.Unmarshal([]byte(text), &told); status != want || err != nil || told.Error == "" {
			t.Errorf("%.60s: %d %s, want %d", payload, status, text, want)
		}
		if strings.Contains(text, "colour") || strings.Contains(text, "nope") || strings.Contains(text, "SALE") {
			t.Errorf("%.60s: the answer repeats what was sent: %s", payload, text)
		}
	}
	if len(b.Faults()) != 0 {
		t.Errorf("set: %v", b.Faults())
	}
}

// The endpoint can shut its own port, and answers first.
func TestControlRefuse(t *testing.T) {
	b := newBank()
	s := served(t, b)
	if status, _, text := control(t, s, "PUT", "faults", `{"fault":"refuse","arg":"100ms"}`); status != 200 {
		t.Fatalf("%d %s", status, text)
	}
	if result, _ := pay(t, s, nil, ample, "A17-abcdef"); result.Outcome != gateway.OutcomeNotSent {
		t.Errorf("%v, want not sent", result.Outcome)
	}
	eventually(t, "the port opens again", func() bool {
		result, _ := pay(t, s, nil, ample, "A17-abcdef")
		return result.Outcome == gateway.OutcomeApproved
	})
}

func TestControlSettle(t *testing.T) {
	b := newBank()
	s := served(t, b)
	for path, want := range map[string]gateway.SettleStatus{"settle/begin": "10", "settle": "100"} {
		before := b.book.Len()
		_, _ = pay(t, s, nil, ample, "A17-abcdef")
		if status, _, text := control(t, s, "POST", path, ""); status != 204 || text != "" {
			t.Errorf("%s: %d %s", path, status, text)
		}
		if got, _ := b.book.Booked(fmt.Sprint("23-9-", 80_001+before)); got.SettleStatus != want {
			t.Errorf("after %s the settle status is %q, want %q", path, string(got.SettleStatus), want)
		}
	}
}
