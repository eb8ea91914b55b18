package floor

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"github.com/coreos/go-systemd/v22/activation"
	"golang.org/x/crypto/ssh"

	"motoconsole/internal/journal"
	"motoconsole/internal/panics"
	"motoconsole/internal/sshd"
	"motoconsole/ui"
)

// Serve serves consoles until the context ends.
func Serve(ctx context.Context, out io.Writer, o Options) error {
	f := newFloor(o)
	defer f.close()
	f.out = out
	l, err := f.open(ctx)
	if errors.Is(err, context.Canceled) { // told to end before it could serve
		return nil
	}
	if err != nil {
		return err
	}
	_, _ = fmt.Fprintf(out, "moto serves consoles on %s, with the key %s\n", l.Addr(), f.host)
	return f.serve(ctx, l)
}

// open checks the settings, opens what all sessions need, and listens.
func (f *Floor) open(ctx context.Context) (net.Listener, error) {
	s := f.settings
	agents, err := signersOf(s)
	switch {
	case err != nil:
		return nil, err
	case noSigner(agents): // while it serves, such a table counts
		return nil, noneSigns(s)
	}
	if s.Log.File == "" {
		return nil, s.Fault("log.file", "is missing: a server records who signs in", `name a file in [log], such as file = "moto.log"`)
	}
	key, err := hostKey(s)
	if err != nil {
		return nil, err
	}
	f.host = ssh.FingerprintSHA256(key.PublicKey())
	if f.door, err = newDoor(s, agents, f.opts.Getenv); err != nil {
		return nil, err
	}
	if f.vaults, err = lockedFor(s); err != nil {
		return nil, err
	}
	if err := f.measure(ctx); err != nil {
		return nil, err
	}
	if f.door.log, f.door.audit, err = f.opened(ctx); err != nil {
		return nil, err
	}
	f.door.kept.from, f.door.kept.bell, f.door.kept.listens = f.own.Tables(), f.own.TablesBell(), f.own.ListensForTables
	f.door.note = f.own.Note
	// What cannot be written now waits, and home says so. The agent is let in: what needs the
	// journal, a payment first of all, finds out by itself.
	f.door.keep = func(a journal.Audit) { _ = f.own.NoteNow(a) }
	l, err := f.listen(ctx)
	if err != nil {
		return nil, err
	}
	f.server = sshd.New(sshd.Options{
		HostKey: key, Access: f.door.access, Event: f.event, Second: &second{floor: f, turns: map[string]*sync.Mutex{}}, Log: f.door.log, Handle: f.handle, Gone: f.forget, Seats: true,
		Limits: sshd.Limits{
			Sessions: s.Serve.MaxSessions, PerAgent: s.Serve.PerAgent, PerAddress: s.Serve.PerAddress,
			Handshake: s.Serve.HandshakeTimeout, Idle: s.Serve.IdleTimeout, Longest: s.Serve.Longest,
		},
	})
	return l, nil
}

// listen is the socket that systemd hands over, or one of our own. A socket of systemd
// stays open when this process ends: clients wait in it for the next one.
func (f *Floor) listen(ctx context.Context) (net.Listener, error) {
	given, err := activation.Listeners()
	switch {
	case err != nil || len(given) > 1 || len(given) == 1 && given[0] == nil:
		return nil, errors.New("moto serves on one socket of streams: name one ListenStream= in the unit of the socket")
	case len(given) == 1:
		return given[0], nil
	}
	l, err := new(net.ListenConfig).Listen(ctx, "tcp", f.settings.Serve.Listen)
	if err != nil {
		return nil, f.settings.Fault("serve.listen", "moto cannot listen there: "+reasonOf(err), "free the port, or choose another")
	}
	return l, nil
}

// serve serves consoles on a listener until the context ends, and waits for the payments
// on their way.
func (f *Floor) serve(ctx context.Context, l net.Listener) error {
	go panics.Caught(f.door.log, "the watch of who may sign in", func() { f.watch(ctx) })
	go panics.Caught(f.door.log, "the watch of the table of agents", func() { f.watchTables(ctx) })
	if f.figures != nil {
		go panics.Caught(f.door.log, "the figures of the server", func() { f.tellFigures(ctx) })
	}
	stop := context.AfterFunc(ctx, func() { panics.Caught(f.door.log, "the end of a listener", func() { _ = l.Close() }) })
	defer stop()
	err := f.server.Serve(l)
	f.endAll(sshd.ErrClosing)
	f.server.Close()
	f.under.Wait()
	if err != nil {
		return fmt.Errorf("moto cannot take connections any more: %s", reasonOf(err))
	}
	return nil
}

// watchesAgain is how long the watch of who may sign in rests after a defect ended it.
const watchesAgain = time.Minute

// watch rechecks the sessions as the files change, until the context ends.
func (f *Floor) watch(ctx context.Context) {
	for panics.Caught(f.door.log, "the list of revoked keys", func() { f.door.watch(ctx, f.opts.Hangups, f.recheck) }) {
		select {
		case <-f.after(watchesAgain):
		case <-ctx.Done():
			return
		}
	}
}

// endAll takes no more sessions, and ends those that there are.
func (f *Floor) endAll(cause error) {
	f.mu.Lock()
	f.closing = true
	f.mu.Unlock()
	for _, st := range f.everyone() {
		st.end(cause)
	}
}

// recheck ends the sessions of those who may not sign in any more, with a line or
// without, and gives the others the rights that they have now.
func (f *Floor) recheck() {
	access := f.door.keeps()
	f.server.Recheck(access)
	for _, st := range f.everyone() {
		st.mu.Lock()
		signer, screen, site := st.signer, st.screen, st.site
		st.mu.Unlock()
		if why := access.Keeps(signer); why != nil {
			st.end(why)
			continue
		}
		st.regrant()
		if site != "" && st.settings.Grant.At(site) != nil {
			st.end(errSite)
			continue
		}
		if screen != nil {
			screen.Send(ui.RightsMsg{})
		}
	}
}

// reasonOf is the system's reason, without the addresses that it repeats.
func reasonOf(err error) string {
	if e, is := errors.AsType[*os.SyscallError](err); is {
		return e.Err.Error()
	}
	if e, is := errors.AsType[*net.OpError](err); is {
		return e.Err.Error()
	}
	return strings.TrimPrefix(filepath.Base(err.Error()), "listen ")
}
