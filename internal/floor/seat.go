package floor

import (
	"context"
	"io"
	"sync"
	"time"

	"motoconsole/internal/charset"
	"motoconsole/internal/config"
	"motoconsole/internal/keyboard"
	"motoconsole/internal/rights"
	"motoconsole/internal/sshd"
	"motoconsole/internal/terminal"
	"motoconsole/ui"
)

// seat is the session of an agent. It outlives the line to its terminal: the agent,
// signing in again within the time to linger, goes on where the line dropped.
type seat struct {
	floor    *Floor
	agent    string
	settings config.Settings
	grant    rights.Live // that of the settings
	begun    time.Time
	ctx      context.Context // its cause says why the session ends
	end      context.CancelCauseFunc
	opened   chan struct{} // closed when the first terminal is there, or will not be
	isOpen   func()        // closes it, once
	input    *input
	digits   *keyboard.Queue // set before opened

	mu      sync.Mutex
	over    bool // it takes no terminal any more
	asked   bool // a second terminal asks for it
	line    *line
	lines   int               // how many it has had
	back    chan struct{}     // while there is no line: closed when there is one
	screen  *terminal.Program // of the site that is shown; nil between two
	site    string            // that one, or the next
	address string
	signer  sshd.Signer
	away    bool // a line left while no site was shown: the next begins locked
	step    string
	stepAt  time.Time
	lost    time.Time // when the line dropped; zero while there is one

	writers sync.WaitGroup // the lines that may still write: each uses the locked memory
}

// noLine is the number of no line.
const noLine = 0

// line is a terminal of a seat.
type line struct {
	ssh  *sshd.Session
	out  *gated
	gone chan struct{} // closed when it has left the seat
	code int           // its exit status
	size sshd.Size     // under the seat's lock
}

func (l *line) sizeNow(st *seat) sshd.Size {
	st.mu.Lock()
	defer st.mu.Unlock()
	return l.size
}

// charset is what the line's terminal can show.
func (st *seat) charset(s *sshd.Session) charset.Set {
	return charset.Chosen(st.settings.UI.Characters, s.Getenv)
}

// attach shows the session on a terminal; nil if it is over, or has one.
func (st *seat) attach(s *sshd.Session) *line {
	_, size, _ := s.Terminal()
	l := &line{ssh: s, size: size, out: &gated{to: st.digits.Output(s)}, gone: make(chan struct{}), code: exitFailed}
	st.mu.Lock()
	if st.over || st.line != nil {
		st.mu.Unlock()
		return nil
	}
	st.line, st.address, st.signer, st.lost = l, s.Address(), s.Signer(), time.Time{}
	st.lines++
	st.writers.Add(1) // until close
	if st.back != nil {
		close(st.back)
		st.back = nil
	}
	screen := st.screen
	st.mu.Unlock()
	st.input.set(s)
	if screen != nil {
		st.move(screen, l)
	}
	st.floor.changed()
	return l
}

// regrant gives the agent the rights of the newest table. The lock keeps an older table
// from coming last.
func (st *seat) regrant() {
	st.mu.Lock()
	defer st.mu.Unlock()
	st.grant.Set(st.floor.door.of(st.agent).Grant)
}

// has reports that a line is the seat's.
func (st *seat) has(l *line) bool {
	st.mu.Lock()
	defer st.mu.Unlock()
	return st.line == l
}

// detach takes a line away, if the seat still has it.
func (st *seat) detach(l *line) (screen *terminal.Program, had bool) {
	st.mu.Lock()
	defer st.mu.Unlock()
	if st.line != l {
		return nil, false
	}
	st.line, st.lost, st.back = nil, st.floor.now(), make(chan struct{})
	st.away = st.away || st.screen == nil
	return st.screen, true
}

// close ends the writing of a line that was taken away. It waits for a write under way,
// so the line's connection has to be gone, or its channel closed.
func (st *seat) close(l *line) {
	defer st.writers.Done()
	l.out.close()
	close(l.gone)
}

// drop notes that a line is gone. The card is wiped, and the session lingers.
func (st *seat) drop(l *line) {
	screen, had := st.detach(l)
	if !had {
		return
	}
	st.input.unset(l.ssh)
	if screen != nil {
		screen.Send(ui.LostMsg{})
	}
	st.close(l)
	st.floor.forget()
	st.floor.changed()
	st.linger()
}

// linger ends the session, unless a terminal comes within its time.
func (st *seat) linger() {
	st.mu.Lock()
	back := st.back
	st.mu.Unlock()
	switch {
	case back == nil:
		return
	case st.settings.Serve.Linger == 0:
		st.end(sshd.ErrGone)
		return
	}
	late := st.floor.after(st.settings.Serve.Linger)
	st.floor.start("a session without a line", func() {
		select {
		case <-back:
		case <-st.ctx.Done():
		case <-late:
			select {
			case <-back: // at the same moment
			default:
				st.end(errNotBack)
			}
		}
	})
}

// lostOutput is told by the screen that a terminal takes nothing more.
func (st *seat) lostOutput(output io.Writer) {
	st.mu.Lock()
	l := st.line
	st.mu.Unlock()
	if l != nil && output == io.Writer(l.out) {
		l.ssh.Drop()
		st.drop(l)
	}
}

// resize tells the screen the size of a line's terminal.
func (st *seat) resize(l *line, size sshd.Size) {
	st.mu.Lock()
	l.size = size
	screen := st.screen
	if st.line != l {
		screen = nil
	}
	st.mu.Unlock()
	if screen != nil {
		screen.Resize(size.Width, size.Height)
	}
}

// Write implements io.Writer: sentences for the agent, on the terminal that there is.
func (st *seat) Write(p []byte) (int, error) {
	st.mu.Lock()
	l := st.line
	st.mu.Unlock()
	if l == nil {
		return len(p), nil
	}
	return spoken{l.ssh, st.charset(l.ssh)}.Write(p)
}

// stepped notes which screen the agent sees.
func (st *seat) stepped(screen string) {
	st.mu.Lock()
	st.step, st.stepAt = screen, st.floor.now()
	st.mu.Unlock()
	st.floor.changed()
}

// addressNow is where the terminal is, or was.
func (st *seat) addressNow() string {
	st.mu.Lock()
	defer st.mu.Unlock()
	return st.address
}
