package charge

import (
	"fmt"
	"strings"

	"motoconsole/forms"
	"motoconsole/internal/script"
	"motoconsole/ui/kit"
	"motoconsole/ui/kit/flow"
	"motoconsole/ui/kit/theme"
)

// told is the call so far, for the panel beside the form. It changes when the agent
// leaves a field, not while they type.
type told struct {
	field         string // the field that had the focus
	amount, words string
	card          string // as one text
	brand, last4  string // the card's
	expires       string // "12/30"
	rest          []rest
	say           string
	order         string
	customer      string
	address       string

	side side // the panel as it was drawn last: it goes with what it tells
}

// values are what lines to say may tell of the call so far.
func (t told) values() script.Values {
	return script.Values{Amount: t.amount, Words: t.words, Order: t.order, Brand: t.brand, Last4: t.last4, Card: t.card}
}

// side is the panel beside the form, and what it was drawn from beside the call so far.
type side struct {
	of   sideOf
	rows []string
}

type sideOf struct {
	theme         *theme.Theme
	say           string
	takesMoney    bool
	width, height int
	wide          bool
}

// rest is a field still to ask for.
type rest struct {
	name, label string
	here        bool
}

// look reads the call so far from the form again if the focus has moved, or if
// something other than a key has changed the form.
func (p *Page) look(always bool) {
	here, refused := p.Sheet.Here()
	if !always && here == p.told.field {
		p.told.say = p.sayAt(here, refused)
		return
	}
	rows := p.Sheet.Rows(80, forms.Styles{})
	answers := map[string]string{}
	for _, r := range rows {
		if !r.Wrong && !(r.Focused && p.Stage == flow.Editing) {
			answers[r.Name] = r.Answer // as the screen shows it: no more of it is copied
		}
	}
	t := told{field: here, say: p.sayAt(here, refused), order: answers["orderreference"], customer: answers["billinglastname"]}
	t.address = kit.Joined(answers["billingpremise"], answers["billingpostcode"], answers["billingcountryiso2a"])
	if m := p.form.AmountSoFar(); m.Minor > 0 {
		t.amount, t.words = m.String(), kit.AmountInWords(m)
	}
	card := p.form.Card()
	if card.Number.Len() > 0 && card.Number.Check() == nil {
		t.brand, t.last4 = card.Number.Brand().Name(), card.Number.Last4()
		t.card = t.brand + " ending " + t.last4
		if date := p.Sheet.Field("expirydate"); !date.Empty() && date.Check() == nil {
			t.expires = kit.Expires(card.Expiry.String())
		}
	}
	for _, r := range rows {
		if r.Empty && !r.Barred && !(r.Drawer && r.Optional) || r.Wrong {
			t.rest = append(t.rest, rest{r.Name, r.Label, r.Focused})
		}
	}
	p.told = t
}

// sayAt is what the agent says at a field. Before the recording is paused the caller is not
// asked for the card.
func (p *Page) sayAt(name string, wrong bool) string {
	l := p.lineOf(name)
	switch {
	case p.Sheet.ShutHere():
		return p.Shell.Line(script.Ask("moment"))
	case wrong:
		return l.again
	}
	return l.say
}

// folded is the questions still to ask, in at most n rows.
func folded(all []rest, n int) []rest {
	if len(all) <= n {
		return all
	}
	from := 0
	for i, r := range all {
		if r.here {
			from = max(0, min(i, len(all)-n+1))
		}
	}
	few := append([]rest(nil), all[from:min(from+n-1, len(all))]...)
	if left := len(all) - len(few); left > 0 {
		few = append(few, rest{label: fmt.Sprintf("and %d more", left)})
	}
	return few
}

// summary is the call so far in one row.
func (t told) summary() string {
	parts := []string{}
	for _, part := range []string{t.amount, t.card} {
		if part != "" {
			parts = append(parts, part)
		}
	}
	if n := len(t.rest); n > 0 {
		parts = append(parts, fmt.Sprintf("still to ask: %d", n))
	}
	return strings.Join(parts, " · ")
}

// about describes the form, for the question before discarding it.
func (t told) about() string {
	parts := []string{}
	for _, part := range []string{t.order, t.amount, t.card} {
		if part != "" {
			parts = append(parts, part)
		}
	}
	if len(parts) == 0 {
		return "A payment just begun"
	}
	return strings.Join(parts, " · ")
}
