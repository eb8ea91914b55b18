package wire

import (
	"bytes"
	"net"
)

// injector is a connection on which net/http sends one request with blanks for a
// body. It holds the head and swallows the blanks. When all have come, it writes
// head and body together, through the gate.
type injector struct {
	net.Conn
	gated  *gatedConn // the connection below TLS
	body   *Body
	head   []byte
	whole  bool // the head is complete
	blanks int  // swallowed
}

// Write implements net.Conn.
func (i *injector) Write(p []byte) (int, error) {
	blanks := len(p)
	if !i.whole {
		i.head = append(i.head, p...)
		end := bytes.Index(i.head, []byte("\r\n\r\n"))
		if end < 0 {
			return len(p), nil
		}
		end += len("\r\n\r\n")
		blanks = len(i.head) - end
		i.head, i.whole = i.head[:end], true
	}
	if i.blanks += blanks; blanks > 0 && i.blanks == i.body.Len() {
		if i.gated.passage.hasEnded() {
			return 0, errRefused // another attempt may need the body
		}
		i.gated.arm()
		if err := i.body.Send(i.Conn, i.head); err != nil {
			return 0, err
		}
		if err := i.gated.finish(); err != nil {
			return 0, err
		}
	}
	return len(p), nil
}
