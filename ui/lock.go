package ui

import (
	"time"
	"unicode/utf8"

	tea "charm.land/bubbletea/v2"

	"charm.land/bubbles/v2/key"

	"motoconsole/forms"
	"motoconsole/internal/cardguard"
	"motoconsole/internal/lockout"
)

const maxUnlock = 128 // bytes of a passphrase

// lock is a console that has not been unlocked yet, or that was idle for too long. It
// shows nothing of the page below, and takes only the keys that unlock it or leave.
type lock struct {
	typed    []byte // the passphrase; its capacity is fixed
	starting bool   // it has not been unlocked since its start
	moved    bool   // its terminal is gone, and another may have come
	checking bool
	wrong    bool
	card     bool      // the text looked like a card number
	fault    bool      // tries cannot be counted, so none is accepted
	closed   time.Time // no passphrase is accepted before
	tries    int       // after a wrong passphrase, how many tries are left
}

// unlockMsg says whether a passphrase was right, or for how long none is accepted.
type unlockMsg struct {
	lock         *lock // that was tried, or asked about
	asked, right bool
	left         time.Duration
	tries        int // after a wrong one, how many tries are left
	err          error
}

// closedMsg says that a passphrase may be accepted again.
type closedMsg struct{ lock *lock }

func newLock(starting bool) *lock {
	return &lock{typed: make([]byte, 0, maxUnlock), starting: starting}
}

// lockNow locks the console. A payment on its way goes on.
func (r *Root) lockNow() tea.Cmd {
	r.console.Digits.Wipe()
	for _, h := range r.cardHolders() {
		h.WipeCard("the console was locked, so the card data was removed: ask for it again")
	}
	r.resumeRecording()
	return r.shut(newLock(false))
}

// shut covers the console with a lock.
func (r *Root) shut(l *lock) tea.Cmd {
	r.asking, r.helpOpen, r.notice = "", false, ""
	r.lock = l
	return tea.Batch(tea.ClearScreen, r.shell().Forget(), r.askTries())
}

// Locked reports whether the console shows nothing of its work.
func (r *Root) Locked() bool { return r.lock != nil }

// locked handles a key or a paste while the console is locked.
func (r *Root) locked(msg tea.Msg) tea.Cmd {
	k, ok := msg.(tea.KeyPressMsg)
	switch l := r.lock; {
	case !ok:
		return nil
	case key.Matches(k, r.keys.Locked.Leave):
		l.wipe()
		return r.quit()
	case r.console.Unlock == nil || l.checking || r.tooSmall():
		return nil
	case r.isClosed():
		if key.Matches(k, r.keys.Locked.Unlock) {
			return r.askTries() // another console may have been unlocked meanwhile
		}
		return nil
	case key.Matches(k, r.keys.Locked.Unlock):
		return r.tryUnlock()
	default:
		l.press(k, r)
		return nil
	}
}

func (r *Root) isClosed() bool { return r.now().Before(r.lock.closed) }

// tries counts wrong passphrases: as the session says, or only while this console runs.
func (r *Root) tries() lockout.Tries {
	if r.console.Tries == nil {
		r.console.Tries = lockout.NewMemory(func() lockout.Now { return lockout.Now{At: r.now()} })
	}
	return r.console.Tries
}

// askTries asks whether a passphrase is accepted now.
func (r *Root) askTries() tea.Cmd {
	if r.console.Unlock == nil {
		return nil
	}
	l, tries := r.lock, r.tries()
	return func() tea.Msg {
		left, _, err := tries.Left()
		return unlockMsg{lock: l, asked: true, left: left, err: err}
	}
}

// press edits the passphrase. An agent who has not noticed the lock may type a card
// number. It is wiped at once; no passphrase looks like one.
func (l *lock) press(k tea.KeyPressMsg, r *Root) {
	more := l.card && (forms.Digits(k) > 0 || forms.BareDigits(k))
	l.wrong, l.card, l.fault = false, more, false
	switch {
	case more: // the place of the number that was removed
	case k.Code == tea.KeyBackspace:
		_, last := utf8.DecodeLastRune(l.typed)
		clear(l.typed[len(l.typed)-last:])
		l.typed = l.typed[:len(l.typed)-last]
	case k.Mod == tea.ModCtrl && k.Code == 'u', k.Code == tea.KeyEscape:
		l.wipe()
	case forms.Digits(k) > 0:
		if d, ok := r.console.Digits.Take(); ok && len(l.typed) < cap(l.typed) {
			l.typed = append(l.typed, d)
		}
	case len(l.typed)+len(k.Text) <= cap(l.typed):
		l.typed = append(l.typed, k.Text...)
	}
	if l.card = l.card || cardguard.Answer.Finds(cardguard.Runes(l.typed)); l.card {
		l.wipe()
	}
}

func (l *lock) wipe() {
	clear(l.typed[:cap(l.typed)])
	l.typed = l.typed[:0]
}

// tryUnlock returns a command that counts a try and compares the passphrase. Both take
// long.
func (r *Root) tryUnlock() tea.Cmd {
	l, unlock, tries := r.lock, r.console.Unlock, r.tries()
	if len(l.typed) == 0 {
		return nil
	}
	l.checking = true
	text := string(l.typed)
	l.wipe()
	return func() tea.Msg {
		left, err := tries.Take()
		if err != nil || left > 0 {
			return unlockMsg{lock: l, left: left, err: err}
		}
		if unlock(text) {
			_ = tries.Right() // it was right, even if the earlier tries still count
			return unlockMsg{lock: l, right: true}
		}
		left, more, err := tries.Left() // it may have been the last
		return unlockMsg{lock: l, left: left, tries: more, err: err}
	}
}

// tried takes in the result of a try. One from a terminal that is gone opens nothing.
func (r *Root) tried(msg unlockMsg) tea.Cmd {
	l := r.lock
	if l == nil || msg.lock != l {
		return nil
	}
	l.fault, l.closed, l.tries = msg.err != nil, time.Time{}, msg.tries
	var wait tea.Cmd
	if msg.left > 0 {
		l.closed = r.now().Add(msg.left)
		l.wipe()
		wait = r.after(msg.left, closedMsg{l})
	}
	if msg.asked {
		l.wrong = false
		return wait
	}
	return tea.Batch(wait, r.unlocked(msg.right))
}

// unlocked takes in whether the passphrase was right.
func (r *Root) unlocked(right bool) tea.Cmd {
	if r.lock == nil {
		return nil
	}
	if right {
		r.lock = nil
		r.keyAt = r.now().Round(0)
		r.shownAgain()
		return tea.Batch(r.watchIdle(), r.load())
	}
	r.lock.checking, r.lock.wrong = false, true
	return nil
}
