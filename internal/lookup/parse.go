package lookup

import (
	"strings"
	"time"

	"motoconsole/gateway"
)

// Parse reads a search line, see the package's description. Days are those of
// loc. An empty line is an empty search. The error is a *gateway.FieldError,
// which names the field and never holds what was typed; a line with a card
// number in it is one.
func Parse(words string, now time.Time, loc *time.Location) (Search, error) {
	now = now.Truncate(time.Second)
	s := Search{now: now, loc: loc}
	tokens, err := split(words)
	if err != nil {
		return Search{}, err
	}
	p := parser{search: &s, tokens: tokens, when: when{now: now.In(loc)}}
	err = p.run()
	// That a card number was typed matters more than what else is wrong.
	if p.holdsCard() {
		return Search{}, cardRefused()
	}
	if err == nil {
		s.From, s.To, err = p.when.window()
	}
	if err != nil {
		return Search{}, err
	}
	return s, nil
}

// parser goes through the words once.
type parser struct {
	search *Search
	tokens []token
	when   when
	orders int // words that stand for an order reference without saying so
}

// run reads word after word. It goes on behind an error, to learn which words
// are no part of a card number, and returns the first one.
func (p *parser) run() error {
	var first error
	for at := 0; at < len(p.tokens); {
		used, err := p.next(at)
		if err != nil && first == nil {
			first = err
		}
		at += max(used, 1)
	}
	return first
}

// next reads what begins at a word, and reports of how many words it is.
func (p *parser) next(at int) (used int, err error) {
	t := p.tokens[at]
	if key, value, ok := strings.Cut(t.text, ":"); ok && !t.quoted {
		if row, known := findKey(strings.ToLower(key)); known {
			return p.keyed(at, row.Name, value)
		}
	}
	if !t.quoted {
		if used, err = p.when.read(p.tokens[at:]); used > 0 {
			if err == nil { // what is wrong may be a slip in a card number
				p.sound(at, used)
			}
			return used, err
		}
	}
	if used = p.postcode(at); used > 0 {
		return used, nil
	}
	return 1, p.word(at)
}

// keyed reads key:value. A name goes on with the words behind it, as long as
// nothing else can be meant: name:ann smith.
func (p *parser) keyed(at int, name, value string) (int, error) {
	used := 1
	if name == "name" || name == "agent" {
		for at+used < len(p.tokens) && p.isName(at+used) {
			value += " " + p.tokens[at+used].text
			used++
		}
	}
	if value == "" && at+used < len(p.tokens) { // "order: A17"
		value = p.tokens[at+used].text
		used++
	}
	if isReference(value) && (name == "reference" || name == "parent") {
		p.sound(at, used)
	}
	return used, p.search.Set(name, value)
}

// isName reports a word that is nothing this program knows and has no digit.
func (p *parser) isName(at int) bool {
	t := p.tokens[at]
	if t.quoted || strings.ContainsAny(t.text, "0123456789:@") {
		return false
	}
	if _, known := meaning(t.lower()); known {
		return false
	}
	if _, known := currencyCode(t.text); known {
		return false
	}
	probe := p.when // a copy: nothing is remembered
	used, _ := probe.read(p.tokens[at:])
	return used == 0
}

// meaning is the key and value that a word by itself stands for.
func meaning(word string) (key string, known bool) {
	if _, ok := parseStates(word); ok {
		return "status", true
	}
	if _, ok := parseType(word); ok {
		return "type", true
	}
	if _, ok := parseBrand(word); ok {
		return "brand", true
	}
	return "", false
}

// postcode reads a postcode of one or two words.
func (p *parser) postcode(at int) int {
	for used := min(2, len(p.tokens)-at); used > 0; used-- {
		text := p.tokens[at].text
		if used == 2 {
			if p.tokens[at].quoted || p.tokens[at+1].quoted {
				continue
			}
			text += " " + p.tokens[at+1].text
		}
		if !p.tokens[at].quoted && isPostcode(text) {
			_ = p.search.Set("postcode", text) // a postcode is never refused
			return used
		}
	}
	return 0
}

// word reads a word by itself.
func (p *parser) word(at int) error {
	t := p.tokens[at]
	key := ""
	switch {
	case t.quoted:
	case isReference(t.text):
		key = "reference"
		p.sound(at, 1)
	case strings.Contains(t.text, "@"):
		key = "email"
	case len(t.text) == 4 && digitsOnly(t.text):
		key = "last4"
	case isAmount(t.text):
		key = "amount"
		p.sound(at, 1)
	default:
		if _, ok := currencyCode(t.text); ok {
			key = "currency"
		} else if known, ok := meaning(t.lower()); ok {
			key = known
		}
	}
	switch {
	case key != "":
		return p.search.Set(key, t.text)
	case mistyped(t.text):
		return cardRefused()
	}
	if p.orders++; p.orders > 1 {
		return refuse("orderreference", "several words are none this search knows: write order: before an order reference, and name: before a name")
	}
	return p.search.Set("order", t.text)
}

// sound marks words as known to be no part of a card number.
func (p *parser) sound(at, used int) {
	for i := range used {
		p.tokens[at+i].sound = true
	}
}

// holdsCard looks for a card number in and across the words that are not known
// to be something else.
func (p *parser) holdsCard() bool {
	var rest strings.Builder
	row, digits := 0, 0 // words of digits alone, one behind the other
	for _, t := range p.tokens {
		if t.sound {
			rest.WriteString("|")
			row, digits = 0, 0
			continue
		}
		rest.WriteString(" " + t.text)
		if LooksLikeCard(t.text) {
			return true
		}
		if row, digits = row+1, digits+len(t.text); !digitsOnly(t.text) {
			row, digits = 0, 0
		}
		if row > 2 && digits >= fewestCardDigits-1 {
			return true
		}
	}
	return gateway.HoldsCardNumber(rest.String())
}
