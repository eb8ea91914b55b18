package names

import (
	"errors"
	"strings"

	"motoconsole/gateway/personname"
)

// Way is one way in which a name may have been sent. Each list has the spellings of
// one field, and any of them matches. Without First any first name matches, and
// without Last any last name.
type Way struct{ First, Last []string }

// mostWays is the greatest number of ways: each is a query.
const mostWays = 6

// ErrLong refuses a name of too many words.
var ErrLong = errors.New("moto cannot search for a name with this many words: write firstname: and lastname: before its parts")

// Ways are the ways of a whole name, the likeliest first. The last name may be its
// last word, as the payment form sends it, its last two words, or all of it, and
// first and last name may have been typed in either order. All of it may also be
// first names: of José García López the form sends the first of the two surnames
// with them. A name with a comma, "Smith, Ann", has only one reading.
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

// Queries is how many queries a name needs, or why it cannot be searched for.
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
	if n > 1 && n <= mostWays && personname.IsSuffix(words[n-1]) { // the form sends it with the first names, others may not
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

// isParticle reports a word that belongs to the next one: Van der Berg, De la Cruz,
// Mc Donald, O Brien.
func isParticle(word string) bool {
	word = strings.ToLower(word)
	return personname.IsParticle(word) || word == "fitz" || word == "o" || word == "d" || word == "l"
}

// LastWords are the spellings of a name's last word; none if the name has only one
// word. They find records that show the whole name.
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
