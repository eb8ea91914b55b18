package operation

import (
	"context"
	"errors"
	"strings"

	"motoconsole/gateway"
	"motoconsole/internal/payment"
)

// A correction changes the customer's details at the gateway, or the expiry date of
// the card. It moves no money, and making it again changes nothing. What the agent
// typed is in memory only while the attempt is sent; the journal keeps the names of
// the fields. So if the answer is lost, the record is compared once with what was
// typed. If the record does not show that, the attempt stays in doubt and ends as not
// confirmed: the agent looks at the record, and corrects it again if need be.

// Correction is what is corrected: only what is set.
type Correction struct {
	Billing gateway.Billing
	Expiry  gateway.Expiry
}

// part is one field of a correction, with its value in a record.
type part struct{ name, typed, shown string }

func (c Correction) parts(r gateway.Record) []part {
	b, is := c.Billing, r.Billing
	all := []part{
		{"first name", b.FirstName, is.FirstName},
		{"name", b.LastName, is.LastName},
		{"house no. or name", b.Premise, is.Premise},
		{"street", b.Street, is.Street},
		{"town", b.Town, is.Town},
		{"postcode", b.Postcode, is.Postcode},
		{"country", b.Country, is.Country},
		{"e-mail", b.Email, is.Email},
		{"telephone", b.Telephone, is.Telephone},
		{"telephone type", b.TelephoneType, is.TelephoneType},
	}
	if !c.Expiry.IsZero() {
		all = append(all, part{"expiry date", c.Expiry.String(), r.ExpiryDate})
	}
	return all
}

// Names are the fields that are corrected, as the journal keeps them and screens show
// them.
func (c Correction) Names() string {
	var names []string
	for _, p := range c.parts(gateway.Record{}) {
		if p.typed != "" {
			names = append(names, p.name)
		}
	}
	return strings.Join(names, ", ")
}

// shownBy reports a record that has what was typed.
func (c Correction) shownBy(r gateway.Record) bool {
	for _, p := range c.parts(r) {
		if p.typed != "" && p.typed != p.shown {
			return false
		}
	}
	return true
}

var errNothingToCorrect = errors.New("nothing is corrected: fill in what is wrong")

// check says why a correction cannot be made.
func (c Correction) check(r *Service) error {
	if c.Names() == "" {
		return errNothingToCorrect
	}
	if c.Expiry.IsZero() {
		return nil
	}
	return c.Expiry.Check(r.Sender.Now())
}

// correct sends a correction. After a lost answer it checks once whether the record
// shows it, while moto still has what was typed.
func (r *Service) correct(ctx context.Context, v Operation) payment.Reply {
	request, _ := v.request()
	sent := r.update(ctx, request)
	if sent.Err == nil || sent.Result.Outcome != gateway.OutcomeUnknown {
		return sent
	}
	// The gate of the attempt is shut when the patience ends, so the look has its
	// own.
	look, cancel := context.WithTimeout(gateway.WithGate(context.WithoutCancel(ctx), gateway.NewGate(nil)), rereadTime)
	defer cancel()
	if record, _, failed := r.read(look, v.Parent); failed == nil && v.correction.shownBy(record) {
		sent.Result.Outcome, sent.Result.Record, sent.Err = gateway.OutcomeApproved, gateway.Record{ErrorCode: gateway.CodeFine}, nil
	}
	return sent
}
