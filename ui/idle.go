package ui

import (
	"fmt"
	"time"

	tea "charm.land/bubbletea/v2"
)

// idleMsg says that the agent may have been away for long enough.
type idleMsg struct{ watch int }

// cardHolder is a screen that may hold card data.
type cardHolder interface {
	// holdsCard reports that it does, and that nothing is under way with it.
	holdsCard() bool
	// wipeCard forgets the card, keeps everything else and says why.
	wipeCard(why string)
}

// cardHolders are the screens that hold a card now, shown or not.
func (r *Root) cardHolders() (holders []cardHolder) {
	if r.pay != nil && r.pay.holdsCard() {
		holders = append(holders, r.pay)
	}
	if r.look != nil && r.look.holdsCard() {
		holders = append(holders, r.look)
	}
	if r.rev != nil && r.rev.holdsCard() {
		holders = append(holders, r.rev)
	}
	return holders
}

// watchIdle sets the one timer that waits for the next thing that may have to
// be done because the agent types nothing. A timer set earlier counts no more.
func (r *Root) watchIdle() tea.Cmd {
	s := r.session
	if !s.watchesIdle() || r.lock != nil {
		return nil
	}
	next := min(s.LockAfter-r.away(), s.CardIdle)
	if len(r.cardHolders()) > 0 {
		next = min(next, s.CardIdle-r.away())
	}
	r.idleWatch++
	watch := idleMsg{r.idleWatch}
	return tea.Tick(max(next, 0), func(time.Time) tea.Msg { return watch })
}

func (s *Session) watchesIdle() bool { return s.CardIdle > 0 && s.LockAfter > 0 }

// away is how long the agent has typed nothing. It goes by the clock on the wall: the
// other one stands still while a laptop sleeps.
func (r *Root) away() time.Duration { return r.now().Round(0).Sub(r.keyAt) }

// idle handles the timer.
func (r *Root) idle(msg idleMsg) tea.Cmd {
	if msg.watch != r.idleWatch || r.lock != nil {
		return nil
	}
	return tea.Batch(r.due(), r.watchIdle())
}

// due does what is due because the agent has typed nothing.
func (r *Root) due() tea.Cmd {
	s := r.session
	if !s.watchesIdle() || r.away() < s.CardIdle {
		return nil
	}
	if r.away() >= s.LockAfter {
		return r.lockNow()
	}
	holders := r.cardHolders()
	if len(holders) == 0 {
		return nil
	}
	for _, h := range holders {
		h.wipeCard(fmt.Sprintf("nothing was typed for %s, so the card data was removed: ask for it again", spoken(s.CardIdle)))
	}
	return r.forget()
}

// spoken is a time in words.
func spoken(d time.Duration) string {
	if d%time.Minute == 0 {
		return fmt.Sprintf("%d minutes", int(d.Minutes()))
	}
	return fmt.Sprintf("%d seconds", int(d.Seconds()))
}

// holdsCard implements cardHolder.
func (p *paymentScreen) holdsCard() bool {
	switch p.stage {
	case editing, confirming, warned, discarding:
		card := p.form.Card()
		return card.Number.Len()+card.Code.Len() > 0
	default:
		return false
	}
}

// wipeCard implements cardHolder.
func (p *paymentScreen) wipeCard(why string) {
	p.form.ClearCard()
	p.form.FocusField("pan")
	p.form.Fail("pan", why)
	p.stage, p.charging = editing, false
}

// holdsCard implements cardHolder.
func (s *reversalScreen) holdsCard() bool {
	switch s.stage {
	case editing, confirming, warned, discarding, refused:
		return s.form != nil && s.form.Number().Len() > 0
	default:
		return false
	}
}

// wipeCard implements cardHolder.
func (s *reversalScreen) wipeCard(why string) {
	s.form.ClearCard()
	s.form.FocusField(panField)
	s.form.Fail(panField, why)
	s.stage, s.agreed = editing, false
}

// holdsCard implements cardHolder.
func (l *lookupScreen) holdsCard() bool {
	return l.filters != nil && l.card().Number().Len() > 0
}

// wipeCard implements cardHolder.
func (l *lookupScreen) wipeCard(why string) {
	l.filters.ClearCard()
	l.filters.Fail(panField, why)
}
