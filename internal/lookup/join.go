package lookup

import (
	"slices"
	"strings"
)

// joiners are words and signs between search terms. Words of one kind are
// alternatives and words of several kinds belong together anyway, so a joiner that
// says just that adds nothing.
var joiners = strings.Fields("or and and/or nor plus & && + | || /")

// alternatives are the joiners that mean either.
var alternatives = strings.Fields("or and/or | || /")

// isJoiner reports a joiner at a place.
func (p *parser) isJoiner(at int) bool {
	return at < len(p.tokens) && !p.tokens[at].quoted && slices.Contains(joiners, p.tokens[at].lower())
}

// join skips a joiner. It needs a term on either side.
func (p *parser) join(at int) error {
	if p.kind == "" || p.joined || at+1 >= len(p.tokens) {
		return refuse("filter", "leave that word out, or write a term before it and after it; before an order reference write order:")
	}
	p.joined = true
	if slices.Contains(alternatives, p.tokens[at].lower()) {
		p.alike = p.kind
	}
	if p.behindOrder == at {
		p.behindOrder++
	}
	return nil
}

// follow checks the term after a joiner: alternatives are of one kind.
func (p *parser) follow() error {
	alike := p.alike
	p.alike, p.joined = "", false
	if alike != "" && alike != p.kind {
		return refuse("filter", "alternatives must be of one kind, such as visa or mastercard: make two searches")
	}
	return nil
}

// set adds a value of a key, and remembers its kind.
func (p *parser) set(key, value string) error {
	if row, ok := findKey(key); ok {
		p.kind = row.Name
	}
	return p.search.Set(key, value)
}

// unknownKey reports letters followed by a colon that look like a key but are not
// one: house:789.
func unknownKey(text string) bool {
	key, _, ok := strings.Cut(text, ":")
	if !ok || len(key) < 2 || isAddress(text) {
		return false
	}
	return strings.Trim(strings.ToLower(key), "abcdefghijklmnopqrstuvwxyz-_#") == "" && isLetter(key[0])
}

func isLetter(c byte) bool { return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' }
