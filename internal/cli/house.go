package cli

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"slices"
	"strings"
	"sync"

	"github.com/charmbracelet/colorprofile"
	"github.com/spf13/cobra"

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

// house is what the sessions of a server share: the processes of the sites where agents
// work. Each is opened when the first agent comes, and stays.
type house struct {
	program
	settings config.Settings
	lacks    int // protections of memory for cards, on this system whatever its limits

	own *app.Process // of the configuration's own site

	mu    sync.Mutex
	sites map[string]*app.Process
}

func newHouse(p program, s config.Settings) *house {
	return &house{program: p, settings: s, sites: map[string]*app.Process{}}
}

// opened opens the process of the configuration's own site, so that a fault shows at
// the start, and returns its logs.
func (h *house) opened(ctx context.Context) (log, audit *slog.Logger, err error) {
	if h.own, err = h.site(ctx, h.settings); err != nil {
		return nil, nil, err
	}
	return h.own.Log(), h.own.Audit(), nil
}

// site is the process of the settings' site.
func (h *house) site(ctx context.Context, s config.Settings) (*app.Process, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if process := h.sites[s.Gateway.Site]; process != nil {
		return process, nil
	}
	// The process outlives the session that needed it first.
	process, err := h.open(context.WithoutCancel(ctx), s, gateway.ModeOf(s.Gateway.Site))
	if err != nil {
		return nil, err
	}
	h.sites[s.Gateway.Site] = process
	process.Start()
	return process, nil
}

// forget has what a line left in memory collected. The first process collects for all.
func (h *house) forget() { h.own.Forget() }

// close ends the processes. All sessions have ended.
func (h *house) close() {
	for _, process := range h.sites {
		process.Close()
	}
}

// handle runs a session.
func (h *house) handle(ctx context.Context, s *sshd.Session) int {
	settings := h.settings.Of(s.Agent())
	if line, is := s.Command(); is {
		return h.command(ctx, s, settings, line)
	}
	vault, err := gateway.NewVault()
	if err != nil {
		s.Say("There is no memory for card data: tell the person who keeps this server.")
		return ExitFailed
	}
	defer vault.Close()
	if len(vault.Problems()) > h.lacks {
		h.own.Log().Error("a session was refused: its memory for cards cannot be protected", "agent", s.Agent(), "problems", vault.Problems())
		s.Say("This server cannot keep another session's cards safe in memory: tell the person who keeps it.")
		return ExitFailed
	}
	scratch, err := vault.Scratch(keyboard.Memory)
	if err != nil {
		return ExitFailed
	}
	code := ExitFailed
	scratch.Use(func(memory []byte) { code = h.console(ctx, s, settings, vault, memory) })
	return code
}

// console runs the console of an agent on the session's terminal, at one site after
// another. When it returns, nothing uses the memory any more.
func (h *house) console(ctx context.Context, s *sshd.Session, settings config.Settings, vault *gateway.Vault, memory []byte) (code int) {
	filter, digits := keyboard.New(s, memory)
	keys := keyboard.NewShared(filter)
	show := &gated{to: digits.Output(s)}
	at := app.Terminal{Vault: vault, Digits: digits, Charset: charset.Chosen(settings.UI.Characters, s.Getenv)}
	go panics.Caught(h.own.Log(), "what reads a session", keys.Run)
	defer func() {
		s.End(code)
		keys.Wait()
		show.close()
		digits.Close()
	}()
	said := spoken{s, at.Charset}
	for {
		next, err := h.page(ctx, s, settings, at, keys.Part(), show, said)
		if why := reasonToEnd(ctx, err); why != "" {
			s.Say(why)
			return ExitFailed
		}
		if next == "" {
			return ExitOK
		}
		settings, at.Unlocked = settings.At(next), true
	}
}

// page runs the console at one site, and returns the next; "" for none.
func (h *house) page(ctx context.Context, s *sshd.Session, settings config.Settings, at app.Terminal, input *keyboard.Part, show io.Writer, said io.Writer) (next string, err error) {
	process, err := h.site(ctx, settings)
	if err != nil {
		return "", err
	}
	session, err := process.NewSession(app.Agent{Name: settings.Operator, Passphrase: settings.Passphrase, Grant: settings.Grant}, at)
	if err != nil {
		return "", err
	}
	_, size, _ := s.Terminal()
	screen := terminal.New(ctx, session.Root(), terminal.Options{
		Input: input, Output: show, Width: size.Width, Height: size.Height, Profile: profileOf(settings.UI.Colour, s.Getenv), Filter: ui.Sized, Log: session.Log(),
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
	return partWith(said, session), err
}

// profileOf are the colours of a session's terminal.
func profileOf(setting string, getenv func(string) string) colorprofile.Profile {
	if profile, forced := colourProfile(setting, getenv); forced {
		return profile
	}
	return colorprofile.Env([]string{"TERM=" + getenv("TERM"), "COLORTERM=" + getenv("COLORTERM")})
}

// reasonToEnd is what an agent is told of the end of a session that the agent did not
// choose; "" for none.
func reasonToEnd(ctx context.Context, err error) string {
	switch cause := context.Cause(ctx); {
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
	case errors.Is(err, terminal.ErrHungUp), cause != nil:
		return "The connection is gone." // no agent reads it
	case err != nil:
		return fmt.Sprintf("The console cannot run: %v", problem(err))
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
	g.over = true
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

// remoteNames are the commands that agents may run over SSH.
var remoteNames = []string{"lookup", "find", "resolve", "check"}

// errRemote refuses every other command, and repeats nothing of it.
var errRemote = errors.New("over SSH there are lookup (or find), resolve and check: sign in without a command for the console")

// command runs one command of an agent over SSH, with the agent's rights, and returns
// its exit status. The command line is never logged.
func (h *house) command(ctx context.Context, s *sshd.Session, settings config.Settings, line string) int {
	p := h.program
	p.served, p.characters = &settings, settings.UI.Characters
	_, _, terminal := s.Terminal()
	out, notes := io.Writer(s), s.Stderr()
	if terminal {
		set := charset.Chosen(settings.UI.Characters, s.Getenv)
		out, notes = set.Writer(returns{out}), set.Writer(returns{notes})
	}
	message, code := failure(p.remote(ctx, line, out, notes))
	if message != "" {
		_, _ = io.WriteString(notes, "moto: "+message+"\n")
	}
	return code
}

// remote parses a command line and runs its command.
func (p program) remote(ctx context.Context, line string, out, notes io.Writer) error {
	words, err := sshd.Words(line)
	if err != nil {
		return usageError{err}
	}
	if len(words) == 0 || !slices.Contains(remoteNames, words[0]) {
		return usageError{errRemote}
	}
	lookup := p.lookupCommand()
	lookup.Aliases = []string{"find"}
	root := &cobra.Command{Use: "moto", SilenceUsage: true, SilenceErrors: true}
	root.SetFlagErrorFunc(func(_ *cobra.Command, err error) error { return usageError{err} })
	root.CompletionOptions.DisableDefaultCmd = true
	root.AddCommand(lookup, p.resolveCommand(), p.checkCommand())
	root.SetArgs(words)
	root.SetIn(strings.NewReader(""))
	root.SetOut(out)
	root.SetErr(notes)
	return root.ExecuteContext(ctx)
}

// returns ends lines as a terminal in raw mode needs it.
type returns struct{ to io.Writer }

// Write implements io.Writer.
func (r returns) Write(p []byte) (int, error) {
	if _, err := r.to.Write(bytes.ReplaceAll(p, []byte("\n"), []byte("\r\n"))); err != nil {
		return 0, err
	}
	return len(p), nil
}
