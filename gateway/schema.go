package gateway

import (
	"reflect"
	"strings"
	"sync"
)

// schema maps response fields to their places in a Record. It is read from the
// struct once, so a new field needs no second list.
type schema struct {
	byName map[string]int // response field to its place in paths
	paths  [][]int        // of every string field
	// references are the places that hold the gateway's own transaction references.
	references map[int]bool
}

var recordSchema = sync.OnceValue(func() schema {
	s := schema{byName: map[string]int{}}
	s.collect(reflect.TypeFor[Record](), "", nil)
	s.references = map[int]bool{
		s.byName["transactionreference"]: true, s.byName["parenttransactionreference"]: true,
	}
	return s
})

// collect adds the string fields of t. A nested struct's tag is the prefix of its
// fields' names; an embedded struct adds none.
func (s *schema) collect(t reflect.Type, prefix string, path []int) {
	for i := range t.NumField() {
		field := t.Field(i)
		name, _, _ := strings.Cut(field.Tag.Get("json"), ",")
		at := append(append([]int(nil), path...), i)
		switch field.Type.Kind() { //nolint:exhaustive // the only other kind in a record is errordata
		case reflect.Struct:
			s.collect(field.Type, prefix+name, at)
		case reflect.String:
			s.byName[prefix+name] = len(s.paths)
			s.paths = append(s.paths, at)
		}
	}
}

// clean makes every value of a record safe to show, in place.
func (r *Record) clean() {
	r.RecipientAccount = maskedAccount(r.RecipientAccount)
	v := reflect.ValueOf(r).Elem()
	schema := recordSchema()
	for i, path := range schema.paths {
		field := v.FieldByIndex(path)
		value := field.String()
		if value == "" || isPlain(value) || schema.references[i] && isReference(value) {
			continue
		}
		field.SetString(cleanValue(value))
	}
	data := r.ErrorData
	r.ErrorData = nil // do not change it: a copy of the record may share it
	for _, name := range data[:min(len(data), maxErrorData)] {
		r.ErrorData = append(r.ErrorData, cleanValue(name))
	}
}

// maskedAccount is the number of a recipient's account with its last four characters
// only: it may be a card's number, whatever type it was sent as.
func maskedAccount(number string) string {
	all := []rune(number)
	for i := range len(all) - 4 {
		all[i] = '#'
	}
	return string(all)
}

// maxShown is the greatest number of characters shown of a value from the gateway.
const maxShown = 255

// maxErrorData is the greatest number of field names kept from an answer.
const maxErrorData = 32

func cleanValue(value string) string {
	if isPlain(value) {
		return value
	}
	value = Clean(value, maxShown)
	if HoldsCardNumber(value) {
		return "[hidden: looked like a card number]"
	}
	return value
}

// maxReferenceGroup is shorter than any card number.
const maxReferenceGroup = 11

// isReference reports a transaction reference in the gateway's form: three numbers,
// such as "23-9-80006". A long one may look like a card number, but must not be
// hidden: without it nothing can be refunded. No card is printed with a group of
// three digits or fewer in the middle.
func isReference(value string) bool {
	groups := strings.Split(value, "-")
	if len(groups) != 3 || len(value) > 25 || len(groups[1]) > 3 {
		return false
	}
	for _, g := range groups {
		if g == "" || len(g) > maxReferenceGroup || !madeOf(g, isDigit) {
			return false
		}
	}
	return true
}

// isPlain reports a short value that needs no cleaning: printable ASCII without a
// run of digits, spaces and dashes long enough for a card number.
func isPlain(value string) bool {
	if len(value) > maxShown {
		return false
	}
	run := 0
	for i := range len(value) {
		switch c := value[i]; {
		case c < ' ' || c > '~':
			return false
		case c >= '0' && c <= '9':
			if run++; run >= minSearchDigits {
				return false
			}
		case c != ' ' && c != '-':
			run = 0
		}
	}
	return true
}
