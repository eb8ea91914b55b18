package sandbox

import (
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/netip"
	"strings"
	"time"
)

// controlPath is where the bank is told what to do, beside the API.
const controlPath = "/_sandbox/"

// maxControlBody is more than any order needs.
const maxControlBody = 16 << 10

// control serves the endpoint under controlPath. For other machines it does
// not exist.
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

// settleNow does a whole settlement run.
func (b *Bank) settleNow(w http.ResponseWriter, _ *http.Request) {
	b.Settle()
	w.WriteHeader(http.StatusNoContent)
}

// settleBegin does the first half of one: payments that are due can no longer
// be changed, and are not settled yet.
func (b *Bank) settleBegin(w http.ResponseWriter, _ *http.Request) {
	b.BeginSettlement()
	w.WriteHeader(http.StatusNoContent)
}

// faultOrder is a fault as the endpoint reads and writes it.
type faultOrder struct {
	Fault string   `json:"fault"`
	Arg   string   `json:"arg,omitempty"`
	Rate  float64  `json:"rate,omitempty"`
	Count int      `json:"count,omitempty"`
	Types []string `json:"types,omitempty"`
}

// fault is the order for Bank.SetFault.
func (o faultOrder) fault() (Fault, error) {
	f := Fault{Name: o.Fault, Rate: o.Rate, Count: o.Count, Types: o.Types}
	kind, ok := lookupFault(o.Fault)
	if !ok {
		return Fault{}, errName
	}
	if o.Arg != "" {
		d, err := time.ParseDuration(o.Arg)
		if err != nil || d <= 0 {
			return Fault{}, errArg(kind)
		}
		f.Arg = d
	}
	return f, nil
}

// readOrder reads exactly one order.
func readOrder(r *http.Request) (faultOrder, error) {
	dec := json.NewDecoder(io.LimitReader(r.Body, maxControlBody))
	dec.DisallowUnknownFields()
	var o faultOrder
	if err := dec.Decode(&o); err != nil {
		return faultOrder{}, errors.New(`the body must be like {"fault":"lost","arg":"5s","count":3,"types":["AUTH"],"rate":0.1}`)
	}
	if _, err := dec.Token(); !errors.Is(err, io.EOF) {
		return faultOrder{}, errors.New("the body must be one JSON object and nothing else")
	}
	return o, nil
}
