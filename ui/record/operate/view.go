package operate

import (
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"motoconsole/gateway"
	"motoconsole/internal/ink"
	"motoconsole/internal/payment"
	"motoconsole/internal/payment/option"
	"motoconsole/internal/script"
	"motoconsole/internal/statement"
	"motoconsole/ui/kit"
	"motoconsole/ui/kit/draw"
	"motoconsole/ui/kit/flow"
	"motoconsole/ui/kit/theme"
)

// View implements Page.
func (s *Page) View(width, height int) (string, *tea.Cursor) {
	switch s.Stage {
	case flow.Choosing:
		return s.optionsPage(width, height), nil
	case flow.Editing:
		return s.formPage(width, height)
	case flow.Confirming:
		return s.confirmPage(width, height), nil
	case flow.Warned:
		return s.warnedPage(draw.NewBody(s.Shell.Theme.Theme, width, height))
	case flow.Discarding:
		about := []string{s.option.Title, "", "Nothing has been sent. What you have typed will be thrown away."}
		b := s.body(width, height)
		b.Edge(draw.Dialog(b.Theme, "Discard this form?", about, width, b.Left())...)
		return b.String(), nil
	case flow.Refused:
		return s.refusedPage(width, height), nil
	case flow.Sending:
		return s.sendingPage(width, height), nil
	default:
		return s.resultPage(width, height), nil
	}
}

// body is an empty one, with the free row below the head. A payout is told from
// everything else on each of its pages.
func (s *Page) body(width, height int) *draw.Body {
	b := draw.NewBody(s.Shell.Theme.Theme, width, height)
	b.Gap()
	s.addPayout(b)
	return b
}

// payoutWarning stands on each page of a payout.
const payoutWarning = "PAYOUT: new money leaves us. This is not a refund."

func (s *Page) addPayout(b *draw.Body) {
	if s.option.Kind == option.Payout {
		b.Add(draw.Strip(b.Theme, theme.Bad, payoutWarning, "", b.Room()))
	}
}

// warnedPage shows the warnings. A repeat charges a card, as a payment does.
func (s *Page) warnedPage(b *draw.Body) (string, *tea.Cursor) {
	words := s.wording()
	w := flow.Alert{Warnings: s.Warnings, Charge: s.plan.Charge, Sign: s.sign(), Agent: s.Shell.Console.Agent, Yet: words.Yet, Barred: words.Barred}
	if s.option.Kind == option.Payout {
		w.Strip = payoutWarning
	}
	return s.WarningBody(b, w)
}

// formPage shows the operation's form, and says what the result will be.
func (s *Page) formPage(width, height int) (string, *tea.Cursor) {
	b := s.body(width, height)
	t := s.Shell.Theme
	if b.At() > 1 && width >= draw.Cosy {
		b.Gap()
	}
	if width < draw.Wide { // a panel has it
		b.Add(t.Strong.Render(ink.Cut(s.option.Title, b.Room())))
	}
	if s.from == nil {
		for _, line := range ink.Wrap("To a card the caller reads out. No payment is reduced.", b.Room()) {
			b.Add(t.Dim.Render(line))
		}
	} else {
		label := ""
		if s.option.Kind == option.Repeat { // its amount is not that of the new one
			label = t.Dim.Render("Earlier " + s.noun() + "  ")
		}
		b.Add(label + s.subject(b.Room()-ink.Width(label)))
	}
	if width >= draw.Wide {
		cursor := s.formWide(b)
		return b.String(), cursor
	}
	b.Gap()
	after, at, room := s.below(b.Room()), b.At(), b.Room()
	v := s.Shell.DrawForm(s.Sheet, kit.FormStyle{Width: room, Height: max(1, b.Left()-len(after)-draw.HintRows), Plain: true})
	b.Add(append(slices.Clip(v.Rows), s.reasonList(v.Answer, room, b.Left()-len(v.Rows)-draw.HintRows)...)...)
	if b.Left() < len(after)+draw.HintRows { // many reasons take its place
		after = nil
	}
	b.To(-len(after) - draw.HintRows)
	b.Add(draw.Hint(b.Theme, v.Hint, v.Wrong, b.Room())...)
	b.Add(after...)
	if v.Cursor != nil {
		v.Cursor.X, v.Cursor.Y = v.Cursor.X+b.Margin(), v.Cursor.Y+at
	}
	return b.String(), v.Cursor
}

// reasonList is what can be chosen while the reason is asked for: one below the
// other under the answer, or side by side where that is too high.
func (s *Page) reasonList(answer, width, room int) []string {
	names, chosen := s.form.Reasons()
	if len(names) == 0 {
		return nil
	}
	t, marked := s.Shell.Theme, []string{""}
	for i, name := range names {
		name = ink.Cut(name, width-answer)
		if i == chosen {
			marked = append(marked, ink.Blanks(answer-2)+t.Accent.Render("● "+name))
		} else {
			marked = append(marked, ink.Blanks(answer)+name)
		}
	}
	for _, list := range [][]string{marked, append([]string{""}, ink.Wrap(strings.Join(names, " · "), width)...)} {
		if len(list) <= room {
			return list
		}
	}
	return nil
}

