package ui

import (
	"fmt"
	"strings"
	"unicode/utf8"

	tea "charm.land/bubbletea/v2"

	"charm.land/bubbles/v2/key"

	"motoconsole/ui/kit"
)

// lockPage is all that a locked console shows.
func (r *Root) lockPage(width int) (string, *tea.Cursor) {
	l, t, leave := r.lock, r.theme, r.keys.Locked.Leave.Help().Key
	var b strings.Builder
	b.WriteString("\n" + t.Title.Render("moto is locked") + "\n\n")
	why := "Type your passphrase to open it."
	if !l.starting {
		why = fmt.Sprintf("Nobody typed for %s. What was typed is kept, except for card data; a payment that was on its way is completed, and its outcome is shown here after unlocking.", spoken(r.session.LockAfter))
	}
	b.WriteString(kit.Wrap(why, width) + "\n\n")
	switch {
	case r.session.Unlock == nil:
		b.WriteString(kit.Wrap("No passphrase is set up that could unlock it (see moto passphrase): "+leave+" leaves moto.", width))
	case r.isClosed():
		b.WriteString(kit.Wrap(fmt.Sprintf("✖ Too many wrong passphrases, here or at another console. None is taken before %s; %s leaves moto.", l.closed.Local().Format("15:04"), leave), width))
	case l.checking:
		b.WriteString(t.Muted.Render("One moment …"))
	default:
		above := strings.Count(b.String(), "\n")
		n := min(utf8.RuneCount(l.typed), max(0, width-len(unlockHint)-1))
		b.WriteString(unlockHint + strings.Repeat("•", n))
		switch {
		case l.fault:
			b.WriteString("\n\n" + t.Bad.Render(kit.Wrap("✖ The journal cannot be written, so no passphrase is taken: tell a supervisor", width)))
		case l.wrong:
			b.WriteString("\n\n" + t.Bad.Render("✖ That is not the passphrase: type it again"))
		case l.card:
			b.WriteString("\n\n" + t.Bad.Render("✖ That looked like a card number and was removed"))
		}
		return b.String(), tea.NewCursor(len(unlockHint)+n, above)
	}
	return b.String(), nil
}

// lockKeys are the keys that work while the console is locked.
func (r *Root) lockKeys() []key.Binding {
	k := r.keys.Locked
	if r.session.Unlock == nil || r.isClosed() {
		return []key.Binding{k.Leave}
	}
	return []key.Binding{k.Unlock, k.Leave}
}
