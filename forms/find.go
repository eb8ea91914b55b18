package forms

import (
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"motoconsole/gateway"
)

// finder finds the answers of a Choice by what people type for them.
type finder struct {
	options []Option
	codes   []string   // of each option, folded
	names   [][]string // of each option, folded
}

func newFinder(options []Option) finder {
	f := finder{options: options, codes: make([]string, len(options)), names: make([][]string, len(options))}
	for i, o := range options {
		f.codes[i] = fold(o.Code)
		for _, name := range append([]string{o.Name}, o.Known...) {
			f.names[i] = append(f.names[i], fold(name))
		}
	}
	return f
}

// find lists the options that text, which is folded, may mean, and whether the
// first of them is certain: it is the one whose code or name the text is, or
// the only one whose code or name begins so.
func (f finder) find(text string) (found []int, certain bool) {
	for _, is := range []func(i int) bool{
		func(i int) bool { return f.options[i].isCode(text) },
		func(i int) bool { return slices.Contains(f.names[i], text) },
	} {
		for i := range f.options {
			if is(i) {
				found = append(found, i)
			}
		}
		if len(found) > 0 {
			return found, len(found) == 1
		}
	}
	found = f.begin(text)
	return found, len(found) == 1
}

// begin lists the options of which a code or a name begins with text.
func (f finder) begin(text string) (found []int) {
	begins := func(name string) bool { return text != "" && strings.HasPrefix(name, text) }
	for i, code := range f.codes {
		if begins(code) || slices.ContainsFunc(f.names[i], begins) {
			found = append(found, i)
		}
	}
	return found
}

// within lists the options with a word that begins with text.
func (f finder) within(text string) (found []int) {
	for i := range f.options {
		if slices.ContainsFunc(f.names[i], func(name string) bool { return text != "" && strings.Contains(name, " "+text) }) {
			found = append(found, i)
		}
	}
	return found
}

func (o Option) isCode(text string) bool {
	is := func(code string) bool { return strings.EqualFold(code, text) }
	return text != "" && (is(o.Code) || slices.ContainsFunc(o.Also, is))
}

// fold is text as names are compared: lower case, plain letters, "and" for "&",
// no article before it and no marks in it, so that "curacao" finds Curaçao and
// "st lucia" St. Lucia.
func fold(text string) string {
	text = gateway.PlainLetters(strings.ToLower(text))
	text = strings.Map(func(r rune) rune {
		switch {
		case unicode.Is(unicode.Mn, r), strings.ContainsRune(".'’,", r):
			return -1
		case isSeparator(r), strings.ContainsRune("()/:;", r):
			return ' '
		}
		return r
	}, norm.NFD.String(strings.ReplaceAll(text, "&", " and ")))
	text = strings.Join(strings.Fields(text), " ")
	if rest, ok := strings.CutPrefix(text, "the "); ok {
		return rest
	}
	return text
}
