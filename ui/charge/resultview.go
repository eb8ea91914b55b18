package charge

import (
	"slices"

	"motoconsole/gateway"
	"motoconsole/internal/ink"
	"motoconsole/internal/payment"
	"motoconsole/internal/payment/takings"
	"motoconsole/internal/payment/terms"
	"motoconsole/internal/statement"
	"motoconsole/ui/kit"
	"motoconsole/ui/kit/draw"
	"motoconsole/ui/kit/flow"
	"motoconsole/ui/kit/theme"
)

// resultPage shows the outcome of the payment.
func (p *Page) resultPage(b *draw.Body) {
	a := p.attempt
	v := kit.VerdictOfPayment(a, p.Shell.Now())
	p.BarRows(b, flow.BarOf(a, v, flow.ResultNote(a)))
	width := b.Room()
	if b.Width >= draw.Wide {
		b.Add(draw.Level(b.Theme, b.Room(), func(width int, right bool) draw.Tier {
			if right {
				return draw.Tier{Panel: p.resultRight(width)}
			}
			return draw.Tier{Above: draw.Say(b.Theme, p.Shell.Say(v.Say), width), Panel: p.resultLeft(v, draw.Inside(width))}
		})...)
		p.Shell.AddToday(b)
		return
	}
	b.Add(flow.SayRows(b, p.Shell.Say(v.Say), width)...)
	if !p.hasChecks() {
		if p.attempt.State == payment.InDoubt {
			b.Gap()
			b.Add(p.Shell.DoubtRows(p.attempt, width)...)
		}
		b.Add(p.advice(v, width)...)
		if facts := p.Shell.FactRows(p.facts(width), width); len(facts) <= b.Left()-1 {
			b.Gap()
			b.Add(facts...)
		} else {
			b.Add(facts...)
		}
		return
	}
	if b.Width < draw.Cosy {
		b.Gap()
		b.Add(p.checkRows(width)...)
		b.Add(p.advice(v, width)...)
		if b.Left() > 1 {
			b.Gap()
		}
		b.Add(p.Shell.FactRows(p.facts(width), width)...)
		return
	}
	half := (width - draw.Gutter + 1) / 2
	rest := width - half - draw.Gutter
	payment := p.paymentPanel(rest).Draw(b.Theme, rest, 0)
	checks := draw.Panel{Title: "Checks", Rows: p.checkRows(draw.Inside(half))}.Draw(b.Theme, half, len(payment)-1)
	b.Add(draw.Beside(draw.Gutter, draw.Block{Width: half, Rows: checks}, draw.Block{Width: rest, Rows: payment})...)
	b.Add(p.advice(v, width)...)
}

// hasChecks reports a payment with checks, which stand in a panel beside it.
func (p *Page) hasChecks() bool {
	a := p.attempt
	return a.State != payment.InDoubt && p.checks() != nil && a.Outcome != gateway.OutcomeDeclined && !p.inPart()
}

// inPart reports a payment of which the bank approved only a part. What that means goes
// before the checks.
func (p *Page) inPart() bool {
	return p.attempt.State != payment.InDoubt && kit.VerdictOfPayment(p.attempt, p.Shell.Now()).Part
}

// resultLeft says what moto does about an unknown outcome, or what a known one means
// and why, with the bank's checks. On a wide page it is a panel.
func (p *Page) resultLeft(v kit.Verdict, width int) draw.Panel {
	a, advice := p.attempt, p.advice(v, width)
	switch {
	case p.hasChecks():
		return draw.Panel{Title: "Checks", Rows: append(append([]string{""}, draw.Badges(p.Shell.Theme.Theme, p.checks(), width)...), advice...)}
	case a.State == payment.InDoubt:
		return draw.Panel{Rows: append(p.Shell.DoubtRows(a, width), advice...)}
	case len(advice) == 0:
		return draw.Panel{}
	default:
		return draw.Panel{Title: "What it means", Rows: advice}
	}
}

// advice is what the outcome means, if its word does not say it all, what did not
// match, and what a supervisor must see.
func (p *Page) advice(v kit.Verdict, width int) (rows []string) {
	a, t := p.attempt, p.Shell.Theme
	wrap := func(text string) []string { return ink.Wrap(text, min(width, draw.Reading)) }
	warn := func(text string) {
		rows = append(rows, draw.Marked(t.Theme, theme.Warn, "!", text, min(width, draw.Reading))...)
	}
	why := kit.Why(a, p.FieldLabel)
	if a.Outcome.MovesMoney() && a.Problem != "" { // the outcome could not be recorded: only the agent knows it
		warn(statement.Sentence(a.Problem))
		why = nil
	}
	if v.Part && a.Alarm != "" && width < draw.Reading { // which says it as well
		v.Means = ""
	}
	rows = append(rows, p.Shell.MeaningRows(v, width)...)
	if p.hasChecks() {
		if kit.NotMatched(a) {
			rows = append(rows, p.Shell.UnmatchedRows(a.Result.Record.Checks(), a.Charge.Kind.Noun(), width)...)
		}
		rows = append(rows, p.Shell.FactRows(append(why, kit.FoundFacts(a)...), width)...)
	} else if a.Outcome == gateway.OutcomeApproved && a.State != payment.InDoubt && len(kit.FoundFacts(a)) > 0 && p.hasRecord() {
		rows = append(rows, wrap("Press o for the checks of address, postcode and security code.")...)
	}
	rows = append(rows, p.Shell.AlarmRows(a.Alarm, width)...)
	if a.Evidence != "" {
		rows = append(rows, wrap("But: "+a.Evidence)...)
	}
	for _, w := range p.seen.taken() {
		warn("Already taken? " + flow.WarningText(w, p.Shell.Now(), false))
	}
	if len(rows) > 0 {
		rows = append([]string{""}, rows...)
	}
	return rows
}

