package names

import (
	"errors"
	"slices"
	"strings"

	"motoconsole/gateway"
)

// Way is one way in which a name may have been sent: each list has the
// spellings of one field, any of which will do. Without First any first name
// will do.
type Way struct{ First, Last []string }

// mostWays is how many ways are asked for at most: each is a query.
const mostWays = 6

// ErrLong is a name of more words than can be looked for.
var ErrLong = errors.New("a name of so many words cannot be looked for: write firstname: and lastname: before its parts")

// Ways are the ways of a whole name, the likeliest first. Its last word may be
// the last name, as the payment form sends it, or its last two, or all of it;
// and either may have been typed before the other. "Smith, Ann" is said only
// once.
func Ways(typed string) ([]Way, error) {
	parts, err := apart(typed)
	if err != nil {
		return nil, err
	}
	ways := make([]Way, len(parts))
	for i, p := range parts {
		if ways[i].Last = Spellings(p.last); p.first != "" {
			ways[i].First = Spellings(p.first)
		}
	}
	return ways, nil
}

// Queries is how many queries a name takes, or why it cannot be looked for.
func Queries(typed string) (int, error) {
	parts, err := apart(typed)
	return len(parts), err
}

// part is a name as one first name and one last name.
type part struct{ first, last string }

func apart(typed string) ([]part, error) {
	typed = gateway.PlainName(typed)
	if last, first, ok := strings.Cut(typed, ","); ok && strings.TrimSpace(last) != "" && strings.TrimSpace(first) != "" {
		return []part{{strings.TrimSpace(first), strings.TrimSpace(last)}}, nil
	}
	words := strings.Fields(typed)
	n := len(words)
	if n == 0 || n > mostWays {
		return nil, ErrLong
	}
	parts := []part{{"", typed}}
	add := func(first, last []string) {
		if len(parts) < mostWays {
			parts = append(parts, part{strings.Join(first, " "), strings.Join(last, " ")})
		}
	}
	if n > 1 {
		add(words[:n-1], words[n-1:])
	}
	for cut := n - 2; cut > 0; cut-- {
		if !isParticle(words[cut-1]) {
			add(words[:cut], words[cut:])
		}
	}
	for cut := n - 1; cut > 0; cut-- {
		if !isParticle(words[cut-1]) {
			add(words[cut:], words[:cut])
		}
	}
	return parts, nil
}

// isParticle reports a word that belongs to the one behind it: Van der Berg, De
// la Cruz, Mc Donald.
func isParticle(word string) bool {
	return slices.Contains(particles, strings.ToLower(word)) || slices.Contains(beginnings, strings.ToLower(word))
}

// particles are written in small letters by many, and in capitals by others.
var particles = []string{
	"van", "von", "vom", "der", "den", "de", "del", "della", "delle", "di", "da", "das", "dos", "do", "du", "des", "la", "las", "le", "les", "los", "lo",
	"el", "al", "bin", "bint", "ben", "ibn", "abu", "ap", "af", "av", "zu", "zur", "zum", "ter", "ten", "te", "'t", "y", "e", "i",
}

// beginnings are the first part of names that are written in one word, too.
var beginnings = []string{"mc", "mac", "fitz", "o", "d", "l", "st", "st.", "saint", "o'", "d'", "l'"}
