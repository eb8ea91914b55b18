package forms

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"motoconsole/gateway/personname"
)

// finder finds the answers of a Choice by what people type for them.
type finder struct {
	options []Option
	codes   []string   // of each option, folded
	names   [][]string // of each option, folded
	local   [][]string // of each option, folded: see Option
}

func newFinder(options []Option) finder {
	f := finder{options: options, codes: make([]string, len(options)), names: make([][]string, len(options)), local: make([][]string, len(options))}
	for i, o := range options {
		f.codes[i] = fold(o.Code)
		for _, name := range append([]string{o.Name}, o.Known...) {
			f.names[i] = append(f.names[i], fold(name))
		}
		for _, name := range o.Local {
			f.local[i] = append(f.local[i], fold(name))
		}
	}
	return f
}

// meant lists the options that text may mean, as find does. "Korea, Republic of",
// as lists write it, is the Republic of Korea.
func (f finder) meant(text string) (found []int, certain bool) {
	if found, certain = f.find(fold(text)); len(found) > 0 {
		return found, certain
	}
	last, first, turned := strings.Cut(text, ",")
	if !turned || fold(first) == "" {
		return nil, false
	}
	return f.find(fold(first + " " + last))
}

// find lists the options that text, which is folded, may mean, and whether the first
// of them is certain: the text is its code or name, or begins the code or name of no
// other.
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
	begin := f.begin(text)
	for i := range f.options { // a local name must not hide other possible answers
		if slices.Contains(begin, i) || text != "" && slices.Contains(f.local[i], text) {
			found = append(found, i)
		}
	}
	if len(found) == 0 && utf8.RuneCountInString(text) >= fewestLocal {
		begins := func(name string) bool { return strings.HasPrefix(name, text) }
		for i := range f.options {
			if slices.ContainsFunc(f.local[i], begins) {
				found = append(found, i)
			}
		}
	}
	return found, len(found) == 1
}

// fewestLocal is how many letters of a local name are enough to look for it.
const fewestLocal = 4

// begin lists the options whose code or one of whose names begins with text.
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

// fold is text as names are compared: in lower case and plain letters, with "and" for
// "&", without a leading article, marks or wide characters. So "curacao" finds Curaçao
// and "st lucia" St. Lucia.
func fold(text string) string {
	text = personname.Letters(strings.ToLower(text))
	text = strings.Map(func(r rune) rune {
		switch {
		case unicode.Is(unicode.Mn, r), strings.ContainsRune(".'’,", r):
			return -1
		case isSeparator(r), strings.ContainsRune("()/:;", r):
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

// Render implements Field.
func (c *Choice) Render(focused bool, width int, st Styles) (string, int) {
	switch {
	case c.typing():
		text, _ := c.drawn(focused)
		if !focused {
			return st.Value.Render(cut(text, width)), -1
		}
		text, cursor := scrolled(text, c.length(), width)
		return st.Value.Render(text), cursor
	case c.chosen < 0:
		return "", cursorIn(focused, 0, width)
	}
	return st.Value.Render(c.o.Options[c.chosen].in(width)), cursorIn(focused, 0, width)
}

// in is the answer's name and code in so many cells. The code distinguishes similar
// names.
func (o Option) in(width int) string {
	name, code := o.Name, " ("+o.Code+")"
	switch o.Code {
	case o.Name:
		code = ""
	case "":
		code = " (" + o.Uncoded + ")"
	}
	if cells(name)+cells(code) > width && cells(code) < width {
		name = cut(name, width-cells(code))
	}
	return cut(name+code, width)
}

// maxHint is how many cells of an answer the hint shows.
const maxHint = 34

// Hint implements Field.
func (c *Choice) Hint(focused bool) string {
	switch {
	case !focused:
		return ""
	case c.masked > 0:
		return "backspace clears it"
	case c.typing() && c.chosen >= 0:
		return "= " + c.o.Options[c.chosen].in(maxHint)
	case c.typing() && len(c.found) > 0:
		return fmt.Sprintf("%d match, ←/→", len(c.found))
	case c.typing():
		return ""
	case len(c.picked) > 0:
		return fmt.Sprintf("%d of %d, ←/→", slices.Index(c.picked, c.chosen)+1, len(c.picked))
	case c.o.Quiet:
		return ""
	case c.o.Listed:
		return "type its name, or ↑/↓"
	case c.chosen < 0:
		return "type its name, or → for a list"
	default:
		return "type its name, or ←/→"
	}
}

// fewMeant is how many possible answers an error names.
const fewMeant = 4

// named are a few answers in a sentence: "Guernsey, Jersey or Sark".
func (c *Choice) named(among []int) string {
	var names []string
	for _, i := range among {
		names = append(names, c.o.Options[i].Name)
	}
	return Either(names)
}

// Either are a few things in a sentence: "one, two or three".
func Either(names []string) string {
	last := len(names) - 1
	if last < 1 {
		return strings.Join(names, "")
	}
	return strings.Join(names[:last], ", ") + " or " + names[last]
}

// ways says how to answer: with one of the few answers, or with the beginning of one.
func (c *Choice) ways(says, name, code string) string {
	if c.o.Answers != "" {
		return "choose " + c.o.Answers
	}
	says += ": type the start of " + name
	if slices.ContainsFunc(c.o.Options, func(o Option) bool { return o.Code != o.Name }) {
		says += " or " + code
	}
	return says
}

// know adds another name for an answer.
func (c *Choice) know(code, name string) {
	for i := range c.o.Options {
		if o := &c.o.Options[i]; o.Code == code {
			o.Known = append(o.Known, name)
		}
	}
	c.index = newFinder(c.o.Options)
}
