package sandbox

import (
	"net/http"
	"slices"
	"strconv"

	"motoconsole/internal/sandbox/message"
)

// faultWriter does to an answer what a fault wants. The answer is written to
// it in one piece.
type faultWriter struct {
	http.ResponseWriter
	show    func(http.ResponseWriter, *http.Request, page)
	request *http.Request
	fault   rule
}

// Unwrap is for http.ResponseController.
func (w *faultWriter) Unwrap() http.ResponseWriter { return w.ResponseWriter }

// Write implements io.Writer. What became of the answer is the fault's
// business, so it never complains.
func (w *faultWriter) Write(answer []byte) (int, error) {
	if p, ok := w.fault.kind.page(); ok {
		w.show(w.ResponseWriter, w.request, p)
		return len(answer), nil
	}
	switch w.fault.Name {
	case "lost":
		hangUp(w.ResponseWriter)
	case "late":
		pause(w.ResponseWriter, w.request, w.fault.Arg, w.request.Context().Done())
		_, _ = w.ResponseWriter.Write(answer)
	case "drip":
		w.drip(answer)
	case "truncate":
		w.Header().Set("Content-Length", strconv.Itoa(len(answer)))
		_, _ = w.ResponseWriter.Write(answer[:len(answer)/2])
		_ = http.NewResponseController(w.ResponseWriter).Flush()
		hangUp(w.ResponseWriter)
	case "garble":
		_, _ = w.ResponseWriter.Write(w.garbled(answer))
	default:
		_, _ = w.ResponseWriter.Write(answer)
	}
	return len(answer), nil
}

// garbled is broken JSON, whether it is packed or not. A NUL is nowhere allowed
// in JSON, in a string or out of one.
func (w *faultWriter) garbled(answer []byte) []byte {
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

// drip writes byte by byte. When the client stops waiting, it writes the rest
// at once.
func (w *faultWriter) drip(answer []byte) {
	w.Header().Set("Content-Length", strconv.Itoa(len(answer)))
	flusher := http.NewResponseController(w.ResponseWriter)
	for i := range answer {
		if _, err := w.ResponseWriter.Write(answer[i : i+1]); err != nil {
			return
		}
		_ = flusher.Flush()
		if !pause(w.ResponseWriter, w.request, w.fault.Arg, w.request.Context().Done()) {
			_, _ = w.ResponseWriter.Write(answer[i+1:])
			return
		}
	}
}

// hangUp closes the connection as it is, with nothing more written.
func hangUp(w http.ResponseWriter) {
	conn, _, err := http.NewResponseController(w).Hijack()
	if err != nil {
		panic(http.ErrAbortHandler) // what net/http has for the same end
	}
	_ = conn.Close()
}
