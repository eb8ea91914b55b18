package ui

import (
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	tea "charm.land/bubbletea/v2"

	"charm.land/bubbles/v2/key"

	"motoconsole/forms"
	"motoconsole/gateway"
)

const (
	// After so many wrong passphrases none is taken for a while (PCI DSS 8.3.4).
	maxTries   = 10
	lockedOut  = 30 * time.Minute
	maxUnlock  = 128 // bytes of a passphrase
	unlockHint = "Passphrase   "
)

// lock is a console that nobody was at for too long. It shows nothing of what
// lies below, and takes no key but those that open it or leave.
type lock struct {
	typed    []byte // of the passphrase; its capacity is fixed
	checking bool
	wrong    bool
	card     bool // what was typed looked like a card number
}

// unlockMsg is what became of a passphrase.
type unlockMsg struct{ right bool }

// lockNow locks the console. A payment on its way goes on.
func (r *Root) lockNow() tea.Cmd {
	r.session.Digits.Wipe()
	for _, h := range r.cardHolders() {
		h.wipeCard("the console was locked, so the card data was removed: ask for it again")
	}
	r.asking, r.helpOpen, r.notice = "", false, ""
	r.lock = &lock{typed: make([]byte, 0, maxUnlock)}
	return tea.Batch(tea.ClearScreen, r.forget())
}

// locked handles a key or a paste while the console is locked.
func (r *Root) locked(msg tea.Msg) tea.Cmd {
	k, ok := msg.(tea.KeyPressMsg)
	switch l := r.lock; {
	case !ok:
		return nil
	case key.Matches(k, r.keys.Locked.Leave):
		l.wipe()
		return tea.Quit
	case r.session.Unlock == nil || l.checking || r.tooSmall() || r.now().Before(r.lockedUntil):
		return nil
	case key.Matches(k, r.keys.Locked.Unlock):
		return r.tryUnlock()
	default:
		l.press(k, r)
		return nil
	}
}

// press edits the passphrase. An agent who was slow to notice the lock may type
// a card number instead: it goes at once, and no passphrase looks like one.
func (l *lock) press(k tea.KeyPressMsg, r *Root) {
	l.wrong, l.card = false, false
	switch {
	case k.Code == tea.KeyBackspace:
		_, last := utf8.DecodeLastRune(l.typed)
		clear(l.typed[len(l.typed)-last:])
		l.typed = l.typed[:len(l.typed)-last]
	case k.Mod == tea.ModCtrl && k.Code == 'u', k.Code == tea.KeyEscape:
		l.wipe()
	case forms.Digits(k) > 0:
		if d, ok := r.session.Digits.Take(); ok && len(l.typed) < cap(l.typed) {
			l.typed = append(l.typed, d)
		}
	case len(l.typed)+len(k.Text) <= cap(l.typed):
		l.typed = append(l.typed, k.Text...)
	}
	if l.card = gateway.BytesHoldCardNumber(l.typed); l.card {
		l.wipe()
	}
}

func (l *lock) wipe() {
	clear(l.typed[:cap(l.typed)])
	l.typed = l.typed[:0]
}

// tryUnlock compares what was typed. That takes long on purpose, so it is not
// done here.
func (r *Root) tryUnlock() tea.Cmd {
	l, unlock := r.lock, r.session.Unlock
	if len(l.typed) == 0 {
		return nil
	}
	l.checking = true
	text := string(l.typed)
	l.wipe()
	return func() tea.Msg { return unlockMsg{unlock(text)} }
}

// unlocked takes in whether the passphrase was right.
func (r *Root) unlocked(right bool) tea.Cmd {
	if r.lock == nil {
		return nil
	}
	if right {
		r.lock, r.tries = nil, 0
		r.keyAt = r.now().Round(0)
		r.shownAgain()
		return tea.Batch(r.watchIdle(), r.load())
	}
	r.lock.checking, r.lock.wrong = false, true
	if r.tries++; r.tries >= maxTries {
		r.tries, r.lockedUntil = 0, r.now().Add(lockedOut)
	}
	return nil
}

// lockKeys are the keys that work while the console is locked.
func (r *Root) lockKeys() []key.Binding {
	k := r.keys.Locked
	if r.session.Unlock == nil || r.now().Before(r.lockedUntil) {
		return []key.Binding{k.Leave}
	}
	return []key.Binding{k.Unlock, k.Leave}
}

// lockPage is all that a locked console shows.
func (r *Root) lockPage(width int) (string, *tea.Cursor) {
	l, t, leave := r.lock, r.theme, r.keys.Locked.Leave.Help().Key
	var b strings.Builder
	b.WriteString("\n" + t.title.Render("moto is locked") + "\n\n")
	b.WriteString(wrap(fmt.Sprintf("Nobody typed for %s. What was typed is kept, except for card data; a payment that was on its way is completed, and its outcome is shown here after unlocking.", spoken(r.session.LockAfter)), width) + "\n\n")
	switch until := r.lockedUntil; {
	case r.session.Unlock == nil:
		b.WriteString(wrap("No passphrase is set up that could unlock it (see moto passphrase): "+leave+" leaves moto.", width))
	case r.now().Before(until):
		b.WriteString(wrap(fmt.Sprintf("✖ Too many wrong passphrases. None is taken before %s; %s leaves moto.", until.Local().Format("15:04"), leave), width))
	case l.checking:
		b.WriteString(t.muted.Render("One moment …"))
	default:
		above := strings.Count(b.String(), "\n")
		n := min(utf8.RuneCount(l.typed), max(0, width-len(unlockHint)-1))
		b.WriteString(unlockHint + strings.Repeat("•", n))
		switch {
		case l.wrong:
			b.WriteString("\n\n" + t.bad.Render("✖ That is not the passphrase: type it again"))
		case l.card:
			b.WriteString("\n\n" + t.bad.Render("✖ That looked like a card number and was removed"))
		}
		return b.String(), tea.NewCursor(len(unlockHint)+n, above)
	}
	return b.String(), nil
}
