package gateway

import (
	"context"
	"errors"
	"io"
	"mime"
	"net/http"
	"reflect"
	"strings"
	"time"

	"motoconsole/gateway/internal/jsonscan"
)

// Only an envelope that carries our request reference is the gateway's own answer,
// and only such an answer gives an outcome. The HTTP status alone decides nothing:
// any machine between us and the gateway can make one up, before or after the
// payment was made.

// refusalTimeout limits the wait for the text of an answer whose status is not 200.
// That text decides little, so it does not get the whole deadline.
const refusalTimeout = 5 * time.Second

// readAnswer reads an answer with status 200.
func readAnswer(ctx context.Context, resp *http.Response, k call) (answer, *Error) {
	text, err := io.ReadAll(io.LimitReader(resp.Body, k.limit+1))
	fail := func(kind ErrorKind) (answer, *Error) {
		e := &Error{Kind: kind, Written: true, err: err}
		return answer{}, e.keep(named(text))
	}
	switch {
	case err != nil && ctx.Err() != nil:
		return fail(KindTimeout)
	case errors.Is(err, io.ErrUnexpectedEOF):
		return fail(KindTruncated)
	case err != nil:
		return fail(KindBroken)
	case int64(len(text)) > k.limit:
		return fail(KindTooLarge)
	}
	ans, e := decodeAnswer(text, k.reference)
	if e != nil && e.Kind == KindGarbled {
		// The vendor does not document the media type of its answers, so the type
		// only helps to say what was wrong with an answer that cannot be read.
		media, _, err := mime.ParseMediaType(resp.Header.Get("Content-Type"))
		if err != nil || media != jsonMimeType {
			e.Kind = KindNotJSON
		}
	}
	return ans, e
}

// readRefusal reads an answer whose status is not 200. With 400 or 401 it may be an
// envelope in which the gateway itself refuses the request. Any other text is an error
// that keeps the transactions it names. giveUp ends the reading.
func readRefusal(giveUp func(), resp *http.Response, k call) (answer, *Error) {
	e := &Error{Kind: KindStatus, Written: true, Status: resp.StatusCode}
	switch {
	case resp.StatusCode == http.StatusBadRequest:
		e.Kind = KindBadRequest
	case resp.StatusCode == http.StatusUnauthorized && challengesBasic(resp.Header):
		e.Kind = KindSignIn
	}
	defer time.AfterFunc(refusalTimeout, giveUp).Stop()
	text, err := io.ReadAll(io.LimitReader(resp.Body, k.limit+1))
	if resp.StatusCode == http.StatusBadRequest || resp.StatusCode == http.StatusUnauthorized {
		if ans, fail := decodeAnswer(text, k.reference); fail == nil && err == nil && int64(len(text)) <= k.limit {
			ans.refused = e
			return ans, nil
		}
	}
	return answer{}, e.keep(named(text))
}

// challengesBasic reports the Basic challenge that the gateway sends with its
// documented 401 page.
func challengesBasic(header http.Header) bool {
	for _, value := range header.Values("WWW-Authenticate") {
		for challenge := range strings.SplitSeq(value, ",") {
			if scheme, _, _ := strings.Cut(strings.TrimSpace(challenge), " "); strings.EqualFold(scheme, "Basic") {
				return true
			}
		}
	}
	return false
}

// onlyRefusal replaces the judgement of an element with the error of its HTTP status,
// unless the element says that the request was refused. With status 200 there is no
// such error, and the judgement stands.
func (a answer) onlyRefusal(resp *response, base AuthResult, fail *Error) (AuthResult, *Error) {
	if a.refused == nil || fail == nil && (base.Outcome == OutcomeRejected || base.Outcome == OutcomeDeclined) {
		return base, fail
	}
	e := *a.refused
	return AuthResult{}, e.keepAnswer(*resp)
}

// maxFound is the most records a query gives, and the highest figure found reaches
// (documented). 500 means 500 or more.
const maxFound = 500

// maxRecords is the most records an answer may hold. More is treated as an attack
// on our memory. It leaves room in case the vendor raises maxFound one day.
const maxRecords = 2 * maxFound

// response is one element of the response array.
type response struct {
	record  Record
	found   string
	records []Record
}

// answer is a decoded response envelope.
type answer struct {
	reference string
	responses []response
	// refused is the error of an HTTP status other than 200; see onlyRefusal.
	refused *Error
}

// codes are the errorcodes of the elements, for the log.
func (a answer) codes() []string {
	codes := make([]string, len(a.responses))
	for i := range a.responses {
		codes[i] = LoggedCode(a.responses[i].record.ErrorCode)
	}
	return codes
}

