package sandbox

import (
	"encoding/json"
	"slices"
	"strings"
)

// faultPrefix starts an order reference that asks for a fault:
//
//	FAULT-NAME[.TIME]          or
//	FAULT-NAME[.TIME]-anything
//
// in any case, such as FAULT-lost-A17 or FAULT-late.5s-A17. The names are
// short, because of a merchant's reference the console sends 18 characters, a
// "-" and six more.
const faultPrefix = "FAULT-"

// askedFault is the fault that an order reference asks for, nil for an
// ordinary one. It reports false when the reference asks for something that
// does not exist or would have struck before the reference was read.
func askedFault(reference string) (*rule, bool) {
	if len(reference) < len(faultPrefix) || !strings.EqualFold(reference[:len(faultPrefix)], faultPrefix) {
		return nil, true
	}
	text, _, _ := strings.Cut(reference[len(faultPrefix):], "-")
	f, err := parseFault(text)
	if err != nil {
		return nil, false
	}
	r, err := newRule(f)
	return &r, err == nil && r.kind.stage != onConnection
}

// askedFault is the first fault that an element of the block asks for. A query
// asks with the order reference it looks for, and only for what strikes
// queries: a payment that was lost can be found all the same.
func (b *block) askedFault() (*rule, bool) {
	for _, e := range b.elements {
		if r, ok := askedFault(e.value("orderreference")); r != nil || !ok {
			return r, ok
		}
		if !slices.Contains(e.requestTypes(), typeQuery) {
			continue
		}
		r, _ := askedFault(e.orderReference())
		if r != nil && (r.kind.stage == onClock || r.kind.stage == onQuery && !r.kind.disguises()) {
			return r, true
		}
	}
	return nil, true
}

// requestTypes are the types an element asks for, as far as they exist.
func (e element) requestTypes() []string {
	var types, known []string
	if err := json.Unmarshal(e["requesttypedescriptions"], &types); err != nil {
		types = []string{e.value("requesttypedescription")}
	}
	for _, t := range types {
		if knownType(t) {
			known = append(known, t)
		}
	}
	return known
}

// orderReference is the order reference an element is about: the one it
// carries, or the first one its filter looks for.
func (e element) orderReference() string {
	if own := e.value("orderreference"); own != "" {
		return own
	}
	var filter struct {
		OrderReference []struct {
			Value string `json:"value"`
		} `json:"orderreference"`
	}
	if err := json.Unmarshal(e["filter"], &filter); err != nil || len(filter.OrderReference) == 0 {
		return ""
	}
	return filter.OrderReference[0].Value
}
