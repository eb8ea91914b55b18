//go:build unix

package floor

import (
	"net"
	"strings"
	"sync"
	"testing"
	"time"

	"golang.org/x/crypto/ssh"

	"motoconsole/internal/sshd"
)

// silent is a link that can go silent: nothing that comes is read, and nothing is answered.
type silent struct {
	net.Conn

	mu   sync.Mutex
	gone chan struct{} // closed when the link is heard again; nil while it is
}

func (s *silent) Read(p []byte) (int, error) {
	n, err := s.Conn.Read(p)
	s.mu.Lock()
	gone := s.gone
	s.mu.Unlock()
	if gone != nil {
		<-gone
	}
	return n, err
}

// TestATakeOverFromASilentLink: the link of the first terminal is dead, and says nothing: its
// buffers are full, so that a frame waits in it. The console moves all the same, without
// the card, and the dead link's connection is closed.
func TestATakeOverFromASilentLink(t *testing.T) {
	t.Parallel()
	h := newHall(t, "", everyone)
	raw, err := new(net.Dialer).DialContext(t.Context(), "tcp", h.at)
	if err != nil {
		t.Fatal(err)
	}
	link := &silent{Conn: raw}
	conn, channels, requests, err := ssh.NewClientConn(link, h.at, &ssh.ClientConfig{
		User: "priya", Auth: []ssh.AuthMethod{ssh.PublicKeys(h.keys["priya"])}, HostKeyCallback: ssh.InsecureIgnoreHostKey(), //nolint:gosec // the test's own server
	})
	if err != nil {
		t.Fatal(err)
	}
	first := h.on(ssh.NewClient(conn, channels, requests))
	first.shows(home)
	first.types("n")
	first.shows("Still to ask")
	first.types("A17\r10.50\r4111111111111111")
	first.shows("Visa")
	link.mu.Lock()
	link.gone = make(chan struct{})
	link.mu.Unlock()
	defer close(link.gone)
	st := h.of("priya")
	st.mu.Lock()
	old := st.line
	st.mu.Unlock()
	same := 0
	for end := time.Now().Add(patient); same < 200; time.Sleep(5 * time.Millisecond) {
		st.resize(old, sshd.Size{Width: 200, Height: 50}) // a whole frame
		if old.out.mu.TryLock() {
			old.out.mu.Unlock()
			same = 0
		} else {
			same++ // a frame is being written
		}
		if time.Now().After(end) {
			t.Fatal("the link's buffers do not fill")
		}
	}
	second := h.signIn("priya")
	second.shows("Your console is open at another terminal")
	h.time.pass(objects)
	second.shows("Still to ask")
	second.shows("A17")
	if strings.Contains(second.text(), "1111") {
		t.Error("the card came with the console")
	}
	if st.has(old) {
		t.Error("the dead link still has the console")
	}
	second.types("\x03")
	second.shows("Quit moto?")
	second.types("y")
	if second.status() != 0 {
		t.Errorf("%q", second.text())
	}
}
