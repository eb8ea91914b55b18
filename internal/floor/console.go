package floor

import (
	tea "charm.land/bubbletea/v2"

	"motoconsole/internal/app"
	"motoconsole/internal/charset"
	"motoconsole/internal/config"
	"motoconsole/internal/keyboard"
	"motoconsole/internal/panics"
	"motoconsole/internal/sshd"
	"motoconsole/internal/terminal"
	"motoconsole/ui"
)

// run runs a session from its first terminal to its end. The terminal comes through a
// channel, so that nothing here keeps it while the session goes on without it: its
// connection has buffers with what was typed.
func (st *seat) run(first <-chan *sshd.Session, seated chan<- *line) {
	f := st.floor
	defer func() {
		st.mu.Lock()
		st.over = true // a sign-in that is waiting starts a new session
		st.mu.Unlock()
		st.isOpen()
		close(seated)
		f.leave(st)
	}()
	refuse := func() {
		f.unseat(st)
		st.end(errMemory)
		(<-first).Refuse("There is no memory for card data: tell the person who keeps this server.")
	}
	defer f.later(st.settings.Serve.Longest, func() { st.end(sshd.ErrTooLong) })()
	vault, err := f.vaults.Vault()
	if err != nil {
		refuse()
		return
	}
	defer vault.Close()
	scratch, err := vault.Scratch(keyboard.Memory)
	if err != nil {
		refuse()
		return
	}
	scratch.Use(func(memory []byte) {
		filter, digits := keyboard.New(st.input, memory)
		keys := keyboard.NewShared(filter)
		st.digits = digits
		set, ok := st.open(<-first, seated)
		if !ok {
			digits.Close()
			return
		}
		go panics.Caught(f.own.Log(), "what reads a session", keys.Run)
		code := exitFailed
		defer func() {
			st.part(code)
			keys.Wait()
			digits.Close()
		}()
		code = st.console(app.Terminal{Vault: vault, Digits: digits, Charset: set, Step: st.stepped, Address: st.addressNow}, keys)
	})
}

// open shows the session on its first terminal, unless it is over, and says which characters
// that can show.
func (st *seat) open(first *sshd.Session, seated chan<- *line) (set charset.Set, ok bool) {
	l := st.attach(first)
	if l == nil {
		return set, false
	}
	first.Begin("began")
	seated <- l
	st.isOpen()
	return st.charset(first), true
}

// console runs the console at one site after another. When it returns, nothing uses the
// vault any more. Its goroutine waits in it for as long as the session lasts, with room on
// its stack for all that it calls: the settings, which are large, are no value there.
func (st *seat) console(at app.Terminal, keys *keyboard.Shared) (code int) {
	settings := &st.settings
	for {
		next, err := st.runAt(settings, at, keys.Part())
		why := reasonToEnd(st.ctx, err)
		if err != nil {
			st.end(err) // the journal has why, unless the session was ended before
		}
		if why != "" {
			_, _ = st.Write([]byte(why + "\n"))
			return exitFailed
		}
		switch {
		case err != nil: // the screen has said it
			return exitFailed
		case next == "":
			return exitOK
		}
		settings, at.Unlocked = settingsAt(settings, next), true
	}
}

// settingsAt are the settings of another site, in memory of their own.
//
//go:noinline
func settingsAt(s *config.Settings, site string) *config.Settings {
	at := s.At(site)
	return &at
}

// runAt runs the console at one site, and returns the next; "" for none.
func (st *seat) runAt(settings *config.Settings, at app.Terminal, keys *keyboard.Part) (next string, err error) {
	process, err := st.floor.site(st.ctx, settings)
	if err != nil {
		return "", err
	}
	sees := &supervisor{floor: st.floor, seat: st, process: process}
	defer sees.close()
	at.Floor = sees
	session, screen, line, err := st.openAt(process, settings, at, keys)
	if err != nil {
		return "", err
	}
	err = session.Run(screen)
	st.mu.Lock()
	st.screen, st.away = nil, st.line == nil || st.lines != line // the next console belongs to the terminal that was attached
	st.mu.Unlock()
	keys.End()
	if st.ctx.Err() != nil || !hasNext(session) {
		st.floor.unseat(st) // a later sign-in starts a new session
	}
	return session.Part(st), err
}

// openAt makes the console of one site for the terminal that there is, and gives the
// number of its line. Like run it keeps no line.
func (st *seat) openAt(process *app.Process, settings *config.Settings, at app.Terminal, keys *keyboard.Part) (*app.Session, *terminal.Program, int, error) {
	st.mu.Lock()
	l, line := st.line, st.lines
	if l == nil {
		line = noLine
	}
	at.Unlocked, st.site = at.Unlocked && !st.away, settings.Gateway.Site
	st.mu.Unlock()
	if settings.Grant.At(settings.Gateway.Site) != nil { // taken away while the site was opened
		st.end(errSite)
		return nil, nil, line, errSite
	}
	size := sshd.Size{Width: 80, Height: 24}
	options := terminal.Options{Input: keys, Filter: st.floor.filter, Lost: st.lostOutput}
	if l != nil {
		at.Charset, options.Output, size = st.charset(l.ssh), l.out, l.sizeNow(st)
		options.Profile = terminal.ProfileOf(settings.UI.Colour, l.ssh.Getenv)
	}
	options.Width, options.Height = size.Width, size.Height
	session, err := process.NewSession(app.Agent{Name: settings.Operator, Passphrase: settings.Passphrase, Grant: settings.Grant}, at)
	if err != nil {
		return nil, nil, line, err
	}
	options.Log = session.Log()
	screen := terminal.New(st.ctx, session.Root(), options)
	st.show(screen, l)
	return session, screen, line, nil
}

func hasNext(session *app.Session) bool {
	_, next := session.Root().NextSite()
	return next
}

// show notes the screen of the site that is shown. It was made for a line; another may
// have come meanwhile.
func (st *seat) show(screen *terminal.Program, madeFor *line) {
	st.mu.Lock()
	st.screen = screen
	l := st.line
	st.mu.Unlock()
	switch {
	case l == madeFor:
	case l == nil:
		screen.Send(ui.LostMsg{})
	default:
		screen.Send(ui.LostMsg{})
		st.move(screen, l)
	}
}

// move shows the session on a line's terminal.
func (st *seat) move(screen *terminal.Program, l *line) {
	size := l.sizeNow(st)
	screen.Attach(terminal.Line{
		Output: l.out, Width: size.Width, Height: size.Height, Profile: terminal.ProfileOf(st.settings.UI.Colour, l.ssh.Getenv),
		Then: ui.ReturnedMsg{Charset: st.charset(l.ssh)},
	})
}

// part takes the last terminal away, and tells it the exit status. It waits for those
// that were taken away before: when it returns, no line writes any more.
func (st *seat) part(code int) {
	st.floor.unseat(st)
	st.mu.Lock()
	l := st.line
	st.line, st.over = nil, true
	st.mu.Unlock()
	st.input.close()
	if l != nil {
		l.code = code
		l.ssh.End(code)
		st.close(l)
	}
	st.writers.Wait()
}

// filter is what all consoles have their messages pass.
func (f *Floor) filter(model tea.Model, msg tea.Msg) tea.Msg {
	if f.opts.Filter != nil {
		msg = f.opts.Filter(msg)
	}
	return ui.Sized(model, msg)
}
