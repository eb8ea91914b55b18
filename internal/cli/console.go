package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"github.com/charmbracelet/colorprofile"

	"motoconsole/forms"
	"motoconsole/gateway"
	"motoconsole/internal/config"
	"motoconsole/internal/harden"
	"motoconsole/internal/journal/sqljournal"
	"motoconsole/internal/keyboard"
	"motoconsole/internal/lookup"
	"motoconsole/internal/payment"
	"motoconsole/ui"
)

// console runs one agent's console on this terminal.
func (p program) console(ctx context.Context, s config.Settings, mode ui.Mode) error {
	work, err := p.open(ctx, s, sqljournal.Options{})
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
	p.characters = s.UI.Characters
	desk := work.desk(s)
	s.UI.CardIdle, s.UI.LockAfter = p.testTimes(s.UI.CardIdle, s.UI.LockAfter)
	input, digits := p.keyboard(memory)
	root := ui.New(&ui.Session{
		Search: work.client,
		Journal: func(ctx context.Context, search lookup.Search) lookup.Kept {
			return keptIn(ctx, work.store, s.Gateway.Site, search)
		},
		JournalDays: keepDays(s),
		Desk:        desk,
		Reversals:   work.reversals(s, desk),
		Reasons:     s.Refund.Reasons,
		Copy:        s.UI.Copy,
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
		Charset: p.charset(),

		CardIdle: s.UI.CardIdle, LockAfter: s.UI.LockAfter, Unlock: work.unlock(s.Passphrase), Tries: work.tries(s.Passphrase),
		Forget: harden.Forget,
	})
	options := []tea.ProgramOption{tea.WithContext(ctx), tea.WithInput(input), tea.WithOutput(digits.Output(p.stdout)), tea.WithoutSignalHandler(), tea.WithFilter(ui.Sized)}
	if profile, ok := colourProfile(s.UI.Colour, p.getenv); ok {
		options = append(options, tea.WithColorProfile(profile))
	}
	defer root.Wipe() // however the console ends
	screen := tea.NewProgram(root, append(options, testOptions()...)...)
	background, stop := context.WithCancel(context.Background())
	news := new(payment.News)
	desk.News, desk.Resolver.News = news, news
	heard := news.Subscribe()
	defer heard.Cancel()
	go func() {
		for {
			select {
			case <-heard.Ready():
				for _, a := range heard.Take() {
					screen.Send(ui.SettledMsg{Attempt: a})
				}
			case <-background.Done():
				return
			}
		}
	}()
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
	// moto waits for a payment on its way until its outcome is recorded, whatever
	// ended the console and however often it is told to end.
	unseen, waiting := root.Unseen()
	if waiting {
		_, _ = fmt.Fprintln(p.shown(p.stdout), "A payment or refund may be on its way: moto waits until what became of it is recorded. Do not make it again.")
	}
	desk.Drain()
	stop()
	<-resolving
	<-opened
	if root.Locked() {
		p.printCounts(desk, unseen != "")
	} else {
		p.printOutcomes(desk, unseen)
	}
	switch {
	case errors.Is(err, tea.ErrProgramPanic):
		work.log.Error("the console panicked")
		return errDefect
	case errors.Is(err, tea.ErrProgramKilled) && ctx.Err() != nil:
		work.log.Warn("the console was told to end", "by", context.Cause(ctx).Error())
		return nil
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

// printOutcomes tells, after the console has closed, the outcomes that the agent
// has not seen yet and those that are still unknown.
func (p program) printOutcomes(desk *payment.Desk, unseen string) {
	recent, err := desk.Recent(context.Background(), 200)
	if err != nil {
		_, _ = fmt.Fprintln(p.shown(p.stdout), "The journal cannot be read: look the last payments up in the portal.")
		return
	}
	for _, a := range recent {
		if a.ID == unseen || a.State != payment.Done {
			what := "" // a payment
			if noun := payment.WhatIs(a); noun != "payment" {
				what = noun + " of "
			}
			_, _ = fmt.Fprintf(p.shown(p.stdout), "%s  %s%s, order %s, sent as %s\n",
				strings.ToUpper(a.Outcome.String()), what, a.Charge.Amount, a.Charge.OrderReference, a.SentReference)
		}
	}
}

// printCounts tells how many outcomes there are to tell, after a console has
// closed while locked. The person who closed it may not be the agent, who alone
// may see the work.
func (p program) printCounts(desk *payment.Desk, unseen bool) {
	open, err := desk.Unresolved(context.Background(), 200)
	switch {
	case err != nil:
		_, _ = fmt.Fprintln(p.shown(p.stdout), "The journal cannot be read: look the last payments up in the portal.")
	case len(open) > 0:
		_, _ = fmt.Fprintf(p.shown(p.stdout), "Payments that need checking: %d. Start moto to see them.\n", len(open))
	}
	if unseen {
		_, _ = fmt.Fprintln(p.shown(p.stdout), "The outcome of a payment has not been seen. Start moto to see it.")
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
