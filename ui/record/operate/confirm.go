package operate

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"motoconsole/forms"
	"motoconsole/gateway"
	"motoconsole/internal/ink"
	"motoconsole/internal/payment/operation"
	"motoconsole/internal/payment/option"
	"motoconsole/internal/statement"
	"motoconsole/ui/kit"
	"motoconsole/ui/kit/draw"
	"motoconsole/ui/kit/flow"
)

// confirmPage says what will happen, once: the sentence for the caller, and the facts
// to check. A small terminal leaves out less important facts.
func (s *Page) confirmPage(width, height int) string {
	b := s.body(width, height)
	if s.plan.ID == "" {
		b.Gap()
		b.Add(s.Shell.Theme.Strong.Render(ink.Cut(s.option.Title, b.Room())), "", s.Shell.Theme.Dim.Render(checking))
		return b.String()
	}
	top, room := b.At(), b.Left()
	if s.option.Kind != option.Payout { // the first half row of a panel stands in the free row
		top, room = 0, height
	}
	var rows []string
	for _, less := range []struct {
		facts       brevity
		big, saying bool
	}{{whole, true, true}, {short, true, true}, {short, false, true}, {shortest, false, true}, {shortest, false, false}} {
		if rows = s.asked(b.Room(), room-2, less.facts, less.big, less.saying); len(rows) < room {
			break
		}
	}
	page := draw.NewBody(b.Theme, width, height)
	if top > 0 {
		page = b
	}
	page.Add(rows...)
	if !s.ready && page.Left() > 0 {
		page.To(-1)
		page.Add(s.Shell.Theme.Dim.Render(checking))
	}
	return page.String()
}

const checking = "Checking that it can be done …"

// brevity is how much is left out of the facts to check. Whether money is real never is.
type brevity int

const (
	whole    brevity = iota
	short            // without what is only good to know
	shortest         // without the site, too
)

// asked is the confirm page: what to say, with the amount in big digits where there is
// room for them, and what is checked.
func (s *Page) asked(width, height int, facts brevity, big, saying bool) []string {
	t := s.Shell.Theme.Theme
	say := s.asks()
	if say == "" || !saying {
		return s.check(width, facts, false).Draw(t, width, 0)
	}
	said := flow.Said{
		Say: "“" + gateway.Clean(say, 300) + "”", Once: "It is sent once, whatever happens to the line.",
		Yes: s.Shell.Keys.Agree.Do.Help().Key, Unlit: s.Pausing() > 0,
	}
	if s.movesMoney() {
		said.Words = kit.AmountInWords(s.askedFor(s.plan))
		said.Amount = func(width int) []string { return draw.Amount(t, s.askedFor(s.plan).String(), width) }
		if s.by() {
			said.Words = "by " + said.Words
			said.Amount = func(width int) []string { return by(draw.Amount(t, s.plan.Charge.Amount.String(), width-len("by "))) }
		}
	}
	switch {
	case width >= draw.Wide-2*draw.Margin(draw.Wide):
		half := (width - draw.Gutter) / 2
		check := s.check(half, facts, true)
		if len(check.Rows)+2 > height {
			check = s.check(half, facts, false)
		}
		return draw.Beside(draw.Gutter, draw.Block{Width: half, Rows: said.Above(t, half, height)}, draw.Block{Width: half, Rows: check.Draw(t, half, height)})
	case !big || width < draw.Cosy-4:
		return append(draw.Say(t, said.Say, width), s.check(width, facts, false).Draw(t, width, 0)...)
	default:
		return append(said.Beside(t, width), s.check(width, facts, false).Draw(t, width, 0)...)
	}
}

// by puts the word before an amount, in its middle row: the big figures have no letters.
func by(amount []string) []string {
	for i := range amount {
		word := "by "
		if i != len(amount)/2 {
			word = ink.Blanks(len(word))
		}
		amount[i] = word + amount[i]
	}
	return amount
}

// movesMoney reports an operation that is about an amount.
func (s *Page) movesMoney() bool {
	return s.option.Kind != option.Order && s.option.Kind != option.Due && s.option.Kind != option.Correct
}

