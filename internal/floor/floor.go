package floor

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"os"
	"path/filepath"
	"strings"
	"sync"

	"golang.org/x/crypto/ssh"

	"motoconsole/gateway"
	"motoconsole/internal/app"
	"motoconsole/internal/charset"
	"motoconsole/internal/config"
	"motoconsole/internal/keyboard"
	"motoconsole/internal/panics"
	"motoconsole/internal/sshd"
	"motoconsole/internal/terminal"
	"motoconsole/ui"
)

// The exit statuses of sessions, as of moto's commands.
const (
	exitOK     = 0
	exitFailed = 1
)

// Options configure a Floor.
type Options struct {
	Settings config.Settings
	// Open opens the process of the settings' site. Its errors are for people.
	Open func(ctx context.Context, s config.Settings) (*app.Process, error)
	// Command runs a command line of an agent, with the agent's settings, and returns its
	// exit status.
	Command func(ctx context.Context, on *sshd.Session, s config.Settings, line string) int
	// Hangups has the list of revoked keys looked at at once; it may be nil.
	Hangups <-chan os.Signal
}

// Floor is what the sessions of a server share: the processes of the sites where agents
// work. Each is opened when the first agent comes, and stays.
type Floor struct {
	opts     Options
	settings config.Settings
	lacks    int // protections of memory for cards, on this system whatever its limits

	own *app.Process // of the configuration's own site

	mu    sync.Mutex
	sites map[string]*app.Process
}

func newFloor(o Options) *Floor {
	return &Floor{opts: o, settings: o.Settings, sites: map[string]*app.Process{}}
}

// opened opens the process of the configuration's own site, so that a fault shows at
// the start, and returns its logs.
func (f *Floor) opened(ctx context.Context) (log, audit *slog.Logger, err error) {
	if f.own, err = f.site(ctx, f.settings); err != nil {
		return nil, nil, err
	}
	return f.own.Log(), f.own.Audit(), nil
}

// site is the process of the settings' site.
func (f *Floor) site(ctx context.Context, s config.Settings) (*app.Process, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if process := f.sites[s.Gateway.Site]; process != nil {
		return process, nil
	}
	// The process outlives the session that needed it first.
	process, err := f.opts.Open(context.WithoutCancel(ctx), s)
	if err != nil {
		return nil, err
	}
	f.sites[s.Gateway.Site] = process
	process.Start()
	return process, nil
}

// forget has what a line left in memory collected. The first process collects for all.
func (f *Floor) forget() { f.own.Forget() }

// close ends the processes. All sessions have ended.
func (f *Floor) close() {
	for _, process := range f.sites {
		process.Close()
	}
}

// handle runs a session.
func (f *Floor) handle(ctx context.Context, s *sshd.Session) int {
	settings := f.settings.Of(s.Agent())
	if line, is := s.Command(); is {
		return f.opts.Command(ctx, s, settings, line)
	}
	vault, err := gateway.NewVault()
	if err != nil {
		s.Say("There is no memory for card data: tell the person who keeps this server.")
		return exitFailed
	}
	defer vault.Close()
	if len(vault.Problems()) > f.lacks {
		f.own.Log().Error("a session was refused: its memory for cards cannot be protected", "agent", s.Agent(), "problems", vault.Problems())
		s.Say("This server cannot keep another session's cards safe in memory: tell the person who keeps it.")
		return exitFailed
	}
	scratch, err := vault.Scratch(keyboard.Memory)
	if err != nil {
		return exitFailed
	}
	code := exitFailed
	scratch.Use(func(memory []byte) { code = f.console(ctx, s, settings, vault, memory) })
	return code
}

