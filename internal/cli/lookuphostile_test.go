package cli

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"unicode/utf8"

	"motoconsole/internal/screentest"
)

// The whole command, with a gateway that answers with such records.
func TestLookupHostileGateway(t *testing.T) {
	var records []map[string]string
	for _, value := range screentest.Hostile() {
		if utf8.ValidString(value) && len(value) < 100_000 { // the client refuses an answer that is not UTF-8, or far too long
			records = append(records, map[string]string{
				"transactionstartedtimestamp": "2026-11-20 12:00:00", "errorcode": "0", "orderreference": value, "operatorname": value, "maskedpan": value,
				"settlestatus": value, "baseamount": value, "currencyiso3a": value, "paymenttypedescription": value, "requesttypedescription": value, "errormessage": value,
			})
		}
	}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body)
		w.Header().Set("Content-Type", "application/json")
		body, err := json.Marshal(map[string]any{"requestreference": r.Header.Get("REQUESTREFERENCE"), "version": "1.00", "response": []any{
			map[string]any{"requesttypedescription": "TRANSACTIONQUERY", "errorcode": "0", "found": json.RawMessage(`"` + string(mustJSON(t, len(records))) + `"`), "records": records},
		}})
		if err != nil {
			t.Error(err)
		}
		_, _ = w.Write(body)
	}))
	defer server.Close()
	config := lookupConfig(t, server.URL)
	for _, kind := range []string{"--json", "--csv", "--newest"} {
		out, notes, code := moto(t, "lookup", "--config", config, kind, "ref:23-9-80006")
		if code != ExitOK {
			t.Fatalf("%s: exit code %d: %s", kind, code, notes)
		}
		lines := len(records) + 1
		if kind == "--json" {
			lines--
		}
		screentest.CheckSafe(t, strings.ReplaceAll(out, "\r\n", "\n"), lines, kind)
		screentest.CheckSafe(t, notes, strings.Count(notes, "\n"), kind)
	}
}

func mustJSON(t testing.TB, v any) []byte {
	t.Helper()
	text, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return text
}
