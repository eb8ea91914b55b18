package forms

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	tea "charm.land/bubbletea/v2"
	"golang.org/x/text/unicode/norm"
)

// Option is one answer of a Choice.
type Option struct {
	Code string   // what is sent, "GB"
	Name string   // what is shown, "United Kingdom"
	Also []string // other codes people type for it, "UK"
}

// ChoiceOptions describe a Choice.
type ChoiceOptions struct {
	Name     string // the gateway's name of the field
	Label    string
	Meaning  string // the field in a sentence, "the country"
	Options  []Option
	Default  string // the code to begin with; "" for none
	Required bool
	// Listed says that the answers are shown below each other: up and down go
	// through them, and past their ends to the fields around.
	Listed bool
}

// Choice takes one of a list of answers. Typing looks one up by its code or
// its name, left and right go through what the typing found.
type Choice struct {
	track
	o       ChoiceOptions
	folded  []string // the options' names as find compares them
	begin   int      // the default's index, -1 for none
	chosen  int      // the answer's index, -1 for none
	search  string   // what was typed, folded
	matches []int    // what it found, best first
}

var _ Field = (*Choice)(nil)

// NewChoice makes a choice that stands at its default.
func NewChoice(o ChoiceOptions) *Choice {
	c := &Choice{o: o, folded: make([]string, len(o.Options))}
	for i, option := range o.Options {
		c.folded[i] = fold(option.Name)
	}
	c.begin = slices.IndexFunc(o.Options, func(x Option) bool { return x.isCode(o.Default) })
	c.chosen = c.begin
	return c
}

func (o Option) isCode(text string) bool {
	is := func(code string) bool { return strings.EqualFold(code, text) }
	return text != "" && (is(o.Code) || slices.ContainsFunc(o.Also, is))
}

// fold is text as names are compared: lower case and without accents, so that
// "curacao" finds Curaçao.
func fold(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Mn, r) {
			return -1
		}
		if r == '’' {
			return '\''
		}
		return unicode.ToLower(r)
	}, norm.NFD.String(text))
}

// Name implements Field.
func (c *Choice) Name() string { return c.o.Name }

// Label implements Field.
func (c *Choice) Label() string { return c.o.Label }

// Code is the chosen answer's code, "" for none.
func (c *Choice) Code() string {
	if c.chosen < 0 {
		return ""
	}
	return c.o.Options[c.chosen].Code
}

func (c *Choice) asBegun() bool { return c.begin >= 0 && c.chosen == c.begin }

// leave ends the search: the answer stands.
func (c *Choice) leave() { c.search, c.matches = "", nil }

// Press implements Field.
func (c *Choice) Press(k tea.KeyPressMsg) bool {
	c.note = nil
	if text := typed(k); text != "" {
		found := c.find(c.search + fold(text))
		if len(found) == 0 {
			_ = c.refuse(c.o.Name, c.o.Meaning+" has no such answer: type the beginning of its name or its code")
			return true
		}
		c.search, c.matches = c.search+fold(text), found
		c.choose(found[0])
		return true
	}
	switch k.Code {
	case tea.KeyRight, tea.KeyKpRight:
		c.step(1)
		return true
	case tea.KeyLeft, tea.KeyKpLeft:
		c.step(-1)
		return true
	}
	switch endKeyOf(k) {
	case dropLast:
		_, last := utf8.DecodeLastRuneInString(c.search)
		c.search = c.search[:len(c.search)-last]
		if c.matches = c.find(c.search); c.search == "" || len(c.matches) == 0 {
			c.Clear()
		} else {
			c.choose(c.matches[0])
		}
	case dropAll:
		c.Clear()
	case stayPut:
	case notEnd:
		return false
	}
	return true
}

func (c *Choice) choose(i int) {
	if c.chosen != i {
		c.chosen = i
		c.edited()
	}
}

func (c *Choice) listed() bool { return c.o.Listed }

// upDown is the arrow of a list, and reports false where the list ends.
func (c *Choice) upDown(by int) bool {
	to := c.chosen + by
	if to < 0 || to >= len(c.o.Options) {
		return false
	}
	c.note, c.search, c.matches = nil, "", nil
	c.choose(to)
	return true
}

// step goes through what the search found, or through all options.
func (c *Choice) step(by int) {
	if len(c.matches) > 0 {
		n := len(c.matches)
		c.choose(c.matches[(slices.Index(c.matches, c.chosen)+by+n)%n])
	} else if n := len(c.o.Options); n > 0 {
		if c.chosen < 0 && by < 0 {
			c.choose(n - 1)
		} else {
			c.choose((c.chosen + by + n) % n)
		}
	}
}

// find lists the options a folded search means: a code first, then names that
// begin with it, names with a word that does, names that contain it.
func (c *Choice) find(search string) []int {
	ranks := make([][]int, 4)
	for i, option := range c.o.Options {
		name := c.folded[i]
		switch {
		case option.isCode(search):
			ranks[0] = append(ranks[0], i)
		case strings.HasPrefix(name, search):
			ranks[1] = append(ranks[1], i)
		case strings.Contains(name, " "+search), strings.Contains(name, "-"+search), strings.Contains(name, "("+search):
			ranks[2] = append(ranks[2], i)
		case strings.Contains(name, search):
			ranks[3] = append(ranks[3], i)
		}
	}
	return slices.Concat(ranks...)
}

// Paste implements Field: a name or a code, whole.
func (c *Choice) Paste(text string) error {
	line, err := pastedLine(text, c.o.Name, c.o.Meaning)
	if err != nil {
		return err
	}
	i := slices.IndexFunc(c.o.Options, func(x Option) bool { return x.isCode(line) })
	if i < 0 {
		i = slices.Index(c.folded, fold(line))
	}
	if i < 0 {
		return broken(c.o.Name, "the pasted text is not an answer to "+c.o.Meaning+": type the beginning of its name or its code")
	}
	c.leave()
	c.choose(i)
	return nil
}

// Check implements Field.
func (c *Choice) Check() error {
	if c.chosen < 0 && c.o.Required {
		return broken(c.o.Name, "enter "+c.o.Meaning+": type the beginning of its name or its code")
	}
	return nil
}

// Complete implements Field. Another letter may always mean another answer.
func (c *Choice) Complete() bool { return false }

// Empty implements Field.
func (c *Choice) Empty() bool { return c.chosen < 0 }

// Clear implements Field.
func (c *Choice) Clear() {
	c.leave()
	c.choose(c.begin)
}

// Render implements Field.
func (c *Choice) Render(focused bool, width int, st Styles) (string, int) {
	if c.chosen < 0 {
		return "", cursorIn(focused, 0, width)
	}
	option := c.o.Options[c.chosen]
	name, code := option.Name, " ("+option.Code+")"
	if option.Code == option.Name {
		code = ""
	}
	if cells(name)+cells(code) > width && cells(code) < width {
		name = cut(name, width-cells(code)) // the code tells alike names apart
	}
	return st.Value.Render(cut(name+code, width)), cursorIn(focused, 0, width)
}

// Hint implements Field.
func (c *Choice) Hint(focused bool) string {
	switch {
	case !focused:
		return ""
	case c.search == "":
		if c.o.Listed {
			return "type its name, or ↑/↓"
		}
		return "type its name, or ←/→"
	case len(c.matches) == 1:
		return fmt.Sprintf("“%s”", c.search)
	}
	return fmt.Sprintf("“%s” %d of %d, ←/→", c.search, slices.Index(c.matches, c.chosen)+1, len(c.matches))
}
