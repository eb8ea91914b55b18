package charge

import (
	"fmt"
	"slices"
	"strings"

	"motoconsole/forms"
	"motoconsole/gateway"
	"motoconsole/gateway/thousands"
	"motoconsole/internal/ink"
	"motoconsole/internal/orderref"
	"motoconsole/internal/payment"
	"motoconsole/internal/payment/terms"
	"motoconsole/internal/script"
	"motoconsole/ui/kit"
	"motoconsole/ui/kit/draw"
	"motoconsole/ui/kit/flow"
	"motoconsole/ui/kit/theme"
)

// confirmColumn is how wide labels are on the confirm page.
const confirmColumn = 18

// confirmPage shows what the agent says before the card is charged, and the facts to
// check with the caller.
func (p *Page) confirmPage(b *draw.Body) {
	c := p.charge()
	switch {
	case b.Width >= draw.Wide:
		p.confirmWide(b, c)
	case b.Width >= draw.Cosy:
		p.confirmCosy(b, c)
	default:
		p.confirmNarrow(b, c)
	}
}

// said is what the agent says before the card is charged.
func (p *Page) said(c payment.Charge) flow.Said {
	said := flow.Said{
		Say: p.Shell.Say(sayConfirm(c)), Once: once(c.Kind), Yes: p.Shell.Keys.Confirm.Charge.Help().Key, Unlit: p.Pausing() > 0,
		Amount: func(width int) []string { return amountOf(p.Shell.Theme.Theme, c, width) },
	}
	if c.Kind.TakesMoney() {
		said.Words = kit.AmountInWords(c.Amount)
	}
	return said
}

func (p *Page) confirmCosy(b *draw.Body, c payment.Charge) {
	t := b.Theme
	inside := draw.Inside(b.Room())
	b.Add(p.said(c).Beside(t, b.Room())...)
	facts := p.confirmFacts(c, inside, b.Left()-6, true)
	if len(facts) <= b.Left()-6 {
		facts = append([]string{""}, facts...)
	}
	b.Add(draw.Panel{Title: "Check with the caller", Rows: facts}.Draw(t, b.Room(), max(len(facts)+2, b.Left()-3))...)
	b.Gap()
	b.Add(p.lookedUp()...)
}

func (p *Page) confirmNarrow(b *draw.Body, c payment.Charge) {
	t := b.Theme
	b.Add(draw.Say(t, p.Shell.Say(sayConfirm(c)), b.Room())...)
	facts := p.confirmFacts(c, b.Room(), b.Left()-3, false)
	amount := amountOf(t, c, b.Room())
	if b.Left() < len(facts)+len(amount)+3 {
		amount = []string{t.Strong.Render(kit.AmountOf(c))}
	}
	if b.Left() > len(facts)+len(amount)+1 {
		b.Gap()
	}
	b.Add(amount...)
	if b.Left() > len(facts)+1 {
		b.Gap()
	}
	b.Add(facts...)
	b.To(-1)
	b.Add(p.lookedUp()[:1]...)
}

func (p *Page) confirmWide(b *draw.Body, c payment.Charge) {
	t := b.Theme
	half := (b.Room() - draw.Gutter) / 2
	height, inside := b.Height-1, draw.Inside(half)
	left := p.said(c).Above(t, half, height)
	var facts []string
	rows := p.confirmFacts(c, inside, height-8, true)
	for _, fact := range rows {
		if len(rows) <= (height-8)/2 {
			facts = append(facts, "")
		}
		facts = append(facts, fact)
	}
	right := draw.Panel{Title: "Check with the caller", Rows: append(facts, "")}.Draw(t, half, 0)
	before := append([]string{""}, p.passed(c)...)
	right = append(right, draw.Panel{Title: "Before you charge", Rows: append(before, p.lookedUp()...)}.Draw(t, half, max(len(before)+3, height-len(right)))...)
	b.Add(draw.Beside(draw.Gutter, draw.Block{Width: half, Rows: left}, draw.Block{Width: half, Rows: right})...)
}

// passed are the questions that the journal was asked, if it knows nothing against the
// charge.
func (p *Page) passed(c payment.Charge) (rows []string) {
	if !p.guarded || len(p.allWarnings()) > 0 {
		return nil
	}
	says := []string{"The card was not declined too often in the last hour"}
	if c.Kind.TakesMoney() {
		window := int(p.Shell.Console.Charges.DuplicateWindow().Minutes())
		says = append([]string{
			"No other payment for order " + c.OrderReference + " was taken here",
			fmt.Sprintf("This card has not paid %s in the last %s", c.Amount, thousands.CountOf(window, "minute")),
		}, says...)
	}
	for _, text := range says {
		rows = append(rows, p.Shell.Theme.Symbol(theme.OK).Render("✔")+" "+text, "")
	}
	return rows
}

// confirmFacts are the facts to check with the caller, in at most `most` rows.
func (p *Page) confirmFacts(c payment.Charge, width, most int, amount bool) []string {
	facts, looksReal := p.factsOf(c, amount)
	also := alsoSent(c)
	rows := p.factRows(facts, c, looksReal, width)
	if len(also) == 0 {
		return rows
	}
	if len(rows)+2 > most { // the head names the site as well
		rows = p.factRows(slices.DeleteFunc(facts, func(f [2]string) bool { return f[0] == siteFact }), c, looksReal, width)
	}
	return append(rows, alsoRows(p.Shell.Theme, also, width, max(1, most-len(rows)))...)
}

// siteFact is the label of the fact that the page can do without.
const siteFact = "Site"

