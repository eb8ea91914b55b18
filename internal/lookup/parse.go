package lookup

import (
	"strings"
	"time"

	"motoconsole/gateway/postcode"
	"motoconsole/internal/lookup/when"
)

// Parse reads a search line; see the package's description. Days are those of loc.
// An empty line is an empty search. The error is a *gateway.FieldError, which names
// the field and never holds what was typed. A line with a card number in it is an
// error too.
func Parse(words string, now time.Time, loc *time.Location) (Search, error) {
	now = now.Truncate(time.Second)
	s := Search{now: now, loc: loc}
	tokens, err := split(words)
	if err != nil {
		if LooksLikeCard(words) {
			err = cardRefused()
		}
		return Search{}, err
	}
	p := parser{search: &s, tokens: tokens, when: when.New(now.In(loc))}
	err = p.run()
	// A card number in the line matters more than any other fault.
	if p.holdsCard() {
		return Search{}, cardRefused()
	}
	if err == nil {
		s.From, s.To, err = p.when.Window()
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
	when   when.Reader
	orders int // words taken for an order reference without a key
	// behindOrder is the place after an order reference without quotes.
	behindOrder int

	kind   string // the key of the last term, or "time"
	joined bool   // a joiner precedes the next word
	alike  string // the kind that the next word must have after "or"
}

// run reads word after word. It continues after an error, to learn which words are
// not part of a card number, and returns the first error.
func (p *parser) run() error {
	var first error
	for at := 0; at < len(p.tokens); {
		joiner := p.isJoiner(at)
		used, err := p.next(at)
		if !joiner && err == nil {
			err = p.follow()
		}
		if err != nil && first == nil {
			first = err
		}
		at += max(used, 1)
	}
	return first
}

// next reads the expression that begins at a word, and reports how many words it
// takes.
func (p *parser) next(at int) (used int, err error) {
	p.trim(at)
	if p.isJoiner(at) {
		return 1, p.join(at)
	}
	if !p.tokens[at].quoted {
		p.tokens[at].text = bareAddress(p.tokens[at].text)
	}
	t := p.tokens[at]
	if key, value, ok := strings.Cut(t.text, ":"); ok && !t.quoted {
		if row, known := findKey(strings.ToLower(key)); known {
			return p.keyed(at, row, value)
		}
	}
	if t.quoted {
		return 1, p.word(at)
	}
	if used, err = p.when.Read(p.lower(at)); used > 0 {
		if err == nil { // a word with an error may be a mistyped card number
			p.sound(at, used)
			p.kind = "time"
		}
		return used, err
	}
	if unknownKey(t.text) {
		return 1, refuse("filter", "there is no search term of that name: write order: before an order reference with a colon in it")
	}
	if p.unsureMoney(at) {
		return 3, refuse("baseamount", "it is not certain which figures the currency belongs to: write amount: before them, as in amount:5 USD")
	}
	if amount, used := p.money(at); used > 0 {
		p.sound(at, used)
		return used, p.set("amount", amount)
	}
	if used = p.vague(at); used > 0 {
		return used, refuse("baseamount", "write the currency by its code, as in SEK 1050; before an order reference write order:")
	}
	if used, err = p.postcode(at); used > 0 {
		return used, err
	}
	if key, value, used := p.twoWords(at); used > 0 {
		return used, p.set(key, value)
	}
	return 1, p.word(at)
}

// trim removes the commas after the next words, as in "declined, held". After a key
// they may be part of the value.
func (p *parser) trim(at int) {
	for i := at; i < min(at+3, len(p.tokens)); i++ {
		t := &p.tokens[i]
		if t.quoted || strings.Contains(t.text, ":") {
			return
		}
		if bare := strings.TrimRight(t.text, ",;"); bare != "" {
			t.text = bare
		}
	}
}

// lower are the words from here on, in small letters for comparing.
func (p *parser) lower(at int) []string {
	words := make([]string, len(p.tokens)-at)
	for i := range words {
		words[i] = p.tokens[at+i].lower()
	}
	return words
}

// isTime reports that the word at a place begins an expression of time.
func (p *parser) isTime(at int) bool {
	if at >= len(p.tokens) || p.tokens[at].quoted {
		return false
	}
	probe := p.when // a copy remembers nothing
	used, _ := probe.Read(p.lower(at))
	return used > 0
}

// isPlain reports a word without a meaning in the search language.
func (p *parser) isPlain(at int) bool {
	if at >= len(p.tokens) || p.tokens[at].quoted || strings.ContainsAny(p.tokens[at].text, ":@") {
		return false
	}
	if _, known := meaning(p.tokens[at].lower()); known {
		return false
	}
	if _, known := currencyCode(p.tokens[at].text); known {
		return false
	}
	if _, _, used := p.twoWords(at); used > 0 {
		return false
	}
	return !p.isTime(at)
}

// postcode reads a postcode of one or two words that can hardly be anything else.
func (p *parser) postcode(at int) (used int, err error) {
	if at+1 < len(p.tokens) && p.isPlain(at+1) && !smallWord(p.tokens[at+1].text) {
		if text := p.tokens[at].text + " " + p.tokens[at+1].text; postcode.Evident(text) {
			if unsureDutch(text) {
				return 2, refuse("billingpostcode", "if this is a Dutch postcode, write its letters in capitals, or postcode: before it; if not, order: before an order reference and name: before a name")
			}
			return 2, p.set("postcode", text)
		}
	}
	if text := p.tokens[at].text; postcode.Evident(text) {
		return 1, p.set("postcode", text)
	}
	return 0, nil
}

// smallWord reports an English word of two small letters: "1111 or" is not a Dutch
// postcode.
func smallWord(word string) bool {
	return len(word) == 2 && strings.Contains(" am an as at be by do go he if in is it me my no of on or pm so to up us we ", " "+word+" ")
}

// word reads a single word.
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
	case isAddress(t.text):
		key = "ip"
		p.sound(at, 1)
	case len(t.text) == 4 && digitsOnly(t.text):
		key = "last4"
	case lastFour(t.text) != "":
		return p.set("last4", lastFour(t.text))
	case masked(t.text):
		return refuse("maskedpan", "for a card on a receipt type only the last four digits")
	case uncertainAmount(t.text):
		return refuse("baseamount", "this may not be an amount: write it as 1,050.00 or EUR 1050.50, without a sign before it; before an order reference write order:")
	default:
		if _, ok := currencyCode(t.text); ok {
			key = "currency"
		} else if known, ok := meaning(t.lower()); ok {
			key = known
		}
	}
	if key != "" {
		return p.set(key, t.text)
	}
	if full, ok := shortFor[t.lower()]; ok {
		return p.set(full[0], full[1])
	}
	if !t.quoted {
		if err := notAnOrder(t.lower()); err != nil {
			return err
		}
	}
	if p.behindOrder == at && at > 0 {
		return refuse("orderreference", `put an order reference of several words in quotes, as in order:"My Order"; write two as order:A17 order:B18`)
	}
	if p.orders++; p.orders > 1 {
		return refuse("orderreference", "the search does not know several of these words: for a name write name:\"Mary Jones\", and write order: before an order reference, postcode: before a postcode")
	}
	return p.set("order", t.text)
}

// sound marks words as certainly not part of a card number.
func (p *parser) sound(at, used int) {
	for i := range used {
		p.tokens[at+i].sound = true
	}
}

// between replaces words that are certainly not part of a card number: two digits
// that far apart do not belong to one.
const between = " | | | | | | | | | "

// holdsCard looks for a card number in and across the words that have no other
// certain meaning.
func (p *parser) holdsCard() bool {
	var rest strings.Builder
	for _, t := range p.tokens {
		if t.sound {
			rest.WriteString(between)
			continue
		}
		rest.WriteString(" " + t.text)
	}
	return LooksLikeCard(rest.String())
}
