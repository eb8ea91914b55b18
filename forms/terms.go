package forms

import (
	"slices"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"motoconsole/forms/answers"
	"motoconsole/gateway"
	"motoconsole/gateway/personname"
	"motoconsole/gateway/postcode"
	"motoconsole/internal/payment/terms"
)

// kindChoice is the field's name: the gateway refuses the kind of a payment by it.
const kindChoice = "authmethod"

// newKind is a choice of what to do with the card. The first is chosen at first.
func newKind(kinds []terms.Kind) *Choice {
	answers := make([]string, len(kinds))
	for i, k := range kinds {
		noun := k.Noun()
		answers[i] = strings.ToUpper(noun[:1]) + noun[1:]
	}
	c := choiceOf(answers[0], kindChoice, "Kind", "what is to be done", answers...)
	c.o.Required, c.o.Quiet = true, true
	return c
}

// settlement is the choice of when a payment of one kind settles.
type settlement struct {
	*Choice
	all []terms.Settlement
}

// newSettlement is a choice of the ways in which a kind settles, with dates for days. A
// single way other than the next run is shown too. At first the next run is chosen, or
// else the first way; for a pre-authorisation it is the way that keeps the money
// reserved for longest.
func newSettlement(kind terms.Kind, ways []terms.Way, now time.Time) *settlement {
	s := &settlement{}
	var options []answers.Answer
	begins := terms.Settlement{}
	add := func(settles terms.Settlement, name string, known ...string) {
		s.all = append(s.all, settles)
		options = append(options, answers.Answer{Code: name, Name: name, Known: known})
	}
	for _, way := range ways {
		switch way {
		case terms.NextRun:
			add(terms.Settlement{}, "Next run", "as usual", "next")
		case terms.Held:
			add(terms.Hold(), "Held", "on hold", "suspended")
			if kind == terms.Preauthorisation {
				begins = terms.Hold()
			}
		case terms.AtOnce:
			add(terms.Unchecked(), "Without fraud checks", "unchecked", "at once")
		case terms.OnDate:
			last := kind.LastDay(now)
			for day := last; day.After(now); day = day.AddDate(0, 0, -1) {
				known := []string{day.Format("2 January"), day.Format("2/1"), day.Format(time.DateOnly)}
				if day.Equal(last) {
					known = append(known, "last day")
				}
				add(terms.On(day), day.Format("Monday 2 January"), known...)
				if kind == terms.Preauthorisation && day.Equal(last) && begins == (terms.Settlement{}) {
					begins = terms.On(day)
				}
			}
		}
	}
	s.Choice = choiceFrom(ChoiceOptions{
		Name: "settlestatus", Label: "Settlement", Meaning: "when it settles",
		Options: options, Default: options[max(0, slices.Index(s.all, begins))].Code, Required: true, Quiet: true,
	})
	return s
}

// answersTo implements answerer.
func (s *settlement) answersTo(name string) bool { return name == "settleduedate" }

// value is the chosen settlement.
func (s *settlement) value() terms.Settlement {
	if s.chosen < 0 {
		return terms.Settlement{}
	}
	return s.all[s.chosen]
}

// consent is whether the caller agrees that the card may be kept. The agent asks while
// the call is recorded, before the caller reads out the card number.
type consent struct {
	*Choice
	number *CardNumberField
	now    func() time.Time
	at     time.Time // when the answer became yes
	late   bool      // the yes came after the card number
}

// newConsent makes the choice. No is chosen at first, unless an answer is required.
func newConsent(number *CardNumberField, now func() time.Time, required bool) *consent {
	begin := "No"
	if required {
		begin = ""
	}
	c := &consent{Choice: choiceOf(begin, "credentialsonfile", "Keep the card", "whether the card may be kept", "No", "Yes"), number: number, now: now}
	c.o.Required = required
	return c
}

func (c *consent) given() bool { return c.Code() == "Yes" }

// ForgetConsent makes the form ask again whether the card may be kept: the caller
// agreed for the card before.
func (p *Payment) ForgetConsent() {
	if p.consent != nil {
		p.consent.Clear()
		p.consent.late = false
	}
	if p.purpose != nil {
		p.purpose.Clear()
	}
}

