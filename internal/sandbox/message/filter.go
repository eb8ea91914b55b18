package message

import (
	"bytes"
	"encoding/json"
	"time"

	"motoconsole/internal/sandbox/book"
)

// FilterFields are the filters of a query with their formats. Cards and times are
// read elsewhere.
func FilterFields() []Field {
	return []Field{
		{"sitereference", of(siteCharacter, 50)},
		{"transactionreference", of(referenceCharacter, 25)},
		{"parenttransactionreference", of(referenceCharacter, 25)},
		{"orderreference", free(255)},
		{"requesttypedescription", of(letter, 20)},
		{"accounttypedescription", of(letter, 20)},
		{"paymenttypedescription", of(letter, 20)},
		{"currencyiso3a", of(letter, 3)},
		{"billingemail", free(255)},
		{"billingfirstname", free(127)},
		{"billinglastname", free(127)},
		{"billingpostcode", free(25)},
		{"billingpremise", free(20)}, // shorter than what AUTH takes, as the vendor's table has it
		{"billingstreet", free(20)},
		{"customerip", free(39)},
	}
}

// A rawFilter is the filter object of an element: names, and for each the
// elements {"value": ...} that were sent. They are part of the request's bytes.
type rawFilter map[string][]Element

// ReadFilter reads an object whose values are arrays of {"value": ...}, or one such
// object without the array. It reports false for any other shape.
func ReadFilter(raw json.RawMessage) (rawFilter, bool) {
	f := rawFilter{}
	if len(raw) == 0 || bytes.Equal(raw, []byte("null")) {
		return f, true
	}
	named := Object(raw)
	for name, value := range named {
		entries := list(value)
		switch {
		case value[0] == '{':
			entries = []json.RawMessage{value}
		case entries == nil && !bytes.Equal(value, []byte("null")) && value[0] != '[':
			return f, false
		}
		for _, entry := range entries {
			e := Object(entry)
			if e == nil {
				return f, false
			}
			f[name] = append(f[name], e)
		}
	}
	return f, named != nil
}

// FilterOf reads the filter of an element. It returns the error code and the
// fields that refuse it.
func FilterOf(e Element, fields []Field, key *book.Key) (*book.Filter, string, Complaints) {
	raw, ok := ReadFilter(e["filter"])
	if !ok {
		return nil, "60037", Complaints{"filter"}
	}
	f := &book.Filter{Values: make(map[string][]string)}
	var bad, badTimes Complaints
	for _, field := range fields {
		for _, entry := range raw[field.Name] {
			v, ok := entry.Text("value")
			if !ok || v != "" && !field.valid(v) {
				bad.Add(field.Name)
			} else if v != "" {
				f.Values[field.Name] = append(f.Values[field.Name], Masked(v))
			}
		}
	}
	for _, entry := range raw["pan"] {
		pan, ok := entry.Digits("value")
		switch {
		case !ok || len(pan) > 0 && (len(pan) < 12 || len(pan) > 19):
			bad.Add("pan")
		case len(pan) > 0:
			f.Cards = append(f.Cards, key.Of(pan))
		}
	}
	f.After = readLimit(raw["starttimestamp"], "starttimestamp", &bad, &badTimes)
	f.Before = readLimit(raw["endtimestamp"], "endtimestamp", &bad, &badTimes)
	switch {
	case len(bad) > 0:
		return nil, "30000", bad
	case len(badTimes) > 0:
		return nil, "10101", badTimes
	case f.Empty():
		return nil, "60019", nil
	}
	return f, "", nil
}

// readLimit reads a time limit. A filter may hold only one.
func readLimit(entries []Element, name string, bad, badTimes *Complaints) *time.Time {
	switch {
	case len(entries) == 0:
		return nil
	case len(entries) > 1:
		bad.Add(name)
		return nil
	}
	v, ok := entries[0].Text("value")
	if ok && v == "" {
		return nil
	}
	at, err := time.Parse(time.DateTime, v)
	if err != nil {
		badTimes.Add(name)
		return nil
	}
	return &at
}