// ends are the ways in which an unknown outcome can end.
func ends(kind terms.Kind) []flow.End {
	if !kind.TakesMoney() {
		return []flow.End{
			{Tone: theme.OK, Symbol: "✔", Word: "Checked", Says: "the bank knows the card; you will be told"},
			{Tone: theme.Bad, Symbol: "✖", Word: "Declined", Says: "the bank refused it"},
			{Tone: theme.Warn, Symbol: "?", Word: "Still unknown", Says: kit.CheckAgain},
		}
	}
	return []flow.End{
		{Tone: theme.OK, Symbol: "✔", Word: "Approved", Says: "the money was taken; you will be told"},
		{Tone: theme.Bad, Symbol: "✖", Word: "Not taken", Says: "no trace was found; you may take it again"},
		{Tone: theme.Warn, Symbol: "?", Word: "Still unknown", Says: "a supervisor asks the bank; " + kit.NotAgain(true)},
	}
}

// resultRight are the facts of a payment in a panel or, for an unknown outcome, the
// ways in which it can end.
func (p *Page) resultRight(width int) draw.Panel {
	t := p.Shell.Theme
	if p.attempt.State != payment.InDoubt {
		return p.paymentPanel(width)
	}
	inside := draw.Inside(width)
	rows := append([]string{""}, flow.EndRows(t.Theme, ends(p.attempt.Charge.Kind), 18, inside)...)
	rows = append(rows, p.Shell.FactRows(p.facts(inside), inside)...)
	return draw.Panel{Title: flow.EndsTitle, Rows: rows}
}

// checks are those of the answer; the journal keeps none.
func (p *Page) checks() []draw.Check {
	checks := p.attempt.Result.Record.Checks()
	if checks == (gateway.Checks{}) {
		return nil
	}
	return []draw.Check{kit.CheckOf("Address", checks.Address), kit.CheckOf("Postcode", checks.Postcode), kit.CheckOf("Security code", checks.SecurityCode)}
}

// addChecks adds them to facts.
func (p *Page) addChecks(facts *kit.Facts) {
	for _, c := range p.checks() {
		facts.Add(c.Name, p.Shell.Theme.Mark(c.Tone, c.Symbol, c.Word))
	}
}

func (p *Page) checkRows(width int) (rows []string) {
	const column = 16
	for _, c := range p.checks() {
		rows = append(rows, c.Row(p.Shell.Theme.Theme, column, width))
	}
	return rows
}

// paymentPanel is the facts of the payment.
func (p *Page) paymentPanel(width int) draw.Panel {
	inside := draw.Inside(width)
	rows := p.Shell.FactRows(p.facts(inside), inside)
	if width >= draw.Cosy {
		rows = append([]string{""}, rows...)
	}
	return draw.Panel{Title: "Payment", Rows: rows}
}

// mostLabel is the widest column of labels that facts have.
const mostLabel = 20

// facts are the facts of a payment, first those that identify it.
func (p *Page) facts(width int) (facts kit.Facts) {
	a := p.attempt
	r := a.Result.Record
	if p.inPart() {
		facts.Add("Asked for", a.Charge.Amount.String())
		if answered, ok := r.Amount(a.Charge.Amount.Currency); ok {
			facts.Add("Answer names", answered.String()+", which is not what was approved")
		}
	}
	if !p.hasChecks() {
		facts = append(facts, kit.Why(a, p.FieldLabel)...)
		if a.Outcome == gateway.OutcomeDeclined {
			p.addChecks(&facts)
		}
	}
	both := a.Charge.OrderReference + ", sent as " + a.SentReference
	switch {
	case ink.Width(both)+mostLabel <= width:
		facts.Add("Order", both)
	default:
		facts.Add("Order", a.Charge.OrderReference)
		facts.Add("Sent as", a.SentReference)
	}
	if a.State != payment.InDoubt && r.TransactionReference != "" {
		facts.Add("Reference", r.TransactionReference)
		if a.Outcome == gateway.OutcomeApproved || takings.IsReserved(a) {
			facts.Add("Auth code", r.AuthCode)
		}
		if r.SettleStatus != "" && a.Charge.Kind.TakesMoney() && a.Outcome != gateway.OutcomeDeclined {
			r.RequestType, r.AuthMethod = gateway.TypeAuth, string(a.Charge.Kind.Method()) // the journal keeps none
			facts.Add("Settlement", statement.Settlement(r, p.Shell.Now()))
		}
	}
	if !p.hasChecks() {
		facts = append(facts, kit.FoundFacts(a)...)
	}
	if p.inPart() {
		p.addChecks(&facts)
	}
	for _, fact := range termsOf(a.Charge, whole) {
		if fact[0] == cardIsKept && !a.Outcome.MovesMoney() {
			continue // no card is kept, or it is not known yet
		}
		if !slices.ContainsFunc(facts, func(f [2]string) bool { return f[0] == fact[0] }) { // the gateway's record is more exact
			facts = append(facts, fact)
		}
	}
	if width >= draw.Reading {
		for _, sent := range inWords(alsoSent(a.Charge)) {
			facts.Add("Sent", sent)
		}
		facts.Add("Customer", who(a.Charge.Billing))
		facts.Add(kit.MadeLabelOf(a), a.Began.Local().Format("Monday 2 January 2006, 15:04")+" by "+a.Agent)
	}
	return facts
}
