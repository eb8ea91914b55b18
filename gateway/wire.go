package gateway

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"strings"
)

// apiVersion is the version every documented request carries.
const apiVersion = "1.00"

// maxDepth is how deep an answer may nest; documented ones reach four levels.
const maxDepth = 16

// element builds one element of the request array. Values are strings, as
// every scalar is on this interface. Card digits are added last, into a
// buffer that is big enough from the start, so that no copy is left behind.
type element struct {
	plain bytes.Buffer
}

// add writes a field unless the value is empty.
func (e *element) add(name, value string) {
	if value == "" {
		return
	}
	quoted, _ := json.Marshal(value) // a string always marshals
	e.raw(name, quoted)
}

// addList writes a field that is an array of strings.
func (e *element) addList(name string, values ...string) {
	quoted, _ := json.Marshal(values)
	e.raw(name, quoted)
}

func (e *element) raw(name string, value []byte) {
	if e.plain.Len() > 0 {
		e.plain.WriteByte(',')
	}
	fmt.Fprintf(&e.plain, "%q:", name)
	e.plain.Write(value)
}

// encode wraps the element in the envelope and puts the card in. The result
// holds card data: it must be wiped.
func (e *element) encode(alias string, card *Card) *body {
	quoted, _ := json.Marshal(alias)
	head := fmt.Sprintf(`{"alias":%s,"version":%q,"request":[{%s`, quoted, apiVersion, e.plain.Bytes())
	const tail = `}]}`
	out := make([]byte, 0, len(head)+len(tail)+128)
	out = append(out, head...)
	if card != nil {
		out = appendDigits(out, "pan", card.Number.d.bytes())
		if !card.Expiry.IsZero() {
			out = appendDigits(out, "expirydate", []byte(card.Expiry.String()))
		}
		out = appendDigits(out, "securitycode", card.Code.d.bytes())
	}
	return &body{data: append(out, tail...)}
}

// appendDigits adds a field whose value needs no quoting, within out's capacity.
func appendDigits(out []byte, name string, value []byte) []byte {
	if len(value) == 0 {
		return out
	}
	out = append(out, `,"`...)
	out = append(out, name...)
	out = append(out, `":"`...)
	out = append(out, value...)
	return append(out, '"')
}

// answer is a decoded response envelope.
type answer struct {
	reference string
	elements  []Record
}

// codes are the errorcodes of the elements, for the log.
func (a answer) codes() []string {
	codes := make([]string, len(a.elements))
	for i, r := range a.elements {
		codes[i] = Clean(r.ErrorCode, 8)
	}
	return codes
}

// decodeAnswer reads a response envelope strictly: one JSON object, no key
// twice, every scalar a string, the array under "response", our reference
// echoed. What it cannot vouch for is an error, so that it is never taken for
// an approval.
func decodeAnswer(text []byte, reference string) (answer, *Error) {
	fail := func(kind ErrorKind, detail string, err error) (answer, *Error) {
		return answer{}, &Error{Kind: kind, Written: true, Detail: detail, err: err}
	}
	if err := checkJSON(text); err != nil {
		return fail(ErrGarbled, "", err)
	}
	var envelope struct {
		RequestReference *string         `json:"requestreference"`
		Response         []Record        `json:"response"`
		Responses        json.RawMessage `json:"responses"`
	}
	if err := json.Unmarshal(text, &envelope); err != nil {
		return fail(ErrShape, "a field has an unexpected type", err)
	}
	switch {
	case envelope.Response == nil && envelope.Responses != nil:
		return fail(ErrShape, "the answer has “responses” in place of “response”", nil)
	case len(envelope.Response) == 0:
		return fail(ErrShape, "the answer holds no response", nil)
	case envelope.RequestReference == nil:
		return fail(ErrMismatch, "it carries no request reference", nil)
	case *envelope.RequestReference != reference:
		return fail(ErrMismatch, "its request reference is not ours", nil)
	}
	return answer{reference: reference, elements: envelope.Response}, nil
}

// checkJSON reports text that is not exactly one JSON object, nests too deep,
// or names a key twice in one object in any case: encoding/json would quietly
// take the last of them.
func checkJSON(text []byte) error {
	dec := json.NewDecoder(bytes.NewReader(text))
	dec.UseNumber()
	if first := bytes.TrimLeft(text, " \t\r\n"); len(first) == 0 || first[0] != '{' {
		return fmt.Errorf("not a JSON object")
	}
	if err := checkValue(dec, 0); err != nil {
		return err
	}
	if _, err := dec.Token(); err != io.EOF {
		return fmt.Errorf("something follows the JSON object")
	}
	return nil
}

func checkValue(dec *json.Decoder, depth int) error {
	if depth > maxDepth {
		return fmt.Errorf("nested more than %d deep", maxDepth)
	}
	token, err := dec.Token()
	if err != nil {
		return fmt.Errorf("not JSON: %w", err)
	}
	delim, ok := token.(json.Delim)
	if !ok {
		return nil
	}
	seen := map[string]bool{}
	for dec.More() {
		if delim == '{' {
			name, err := dec.Token()
			if err != nil {
				return fmt.Errorf("not JSON: %w", err)
			}
			key := strings.ToLower(fmt.Sprint(name))
			if seen[key] {
				return fmt.Errorf("a key appears twice in one object")
			}
			seen[key] = true
		}
		if err := checkValue(dec, depth+1); err != nil {
			return err
		}
	}
	if _, err = dec.Token(); err != nil {
		return fmt.Errorf("not JSON: %w", err)
	}
	return nil
}