// check says what will be done, and to which payment; spaced has a free row above each fact.
func (s *Page) check(width int, facts brevity, spaced bool) draw.Panel {
	t, v := s.Shell.Theme, s.plan
	p := draw.Panel{Title: "Check with the caller"}
	if v.Charge.Uncalled() {
		p.Title = "Check before you charge"
	}
	inside := draw.Inside(width)
	space := func() {
		if spaced {
			p.Rows = append(p.Rows, "")
		}
	}
	add := func(style ink.Style, text string) {
		for _, line := range ink.Wrap(text, min(inside, draw.Reading)) {
			p.Rows = append(p.Rows, style.Render(line))
		}
	}
	fact := func(label, value string) {
		space()
		p.Rows = append(p.Rows, draw.Facts(s.Shell.Theme.Theme, label, value, checkWide, inside)...)
	}
	space()
	headline := s.headline(v)
	if facts > whole && v.Kind == option.Repeat { // a fact below says whose card it is
		headline = fmt.Sprintf("Charge %s to %s", v.Charge.Amount, kit.CardName(v.Charge))
	}
	add(t.Strong, headline)
	switch {
	case facts > whole || v.Kind == option.Correct:
	case spaced:
		add(t.Dim, kit.AmountInWords(s.askedFor(v)))
	default: // what is said has the words: the headline stands free instead
		p.Rows = append(slices.Insert(p.Rows, 0, ""), "")
	}
	if s.from != nil {
		s.addSubject(fact, v, facts > whole)
	} else {
		fact("Card", kit.CardName(v.Charge)+", expires "+kit.Expires(s.form.Expiry().String()))
		fact("Order reference", gateway.Clean(v.Charge.OrderReference, 64))
	}
	reason := v.Charge.Reason
	if reason == "" {
		reason = s.Given(s.Warnings)
	}
	if reason != "" {
		fact("Reason", gateway.Clean(reason, 200))
	}
	if v.Kind == option.Hold && facts < shortest {
		space()
		add(t.Text, gateway.Clean(s.option.Says, 300))
	}
	if facts < shortest {
		fact("Site", s.Shell.Console.Site)
	}
	fact("Money", t.RealMoney(s.Shell.Console.Mode))
	if s.option.Warning != "" {
		space()
		add(t.Warn, "! "+gateway.Clean(s.option.Warning, 300))
	}
	return p
}

// checkWide is the column of labels on the confirm page.
const checkWide = 21

// addSubject adds the payment that the operation acts on.
func (s *Page) addSubject(fact func(label, value string), v operation.Operation, short bool) {
	r := s.record
	text := s.Shell.AmountOf(r)
	if statement.FlowOf(r) == statement.None {
		text = "no money"
	}
	if at, ok := r.StartedAt(); ok {
		text += ", " + at.Local().Format("2 Jan 2006, 15:04")
	}
	if v.Kind == option.Repeat { // the new payment first
		fact("New amount", v.Charge.Amount.String())
		fact("New order reference", gateway.Clean(v.Charge.OrderReference, 64))
		if v.Charge.Uncalled() {
			fact("Asked for by", forms.AskedBy(v.Charge.Initiation, v.Charge.Series))
		}
		fact("Kind", "Payment: settles in the next run")
		if !short {
			text += ", order " + s.ownOrder()
		}
		fact("Earlier "+s.noun(), text)
	} else {
		fact(kit.Capital(s.noun()), text)
		fact("Order reference", s.ownOrder())
		if !short {
			fact("Reference", r.TransactionReference)
		}
	}
	if v.Kind == option.Correct {
		s.addCorrection(fact)
	}
	if s.option.NeedsExpiry {
		fact("New expiry date", kit.Expires(s.form.Expiry().String()))
	}
	if v.Kind == option.RefundPart {
		left := "not known"
		if v.Leaves != (gateway.Money{}) {
			left = leftWords(v.Leaves)
		}
		fact("Left afterwards", left)
	}
}

// addCorrection adds what the details are to be from now on: each as a whole, so that
// the agent sees what a correction of one part makes of it.
func (s *Page) addCorrection(fact func(label, value string)) {
	is, b := s.record.Billing, s.form.Correction()
	expiry := ""
	if date := s.form.Expiry(); !date.IsZero() {
		expiry = kit.Expires(date.String())
	}
	whole := func(join func(parts ...string) string, pairs ...[2]string) string {
		var was, next []string
		for _, pair := range pairs {
			was, next = append(was, pair[0]), append(next, cmp.Or(pair[1], pair[0]))
		}
		switch from, to := join(was...), join(next...); {
		case slices.Equal(was, next):
			return ""
		case from == to: // a word has moved from one part to the next
			return strings.Join(was, " | ") + " → " + strings.Join(next, " | ")
		case from == "":
			return to
		default:
			return from + " → " + to
		}
	}
	name := func(parts ...string) string { return strings.TrimSpace(strings.Join(parts, " ")) }
	for _, one := range [][2]string{
		{"Name", whole(name, [2]string{is.FirstName, b.FirstName}, [2]string{is.LastName, b.LastName})},
		{"Address", whole(kit.Joined, [2]string{is.Premise, b.Premise}, [2]string{is.Street, b.Street}, [2]string{is.Town, b.Town}, [2]string{is.Postcode, b.Postcode}, [2]string{forms.CountryName(is.Country), forms.CountryName(b.Country)})},
		{"E-mail", whole(name, [2]string{is.Email, b.Email})},
		{"Telephone", whole(name, [2]string{is.Telephone, b.Telephone})},
		{"Telephone type", forms.TelephoneTypeName(b.TelephoneType)},
		{"New expiry date", expiry},
	} {
		if one[1] != "" {
			fact(one[0], gateway.Clean(one[1], 400))
		}
	}
}

// does is what the key of the confirm page does: the verb and the amount.
func (s *Page) does() string {
	if s.plan.ID == "" {
		return s.option.Title
	}
	if s.asksKept() {
		return "Reduce to " + s.askedFor(s.plan).String()
	}
	return s.wording().DoesWith(s.plan.Charge.Amount.String())
}
