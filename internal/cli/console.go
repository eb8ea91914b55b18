package cli

import (
	"context"
	"errors"
	"io"
	"os"

	tea "charm.land/bubbletea/v2"

	"motoconsole/gateway"
	"motoconsole/internal/app"
	"motoconsole/internal/config"
	"motoconsole/internal/journal"
	"motoconsole/internal/keyboard"
	"motoconsole/internal/outlet"
	"motoconsole/internal/terminal"
	"motoconsole/ui"
)

// console runs one agent's console on this terminal, at one site after another.
func (p program) console(ctx context.Context, s config.Settings, mode gateway.Mode) error {
	s.UI.CardIdle, s.UI.LockAfter = p.testTimes(s.UI.CardIdle, s.UI.LockAfter)
	p.characters = s.UI.Characters
	process, err := p.open(ctx, s, mode)
	if err != nil {
		return err
	}
	vault, err := gateway.NewVault()
	if err != nil {
		process.Close()
		return errors.New("there is no memory for card data: close other programs and start moto again")
	}
	tty := outlet.Open(ctx, p.stdout)
	// The vault is not closed: a read from the terminal may never end.
	scratch, err := vault.Scratch(keyboard.Memory + keyboard.ConsoleMemory)
	if err != nil {
		process.Close()
		return err
	}
	scratch.Use(func(memory []byte) {
		// One reader for all sites: two would take each other's keys.
		var input io.Reader
		var digits *keyboard.Queue
		var restore func()
		if input, digits, restore, err = p.keyboard(memory); err != nil {
			process.Close()
			return
		}
		defer restore()
		at := app.Terminal{Vault: vault, Digits: digits, Charset: p.charset()}
		next := ""
		for {
			next, err = p.session(ctx, process, s, at, input, tty)
			process.Close()
			if err != nil || next == "" {
				return
			}
			s, at.Unlocked = s.At(next), true
			if process, err = p.open(ctx, s, gateway.ModeOf(next)); err != nil {
				return
			}
		}
	})
	return err
}

// howEnded is how a console at a desk ended, for the journal.
func howEnded(ctx context.Context, err error) string {
	switch {
	case err == nil:
		return "left"
	case errors.Is(err, tea.ErrProgramKilled) && ctx.Err() != nil:
		return "told to end: " + context.Cause(ctx).Error()
	case errors.Is(err, app.ErrPanicked):
		return err.Error()
	default:
		return "it could not run on"
	}
}

// session runs the console of the agent in the settings, with typed input from a
// reader and frames for a terminal, and returns the site where the agent goes on; "" for none.
func (p program) session(ctx context.Context, process *app.Process, s config.Settings, at app.Terminal, input io.Reader, tty *outlet.Outlet) (next string, err error) {
	session, err := process.NewSession(app.Agent{Name: s.Operator, Passphrase: s.Passphrase, Grant: s.Grant}, at)
	if err != nil {
		return "", err
	}
	options := []tea.ProgramOption{tea.WithContext(ctx), tea.WithInput(input), tea.WithOutput(at.Digits.Output(tty)), tea.WithoutSignalHandler(), tea.WithFilter(ui.Sized)}
	if profile, ok := terminal.Forced(s.UI.Colour, p.getenv); ok {
		options = append(options, tea.WithColorProfile(profile))
	}
	screen := p.testScreen(ctx, session, s.UI.Colour, input, at.Digits.Output(tty))
	if screen == nil {
		screen = tea.NewProgram(session.Root(), append(options, testOptions()...)...)
	}
	process.Start()
	process.Note(journal.Audit{Kind: journal.AuditSession, Agent: s.Operator, Result: "began at a desk"})
	stop := context.AfterFunc(ctx, session.Abandon) // the screen may be held
	err = session.Run(screen)
	stop()
	next = session.Part(p.charset().Writer(tty))
	process.Note(journal.Audit{Kind: journal.AuditEnd, Agent: s.Operator, Result: howEnded(ctx, err)})
	switch {
	case next != "" && err == nil:
		return next, nil
	case errors.Is(err, app.ErrPanicked):
		return "", errDefect
	case errors.Is(err, tea.ErrProgramKilled) && ctx.Err() != nil:
		session.Log().Warn("the console was told to end", "by", context.Cause(ctx).Error())
		return "", nil
	}
	return "", err
}

// open opens the process for a console, or for a command that uses the journal.
func (p program) open(ctx context.Context, s config.Settings, mode gateway.Mode) (*app.Process, error) {
	return p.openMeasured(ctx, s, mode, app.Measures{})
}

// openMeasured is open for a server that counts what happens.
func (p program) openMeasured(ctx context.Context, s config.Settings, mode gateway.Mode, m app.Measures) (*app.Process, error) {
	process, err := app.Open(ctx, app.Options{Settings: s, Mode: mode, Version: p.version, Shortfalls: p.hardened(), Resumer: resumer(), Measures: m})
	return process, problem(err)
}

// problem turns an error of opening into one for people: it adds what to do about
// the journal, and makes an error of the configuration wrong usage.
func problem(err error) error {
	if settings, ok := errors.AsType[app.SettingsError](err); ok {
		return usageError{settings}
	}
	if fault, ok := errors.AsType[*journal.Error](err); ok {
		err = advised{fault: fault}
		if fault.Setup {
			return usageError{err}
		}
	}
	return err
}

// advised is a fault of the journal with what to do about it.
type advised struct{ fault *journal.Error }

// Error implements error.
func (a advised) Error() string { return a.fault.Error() + ". " + a.fault.Hint }

// Unwrap implements errors.Unwrap.
func (a advised) Unwrap() error { return a.fault }

// keyboard is the reader of the console's keys, and the queue of the digits that
// are kept out of it. The queue is nil in a build without that filter.
func (p program) keyboard(memory []byte) (input io.Reader, digits *keyboard.Queue, restore func(), err error) {
	if input := unfiltered(p.stdin); input != nil {
		return input, nil, func() {}, nil
	}
	return keyboard.Open(p.stdin, p.stdout, memory)
}

// undiverted is a warning in a build where typed digits pass through the ordinary
// reader of the terminal.
func undiverted(terminal *os.File) []string {
	if unfiltered(terminal) == nil {
		return nil
	}
	return []string{"digits that are typed may stay in memory for a while after they are wiped: this build has no filter for them"}
}
