package config

import (
	"os/user"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"motoconsole/gateway"
	"motoconsole/internal/cardguard"
	"motoconsole/internal/charset"
)

// maxOperator is the longest name that fits in a line of the screen.
const maxOperator = 64

// operator checks [operator]. The name defaults to the system's user, so that every
// payment has one. Where there is a table of agents, that says both.
func (l *loader) operator() error {
	const fix = `write the agent's name, such as name = "priya"`
	if l.out.Agents != nil {
		return nil
	}
	if l.doc.has("operator.passphrase_hash") {
		passphrase, err := parsePassphrase(l.raw.Operator.PassphraseHash)
		if err != nil {
			return l.fail("operator.passphrase_hash", "is "+err.Error(), "run moto passphrase and copy the line it prints")
		}
		l.out.Passphrase = passphrase
	}
	if l.doc.has("operator.name") {
		name, problem := operatorName(l.raw.Operator.Name)
		if problem != "" {
			return l.fail("operator.name", problem, fix)
		}
		l.out.Operator = name
		return nil
	}
	name, problem := operatorName(l.systemUser())
	if problem != "" {
		return l.fail("operator.name", "the name of the system's user cannot stand for the agent's: "+problem, fix)
	}
	l.out.Operator = name
	return nil
}

func (l *loader) systemUser() string {
	if name := l.getenv("USER"); name != "" {
		return name
	}
	if u, err := user.Current(); err == nil && u.Username != "" {
		return u.Username
	}
	return unnamed
}

// operatorName checks a name that is shown and sent with each payment.
func operatorName(text string) (name, problem string) {
	name = gateway.Clean(text, maxOperator)
	switch {
	case strings.TrimSpace(text) == "":
		return "", "is empty"
	case strings.TrimSpace(text) != text:
		return "", "must not begin or end with a space"
	case cardguard.Answer.Finds(cardguard.Runes(text)):
		return "", "must be a person's name"
	case utf8.RuneCountInString(text) > maxOperator:
		return "", "must be at most 64 characters"
	case strings.ContainsRune(name, utf8.RuneError):
		return "", "must not hold control or invisible characters"
	}
	return name, ""
}

// ui checks [ui].
func (l *loader) ui() error {
	if l.doc.has("ui.paste_card") {
		l.out.UI.PasteCard = l.raw.UI.PasteCard
	}
	if err := l.idle(); err != nil {
		return err
	}
	l.out.UI.Copy = l.raw.UI.Copy
	if l.doc.has("ui.colour") {
		if !slices.Contains([]string{colourAuto, "never", "always"}, l.raw.UI.Colour) {
			return l.fail("ui.colour", "must be auto, never or always", `write colour = "auto"`)
		}
		l.out.UI.Colour = l.raw.UI.Colour
	}
	if l.doc.has("ui.characters") {
		if !slices.Contains(charset.Settings, l.raw.UI.Characters) {
			return l.fail("ui.characters", "must be auto, ascii or unicode", `write characters = "auto"`)
		}
		l.out.UI.Characters = l.raw.UI.Characters
	}
	if l.doc.has("ui.contrast") {
		if !slices.Contains([]string{usualContrast, HighContrast}, l.raw.UI.Contrast) {
			return l.fail("ui.contrast", "must be usual or high", `write contrast = "high"`)
		}
		l.out.UI.Contrast = l.raw.UI.Contrast
	}
	return nil
}

// idle checks the keys of [ui] about an idle keyboard.
func (l *loader) idle() error {
	in, out := l.raw.UI, &l.out.UI
	err := l.span("ui.card_idle", in.CardIdle, &out.CardIdle, 20*time.Second, 5*time.Minute, "must be a time from 20s to 5m", `write card_idle = "90s"`)
	if err != nil {
		return err
	}
	return l.span("ui.lock_after", in.LockAfter, &out.LockAfter, time.Minute, mostLockAfter, "must be a time from 1m to 15m", `write lock_after = "15m"`)
}