// console runs the console of an agent on the session's terminal, at one site after
// another. When it returns, nothing uses the memory any more.
func (f *Floor) console(ctx context.Context, s *sshd.Session, settings config.Settings, vault *gateway.Vault, memory []byte) (code int) {
	filter, digits := keyboard.New(s, memory)
	keys := keyboard.NewShared(filter)
	show := &gated{to: digits.Output(s)}
	at := app.Terminal{Vault: vault, Digits: digits, Charset: charset.Chosen(settings.UI.Characters, s.Getenv)}
	go panics.Caught(f.own.Log(), "what reads a session", keys.Run)
	defer func() {
		s.End(code)
		keys.Wait()
		show.close()
		digits.Close()
	}()
	said := spoken{s, at.Charset}
	for {
		next, err := f.page(ctx, s, settings, at, keys.Part(), show, said)
		if why := reasonToEnd(ctx, err); why != "" {
			s.Say(why)
			return exitFailed
		}
		if next == "" {
			return exitOK
		}
		settings, at.Unlocked = settings.At(next), true
	}
}

// page runs the console at one site, and returns the next; "" for none.
func (f *Floor) page(ctx context.Context, s *sshd.Session, settings config.Settings, at app.Terminal, input *keyboard.Part, show io.Writer, said io.Writer) (next string, err error) {
	process, err := f.site(ctx, settings)
	if err != nil {
		return "", err
	}
	session, err := process.NewSession(app.Agent{Name: settings.Operator, Passphrase: settings.Passphrase, Grant: settings.Grant}, at)
	if err != nil {
		return "", err
	}
	_, size, _ := s.Terminal()
	screen := terminal.New(ctx, session.Root(), terminal.Options{
		Input: input, Output: show, Width: size.Width, Height: size.Height, Profile: terminal.ProfileOf(settings.UI.Colour, s.Getenv), Filter: ui.Sized, Log: session.Log(),
	})
	ended := make(chan struct{})
	go panics.Caught(session.Log(), "the sizes of a terminal", func() {
		for {
			select {
			case size := <-s.Resized():
				screen.Resize(size.Width, size.Height)
			case <-ended:
				return
			}
		}
	})
	err = session.Run(screen)
	close(ended)
	input.End()
	return session.Part(said), err
}

// Serve serves consoles until the context ends.
func Serve(ctx context.Context, out io.Writer, o Options) error {
	s := o.Settings
	agents, err := signers(s)
	if err != nil {
		return err
	}
	if s.Log.File == "" {
		return s.Fault("log.file", "is missing: a server records who signs in", `name a file in [log], such as file = "moto.log"`)
	}
	key, err := hostKey(s)
	if err != nil {
		return err
	}
	door, err := newDoor(s, agents)
	if err != nil {
		return err
	}
	f := newFloor(o)
	defer f.close()
	var room int
	if room, f.lacks = lockable(s.Serve.MaxSessions); room < s.Serve.MaxSessions {
		return s.Fault("serve.max_sessions", fmt.Sprintf("the system locks memory for the cards of %d sessions only", room), "raise its limit (LimitMEMLOCK=, ulimit -l) by 16 KiB for each session, or lower max_sessions")
	}
	if door.log, door.audit, err = f.opened(ctx); err != nil {
		return err
	}
	l, err := new(net.ListenConfig).Listen(ctx, "tcp", s.Serve.Listen)
	if err != nil {
		return s.Fault("serve.listen", "moto cannot listen there: "+reasonOf(err), "free the port, or choose another")
	}
	server := sshd.New(sshd.Options{
		HostKey: key, Access: door.access, Event: door.event, Log: door.log, Handle: f.handle, Gone: f.forget,
		Limits: sshd.Limits{
			Sessions: s.Serve.MaxSessions, PerAgent: s.Serve.PerAgent, PerAddress: s.Serve.PerAddress,
			Handshake: s.Serve.HandshakeTimeout, Idle: s.Serve.IdleTimeout, Longest: s.Serve.Longest,
		},
	})
	_, _ = fmt.Fprintf(out, "moto serves consoles on %s, with the key %s\n", l.Addr(), ssh.FingerprintSHA256(key.PublicKey()))
	go panics.Caught(door.log, "the list of revoked keys", func() { door.watch(ctx, o.Hangups, server.Recheck) })
	stop := context.AfterFunc(ctx, func() { _ = l.Close() })
	defer stop()
	err = server.Serve(l)
	server.Close() // waits for the payments on their way
	if err != nil {
		return fmt.Errorf("moto cannot take connections any more: %s", reasonOf(err))
	}
	return nil
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
