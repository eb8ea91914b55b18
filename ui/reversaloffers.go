package ui

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	"charm.land/bubbles/v2/key"
	"github.com/charmbracelet/x/ansi"

	"motoconsole/gateway"
	"motoconsole/internal/payment"
)

// arranged are offers as they are shown: what the answer is where nothing can
// be done, then what can be done, then what cannot. Payouts are not spoken of
// where they are switched off.
func arranged(offers []payment.Offer, payouts bool) []payment.Offer {
	var answer, legal, not []payment.Offer
	for _, o := range offers {
		switch {
		case o.Move == payment.MovePayout && !payouts:
		case o.Move == payment.MoveWait, o.Move == payment.MoveNothing:
			answer = append(answer, o)
		case o.Legal():
			legal = append(legal, o)
		default:
			not = append(not, o)
		}
	}
	return append(append(answer, legal...), not...)
}

func (s *reversalScreen) choose(msg tea.Msg) (action, tea.Cmd) {
	k, ok := msg.(tea.KeyPressMsg)
	if !ok || len(s.offers) == 0 {
		return stay, nil
	}
	keys := s.root.keys.Offers
	switch {
	case key.Matches(k, keys.Back):
		return stay, s.root.showRecord(s.from)
	case key.Matches(k, keys.Choose):
		by := 1
		if k.String() == "up" {
			by = len(s.offers) - 1
		}
		s.at = (s.at + by) % len(s.offers)
	case key.Matches(k, keys.Take):
		return stay, s.take(s.offers[s.at])
	}
	return stay, nil
}

// take opens the form of a move, or the confirm page where nothing is asked. A
// move that a limit forbids goes on to where it is refused and recorded.
func (s *reversalScreen) take(o payment.Offer) tea.Cmd {
	s.offer, s.form = o, nil
	switch {
	case o.Limited:
		return s.openConfirm()
	case !o.Legal():
		s.root.notice = "This cannot be done now: read why below the list."
		return nil
	}
	s.form = s.newForm()
	if s.form == nil {
		return s.openConfirm()
	}
	s.stage = editing
	return nil
}

// offersPage lists the moves, and says of the one that is marked what it does,
// what the caller should be told, and why it cannot be made.
func (s *reversalScreen) offersPage(width, height int) string {
	t := s.root.theme
	head := []string{t.title.Render("What to do with this " + s.noun()), s.subject(), ""}
	about := strings.Split(s.aboutOffer(s.offers[s.at], width), "\n")
	room := max(3, height-len(head)-len(about)-1)
	first := min(max(0, s.at-room/2), max(0, len(s.offers)-room))
	rows := head
	for i, o := range s.offers[first:min(first+room, len(s.offers))] {
		rows = append(rows, s.offerRow(o, first+i == s.at, width))
	}
	return strings.Join(append(append(rows, ""), about...), "\n")
}

// subject is the payment in a line.
func (s *reversalScreen) subject() string {
	r := s.seen.Record.Cleaned()
	text := s.from.amountOf(r) + "  " + recordCard(r) + "  order " + s.ownOrder()
	if s.seen.LeftProblem == "" && r.RequestType == gateway.TypeAuth {
		text += "  ·  can be given back: " + s.seen.Left.String()
	}
	return text
}

// ownOrder is the merchant's order reference of the payment.
func (s *reversalScreen) ownOrder() string {
	if own := s.seen.Made.Charge.OrderReference; own != "" {
		return gateway.Clean(own, 64)
	}
	return gateway.Clean(s.seen.Record.OrderReference, 64)
}

// noun is what the record is.
func (s *reversalScreen) noun() string { return strings.ToLower(s.seen.Record.Cleaned().What()) }

func (s *reversalScreen) offerRow(o payment.Offer, marked bool, width int) string {
	t, mark, text := s.root.theme, "  ", o.Title
	if marked {
		mark = "▸ "
	}
	switch {
	case o.Move == payment.MoveWait, o.Move == payment.MoveNothing:
		if text = "! " + text; o.Move == payment.MoveWait && !o.Until.IsZero() {
			text += ": look again " + o.Until.Local().Format("Monday 2 January, 15:04")
		}
		text = t.warn.Render(text)
	case !o.Legal():
		text = t.muted.Render("– " + text + "   " + gateway.Clean(o.Refusal, 200))
	case marked:
		text = t.key.Render("✔ " + text)
	default:
		text = "✔ " + text
	}
	return ansi.Truncate(mark+text, width, "…")
}

// aboutOffer is all there is to know of a move before it is taken.
func (s *reversalScreen) aboutOffer(o payment.Offer, width int) string {
	t := s.root.theme
	var parts []string
	if o.Refusal != "" {
		parts = append(parts, t.bad.Render(wrap("✖ Not possible now: "+gateway.Clean(o.Refusal, 300), width)))
		if o.Limited {
			parts = append(parts, t.muted.Render(wrap("Enter keeps in the journal that it was asked for.", width)))
		}
		return strings.Join(parts, "\n")
	}
	parts = append(parts, wrap(gateway.Clean(o.Says, 400), width))
	if o.Warning != "" {
		parts = append(parts, t.warn.Render(wrap("! "+gateway.Clean(o.Warning, 300), width)))
	}
	if o.Caller != "" {
		parts = append(parts, t.muted.Render("Tell the caller")+"\n"+wrap("“"+gateway.Clean(o.Caller, 300)+"”", width))
	}
	return strings.Join(parts, "\n")
}
