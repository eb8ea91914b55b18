package record

import (
	"fmt"
	"strings"

	"motoconsole/gateway"
	"motoconsole/internal/ink"
	"motoconsole/internal/statement"
	"motoconsole/ui/kit"
	"motoconsole/ui/kit/draw"
	"motoconsole/ui/kit/theme"
	"motoconsole/ui/record/operate"
)

// money says how much is left, what may be done, and what is unknown.
func (s *view) money(width int, wide bool) section {
	t := s.shell.Theme
	m := section{title: "Money"}
	add := func(style func(string) string, text string) {
		for _, line := range ink.Wrap(text, min(width, draw.Reading)) {
			m.rows = append(m.rows, style(line))
		}
	}
	plain := func(text string) string { return text }
	lead, can, offers := s.lead()
	switch {
	case s.stale:
		add(t.Warn.Render, "! "+s.problem)
	case s.problem != "":
		add(t.Bad.Render, "✖ "+s.problem)
	case !s.known:
		add(t.Dim.Render, "Loading …")
	case wide && theme.ToneOf(lead) == theme.Plain:
		m.note = lead
	case theme.ToneOf(lead) == theme.Warn:
		add(t.Warn.Render, lead)
	case lead != "":
		add(t.Strong.Render, lead)
	}
	if bar := s.moneyBar(width); !s.known || len(bar) != 1 || !strings.Contains(can, "no money moves") { // said once
		m.rows = append(m.rows, bar...)
	}
	if s.known && s.problem == "" && can != "" {
		if offers {
			can = "You can " + can
		}
		add(plain, statement.Sentence(can))
	}
	for _, v := range s.seen.Unresolved {
		add(t.Warn.Render, fmt.Sprintf("? Unknown: %s of %s by %s at %s, not known yet whether it went through", v.Noun(),
			v.Charge.Amount, gateway.Clean(v.Agent, 64), v.Began.Local().Format("15:04")))
	}
	for _, row := range s.holdWords() {
		add(plain, row)
	}
	return m
}

// lead says what can still be given back, and what the agent can do; if there is a
// choice, as the end of a sentence.
func (s *view) lead() (lead, can string, offers bool) {
	can, offers = operate.Possible(s.seen)
	switch why := gateway.Clean(s.seen.LeftProblem, 300); {
	case why == can && why != "": // said once
		return "! How much can still be given back is not known", can, offers
	case why != "":
		return "! How much can still be given back is not known: " + why, can, offers
	case s.record.RequestType != gateway.TypeAuth:
		return "", can, offers
	case gateway.SettleStatus(s.record.SettleStatus) == gateway.SettleSettling:
		return "Nothing can be given back until it has settled", can, offers
	case s.seen.Left.IsZero():
		return "Nothing can be given back", can, offers
	case s.record.InPart() && kit.NothingTaken(s.record, s.shell.Now()):
		return "! Only a part was approved: at most " + s.seen.Left.String() + " is reserved, nothing taken yet", can, offers
	case s.record.InPart():
		return "! Only a part was approved: at most " + s.seen.Left.String() + " can be given back", can, offers
	case kit.NothingTaken(s.record, s.shell.Now()):
		return s.seen.Left.String() + " reserved, nothing taken yet", can, offers
	case s.record.Outcome() == gateway.OutcomeHeld:
		return s.seen.Left.String() + " held, nothing taken yet", can, offers
	default:
		return s.seen.Left.String() + " can still be given back", can, offers
	}
}

// moneyBar shows what stays of a payment and what went back, as lengths and in words.
// If no money moves, or the amounts are unknown, there are only words.
func (s *view) moneyBar(width int) []string {
	t, r := s.shell.Theme.Theme, s.record
	if r.RequestType == "" {
		return nil
	}
	settles, moves := statement.Settles(r, s.shell.Console.Currencies()...)
	back, known := statement.ReturnedOf(r, s.children, s.shell.Console.Currencies()...)
	if !moves || !known {
		return ink.Wrap(statement.Settlement(r, s.shell.Now()), width)
	}
	asked, _ := statement.Asked(r, s.shell.Console.Currencies()...)
	asked, _ = asked.Plus(statement.RaisedBy(r, s.children, s.shell.Console.Currencies()...))
	gone, _ := back.All()
	stays, _ := settles.Minus(gone)
	words, away := stays.String()+" "+s.stayWords(!gone.IsZero()), backWords(back)
	if less, _ := asked.Minus(settles); !less.IsZero() {
		away = kit.Joined(less.String()+" reduced", away)
		if gone.IsZero() {
			away = less.String() + " given back"
			if statement.IsPreauthorisation(r) { // it was not taken
				away = less.String() + " let go"
			}
		}
		gone, _ = gone.Plus(less)
	}
	if r.InPart() { // the amount is that which was asked for
		words = "at most " + words
	}
	rows := draw.Money(t, stays.Minor, gone.Minor, words, away, width)
	if ink.Width(words)+2+ink.Width(away) > width { // nothing of it is left out
		rows = append(rows[:1], t.Strong.Render(words))
		for _, line := range ink.Wrap(away, width) {
			rows = append(rows, t.Dim.Render(line))
		}
	}
	return rows
}

// backWords say what went back, and what may have gone back.
func backWords(back statement.Returned) string {
	var parts []string
	for _, part := range []struct {
		m    gateway.Money
		tail string
	}{
		{back.Done, " given back"}, {back.Coming, " on its way back"}, {back.Held, " held until it is released"}, {back.Unsure, " not known whether it went back"},
	} {
		if !part.m.IsZero() {
			parts = append(parts, part.m.String()+part.tail)
		}
	}
	return kit.Joined(parts...)
}

// stayWords say what happens to the money that stays.
func (s *view) stayWords(gone bool) string {
	switch gateway.SettleStatus(s.record.SettleStatus) {
	case gateway.SettleSettled:
		if gone {
			return "left"
		}
		return "settled"
	case gateway.SettleSettling:
		return "being settled"
	case gateway.SettleSuspended:
		if statement.IsCapturable(s.record) {
			return "waits to be captured"
		}
		return "held: it settles once it is released"
	default:
		return "will settle"
	}
}
