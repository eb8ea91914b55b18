package sandbox

import (
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"net/netip"
	"strconv"
	"strings"

	"motoconsole/gateway"
)

// controlPath is where clients give the bank orders, beside the API.
const controlPath = "/_sandbox/"

// maxControlBody is more than any order needs.
const maxControlBody = 16 << 10

// control serves the endpoint under controlPath. To other machines it does not
// exist.
func (b *Bank) control(w http.ResponseWriter, r *http.Request) {
	name := strings.TrimPrefix(r.URL.Path, controlPath)
	methods := map[string]map[string]http.HandlerFunc{
		"faults": {
			http.MethodGet:    b.tellFaults,
			http.MethodPut:    b.putFault,
			http.MethodDelete: b.deleteFaults,
		},
		"requests": {http.MethodGet: b.tellRequests},
		"ledger":   {http.MethodGet: b.tellLedger},
		"password": {
			http.MethodPut:    b.putPassword,
			http.MethodDelete: b.deletePassword,
		},
		"portal/auth":   {http.MethodPost: b.portalAuth},
		"portal/refund": {http.MethodPost: b.portalRefund},
		"portal/update": {http.MethodPost: b.portalUpdate},
		"release":       {http.MethodPost: b.release},
		"settle":        {http.MethodPost: b.settleNow},
		"settle/begin":  {http.MethodPost: b.settleBegin},
	}[name]
	handle, ok := methods[r.Method]
	switch {
	case !local(r.RemoteAddr) || methods == nil:
		b.refuse(w, r, http.StatusNotFound)
	case !b.signedIn(r):
		b.refuse(w, r, http.StatusUnauthorized)
	case !ok:
		w.Header().Set("Allow", allowed(methods))
		b.refuse(w, r, http.StatusMethodNotAllowed)
	default:
		handle(w, r)
	}
}

// local reports whether a peer's address is one of this machine's own.
func local(peer string) bool {
	addr, err := netip.ParseAddrPort(peer)
	return err == nil && addr.Addr().IsLoopback()
}

// allowed lists methods in the order people expect them.
func allowed(methods map[string]http.HandlerFunc) string {
	var list []string
	for _, m := range []string{http.MethodGet, http.MethodPut, http.MethodPost, http.MethodDelete} {
		if _, ok := methods[m]; ok {
			list = append(list, m)
		}
	}
	return strings.Join(list, ", ")
}

func (b *Bank) tellRequests(w http.ResponseWriter, _ *http.Request) {
	sendJSON(w, http.StatusOK, map[string]any{"requests": b.arrivals.list()})
}

// release ends the waits that faults cause: answers leave now, and records show.
func (b *Bank) release(w http.ResponseWriter, _ *http.Request) {
	if err := b.Release(); err != nil {
		sendJSON(w, http.StatusInternalServerError, problem(err.Error()))
		return
	}
	w.WriteHeader(http.StatusNoContent)
}

// settleNow does a whole settlement run.
func (b *Bank) settleNow(w http.ResponseWriter, _ *http.Request) {
	b.Settle()
	w.WriteHeader(http.StatusNoContent)
}

// settleBegin does the first half of a settlement run: payments that are due can no
// longer be changed, and are not settled yet.
func (b *Bank) settleBegin(w http.ResponseWriter, _ *http.Request) {
	b.BeginSettlement()
	w.WriteHeader(http.StatusNoContent)
}

// BeginSettlement sends due money to the bank: pending payments and refunds (0 and
// 1) whose settleduedate has come go to 10, where they can no longer be changed. It
// returns how many.
func (b *Bank) BeginSettlement() int {
	n, err := b.book.BeginSettlement(b.now())
	b.unsettled(err)
	return n
}

// Settle does a whole daily settlement run at once. Pending payments and refunds
// whose settleduedate has come pass 10 and are settled (100), and so are those
// already at 10. Payments that are suspended or due later stay. MyBank payments of
// 1004 and 1005 that an earlier run ended change once more.
func (b *Bank) Settle() { b.unsettled(b.book.Settle(b.now())) }

func (b *Bank) unsettled(err error) {
	if err != nil {
		b.log.Error("nothing settled, the state file cannot be written", slog.Any("error", err))
	}
}

// tellLedger lists the requests about money that have arrived.
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

// putPassword changes the password of the one user. Orders to the bank itself still
// need its first password.
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

// deletePassword goes back to the first password.
func (b *Bank) deletePassword(w http.ResponseWriter, _ *http.Request) {
	b.changed.Store(nil)
	w.WriteHeader(http.StatusNoContent)
}
