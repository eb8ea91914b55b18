package lookup

import (
	"slices"
	"strings"
)

// joiners are words and signs between what is looked for. Words of one kind are
// alternatives and words of several kinds belong together anyway, so that a
// joiner adds nothing where it says just that.
var joiners = strings.Fields("or and and/or nor plus & && + | || /")

// alternatives are the joiners that say that either will do.
var alternatives = strings.Fields("or and/or | || /")

// isJoiner reports a joiner at a place.
func (p *parser) isJoiner(at int) bool {
	return at < len(p.tokens) && !p.tokens[at].quoted && slices.Contains(joiners, p.tokens[at].lower())
}

// join passes over a joiner, which needs something on either side.
func (p *parser) join(at int) error {
	if p.kind == "" || p.joined || at+1 >= len(p.tokens) {
		return refuse("filter", "leave that word out, or say what stands before it and behind it; before an order reference write order:")
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

// follow checks what stands behind a joiner: alternatives are of one kind.
func (p *parser) follow() error {
	alike := p.alike
	p.alike, p.joined = "", false
	if alike != "" && alike != p.kind {
		return refuse("filter", "either of two can be looked for only where they are of one kind, such as visa or mastercard: search for one after the other")
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

// unknownKey reports a word with a colon behind letters alone, which looks like a
// key and is none: house:789.
func unknownKey(text string) bool {
	key, _, ok := strings.Cut(text, ":")
	if !ok || len(key) < 2 || isAddress(text) {
		return false
	}
	return strings.Trim(strings.ToLower(key), "abcdefghijklmnopqrstuvwxyz-_#") == "" && isLetter(key[0])
}

func isLetter(c byte) bool { return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' }
