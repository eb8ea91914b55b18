package faults

import (
	"strings"
)

// Prefix starts an order reference that asks for a fault:
//
//	FAULT-NAME[.TIME]          or
//	FAULT-NAME[.TIME]-anything
//
// in any case, such as FAULT-lost-A17 or FAULT-late.5s-A17. The names are
// short, because of a merchant's reference the console sends 18 characters, a
// "-" and six more.
const Prefix = "FAULT-"

// Asked is the fault that an order reference asks for, nil for an ordinary one. It
// reports false if the fault does not exist, or would have struck before the
// reference was read.
func Asked(reference string) (*Rule, bool) {
	if len(reference) < len(Prefix) || !strings.EqualFold(reference[:len(Prefix)], Prefix) {
		return nil, true
	}
	text, _, _ := strings.Cut(reference[len(Prefix):], "-")
	f, err := ParseName(text)
	if err != nil {
		return nil, false
	}
	r, err := NewRule(f)
	return &r, err == nil && r.Kind.Stage != OnConnection
}