// LoggedCode is an errorcode as a log may have it. An agent can read the log of their own
// desk, so it tells no more of a refusal than the screens tell an agent without the right
// to see reasons: every refusal of a card is 70000, and one that waits for a decision on
// the risk 70001. The vendor's support finds the rest by the request reference.
func LoggedCode(code string) string {
	info, _ := LookupCode(code)
	switch {
	case info.Class == ClassOtherCard:
		return CodeDeclined
	case code == CodeRiskReferred:
		return CodeUncertain
	default:
		return Clean(code, 8)
	}
}

// decodeAnswer reads a response envelope strictly: one JSON object, no name twice,
// every scalar a string, the array under "response", our reference echoed. Any
// other text is an error, so it is never taken for an approval. The error keeps the
// transactions that the text names.
func decodeAnswer(text []byte, reference string) (answer, *Error) {
	d := decoder{schema: recordSchema()}
	fail := func(kind ErrorKind, detail string, err error) (answer, *Error) {
		e := (&Error{Kind: kind, Written: true, Detail: detail, err: err}).keepAnswer(d.responses...)
		if len(e.Records) == 0 {
			return answer{}, e.keep(named(text))
		}
		return answer{}, e
	}
	err := d.envelope(text)
	switch {
	case errors.Is(err, jsonscan.ErrShape):
		return fail(KindShape, "a field has an unexpected type", err)
	case errors.Is(err, errManyRecords):
		return fail(KindShape, "the answer holds more records than the gateway gives", err)
	case err != nil:
		return fail(KindGarbled, "", err)
	case !d.hasResponse && d.hasResponses:
		return fail(KindShape, "the answer has “responses” in place of “response”", nil)
	case len(d.responses) == 0:
		return fail(KindShape, "the answer holds no response", nil)
	case !d.hasReference:
		return fail(KindMismatch, "it carries no request reference", nil)
	case d.reference != reference:
		return fail(KindMismatch, "its request reference is not ours", nil)
	}
	return answer{reference: reference, responses: d.responses}, nil
}

var errManyRecords = errors.New("too many records")

// decoder reads the fields of an answer into their records.
type decoder struct {
	*jsonscan.Scanner
	schema       schema
	reference    string
	hasReference bool
	hasResponse  bool
	hasResponses bool
	responses    []response
}

func (d *decoder) envelope(text []byte) (err error) {
	if d.Scanner, err = jsonscan.New(text); err != nil {
		return err
	}
	return d.Object(0, func(name []byte) error {
		switch string(name) {
		case "requestreference":
			value, ok, err := d.Value()
			d.reference, d.hasReference = string(value), ok
			return err
		case "response":
			d.hasResponse = true
			return d.Array(1, d.response)
		case "responses":
			d.hasResponses = true
		}
		return d.Skip(1)
	})
}

// response reads one element of the response array.
func (d *decoder) response() error {
	if len(d.responses) == maxBlock {
		return errManyRecords
	}
	d.responses = append(d.responses, response{})
	r := &d.responses[len(d.responses)-1]
	set := d.setter(&r.record, nil, 2)
	return d.Object(2, func(name []byte) error {
		switch string(name) {
		case "found":
			value, _, err := d.Value()
			r.found = string(value)
			return err
		case "records":
			if d.Peek() == 'n' { // null
				return d.Skip(3)
			}
			return d.Array(3, func() error { return d.queried(r) })
		}
		return set(name)
	})
}

// queried reads one of the records that a query found.
func (d *decoder) queried(r *response) error {
	if len(r.records) == maxRecords {
		return errManyRecords
	}
	r.records = append(r.records, Record{})
	n := len(r.records)
	var before *Record
	if n > 1 {
		before = &r.records[n-2]
	}
	return d.Object(4, d.setter(&r.records[n-1], before, 4))
}

// setter returns a function that reads the value of a field into a record. Most
// values equal those of the record before, so their strings are reused.
func (d *decoder) setter(r, before *Record, depth int) func(name []byte) error {
	into, from := reflect.ValueOf(r).Elem(), reflect.ValueOf(before)
	return func(name []byte) error {
		if string(name) == "errordata" {
			return d.errorData(r, depth+1)
		}
		field, ok := d.schema.byName[string(name)]
		if !ok {
			return d.Skip(depth + 1)
		}
		value, ok, err := d.Value()
		if err != nil || !ok {
			return err
		}
		path := d.schema.paths[field]
		if before != nil {
			if same := from.Elem().FieldByIndex(path).String(); same == string(value) {
				into.FieldByIndex(path).SetString(same)
				return nil
			}
		}
		into.FieldByIndex(path).SetString(string(value))
		return nil
	}
}

// errorData reads the names of fields, a list in every example and one string
// in the field table.
func (d *decoder) errorData(r *Record, depth int) error {
	one := func() error {
		value, ok, err := d.Value()
		if err == nil && ok && len(r.ErrorData) < maxErrorData {
			r.ErrorData = append(r.ErrorData, string(value))
		}
		return err
	}
	if d.Peek() == '[' {
		return d.Array(depth, one)
	}
	return one()
}
