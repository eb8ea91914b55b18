package app

import (
	"context"
	"log/slog"

	"motoconsole/internal/clock"
	"motoconsole/internal/config"
	"motoconsole/internal/journal"
	"motoconsole/internal/lockout"
)

// unlock checks the passphrase of a locked console, or is nil if there is none. It
// logs and notes each attempt.
func unlock(log *slog.Logger, note func(kind journal.AuditKind, result string), p config.Passphrase) func(string) bool {
	if p.IsZero() {
		return nil
	}
	return func(text string) bool {
		right := p.Matches(text)
		if right {
			log.Info("the console was unlocked")
			note(journal.AuditUnlock, "unlocked")
		} else {
			log.LogAttrs(context.Background(), slog.LevelWarn, "a wrong passphrase was typed")
			note(journal.AuditUnlock, "a wrong passphrase")
		}
		return right
	}
}

// triesAt counts the attempts at a secret with this name, which reveals nothing of it.
func (p *Process) triesAt(name string) lockout.Tries { return p.store.Tries(name, clock.Now) }

// GrowingTriesAt is triesAt whose locks in a row last longer and longer.
func (p *Process) GrowingTriesAt(name string) lockout.Tries {
	return p.store.GrowingTries(name, clock.Now)
}

// TakeCode takes a step of the secret with this name, and reports whether it is newer than
// any that a process of the journal has taken.
func (p *Process) TakeCode(name string, step, now uint64) (taken bool, err error) {
	return p.store.TakeCode(name, step, now)
}

// tries counts wrong passphrases in the journal, for all consoles with the same
// passphrase.
func (p *Process) tries(phrase config.Passphrase) lockout.Tries {
	return p.triesAt(phrase.Name())
}
