package message

import (
	"errors"
	"io"
	"net/http"
)

// MaxBody is the longest request that the bank reads. An AUTH with every field filled
// to its limit is some 4 KB.
const MaxBody = 1 << 20

// ErrTooLarge refuses a request longer than the bank reads.
var ErrTooLarge = errors.New("request body is larger than 1 MiB")

// ReadBody reads a request to its end. It grows its own buffer and clears each one
// it leaves, because io.ReadAll would scatter copies of the card. It ignores
// Content-Length, which costs a hostile client nothing.
func ReadBody(r *http.Request) ([]byte, error) {
	if r.ContentLength > MaxBody {
		return nil, ErrTooLarge
	}
	body := make([]byte, 0, 4<<10)
	for {
		if len(body) == cap(body) {
			larger := make([]byte, len(body), 2*cap(body))
			copy(larger, body)
			clear(body)
			body = larger
		}
		n, err := r.Body.Read(body[len(body):cap(body)])
		body = body[:len(body)+n]
		switch {
		case len(body) > MaxBody:
			return body, ErrTooLarge
		case errors.Is(err, io.EOF):
			return body, nil
		case err != nil:
			return body, err
		}
	}
}
