package entrytest

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"motoconsole/gateway"
)

// wire is a gateway that only listens. Only the client's request shows a whole card.
type wire struct {
	client *gateway.Client
	body   chan map[string]string
}

func newWire(t testing.TB) *wire {
	w := &wire{body: make(chan map[string]string, 1)}
	server := httptest.NewServer(http.HandlerFunc(func(out http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		var asked struct {
			Request []map[string]any `json:"request"`
		}
		if err := json.Unmarshal(body, &asked); err != nil || len(asked.Request) != 1 {
			w.body <- nil
			return
		}
		got := map[string]string{}
		for _, name := range sentFields {
			if v, ok := asked.Request[0][name].(string); ok {
				got[name] = v
			}
		}
		w.body <- got
		_, _ = out.Write([]byte("{}"))
	}))
	t.Cleanup(server.Close)
	client, err := gateway.New(gateway.Config{
		URL: server.URL + "/json/", Username: "u", Password: gateway.NewPassword("p"), ConnectOnce: true,
		Now: func() time.Time { return time.Date(2026, time.November, 21, 12, 0, 0, 0, time.UTC) },
	})
	if err != nil {
		t.Fatal(err)
	}
	w.client = client
	return w
}

// sentFields are the fields of an AUTH that come from the form.
var sentFields = []string{
	"orderreference", "currencyiso3a", "baseamount", "pan", "expirydate", "securitycode",
	"billingfirstname", "billinglastname", "billingpremise", "billingcountryiso2a", "billingpostcode",
}

// sends are the fields that arrive of a request.
func (w *wire) sends(t testing.TB, r gateway.AuthRequest) map[string]string {
	t.Helper()
	result, err := w.client.Auth(context.Background(), r)
	if result.Outcome == gateway.OutcomeNotSent {
		t.Fatalf("the client does not send what left the form: %v", err)
	}
	return <-w.body
}
