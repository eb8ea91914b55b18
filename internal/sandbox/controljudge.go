package sandbox

import (
	"encoding/json"
	"io"
	"net/http"
	"strconv"

	"motoconsole/gateway"
)

// tellLedger lists what has arrived about money.
func (b *Bank) tellLedger(w http.ResponseWriter, r *http.Request) {
	number := 0
	if after := r.URL.Query().Get("after"); after != "" {
		var err error
		if number, err = strconv.Atoi(after); err != nil {
			sendJSON(w, http.StatusBadRequest, problem("after must be the number of an entry"))
			return
		}
	}
	entries, dropped := b.ledger.after(number)
	sendJSON(w, http.StatusOK, map[string]any{"ledger": entries, "dropped": dropped, "now": b.now().UTC()})
}

// putPassword changes the password of the one user. Orders to the bank keep the
// one that it began with.
func (b *Bank) putPassword(w http.ResponseWriter, r *http.Request) {
	var order struct {
		Password *string `json:"password"`
	}
	dec := json.NewDecoder(io.LimitReader(r.Body, maxControlBody))
	dec.DisallowUnknownFields()
	if err := dec.Decode(&order); err != nil || order.Password == nil {
		sendJSON(w, http.StatusBadRequest, problem(`the body must be like {"password":"another"}; with "" no sign-in is accepted`))
		return
	}
	changed := gateway.NewPassword(*order.Password)
	b.changed.Store(&changed)
	w.WriteHeader(http.StatusNoContent)
}

// deletePassword takes the first password again.
func (b *Bank) deletePassword(w http.ResponseWriter, _ *http.Request) {
	b.changed.Store(nil)
	w.WriteHeader(http.StatusNoContent)
}
