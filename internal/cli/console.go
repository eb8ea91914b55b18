package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	tea "charm.land/bubbletea/v2"

	"github.com/charmbracelet/colorprofile"

	"motoconsole/gateway"
	"motoconsole/internal/app"
	"motoconsole/internal/config"
	"motoconsole/internal/journal"
	"motoconsole/internal/keyboard"
	"motoconsole/internal/payment"
	"motoconsole/internal/payment/terms"
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
			next, err = p.session(ctx, process, s, at, input)
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

// session runs the console of the agent in the settings, with typed input from a
// reader, and returns the site where the agent goes on; "" for none.
func (p program) session(ctx context.Context, process *app.Process, s config.Settings, at app.Terminal, input io.Reader) (next string, err error) {
	session, err := process.NewSession(app.Agent{Name: s.Operator, Passphrase: s.Passphrase, Grant: s.Grant}, at)
	if err != nil {
		return "", err
	}
	options := []tea.ProgramOption{tea.WithContext(ctx), tea.WithInput(input), tea.WithOutput(at.Digits.Output(p.stdout)), tea.WithoutSignalHandler(), tea.WithFilter(ui.Sized)}
	if profile, ok := colourProfile(s.UI.Colour, p.getenv); ok {
		options = append(options, tea.WithColorProfile(profile))
	}
	screen := tea.NewProgram(session.Root(), append(options, testOptions()...)...)
	process.Start()
	err = session.Run(screen)
	next = partWith(p.shown(p.stdout), session)
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

// partWith closes a session whose screen has ended, and returns the site where the agent
// goes on; "" for none. It waits for a payment under way until its outcome is recorded,
// whatever ended the screen and however often it is told to end, and says what the agent
// has not seen.
func partWith(out io.Writer, session *app.Session) (next string) {
	unseen, waiting := session.Root().Unseen()
	if waiting {
		_, _ = fmt.Fprintln(out, "A payment or refund may be on its way: moto waits until its outcome is recorded. Do not make it again.")
	}
	next, changes := session.Root().NextSite()
	if changes {
		_, _ = fmt.Fprintln(out, "Going to site "+next+".") // Close may wait for an answer that is late
	}
	session.Close()
	switch {
	case changes:
	case session.Root().Locked():
		printCounts(out, session.Processor(), unseen != "")
	default:
		printOutcomes(out, session.Processor(), unseen)
	}
	return next
}

// open opens the process for a console, or for a command that uses the journal.
func (p program) open(ctx context.Context, s config.Settings, mode gateway.Mode) (*app.Process, error) {
	process, err := app.Open(ctx, app.Options{Settings: s, Mode: mode, Version: p.version, Shortfalls: p.hardened()})
	return process, problem(err)
}

// problem turns an error of opening into one for people: it adds what to do about
// the journal, and makes an error of the configuration wrong usage.
func problem(err error) error {
	if settings, ok := errors.AsType[app.SettingsError](err); ok {
		return usageError{settings}
	}
	if fault, ok := errors.AsType[*journal.Error](err); ok {
		return errors.New(fault.Error() + ". " + fault.Hint)
	}
	return err
}

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

// printOutcomes prints, after the console has closed, the outcomes that the agent
// has not seen yet and those that are still unknown.
func printOutcomes(out io.Writer, processor *payment.Processor, unseen string) {
	recent, err := processor.Recent(context.Background(), 200)
	if err != nil {
		_, _ = fmt.Fprintln(out, "The journal cannot be read: look the last payments up in the portal.")
		return
	}
	for _, a := range recent {
		if a.ID == unseen || a.State != payment.Done {
			_, _ = fmt.Fprintf(out, "%s  %s, order %s, sent as %s\n",
				strings.ToUpper(a.Outcome.String()), whatOf(a), a.Charge.OrderReference, a.SentReference)
		}
	}
}

// whatOf is what was attempted, and of how much: "£10.50" is a payment.
func whatOf(a payment.Attempt) string {
	noun, amount := a.Noun(), a.Charge.Amount.String()
	switch {
	case !a.Charge.Kind.TakesMoney():
		return noun
	case a.IsCharge() && a.Charge.Kind == terms.Payment:
		return amount
	default:
		return noun + " of " + amount
	}
}

// printCounts prints only how many outcomes there are, after a console has closed
// while locked. The person who closed it may not be the agent, and only the agent
// may see the work.
func printCounts(out io.Writer, processor *payment.Processor, unseen bool) {
	open, err := processor.Unresolved(context.Background(), 200)
	switch {
	case err != nil:
		_, _ = fmt.Fprintln(out, "The journal cannot be read: look the last payments up in the portal.")
	case len(open) > 0:
		_, _ = fmt.Fprintf(out, "Payments that need checking: %d. Start moto to see them.\n", len(open))
	}
	if unseen {
		_, _ = fmt.Fprintln(out, "The outcome of a payment has not been seen. Start moto to see it.")
	}
}

// colourProfile is the profile to force, if any. NO_COLOR counts with any value;
// the library accepts only values that read as a boolean.
func colourProfile(setting string, getenv func(string) string) (colorprofile.Profile, bool) {
	switch {
	case setting == "always":
		return colorprofile.ANSI256, true
	case setting == "never", getenv("NO_COLOR") != "":
		return colorprofile.ASCII, true
	default:
		return 0, false
	}
}
