package keyboard

import (
	"errors"
	"io"
	"testing"
)

// pieces are reads, "" for another terminal.
type pieces []string

func (p *pieces) Read(into []byte) (int, error) {
	if len(*p) == 0 {
		return 0, io.EOF
	}
	piece := (*p)[0]
	*p = (*p)[1:]
	if piece == "" {
		return 0, ErrAnew
	}
	return copy(into, piece), nil
}

// TestAnew: nothing that one terminal began goes on on the next.
func TestAnew(t *testing.T) {
	for _, c := range []struct {
		name, before, after, want string
	}{
		{"nothing", "ab", "c", "abc"},
		{"a paste", "\x1b[200~ab", "c", "\x1b[200~ab\x1b[201~c"},
		{"a paste that ends", "\x1b[200~a\x1b[20", "1~", "\x1b[200~a\x1b[201~\x1e~"},
		{"a character", "\xe2\x82", "c", "c"},
		{"a sequence", "a\x1b[1", "2R", "a\x1b[" + "\x1b]\x18" + "\x1eR"},
	} {
		in := pieces{c.before, "", c.after}
		f, q := New(&in, make([]byte, Memory))
		var got []byte
		for buf := make([]byte, 512); ; {
			n, err := f.Read(buf)
			got = append(got, buf[:n]...)
			if err != nil {
				if !errors.Is(err, io.EOF) {
					t.Error(err)
				}
				break
			}
		}
		q.Close()
		if string(got) != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}