// below is what stands below the form, or beside it: what to say for a new payment, and what
// an amount leaves of an earlier one.
func (s *Page) below(width int) []string {
	if s.option.Kind != option.Repeat {
		return s.afterThat(width)
	}
	if !s.form.Called() {
		return nil
	}
	say := "“" + s.option.Caller + "”"
	switch s.form.Focused().Name() {
	case "baseamount":
		say = s.Shell.Line(script.Ask("amount"))
	case "securitycode":
		say = s.Shell.Line(script.Ask(kit.AskedForCode(gateway.Brand(s.record.PaymentType))))
	}
	return draw.Say(s.Shell.Theme.Theme, say, width)
}

// afterThat says what giving back a part leaves, while the agent types it.
func (s *Page) afterThat(width int) []string {
	o := s.option
	if o.Kind != option.Reduce && o.Kind != option.RefundPart || s.seen.LeftProblem != "" {
		return nil
	}
	t := s.Shell.Theme.Theme
	back := s.form.AmountSoFar()
	if s.asksKept() && !back.IsZero() {
		back, _ = o.Leaves(back)
	}
	stays, ok := s.seen.Leaves(o.Kind, back)
	if !ok || back.IsZero() { // it is not an amount of this payment yet
		back = gateway.Money{Currency: o.Left.Currency}
		stays, _ = s.seen.Leaves(o.Kind, back)
	}
	words, away := "will be taken", "given back"
	if s.nothingTaken() {
		words, away = "stays reserved", "let go"
	}
	if o.Kind == option.RefundPart {
		words, away = "left", "refunded"
	}
	rows := draw.Money(t, stays.Minor, back.Minor, stays.String()+" "+words, back.String()+" "+away, draw.Inside(width))
	return draw.Panel{Title: "After that", Rows: rows}.Draw(t, width, 0)
}

// verdict is the bar of what an operation is about.
func (s *Page) verdict(tone theme.Tone, symbol, word, amount string) draw.OutcomeBar {
	v := draw.OutcomeBar{Tone: tone, Symbol: symbol, Word: word, Amount: amount}
	c := s.attempt.Charge
	if s.attempt.ID == "" {
		c = s.plan.Charge
	}
	order := c.OrderReference
	if c.Last4 != "" || c.Brand != "" {
		v.Card = kit.CardName(c)
	}
	if s.from != nil && v.Card == "" {
		v.Card, order = kit.CardOf(s.record), s.ownOrder()
	}
	if order != "" {
		v.Order = "order " + gateway.Clean(order, 64)
	}
	return v
}

// notDone is the bar's note on what was not done.
func (s *Page) notDone() string {
	not := strings.TrimSuffix(s.wording().NotWith(s.plan.Charge.Amount.String()), ".")
	return strings.ToLower(not[:1]) + not[1:]
}

// excuse is what the agent tells the caller when nothing was sent.
func (s *Page) excuse() string {
	if s.limit {
		return s.Shell.Line(script.AskSupervisorNone)
	}
	return s.Shell.Line(script.LookFirst)
}

// sign stands before the amount of what makes money go out.
func (s *Page) sign() string {
	return statement.Sign(payment.Attempt{Operation: s.option.Kind.Operation()}.Entry("").Record())
}

// refusedPage says why the request was not sent.
func (s *Page) refusedPage(width, height int) string {
	b := draw.NewBody(s.Shell.Theme.Theme, width, height)
	amount := ""
	if s.form != nil && s.amount().Minor > 0 {
		amount = s.amount().String()
	} else if s.option.Most.Minor > 0 {
		amount = s.option.Most.String()
	}
	if amount != "" {
		amount = s.sign() + amount
	}
	bar := s.verdict(theme.Bad, "✖", "NOT SENT", amount)
	bar.Note = s.notDone()
	b.Edge(bar.Draw(b.Theme, width, draw.IsBig(width, height+3))...)
	s.addPayout(b)
	b.Add(s.sayBelowBar(b, s.excuse())...)
	b.Gap()
	b.Add(ink.Wrap(statement.Sentence(s.problem), min(b.Room(), draw.Reading))...)
	if s.limit {
		b.Gap()
		b.Add(s.Shell.Theme.Dim.Render("The request is recorded."))
	}
	if width >= draw.Wide {
		b.Gap()
		s.Shell.AddToday(b)
	}
	return b.String()
}

// sendingPage says that the request is on its way, with the sentence for the caller.
func (s *Page) sendingPage(width, height int) string {
	v := s.attempt
	b := draw.NewBody(s.Shell.Theme.Theme, width, height)
	bar := s.verdict(theme.Plain, "…", "SENDING", kit.AmountOfAttempt(v.Attempt))
	bar.Note = kit.AmountInWords(v.Charge.Amount)
	say := s.Shell.Line(script.Waiting)
	if s.uncalled() {
		say = ""
	}
	s.SendingBody(b, bar, v.Attempt, say,
		s.headline(v)+". It is on its way to the bank. "+kit.Capital(s.notAgain())+".")
	s.addPayout(b)
	return b.String()
}
