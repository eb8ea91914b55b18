package sandbox

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"motoconsole/gateway"
)

// record is a transaction as it lies in the book, packed to a quarter of its
// size. What follows from the rest, such as the authcode, is not in it.
type record struct {
	started, since     int64 // nanoseconds
	minor, settleMinor int64
	texts              texts
	pan                fingerprint

	// The book's links to other records: a record's number plus one, 0 for none.
	parent    uint32
	lastChild uint32
	sibling   uint32 // the child before this one of the same parent
	sameOrder uint32 // the record before this one in its chain of order references
	sameCard  uint32 // the record before this one with the same card

	site, operator uint32 // in the book's labels
	errorCode      uint32
	panHead        uint32 // the first six digits
	due            int32  // days since 1970
	panTail        uint16 // the last four digits
	expiryYear     uint16

	kind, account, payment, currency uint16 // in the book's words

	panLength   uint8
	expiryMonth uint8
	status      uint8
	trait       trait
	checks      [3]byte
	authMethod  byte // F, P or 0
	onFile      byte
	advice      byte
	threeD      threeD
}

const secondsADay = 24 * 60 * 60

// pack writes a transaction into a record, links left open.
func (s *store) pack(t *transaction) record {
	r := record{
		started: t.started.UnixNano(), since: t.since.UnixNano(),
		minor: t.minor, settleMinor: t.settleMinor,
		texts: t.texts, pan: t.pan,
		site: s.labels.id(t.site), operator: s.labels.id(t.operator),
		errorCode: uint32(number(t.errorCode)), // #nosec G115 -- five digits at most
		kind:      s.word(t.requestType), account: s.word(t.account),
		payment: s.word(t.paymentType), currency: s.word(t.currency),
		panLength:   uint8(len(t.maskedPAN)),       // #nosec G115 -- 19 at most
		expiryMonth: uint8(t.expiry.Month),         // #nosec G115 -- 12 at most
		expiryYear:  uint16(t.expiry.Year),         // #nosec G115 -- four digits
		status:      uint8(number(t.settleStatus)), // #nosec G115 -- 100 at most
		trait:       t.trait,
		checks:      [3]byte{first(t.checks.Address), first(t.checks.Postcode), first(t.checks.SecurityCode)},
		authMethod:  first(t.authMethod), onFile: first(t.onFile), advice: first(t.advice),
		threeD: t.threeD,
	}
	if n := len(t.maskedPAN); n >= 10 {
		r.panHead = uint32(number(t.maskedPAN[:6]))   // #nosec G115 -- six digits
		r.panTail = uint16(number(t.maskedPAN[n-4:])) // #nosec G115 -- four digits
	}
	if due, err := time.Parse(time.DateOnly, t.settleDue); err == nil {
		r.due = int32(due.Unix() / secondsADay) // #nosec G115 -- four-digit years
	}
	return r
}

// unpack is the transaction of a record as it stands at a time.
func (s *store) unpack(i uint32, now int64) transaction { return s.unpackRecord(i, s.at(i), now) }

// unpackRecord is unpack for a state of the record that may be an earlier one.
func (s *store) unpackRecord(i uint32, r *record, now int64) transaction {
	t := transaction{
		reference:   s.reference(i),
		requestType: s.words.byID[r.kind], site: s.labels.byID[r.site], account: s.words.byID[r.account],
		operator: s.labels.byID[r.operator],
		started:  time.Unix(0, r.started).UTC(), since: time.Unix(0, r.since).UTC(),
		minor: r.minor, settleMinor: r.settleMinor,
		currency: s.words.byID[r.currency], paymentType: s.words.byID[r.payment],
		maskedPAN: r.maskedPAN(), pan: r.pan, trait: r.trait,
		expiry:    gateway.Expiry{Month: time.Month(r.expiryMonth), Year: int(r.expiryYear)},
		errorCode: strconv.Itoa(int(r.errorCode)),
		checks: gateway.Checks{
			Address:      gateway.CheckResult(text(r.checks[0])),
			Postcode:     gateway.CheckResult(text(r.checks[1])),
			SecurityCode: gateway.CheckResult(text(r.checks[2])),
		},
		settleStatus: gateway.SettleStatus(strconv.Itoa(int(s.statusAt(r, now)))),
		settleDue:    time.Unix(int64(r.due)*secondsADay, 0).UTC().Format(time.DateOnly),
		authMethod:   authMethodName(r.authMethod),
		onFile:       text(r.onFile), advice: text(r.advice),
		threeD: r.threeD, texts: r.texts,
	}
	if r.parent != 0 {
		t.parent = s.reference(r.parent - 1)
	}
	if at, waiting := s.hidden[i]; waiting {
		t.visibleAt = time.Unix(0, at).UTC()
	}
	return t
}

func authMethodName(initial byte) string {
	switch initial {
	case 'F':
		return "FINAL"
	case 'P':
		return "PRE"
	}
	return ""
}

func (r *record) maskedPAN() string {
	if r.panLength == 0 {
		return ""
	}
	return fmt.Sprintf("%06d%s%04d", r.panHead, strings.Repeat("#", int(r.panLength)-10), r.panTail)
}

// word is the number of a word from a closed list: a type, an account, a
// currency.
func (s *store) word(w string) uint16 { return uint16(s.words.id(w)) } // #nosec G115 -- a few hundred

// number is the value of digits that were checked before.
func number[T ~string](digits T) int {
	n, _ := strconv.Atoi(string(digits))
	return n
}

// first is the one character of a flag, 0 for none; text is the way back.
func first[T ~string](flag T) byte {
	if flag == "" {
		return 0
	}
	return flag[0]
}

func text(flag byte) string {
	if flag == 0 {
		return ""
	}
	return string(rune(flag))
}
