package forms

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"motoconsole/forms/answers"
)

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
	return st.Value.Render(in(c.o.Options[c.chosen], width)), cursorIn(focused, 0, width)
}

// in is an answer's name and code in width cells. The code distinguishes similar
// names.
func in(o answers.Answer, width int) string {
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

// replaces implements replacer.
func (c *Choice) replaces() string { return nowHint(c.o.Now) }

// maxHint is how many cells of an answer the hint shows.
const maxHint = 34

// Hint implements Field.
func (c *Choice) Hint(focused bool) string {
	switch {
	case !focused && c.o.Now != "":
		return nowHint(c.o.Now)
	case !focused:
		return ""
	case c.masked > 0:
		return "backspace clears it"
	case c.typing() && c.chosen >= 0:
		return "= " + in(c.o.Options[c.chosen], maxHint)
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
		return cmp.Or(c.either(), "type its name") + ", or → for a list"
	default:
		return cmp.Or(c.either(), "type its name") + ", or ←/→"
	}
}

// either are the two answers of a choice between two short ones, "no or yes"; "" for any
// other.
func (c *Choice) either() string {
	const most = 16
	if len(c.o.Options) != 2 {
		return ""
	}
	if both := strings.ToLower(c.o.Options[0].Name + " or " + c.o.Options[1].Name); len(both) <= most {
		return both
	}
	return ""
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
	if slices.ContainsFunc(c.o.Options, func(o answers.Answer) bool { return o.Code != o.Name }) {
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
	c.index = answers.New(c.o.Options)
}
