package sandbox

import (
	"encoding/json"
	"errors"
	"io"
	"net/http"

	"motoconsole/internal/sandbox/faults"
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
	for _, k := range faults.Kinds() {
		one := kind{Fault: k.Name, Strikes: k.Stage.String(), Does: k.Does, Arg: k.Takes}
		if k.Arg > 0 {
			one.Usual = k.Arg.String()
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
		if o.Arg = f.Code; f.Arg > 0 {
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
	_ = enc.Encode(v) // a caller that has left needs no answer
}

// Fault is the type that SetFault takes, so that callers of the bank need only this
// package.
type Fault = faults.Fault

// SetFault adds a fault to those that are set. Faults of a connection need a
// bank that is listening, because they are the listener's.
func (b *Bank) SetFault(f Fault) error {
	r, err := faults.NewRule(f)
	if err != nil {
		return err
	}
	return b.faults.Add(r)
}

// Release ends the waits that faults cause: delayed answers leave now, and queries
// find everything in its present state.
func (b *Bank) Release() error {
	b.faults.Release()
	return b.book.ShowAll()
}

// ClearFaults removes every fault that is set, and opens a closed port. It does not end
// waits that have begun.
func (b *Bank) ClearFaults() { b.faults.Clear() }

// Faults are those that are set, with what is left of their counts.
func (b *Bank) Faults() []Fault { return b.faults.List() }

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
	kind, ok := faults.Lookup(o.Fault)
	if !ok {
		return Fault{}, faults.ErrName
	}
	if o.Arg != "" {
		given, err := kind.With(o.Arg)
		if err != nil {
			return Fault{}, err
		}
		f.Arg, f.Code = given.Arg, given.Code
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
