package charge

import (
	"strings"

	"motoconsole/gateway"
	"motoconsole/internal/ink"
	"motoconsole/internal/payment"
	"motoconsole/ui/kit"
	"motoconsole/ui/kit/draw"
	"motoconsole/ui/kit/theme"
)

// confirmColumn is how wide labels are on the confirm page.
const confirmColumn = 18

// confirmPage is what the agent says before the card is charged, and what is checked
// with the caller.
func (p *Page) confirmPage(b *draw.Body) {
	c := p.charge()
	say := sayConfirm(kit.AmountInWords(c.Amount), kit.CardName(c))
	switch {
	case b.Width >= draw.Wide:
		p.confirmWide(b, c, say)
	case b.Width >= draw.Cosy:
		p.confirmCosy(b, c, say)
	default:
		p.confirmNarrow(b, c, say)
	}
}

// sayRows is a sentence to say, in bold rows.
func sayRows(t *theme.Theme, say string, width int) (rows []string) {
	for _, line := range ink.Wrap(say, min(width, draw.Saying)) {
		rows = append(rows, t.Strong.Render(line))
	}
	return rows
}

func (p *Page) confirmCosy(b *draw.Body, c payment.Charge, say string) {
	t := b.Theme
	inside := draw.Inside(b.Room())
	amount := draw.Amount(t, c.Amount.String(), inside/2)
	wide := 0
	for _, row := range amount {
		wide = max(wide, ink.Width(row))
	}
	left := inside - wide - 3
	rows := draw.Beside(2, draw.Block{Width: left, Rows: sayRows(t, say, left)}, draw.Block{Width: wide, Rows: amount})
	b.Add(draw.Panel{Title: "Say", Focused: true, Rows: append(rows, "")}.Draw(t, b.Room(), 0)...)
	facts := append([]string{""}, p.confirmFacts(c, inside, true)...)
	b.Add(draw.Panel{Title: "Check with the caller", Rows: facts}.Draw(t, b.Room(), max(len(facts)+2, b.Left()-3))...)
	b.Gap()
	b.Add(p.lookedUp()...)
}

func (p *Page) confirmNarrow(b *draw.Body, c payment.Charge, say string) {
	t := b.Theme
	b.Add(draw.Say(t, say, b.Room())...)
	facts := p.confirmFacts(c, b.Room(), false)
	amount := draw.Amount(t, c.Amount.String(), b.Room())
	if b.Left() < len(facts)+len(amount)+3 {
		amount = []string{t.Strong.Render(c.Amount.String())}
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
	b.Add(p.lookedUp()[0])
}

func (p *Page) confirmWide(b *draw.Body, c payment.Charge, say string) {
	t := b.Theme
	half := (b.Room() - columnGap) / 2
	height, inside := b.Height-1, draw.Inside(half)
	said := []string{"", ""}
	for _, row := range append(draw.Amount(t, c.Amount.String(), inside-2), "") {
		said = append(said, "  "+row)
	}
	for _, row := range ink.Wrap(kit.AmountInWords(c.Amount), inside-2) {
		said = append(said, "  "+t.Dim.Render(row))
	}
	said = append(said, "", "")
	for _, row := range sayRows(t, say, inside-2) {
		said = append(said, "  "+row)
	}
	press := t.Dim.Render("If the caller agrees, press ") + t.Primary.Chip(p.Shell.Keys.Confirm.Charge.Help().Key)
	said = append(said, "", "", "  "+press)
	for _, row := range ink.Wrap("The card is charged once, whatever happens to the line.", inside-2) {
		said = append(said, "  "+t.Dim.Render(row))
	}
	left := draw.Panel{Title: "Say", Focused: true, Rows: said}.Draw(t, half, height)
	var facts []string
	for _, fact := range p.confirmFacts(c, inside, true) {
		facts = append(facts, "", fact)
	}
	right := draw.Panel{Title: "Check with the caller", Rows: append(facts, "")}.Draw(t, half, 0)
	before := append([]string{""}, p.lookedUp()...)
	right = append(right, draw.Panel{Title: "Before you charge", Rows: before}.Draw(t, half, max(len(before)+1, height-len(right)))...)
	b.Add(draw.Beside(columnGap, draw.Block{Width: half, Rows: left}, draw.Block{Width: half, Rows: right})...)
}

// confirmFacts are what is checked with the caller.
func (p *Page) confirmFacts(c payment.Charge, width int, amount bool) []string {
	t := p.Shell.Theme
	var rows []string
	add := func(label, value string) {
		for i, line := range ink.Wrap(value, width-confirmColumn) {
			if i > 0 {
				label = ""
			}
			rows = append(rows, draw.Fact(t.Theme, label, line, confirmColumn, width))
		}
	}
	if amount {
		add("Amount", c.Amount.String())
	}
	add("Card", kit.CardName(c)+", expires "+p.form.Card().Expiry.String())
	add("Order reference", c.OrderReference)
	if kept := payment.KeptReference(c.OrderReference); kept != c.OrderReference {
		add("", "will be sent as "+kept+"-…: the bank takes 18 characters")
	}
	add("Customer", customer(c.Billing))
	add("Address", address(c.Billing))
	add("Site", p.Shell.Session.Site)
	money := "no real money moves"
	if p.Shell.Session.Mode == kit.Live {
		money = "real money moves"
	}
	rows = append(rows, draw.Fact(t.Theme, "Money", t.Marker(p.Shell.Session.Mode)+" "+money, confirmColumn, width))
	if p.Shell.Session.Form.Cards.Doubts(p.form.Card().Number) {
		rows = append(rows, draw.Fact(t.Theme, "", t.Mark(theme.Warn, "!", "This looks like a real card."), confirmColumn, width))
	}
	if why := p.why(); why != "" {
		add("Reason", why)
	}
	return rows
}

// lookedUp says what is known of earlier payments, first of all in one row.
func (p *Page) lookedUp() []string {
	t := p.Shell.Theme
	if !p.guarded {
		return []string{t.Dim.Render("Checking for earlier payments …"), ""}
	}
	journal := t.Dim.Render("Nothing in the journal stands in the way.")
	if len(p.allWarnings()) > 0 {
		journal = t.Mark(theme.Warn, "!", "There are earlier payments: your reason is kept with this one.")
	}
	if note := p.seenNote(); note != "" {
		if len(p.allWarnings()) > 0 {
			return []string{journal, t.Dim.Render(note)}
		}
		return []string{t.Dim.Render(note), ""}
	}
	return []string{journal, ""}
}

// notGiven stands where the caller was not asked.
const notGiven = "not given"

func customer(b gateway.Billing) string {
	if name := strings.TrimSpace(b.FirstName + " " + b.LastName); name != "" {
		return name
	}
	return notGiven
}

// address is what the bank's address check gets, on one line.
func address(b gateway.Billing) string {
	if b.Premise == "" && b.Postcode == "" {
		return notGiven
	}
	return kit.Joined(b.Premise, b.Postcode, b.Country)
}

// sayConfirm is what the agent says before a card is charged.
func sayConfirm(words, card string) string {
	return "“I am about to take " + words + " from your " + card + ". Is that all right?”"
}
