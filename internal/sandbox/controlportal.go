package sandbox

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"

	"motoconsole/internal/sandbox/book"
	"motoconsole/internal/sandbox/message"
)

// Texts in the records of payments that were keyed in the vendor's portal. The vendor
// shows no example; the names are this bank's own.
const (
	portalInterface = "PASS-MYST-MYST"
	portalUser      = "webuser"
)

// portalAuth takes a payment as a user of the vendor's portal.
func (b *Bank) portalAuth(w http.ResponseWriter, r *http.Request) {
	b.portal(w, r, book.TypeAuth, func(e message.Element) message.Element {
		e.Suggest("accounttypedescription", "MOTO")
		e.Suggest("operatorname", portalUser)
		return e
	})
}

// portalRefund gives back a payment that has settled.
func (b *Bank) portalRefund(w http.ResponseWriter, r *http.Request) {
	b.portal(w, r, book.TypeRefund, func(e message.Element) message.Element {
		e.Suggest("operatorname", portalUser)
		if p, ok := b.book.Booked(e.Value("parenttransactionreference")); ok {
			e.Suggest("sitereference", p.Site)
		}
		return e
	})
}

// portalUpdate changes a payment that has not settled: cancels it, reduces it,
// gives it another order reference.
func (b *Bank) portalUpdate(w http.ResponseWriter, r *http.Request) {
	b.portal(w, r, book.TypeUpdate, func(e message.Element) message.Element {
		reference, ok := e["transactionreference"]
		if !ok {
			return message.Element{}
		}
		known := message.Element{}
		for _, f := range b.updateFields {
			if e.Has(f.Name) {
				known[f.Name] = e[f.Name]
			}
		}
		updates, _ := json.Marshal(known) // parts of valid JSON always marshal
		return message.Element{"filter": []byte(`{"transactionreference":[{"value":` + string(reference) + `}]}`), "updates": updates}
	})
}

// portal does a request that did not come by the API. No fault strikes it.
func (b *Bank) portal(w http.ResponseWriter, r *http.Request, requestType string, complete func(message.Element) message.Element) {
	body, err := io.ReadAll(io.LimitReader(r.Body, maxControlBody))
	defer clear(body) // a card may be in it
	var e message.Element
	if err == nil && json.Valid(body) {
		e = message.Object(bytes.TrimSpace(body))
	}
	if e == nil {
		sendJSON(w, http.StatusBadRequest, problem("the body must be one JSON object: an element of a request"))
		return
	}
	e, now := complete(e), b.now().UTC()
	v := visit{via: "portal"}
	v.opened = []opened{{number: b.ledger.open(entryOf(requestType, e, now, v.via))}}
	a, _ := b.perform(requestType, e, now)
	if requestType != book.TypeUpdate {
		for _, reference := range a.Did.References {
			err = b.book.Origin(reference, portalInterface)
		}
	}
	b.enterAnswers(v, []message.Answer{a})
	switch {
	case err != nil:
		sendJSON(w, http.StatusInternalServerError, problem("the state file cannot be written"))
	case a.ErrorCode != "0":
		sendJSON(w, http.StatusUnprocessableEntity, a)
	default:
		sendJSON(w, http.StatusOK, a)
	}
}
