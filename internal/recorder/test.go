package recorder

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"strconv"
	"strings"
)

// Test is what an answer must say: a value of its JSON, or a text in it. The zero value
// asks for nothing, and so proves nothing.
type Test struct {
	JSON, Value string // the path, its parts between points, and the value as JSON has it without quotes
	Text        string
}

// Asks reports that the test asks for something.
func (t Test) Asks() bool { return t != Test{} }

// passes reports that an answer says what it must.
func (t Test) passes(body []byte) bool {
	switch {
	case !t.Asks():
		return false
	case t.Text != "" && !bytes.Contains(body, []byte(t.Text)):
		return false
	case t.JSON == "":
		return true
	}
	value, found := valueAt(body, strings.Split(t.JSON, "."))
	return found && value == t.Value
}

// valueAt is the value at a path. A number in a path is a place in a list.
func valueAt(body []byte, path []string) (value string, found bool) {
	decoder := json.NewDecoder(bytes.NewReader(body))
	decoder.UseNumber()
	var at any
	if decoder.Decode(&at) != nil {
		return "", false
	}
	if _, err := decoder.Token(); !errors.Is(err, io.EOF) { // it goes on after its value
		return "", false
	}
	for _, name := range path {
		switch in := at.(type) {
		case map[string]any:
			if at, found = in[name]; !found {
				return "", false
			}
		case []any:
			n, err := strconv.Atoi(name)
			if err != nil || n < 0 || n >= len(in) {
				return "", false
			}
			at = in[n]
		default:
			return "", false
		}
	}
	switch is := at.(type) {
	case string:
		return is, true
	case json.Number:
		return is.String(), true
	case bool:
		return strconv.FormatBool(is), true
	}
	return "", false
}
