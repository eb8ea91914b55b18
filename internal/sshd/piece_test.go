package sshd

import (
	"bytes"
	"io"
	"math/rand/v2"
	"testing"

	"golang.org/x/crypto/ssh"
)

// pieces notes how much is written at once.
type pieces struct {
	ssh.Channel

	got     bytes.Buffer
	longest int
	room    int // until the client is gone
}

// Write implements ssh.Channel.
func (p *pieces) Write(b []byte) (int, error) {
	p.longest = max(p.longest, len(b))
	if len(b) > p.room {
		return p.room, io.ErrClosedPipe
	}
	p.room -= len(b)
	return p.got.Write(b)
}

// TestAPageIsWrittenInPieces, whole and in its order, and what is written says how much was.
func TestAPageIsWrittenInPieces(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewPCG(1, 2)) //nolint:gosec // a test's
	for _, size := range []int{0, 1, piece - 1, piece, piece + 1, 10*piece + 7} {
		page := make([]byte, size)
		for i := range page {
			page[i] = byte(random.Uint32())
		}
		to := &pieces{room: size}
		s := &Session{channel: to}
		if n, err := s.Write(page); n != size || err != nil || !bytes.Equal(to.got.Bytes(), page) || to.longest > piece {
			t.Errorf("%d bytes: %d written, %v, in pieces of %d", size, n, err, to.longest)
		}
		if size < 2 {
			continue
		}
		to = &pieces{room: size / 2}
		s.channel = to
		if n, err := s.Write(page); n != size/2 || err == nil {
			t.Errorf("%d bytes to a client that goes after %d: %d, %v", size, size/2, n, err)
		}
	}
}
