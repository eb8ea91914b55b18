package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"github.com/charmbracelet/colorprofile"

	"motoconsole/forms"
	"motoconsole/gateway"
	"motoconsole/internal/config"
	"motoconsole/internal/harden"
	"motoconsole/internal/journal"
	"motoconsole/internal/keyboard"
	"motoconsole/internal/payment"
	"motoconsole/ui"
)

// console runs one agent's console on this terminal.
func (p program) console(ctx context.Context, s config.Settings, mode ui.Mode) error {
	work, err := p.open(ctx, s, journal.Options{})
	if err != nil {
		return err
	}
	defer work.close()
	vault, err := gateway.NewVault()
	if err != nil {
		return errors.New("there is no memory for card data: close other programs and start moto again")
	}
	// The vault is not closed: a read from the terminal may never end.
	scratch, err := vault.Scratch(keyboard.Memory)
	if err != nil {
		return err
	}
	scratch.Use(func(memory []byte) { err = p.runConsole(ctx, s, mode, work, vault, memory) })
	return err
}

// runConsole runs the console with what is typed in the given memory.
func (p program) runConsole(ctx context.Context, s config.Settings, mode ui.Mode, work *work, vault *gateway.Vault, memory []byte) error {
	desk := work.desk(s)
	s.UI.CardIdle, s.UI.LockAfter = p.testTimes(s.UI.CardIdle, s.UI.LockAfter)
	input, digits := p.keyboard(memory)
	root := ui.New(&ui.Session{
		Search: work.client,
		SentAs: func(ctx context.Context, orders []string) []string {
			return sentFrom(ctx, work.store, s.Gateway.Site, orders)
		},
		Desk:      desk,
		Reversals: work.reversals(s, desk),
		Reasons:   s.Refund.Reasons,
		Copy:      s.UI.Copy,
		Form: forms.PaymentOptions{
			Currency:     s.Payment.Currency,
			Currencies:   s.Payment.Currencies,
			MaxAmount:    s.Payment.MaxAmount,
			Country:      s.Payment.Country,
			CodeRequired: s.Payment.SecurityCodeRequired,
			OrderLength:  s.Payment.OrderLength,
			NoCardPaste:  !s.UI.PasteCard,
			Vault:        vault,
			Now:          time.Now,
		},
		Mode:    mode,
		Site:    s.Gateway.Site,
		Agent:   s.Operator,
		Now:     time.Now,
		Version: p.version,
		Digits:  digits,

		CardIdle: s.UI.CardIdle, LockAfter: s.UI.LockAfter, Unlock: unlock(s.Passphrase),
		Forget: harden.Forget,
	})
	options := []tea.ProgramOption{tea.WithContext(ctx), tea.WithInput(input), tea.WithOutput(p.stdout), tea.WithoutSignalHandler()}
	if profile, ok := colourProfile(s.UI.Colour, p.getenv); ok {
		options = append(options, tea.WithColorProfile(profile))
	}
	defer root.Wipe() // however the console ends
	screen := tea.NewProgram(root, append(options, testOptions()...)...)
	tell := func(a payment.Attempt) { screen.Send(ui.SettledMsg{Attempt: a}) }
	desk.Settled, desk.Resolver.Resolved = tell, tell
	background, stop := context.WithCancel(context.Background())
	resolving := make(chan struct{})
	go func() {
		desk.Resolver.Run(background)
		close(resolving)
	}()
	opened := make(chan struct{})
	go func() {
		work.opening(background, s, desk.SignIn, func(o openingDone) {
			screen.Send(ui.OpenedMsg{Forgotten: len(o.Forgotten), Differ: len(o.Differences), Problem: o.problem()})
		})
		close(opened)
	}()
	go func() {
		look := time.NewTicker(ui.LookEvery)
		defer look.Stop()
		for {
			select {
			case <-look.C:
				screen.Send(ui.LookMsg{})
			case <-background.Done():
				return
			}
		}
	}()

	_, err := screen.Run()
	root.Close()
	// A payment on its way is waited for until what became of it is recorded,
	// whatever ended the console and however often it is told to end.
	unseen, waiting := root.Unseen()
	if waiting {
		_, _ = fmt.Fprintln(p.stdout, "A payment or refund may be on its way: moto waits until what became of it is recorded. Do not make it again.")
	}
	desk.Drain()
	stop()
	<-resolving
	<-opened
	p.printOutcomes(desk, unseen)
	switch {
	case errors.Is(err, tea.ErrProgramPanic):
		work.log.Error("the console panicked")
		return errDefect
	case errors.Is(err, tea.ErrProgramKilled) && ctx.Err() != nil:
		return nil // asked to end
	}
	return err
}

// keyboard is what the console reads keys from, and the queue of the digits
// that are kept out of it. Where that cannot be done the queue is nil.
func (p program) keyboard(memory []byte) (io.Reader, *keyboard.Queue) {
	if input := unfiltered(p.stdin); input != nil {
		return input, nil
	}
	if !keyboard.Supported() {
		return p.stdin, nil
	}
	return keyboard.New(p.stdin, memory)
}

// undiverted says so where digits that are typed are not kept out of what reads
// the terminal.
func undiverted(terminal *os.File) []string {
	if unfiltered(terminal) == nil && keyboard.Supported() {
		return nil
	}
	return []string{"digits that are typed may stay in memory for a while after they are wiped: this system, or this build, has no filter for them"}
}

// unlock opens a locked console with the passphrase, or is nil without one.
func unlock(p config.Passphrase) func(string) bool {
	if p.IsZero() {
		return nil
	}
	return p.Matches
}

// printOutcomes tells, after the console has closed, what nobody has seen yet
// and what is not known.
func (p program) printOutcomes(desk *payment.Desk, unseen string) {
	recent, err := desk.Recent(context.Background(), 200)
	if err != nil {
		_, _ = fmt.Fprintln(p.stdout, "The journal cannot be read: look the last payments up in the portal.")
		return
	}
	for _, a := range recent {
		if a.ID == unseen || a.State != payment.Done {
			what := "" // a payment
			if noun := payment.WhatIs(a); noun != "payment" {
				what = noun + " of "
			}
			_, _ = fmt.Fprintf(p.stdout, "%s  %s%s, order %s, sent as %s\n",
				strings.ToUpper(a.Outcome.String()), what, a.Charge.Amount, a.Charge.OrderReference, a.SentReference)
		}
	}
}

// colourProfile is the profile to force, if any. NO_COLOR counts with any
// value: the library takes only those that read as a boolean.
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

// openLog opens the log file, or a log that keeps nothing. The terminal is
// never written to: the console draws on it.
func openLog(s config.Settings) (*slog.Logger, func(), error) {
	if s.Log.File == "" {
		return slog.New(slog.DiscardHandler), func() {}, nil
	}
	f, err := os.OpenFile(s.Log.File, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		return nil, nil, &config.Error{File: s.Path, Key: "log.file", Problem: "the log cannot be written", Fix: "name a file in a folder you may write to, or leave the key out"}
	}
	handler := slog.NewJSONHandler(f, &slog.HandlerOptions{Level: s.Log.Level}) //nolint:forbidigo // the one there is
	return slog.New(harden.LastNet(handler)), func() { _ = f.Close() }, nil
}
