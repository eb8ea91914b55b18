package sandbox

import (
	"encoding/json"
	"net/http"
)

// tellFaults lists the faults there are and those that are set.
func (b *Bank) tellFaults(w http.ResponseWriter, _ *http.Request) {
	type kind struct {
		Fault   string `json:"fault"`
		Strikes string `json:"strikes"`
		Does    string `json:"does"`
		Arg     string `json:"arg,omitempty"`
		Usual   string `json:"usual,omitempty"`
	}
	var kinds []kind
	for _, k := range faultKinds() {
		one := kind{Fault: k.name, Strikes: k.stage.String(), Does: k.does, Arg: k.takes}
		if k.arg > 0 {
			one.Usual = k.arg.String()
		}
		kinds = append(kinds, one)
	}
	sendJSON(w, http.StatusOK, map[string]any{"faults": kinds, "set": b.orders()})
}

// putFault sets one more fault.
func (b *Bank) putFault(w http.ResponseWriter, r *http.Request) {
	o, err := readOrder(r)
	if err != nil {
		sendJSON(w, http.StatusBadRequest, problem(err.Error()))
		return
	}
	f, err := o.fault()
	if err == nil {
		err = b.SetFault(f)
	}
	if err != nil {
		sendJSON(w, http.StatusUnprocessableEntity, problem(err.Error()))
		return
	}
	sendJSON(w, http.StatusOK, map[string]any{"set": b.orders()})
}

func (b *Bank) deleteFaults(w http.ResponseWriter, _ *http.Request) {
	b.ClearFaults()
	w.WriteHeader(http.StatusNoContent)
}

// orders are the faults that are set, as they were ordered.
func (b *Bank) orders() []faultOrder {
	set := make([]faultOrder, 0)
	for _, f := range b.Faults() {
		o := faultOrder{Fault: f.Name, Rate: f.Rate, Count: f.Count, Types: f.Types}
		if f.Arg > 0 {
			o.Arg = f.Arg.String()
		}
		set = append(set, o)
	}
	return set
}

func problem(text string) map[string]any { return map[string]any{"error": text} }

// sendJSON writes JSON for people and scripts.
func sendJSON(w http.ResponseWriter, status int, v any) {
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.WriteHeader(status)
	enc := json.NewEncoder(w)
	enc.SetIndent("", "  ")
	_ = enc.Encode(v) // a caller who has left needs no answer
}
