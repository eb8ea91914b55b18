package cli

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"reflect"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"motoconsole/gateway"
	"motoconsole/internal/config"
	"motoconsole/internal/lookup"
	"motoconsole/internal/screentest"
)

// hostile are values that attack a terminal, a log or a spreadsheet.
func hostile() []string { return screentest.Hostile() }

// withEverywhere is a record with the value in every field.
func withEverywhere(value string) gateway.Record {
	var r gateway.Record
	var fill func(reflect.Value)
	fill = func(v reflect.Value) {
		for i := range v.NumField() {
			switch f := v.Field(i); f.Kind() { //nolint:exhaustive // a record has nothing else
			case reflect.Struct:
				fill(f)
			case reflect.String:
				f.SetString(value)
			case reflect.Slice:
				f.Set(reflect.ValueOf([]string{value}))
			}
		}
	}
	fill(reflect.ValueOf(&r).Elem())
	return r
}

// written is a record in one of the three formats.
func written(t testing.TB, o lookupOptions, r gateway.Record) string {
	t.Helper()
	var out bytes.Buffer
	f := o.format(&out, config.Settings{}, reservedBy(lookup.Kept{}))
	if err := f.record(r); err != nil {
		t.Fatal(err)
	}
	if err := f.end(); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

// checkSafe fails unless the text is printable and has this number of lines.
func checkSafe(t testing.TB, text string, lines int, where string) {
	t.Helper()
	if !utf8.ValidString(text) || strings.Count(text, "\n") != lines {
		t.Errorf("%s: %d lines, want %d, or no UTF-8: %q", where, strings.Count(text, "\n"), lines, text)
	}
	for _, r := range strings.ReplaceAll(text, "\n", "") {
		if !unicode.IsPrint(r) {
			t.Errorf("%s: %U gets out", where, r)
			return
		}
	}
	// The columns of a table may together read as a number that no value holds.
	if where != "table" && gateway.HoldsCardNumber(text) {
		t.Errorf("%s: a card number gets out", where)
	}
}

func TestHostileRecords(t *testing.T) {
	for _, value := range hostile() {
		r := withEverywhere(value)
		table := written(t, lookupOptions{}, r)
		checkSafe(t, table, 2, "table")
		if strings.Contains(table, "4111") {
			t.Errorf("a card number gets out: %s", table)
		}
		text := written(t, lookupOptions{json: true}, r)
		checkSafe(t, text, 1, "json")
		if !json.Valid([]byte(text)) || strings.Contains(text, "acquirersecret") {
			t.Errorf("not the JSON it should be: %q", text)
		}
		text = written(t, lookupOptions{csv: true}, r)
		checkSafe(t, strings.ReplaceAll(text, "\r\n", "\n"), 2, "csv")
		checkCSV(t, text)
	}
	for line := range strings.Lines(written(t, lookupOptions{}, withEverywhere(strings.Repeat("漢", 200)))) {
		if n := len([]rune(line)); n > 400 {
			t.Errorf("a line of %d characters", n)
		}
	}
}

// checkCSV reads a list back: every row is as long as the heading, and no cell is a
// formula.
func checkCSV(t testing.TB, text string) [][]string {
	t.Helper()
	rows, err := csv.NewReader(strings.NewReader(text)).ReadAll()
	if err != nil {
		t.Fatalf("%v: %q", err, text)
	}
	for _, row := range rows {
		for _, cell := range row {
			bare := strings.TrimLeft(cell, " \"")
			if bare != "" && strings.ContainsRune("=+-@\t\r\n\x00＝＋－＠", []rune(bare)[0]) {
				t.Errorf("a formula: %q", cell)
			}
		}
	}
	return rows
}

// FuzzCSV: with any text in a field, the list can be read back, no cell is a formula,
// and a cell without its apostrophe is the cleaned value.
func FuzzCSV(f *testing.F) {
	for _, value := range hostile() {
		f.Add(value[:min(len(value), 500)])
	}
	f.Add("4111 11")
	f.Fuzz(func(t *testing.T, value string) {
		r := withEverywhere(value)
		text := written(t, lookupOptions{csv: true}, r)
		checkSafe(t, strings.ReplaceAll(text, "\r\n", "\n"), 2, "csv")
		rows := checkCSV(t, text)
		clean := r.Cleaned()
		for i, c := range csvColumns(nil, reservedBy(lookup.Kept{})) {
			if got, want := strings.TrimPrefix(rows[1][i], "'"), c.of(clean); got != want {
				t.Errorf("%s: %q, want %q", c.name, got, want)
			}
		}
		checkSafe(t, written(t, lookupOptions{}, r), 2, "table")
		checkSafe(t, written(t, lookupOptions{json: true}, r), 1, "json")
	})
}

// The whole command, with a gateway that answers with such records.
func TestLookupHostileGateway(t *testing.T) {
	var records []map[string]string
	for _, value := range hostile() {
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
		checkSafe(t, strings.ReplaceAll(out, "\r\n", "\n"), lines, kind)
		checkSafe(t, notes, strings.Count(notes, "\n"), kind)
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