// Press implements Field.
func (c *consent) Press(k tea.KeyPressMsg) bool {
	was := c.given()
	took := c.Choice.Press(k)
	c.heed(was)
	return took
}

// Paste implements Field.
func (c *consent) Paste(text string) error {
	was := c.given()
	if err := c.Choice.Paste(text); err != nil {
		return err
	}
	c.heed(was)
	return c.tooLate()
}

// heed notes when the caller agreed, and whether that was too late.
func (c *consent) heed(was bool) {
	if c.given() && !was {
		c.at = c.now()
	}
	c.late = c.given() && (c.late || !was && !c.number.Empty())
	if err := c.tooLate(); err != nil {
		c.note = err
	}
}

func (c *consent) tooLate() error {
	if c.late = c.late && !c.number.Empty(); !c.late || !c.given() {
		return nil
	}
	return broken(c.Name(), "the caller has to agree before the card number is typed, while the call is recorded: choose No, or clear the card number and ask")
}

// Check implements Field.
func (c *consent) Check() error {
	if err := c.Choice.Check(); err != nil {
		return err
	}
	return c.tooLate()
}

// Kind is what to do with the card.
func (p *Payment) Kind() terms.Kind {
	switch {
	case p.kind != nil && p.kind.chosen >= 0:
		return p.kinds[p.kind.chosen]
	case p.kind == nil && len(p.kinds) == 1:
		return p.kinds[0]
	default:
		return terms.Payment
	}
}

// Settlement is when the payment settles.
func (p *Payment) Settlement() terms.Settlement {
	if s := p.settles[p.Kind()]; s != nil {
		return s.value()
	}
	return terms.Settlement{}
}

// Consent is what the caller agreed to, and when; zero for nothing.
func (p *Payment) Consent() terms.Consent {
	if p.consent == nil || !p.consent.given() {
		return terms.Consent{}
	}
	c := terms.Consent{Wording: p.version, At: p.consent.at}
	switch {
	case p.purpose != nil:
		c.Purpose = p.purpose.Code()
	case len(p.purposes) == 1:
		c.Purpose = p.purposes[0]
	}
	return c
}

// value is the answer of a field, "" if the form does not ask for it.
func (p *Payment) value(t *TextField) string {
	for i := range p.slots {
		if p.slots[i].Field == Field(t) && p.slots[i].asked() {
			return t.Value()
		}
	}
	return ""
}

// Billing is the person and the address that the card is billed to.
func (p *Payment) Billing() gateway.Billing {
	first, last := p.Name()
	b := gateway.Billing{
		PrefixName: p.value(p.title), FirstName: first, LastName: last,
		Premise: p.Premise(), Street: p.value(p.street), Town: p.value(p.town), County: p.value(p.county),
		Postcode: p.Postcode(), Country: p.Country(),
		Email: p.value(p.email), Telephone: p.value(p.telephone),
	}
	if b.Telephone != "" && p.telephoneIs.Code() != "" {
		b.TelephoneType = p.telephoneIs.Code()[:1]
	}
	return b
}

// Customer is where the goods go, if to another address, or who receives the money.
func (p *Payment) Customer() gateway.Customer {
	c := gateway.Customer{IP: p.value(p.ip)}
	switch {
	case p.asksRecipient():
		c.LastName, c.Postcode = p.value(p.surname), p.value(p.recipientAt)
		c.DateOfBirth, _ = birth(p.value(p.born), p.now())         // the form shows the error
		if written, ok := postcode.Written(c.Postcode, "GB"); ok { // the gateway wants the country of a postcode
			c.Postcode, c.Country = written, "GB"
		}
	case p.delivers():
		c.FirstName, c.LastName = personname.Split(p.value(p.deliver.name))
		c.Premise, c.Street, c.Town = p.value(p.deliver.premise), p.value(p.deliver.street), p.value(p.deliver.town)
		c.County, c.Country, c.Postcode = p.value(p.deliver.county), p.deliver.country.Code(), p.deliver.postcode.Value()
	}
	return c
}
