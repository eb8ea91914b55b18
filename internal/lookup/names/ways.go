package names

import (
	"errors"
	"strings"

	"motoconsole/gateway/personname"
)

// Way is one way in which a name may have been sent. Each list has the
// spellings of one field, and any one of them matches. Without First any first
// name matches, and without Last any last name.
type Way struct{ First, Last []string }

// mostWays is how many ways are asked for at most: each is a query.
const mostWays = 6

// ErrLong is a name of more words than can be looked for.
var ErrLong = errors.New("a name of so many words cannot be looked for: write firstname: and lastname: before its parts")

// Ways are the ways of a whole name, the likeliest first. Its last word may be
// the last name, as the payment form sends it, or its last two, or all of it;
// and either may have been typed before the other. It may be all first names, for
// of José García López the form sends the first of two surnames with them.
// "Smith, Ann" is said only once.
func Ways(typed string) ([]Way, error) {
	parts, err := apart(typed)
	if err != nil {
		return nil, err
	}
	ways := make([]Way, len(parts))
	for i, p := range parts {
		if p.last != "" {
			ways[i].Last = Spellings(p.last)
		}
		if p.first != "" {
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
	typed = personname.WithoutTitle(personname.Plain(typed))
	if last, first, ok := personname.AtComma(typed); ok {
		return []part{{first, last}}, nil
	}
	words := strings.Fields(typed)
	n := len(words)
	if n > 1 && n <= mostWays && personname.IsSuffix(words[n-1]) { // as the form sends it, and as others may
		suffix := words[n-1]
		first, last := personname.Split(typed)
		other := suffix + "."
		if strings.HasSuffix(suffix, ".") {
			other = strings.TrimRight(suffix, ".")
		}
		first = strings.TrimSpace(strings.TrimSuffix(first, suffix))
		return []part{{strings.TrimSpace(first + " " + suffix), last}, {strings.TrimSpace(first + " " + other), last}, {first, last + " " + suffix}, {"", typed}}, nil
	}
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
		add(words, nil)
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
// la Cruz, Mc Donald, O Brien.
func isParticle(word string) bool {
	word = strings.ToLower(word)
	return personname.IsParticle(word) || word == "fitz" || word == "o" || word == "d" || word == "l"
}

// LastWords are the spellings of the last word of a name, by which records are
// found that show the whole of it; none of a name of one word.
func LastWords(typed string) []string {
	typed = personname.WithoutTitle(personname.Plain(typed))
	words := strings.FieldsFunc(typed, func(r rune) bool { return strings.ContainsRune(" ,-", r) })
	if len(words) < 2 {
		return nil
	}
	if last, _, ok := personname.AtComma(typed); ok {
		if words = strings.FieldsFunc(last, func(r rune) bool { return r == ' ' || r == '-' }); len(words) == 0 {
			return nil
		}
	}
	for len(words) > 1 && personname.IsSuffix(words[len(words)-1]) {
		words = words[:len(words)-1]
	}
	return Spellings(words[len(words)-1])
}
