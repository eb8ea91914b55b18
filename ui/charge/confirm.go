package charge

import (
	"fmt"
	"slices"
	"strings"

	"motoconsole/forms"
	"motoconsole/gateway"
	"motoconsole/gateway/thousands"
	"motoconsole/internal/ink"
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

// tightColumn is the same where there is no room: the longest label and a blank.
const tightColumn = 16

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
	said := p.said(c).Beside(t, b.Room())
	left := b.Left() - len(said)
	const roomy, tight = 6, 3 // the panel's title, half a row of air, the last row; and three free rows
	facts := p.confirmFacts(c, draw.Inside(b.Room()), left-tight, true)
	if len(facts) > left-tight { // the figures take too much
		p.confirmNarrow(b, c)
		return
	}
	b.Add(said...)
	if len(facts) <= left-roomy {
		facts = append([]string{""}, facts...)
	}
	b.Add(draw.Panel{Title: "Check with the caller", Rows: facts}.Draw(t, b.Room(), max(len(facts)+1, left-3))...)
	b.To(-1)
	b.Add(p.lookedUp()[:1]...)
}

func (p *Page) confirmNarrow(b *draw.Body, c payment.Charge) {
	t := b.Theme
	b.Add(draw.Say(t, p.Shell.Say(sayConfirm(c)), b.Room())...)
	facts := p.confirmFacts(c, b.Room(), b.Left()-2, false)
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

// lookedUp says what must be known of earlier payments, if anything.
func (p *Page) lookedUp() []string {
	t := p.Shell.Theme
	if !p.guarded {
		return []string{t.Dim.Render("Checking for earlier payments …")}
	}
	var rows []string
	if len(p.allWarnings()) > 0 {
		rows = append(rows, t.Mark(theme.Warn, "!", "Earlier payments: your reason is kept. Not sure: Esc."))
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

// who is the customer with the address, as far as either was given.
func who(b gateway.Billing) string {
	parts := slices.DeleteFunc([]string{customer(b), address(b)}, func(part string) bool { return part == notGiven })
	if len(parts) == 0 {
		return notGiven
	}
	return kit.Joined(parts...)
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
