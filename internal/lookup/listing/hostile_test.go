package listing

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"io"
	"reflect"
	"strings"
	"testing"
	"time"

	"motoconsole/gateway"
	"motoconsole/internal/screentest"
)

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
func written(t testing.TB, list func(io.Writer, []gateway.Currency, Reserved, time.Time) Listing, r gateway.Record) string {
	t.Helper()
	var out bytes.Buffer
	f := list(&out, nil, nil, tableNow)
	if err := f.Record(r); err != nil {
		t.Fatal(err)
	}
	if err := f.End(); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

func TestHostileRecords(t *testing.T) {
	for _, value := range screentest.Hostile() {
		r := withEverywhere(value)
		table := written(t, Table, r)
		screentest.CheckSafe(t, table, 2, "table")
		if strings.Contains(table, "4111") {
			t.Errorf("a card number gets out: %s", table)
		}
		text := written(t, JSONLines, r)
		screentest.CheckSafe(t, text, 1, "json")
		if !json.Valid([]byte(text)) || strings.Contains(text, "acquirersecret") {
			t.Errorf("not the JSON it should be: %q", text)
		}
		text = written(t, CSV, r)
		screentest.CheckSafe(t, strings.ReplaceAll(text, "\r\n", "\n"), 2, "csv")
		checkCSV(t, text)
	}
	for line := range strings.Lines(written(t, Table, withEverywhere(strings.Repeat("漢", 200)))) {
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
	for _, value := range screentest.Hostile() {
		f.Add(value[:min(len(value), 500)])
	}
	f.Add("4111 11")
	f.Fuzz(func(t *testing.T, value string) {
		r := withEverywhere(value)
		text := written(t, CSV, r)
		screentest.CheckSafe(t, strings.ReplaceAll(text, "\r\n", "\n"), 2, "csv")
		rows := checkCSV(t, text)
		clean := r.Cleaned()
		for i, c := range csvColumns(nil, nil, tableNow) {
			if got, want := strings.TrimPrefix(rows[1][i], "'"), c.of(clean); got != want {
				t.Errorf("%s: %q, want %q", c.name, got, want)
			}
		}
		screentest.CheckSafe(t, written(t, Table, r), 2, "table")
		screentest.CheckSafe(t, written(t, JSONLines, r), 1, "json")
	})
}
