package message

import (
	"bytes"
	"compress/gzip"
	"io"
	"net/http"
	"strconv"
	"strings"
	"sync"
)

// pack compresses an answer for a caller that asked for it, as the vendor's own
// clients do.
func pack(h http.Header, r *http.Request, answer []byte) []byte {
	h.Add("Vary", "Accept-Encoding")
	if !takesGzip(r.Header.Values("Accept-Encoding")) {
		return answer
	}
	h.Set("Content-Encoding", "gzip")
	return Zipped(answer)
}

// takesGzip reads Accept-Encoding: codings with commas between, each with a
// weight, where 0 means never. A coding that is named goes before "*".
func takesGzip(headers []string) bool {
	takes, named := false, false
	for _, item := range strings.Split(strings.Join(headers, ","), ",") {
		coding, weight, weighted := strings.Cut(item, ";")
		coding = strings.ToLower(strings.TrimSpace(coding))
		gzip := coding == "gzip" || coding == "x-gzip"
		if !gzip && (coding != "*" || named) {
			continue
		}
		named = named || gzip
		takes = !weighted || weightOf(weight) > 0
	}
	return takes
}

// weightOf is the number behind "q=", 0 when there is none.
func weightOf(parameter string) float64 {
	name, value, _ := strings.Cut(parameter, "=")
	if !strings.EqualFold(strings.TrimSpace(name), "q") {
		return 0
	}
	q, _ := strconv.ParseFloat(strings.TrimSpace(value), 64) // 0 for what is no number
	return q
}

// zippers keeps the writers of gzip, which take most of a megabyte each, for the
// next answer.
var zippers = sync.Pool{New: func() any { return gzip.NewWriter(io.Discard) }}

// Zipped is an answer packed with gzip.
func Zipped(plain []byte) []byte {
	var out bytes.Buffer
	z, _ := zippers.Get().(*gzip.Writer)
	z.Reset(&out)
	_, _ = z.Write(plain) // a buffer takes everything
	_ = z.Close()
	z.Reset(io.Discard) // the answer is not kept with it
	zippers.Put(z)
	return out.Bytes()
}

// Unzipped is the way back for what Zipped made.
func Unzipped(packed []byte) []byte {
	z, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		return packed
	}
	plain, err := io.ReadAll(z)
	if err != nil {
		return packed
	}
	return plain
}
