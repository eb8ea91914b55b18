// Package answers finds, in a list of answers, those that a text means: by their codes,
// their names, other names they are known by, and the beginnings of all these.
package answers

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"motoconsole/gateway/personname"
)

// Answer is one answer of a list.
type Answer struct {
	Code  string   // what is sent, "GB"; "" for nothing, see Uncoded
	Name  string   // what is shown, "United Kingdom"
	Also  []string // other codes people type for it, "UK"
	Known []string // other names it is known by, "England"
	Local []string // names that count where nothing above fits, "Deutschland"
	// Uncoded says, behind the name, why there is no code.
	Uncoded string
}

// Finder finds the answers of a list by what people type for them.
type Finder struct {
	answers []Answer
	codes   []string   // of each answer, folded
	names   [][]string // of each answer, folded
	local   [][]string // of each answer, folded: see Answer
}

// New makes the finder of a list.
func New(all []Answer) Finder {
	f := Finder{answers: all, codes: make([]string, len(all)), names: make([][]string, len(all)), local: make([][]string, len(all))}
	for i, o := range all {
		f.codes[i] = Fold(o.Code)
		for _, name := range append([]string{o.Name}, o.Known...) {
			f.names[i] = append(f.names[i], Fold(name))
		}
		for _, name := range o.Local {
			f.local[i] = append(f.local[i], Fold(name))
		}
	}
	return f
}

// Meant lists the answers that text may mean, as find does. "Korea, Republic of",
// as lists write it, is the Republic of Korea.
func (f Finder) Meant(text string) (found []int, certain bool) {
	if found, certain = f.find(Fold(text)); len(found) > 0 {
		return found, certain
	}
	last, first, turned := strings.Cut(text, ",")
	if !turned || Fold(first) == "" {
		return nil, false
	}
	return f.find(Fold(first + " " + last))
}

// find lists the answers that text, which is folded, may mean, and whether the first
// of them is certain: the text is its code or name, or begins the code or name of no
// other.
func (f Finder) find(text string) (found []int, certain bool) {
	for _, is := range []func(i int) bool{
		func(i int) bool { return f.answers[i].IsCode(text) },
		func(i int) bool { return slices.Contains(f.names[i], text) },
	} {
		for i := range f.answers {
			if is(i) {
				found = append(found, i)
			}
		}
		if len(found) > 0 {
			return found, len(found) == 1
		}
	}
	begin := f.Begin(text)
	for i := range f.answers { // a local name must not hide other possible answers
		if slices.Contains(begin, i) || text != "" && slices.Contains(f.local[i], text) {
			found = append(found, i)
		}
	}
	if len(found) == 0 && utf8.RuneCountInString(text) >= fewestLocal {
		begins := func(name string) bool { return strings.HasPrefix(name, text) }
		for i := range f.answers {
			if slices.ContainsFunc(f.local[i], begins) {
				found = append(found, i)
			}
		}
	}
	return found, len(found) == 1
}

// fewestLocal is how many letters of a local name are enough to look for it.
const fewestLocal = 4

// Begin lists the answers whose code or one of whose names begins with text.
func (f Finder) Begin(text string) (found []int) {
	begins := func(name string) bool { return text != "" && strings.HasPrefix(name, text) }
	for i, code := range f.codes {
		if begins(code) || slices.ContainsFunc(f.names[i], begins) {
			found = append(found, i)
		}
	}
	return found
}

// Within lists the answers with a word that begins with text.
func (f Finder) Within(text string) (found []int) {
	for i := range f.answers {
		if slices.ContainsFunc(f.names[i], func(name string) bool { return text != "" && strings.Contains(name, " "+text) }) {
			found = append(found, i)
		}
	}
	return found
}

// IsCode reports a text that is the answer's code, or another code for it.
func (o Answer) IsCode(text string) bool {
	is := func(code string) bool { return strings.EqualFold(code, text) }
	return text != "" && (is(o.Code) || slices.ContainsFunc(o.Also, is))
}

// Fold is text as names are compared: in lower case and plain letters, with "and" for
// "&", without a leading article, marks or wide characters. So "curacao" finds Curaçao
// and "st lucia" St. Lucia.
func Fold(text string) string {
	text = personname.Letters(strings.ToLower(text))
	text = strings.Map(func(r rune) rune {
		switch {
		case unicode.Is(unicode.Mn, r), strings.ContainsRune(".'’,", r):
			return -1
		case unicode.In(r, unicode.Zs, unicode.Pd), strings.ContainsRune("()/:;\u2212", r): // with the minus sign
			return ' '
		}
		return r
	}, norm.NFKD.String(strings.ReplaceAll(text, "&", " and ")))
	text = strings.Join(strings.Fields(text), " ")
	if rest, ok := strings.CutPrefix(text, "the "); ok {
		return rest
	}
	return text
}