// factsOf are the facts of a charge that the agent checks. It reports whether the card of
// a test site looks like a real one.
func (p *Page) factsOf(c payment.Charge, amount bool) (facts kit.Facts, looksReal bool) {
	if c.Kind != terms.Payment {
		facts.Add("Kind", about(c))
	}
	if amount && c.Kind.TakesMoney() {
		facts.Add("Amount", c.Amount.String())
	}
	facts.Add("Card", kit.CardName(c)+", expires "+kit.Expires(p.form.Card().Expiry.String()))
	facts.Add("Order reference", c.OrderReference)
	if kept := orderref.Kept(c.OrderReference); kept != c.OrderReference {
		facts.Add("", "sent as "+kept+"-…: the bank takes 18 characters")
	}
	facts.Add("Customer", customer(c.Billing))
	facts.Add("Address", address(c.Billing))
	facts = append(facts, termsOf(c)...)
	facts.Add("Recipient", recipientOf(c, p.form.Recipient()))
	facts.Add(siteFact, p.Shell.Console.Site)
	return facts, p.Shell.Console.Form.Cards.Doubts(p.form.Card().Number)
}

// factRows draws the facts, whether real money moves, and what makes the charge doubtful.
func (p *Page) factRows(facts kit.Facts, c payment.Charge, looksReal bool, width int) (rows []string) {
	t := p.Shell.Theme
	for _, fact := range facts {
		rows = append(rows, draw.Facts(t.Theme, fact[0], fact[1], confirmColumn, width)...)
	}
	money := t.RealMoney(p.Shell.Console.Mode)
	if !c.Kind.TakesMoney() {
		money = t.Marker(p.Shell.Console.Mode) + " none is taken"
	}
	rows = append(rows, draw.Fact(t.Theme, "Money", money, confirmColumn, width))
	if looksReal {
		rows = append(rows, draw.Fact(t.Theme, "", t.Mark(theme.Warn, "!", "This looks like a real card."), confirmColumn, width))
	}
	if why := p.why(); why != "" {
		rows = append(rows, draw.Facts(t.Theme, "Reason", why, confirmColumn, width)...)
	}
	return rows
}

// alsoRows are what else is sent, in at most room rows: the last is cut.
func alsoRows(t *kit.Theme, also []string, width, most int) (rows []string) {
	lines := ink.Wrap(kit.Capital(strings.Join(also, " · ")), width-confirmColumn)
	for i, line := range lines[:min(len(lines), most)] {
		label := ""
		if i == 0 {
			label = "Also sent"
		}
		if i == most-1 && len(lines) > most {
			line = ink.CutWords(line+" "+lines[i+1], width-confirmColumn)
		}
		rows = append(rows, draw.Fact(t.Theme, label, line, confirmColumn, width))
	}
	return rows
}

// lookedUp says what must be known of earlier payments, if anything.
func (p *Page) lookedUp() []string {
	t := p.Shell.Theme
	if !p.guarded {
		return []string{t.Dim.Render("Checking for earlier payments …")}
	}
	var rows []string
	if len(p.allWarnings()) > 0 {
		rows = append(rows, t.Mark(theme.Warn, "!", "There are earlier payments: your reason is kept with this one."))
	}
	if note := p.seenNote(); note != "" {
		rows = append(rows, t.Dim.Render(note))
	}
	return append(rows, "")
}

// notGiven stands in place of an answer that the caller was not asked for.
const notGiven = "not given"

func customer(b gateway.Billing) string {
	name := strings.Join(strings.Fields(b.PrefixName+" "+b.FirstName+" "+b.LastName), " ")
	if name != "" {
		return name
	}
	return notGiven
}

// address is the whole address on one line, first the parts that the bank checks.
func address(b gateway.Billing) string {
	if b.Premise == "" && b.Postcode == "" && b.Street == "" && b.Town == "" {
		return notGiven
	}
	return kit.Joined(b.Premise, b.Street, b.Town, b.County, b.Postcode, forms.CountryName(b.Country))
}

// amountOf is the amount in big digits, or words for a kind without an amount.
func amountOf(t *theme.Theme, c payment.Charge, width int) []string {
	if !c.Kind.TakesMoney() {
		return []string{"", t.Strong.Render(ink.Cut(kit.NoMoney, width)), ""}
	}
	return draw.Amount(t, c.Amount.String(), width)
}

// about is a kind with its meaning.
func about(c payment.Charge) string {
	switch c.Kind {
	case terms.Preauthorisation:
		return "Pre-authorisation: the bank reserves the amount"
	case terms.CardCheck:
		return "Card check: no money is taken or reserved"
	default:
		return kit.KindName(c.Kind)
	}
}

// once says that the charge is made once only.
func once(kind terms.Kind) string {
	does := map[terms.Kind]string{
		terms.Payment: "The card is charged", terms.Preauthorisation: "The amount is reserved", terms.CardCheck: "The card is checked",
	}
	return does[kind] + " once, whatever happens to the line."
}

// sayConfirm is what the agent says before a card is charged.
func sayConfirm(c payment.Charge) script.Say {
	later := kit.TakenOn(c) != ""
	line := script.ConfirmPayment
	switch {
	case c.Kind == terms.CardCheck:
		line = script.ConfirmCheck
	case c.Kind == terms.Preauthorisation && later:
		line = script.ConfirmReserveLater
	case c.Kind == terms.Preauthorisation:
		line = script.ConfirmReserve
	case c.Settlement.Way() == terms.Held:
		line = script.ConfirmHeld
	case later:
		line = script.ConfirmLater
	}
	return script.Say{Line: line, With: kit.ValuesOf(c)}
}
