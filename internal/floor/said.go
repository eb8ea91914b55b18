package floor

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"sync"

	"motoconsole/internal/app"
	"motoconsole/internal/charset"
	"motoconsole/internal/sshd"
	"motoconsole/internal/terminal"
)

// reasonToEnd is what an agent is told of the end of a session that the agent did not
// choose; "" for none.
func reasonToEnd(ctx context.Context, err error) string {
	cause := context.Cause(ctx)
	by, ended := errors.AsType[endedBy](cause)
	switch {
	case errors.Is(err, app.ErrPanicked):
		return "" // the screen has said it
	case errors.Is(cause, sshd.ErrClosing):
		return "This server is closing: sign in again in a moment."
	case errors.Is(cause, sshd.ErrIdle):
		return "Nothing was typed for a long time, so the session was ended: sign in again."
	case errors.Is(cause, sshd.ErrTooLong):
		return "The session has reached its time limit: sign in again."
	case errors.Is(cause, sshd.ErrRevoked):
		return "Your key or certificate was revoked, so the session was ended: ask the person who keeps this server."
	case errors.Is(cause, sshd.ErrRemoved):
		return "You were removed from this server's agents, so the session was ended: ask the person who keeps it."
	case errors.Is(cause, sshd.ErrDisabled):
		return "You were disabled in the table of agents, so the session was ended: ask the person who keeps it."
	case errors.Is(cause, errSite):
		return "You may not work at this site any more, so the session was ended: sign in again, or ask the person who keeps this server."
	case ended:
		return by.shown + " ended the session: ask them before you sign in again."
	case errors.Is(err, terminal.ErrHungUp), cause != nil:
		return "The connection is gone." // no agent reads it
	case err != nil:
		return fmt.Sprintf("The console cannot run: %v", err)
	default:
		return ""
	}
}

// gated is a writer that can be closed: then no write goes on, and none begins.
type gated struct {
	mu   sync.Mutex
	to   io.Writer
	over bool
}

// Write implements io.Writer.
func (g *gated) Write(p []byte) (int, error) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.over {
		return 0, os.ErrClosed
	}
	return g.to.Write(p)
}

func (g *gated) close() {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.over, g.to = true, nil // a goroutine that still has the writer does not keep the connection
}

// spoken writes sentences to a session, and waits for no client that does not read.
type spoken struct {
	session *sshd.Session
	set     charset.Set
}

// Write implements io.Writer.
func (s spoken) Write(p []byte) (int, error) {
	for line := range strings.Lines(string(p)) {
		var text strings.Builder
		_, _ = s.set.Writer(&text).Write([]byte(strings.TrimSuffix(line, "\n")))
		s.session.Say(text.String())
	}
	return len(p), nil
}
