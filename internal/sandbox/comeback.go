package sandbox

import (
	"encoding/base64"
	"strings"
	"time"

	"motoconsole/internal/sandbox/book"
	"motoconsole/internal/sandbox/message"
)

// What a cardholder takes to the card issuer's page, and brings back from it.

// parentOf finds the transaction that an AUTH names as its parent, or that its
// md was given out for, and whether it names one.
func (b *Bank) parentOf(e message.Element, bad *message.Complaints, now time.Time) (parent string, child bool) {
	parent = e.Value("parenttransactionreference")
	if e.Absent("md") {
		return parent, parent != ""
	}
	reference, known := b.readMD(e.Value("md"), now)
	if !known || parent != "" && parent != reference {
		bad.Add("md")
	}
	if e.Absent("pares") {
		bad.Add("pares")
	}
	return reference, true
}

// readMD finds the THREEDQUERY that an md was given out for. An md that was
// made up, or altered, is none.
func (b *Bank) readMD(md string, now time.Time) (reference string, ok bool) {
	raw, err := base64.StdEncoding.DecodeString(md)
	reference, key, found := strings.Cut(string(raw), ":")
	if err != nil || !found {
		return "", false
	}
	p, ok := b.book.See(reference, now)
	issued := p.Texts.Get(book.MDKey)
	return reference, ok && issued != "" && sameText(key, issued)
}

// enterOnce books the payment that a cardholder has come back for. What was
// brought back is good for one.
func (b *Bank) enterOnce(t book.Transaction, e message.Element, now time.Time) message.Answer {
	t, once, err := b.book.AddOnly(t)
	switch {
	case err != nil:
		return b.unwritten(err, now)
	case once:
		return b.entered(&t)
	case e.Value("md") != "":
		return message.Reject(now, "30000", "md")
	}
	return message.Reject(now, "30000", "pares")
}
