package faults

import (
	"net/http"
	"slices"
	"strconv"

	"motoconsole/internal/sandbox/message"
)

// Writer changes an answer as a fault prescribes. The answer is written to it in
// one piece.
type Writer struct {
	http.ResponseWriter
	Show    func(http.ResponseWriter, *http.Request, Page)
	Request *http.Request
	Fault   Rule
}

// Unwrap is for http.ResponseController.
func (w *Writer) Unwrap() http.ResponseWriter { return w.ResponseWriter }

// Write implements io.Writer. It never fails: losing the answer is the fault's
// purpose.
func (w *Writer) Write(answer []byte) (int, error) {
	if p, ok := w.Fault.Kind.Page(); ok {
		w.Show(w.ResponseWriter, w.Request, p)
		return len(answer), nil
	}
	switch w.Fault.Name {
	case "lost":
		HangUp(w.ResponseWriter)
	case "late":
		Pause(w.ResponseWriter, w.Request, w.Fault.Arg, w.Request.Context().Done())
		_, _ = w.ResponseWriter.Write(answer)
	case "drip":
		w.drip(answer)
	case "truncate":
		w.Header().Set("Content-Length", strconv.Itoa(len(answer)))
		_, _ = w.ResponseWriter.Write(answer[:len(answer)/2])
		_ = http.NewResponseController(w.ResponseWriter).Flush()
		HangUp(w.ResponseWriter)
	case "garble":
		_, _ = w.ResponseWriter.Write(w.garbled(answer))
	default:
		_, _ = w.ResponseWriter.Write(answer)
	}
	return len(answer), nil
}

// garbled is broken JSON, whether it is packed or not. A NUL is nowhere allowed
// in JSON, in a string or out of one.
func (w *Writer) garbled(answer []byte) []byte {
	packed := w.Header().Get("Content-Encoding") != ""
	if packed {
		answer = message.Unzipped(answer)
	}
	answer = slices.Insert(slices.Clone(answer), len(answer)/2, []byte("\x00}{<")...)
	if packed {
		return message.Zipped(answer)
	}
	return answer
}

// drip writes byte by byte. When the client stops waiting, it writes the rest at
// once.
func (w *Writer) drip(answer []byte) {
	w.Header().Set("Content-Length", strconv.Itoa(len(answer)))
	flusher := http.NewResponseController(w.ResponseWriter)
	for i := range answer {
		if _, err := w.ResponseWriter.Write(answer[i : i+1]); err != nil {
			return
		}
		_ = flusher.Flush()
		if !Pause(w.ResponseWriter, w.Request, w.Fault.Arg, w.Request.Context().Done()) {
			_, _ = w.ResponseWriter.Write(answer[i+1:])
			return
		}
	}
}

// HangUp closes the connection without writing anything more.
func HangUp(w http.ResponseWriter) {
	conn, _, err := http.NewResponseController(w).Hijack()
	if err != nil {
		panic(http.ErrAbortHandler) // what net/http has for the same end
	}
	_ = conn.Close()
}
