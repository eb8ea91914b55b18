package cli

import (
	"context"
	"log/slog"

	steady "motoconsole/internal/clock"
	"motoconsole/internal/config"
	"motoconsole/internal/lockout"
)

// unlock opens a locked console with the passphrase, or is nil without one. The
// log keeps that it was tried.
func (w *work) unlock(p config.Passphrase) func(string) bool {
	if p.IsZero() {
		return nil
	}
	return func(text string) bool {
		right := p.Matches(text)
		if right {
			w.log.Info("the console was unlocked")
		} else {
			w.log.LogAttrs(context.Background(), slog.LevelWarn, "a wrong passphrase was typed")
		}
		return right
	}
}

// tries counts wrong passphrases in the journal, for all consoles that have the
// same one.
func (w *work) tries(p config.Passphrase) lockout.Tries {
	return w.store.Tries(p.Name(), steady.Now)
}
