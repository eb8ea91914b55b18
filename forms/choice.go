package forms

import (
	"fmt"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"motoconsole/forms/answers"
	"motoconsole/forms/line"
	"motoconsole/internal/cardguard"
)

// ChoiceOptions describe a Choice.
type ChoiceOptions struct {
	Name     string // the gateway's name of the field
	Label    string
	Meaning  string // the field in a sentence, "the country"
	Options  []answers.Answer
	Default  string // the code to begin with; "" for none
	Required bool
	Answers  string // the few there are, as the end of a sentence; "" for many
	// Quiet omits the hint: the page says how to answer.
	Quiet bool
	// Listed says that the answers are shown below each other: up and down go
	// through them, and past their ends to the fields around.
	Listed bool
	Now    string // as in TextOptions, while the field does not have the focus
}

// Choice takes one of a list of answers. The text stays as typed. It means the answer
// with that code or name, or the only one whose code or name begins with it; text that
// fits no answer or several means none. Left and right go through the answers that
// begin with the text.
type Choice struct {
	track
	o      ChoiceOptions
	index  answers.Finder
	entry         // what was typed
	begin  int    // the default's index, -1 for none
	chosen int    // the answer's index, -1 for none
	found  []int  // what the text may mean, best first
	picked []int  // what the arrows go through after the text is dropped; nil for all
	typed  string // line as a string, folded
}

var _ Field = (*Choice)(nil)

// maxChoice is how long the text for an answer may be.
const maxChoice = 60

// choiceFrom makes a choice that stands at its default.
func choiceFrom(o ChoiceOptions) *Choice { return newChoice(o, answers.New(o.Options)) }

func newChoice(o ChoiceOptions, index answers.Finder) *Choice {
	c := &Choice{o: o, index: index, entry: entry{line: line.New(maxChoice)}}
	c.begin = slices.IndexFunc(o.Options, func(x answers.Answer) bool { return x.IsCode(o.Default) })
	c.chosen = c.begin
	return c
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

func (c *Choice) asBegun() bool  { return c.begin >= 0 && c.chosen == c.begin && !c.typing() }
func (c *Choice) optional() bool { return !c.o.Required }

// typing reports that there is text that has not become an answer yet.
func (c *Choice) typing() bool { return c.length() > 0 }

// canBegin implements beginner.
func (c *Choice) canBegin(r rune) bool { return len(c.index.Begin(answers.Fold(string(r)))) > 0 }

// leave ends the typing and keeps the answer.
func (c *Choice) leave() { c.forget(nil) }

// forget drops the text and keeps the answer; the arrows go through picked.
func (c *Choice) forget(picked []int) {
	c.clear()
	c.typed, c.found, c.picked = "", nil, picked
}

// Press implements Field. Text is only added and deleted at its end.
func (c *Choice) Press(k tea.KeyPressMsg) bool {
	c.note = nil
	if text := typed(k); text != "" {
		c.insert(text)
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
		if n := len(c.line.Runes); n > 1 && c.masked == 0 {
			c.line.Remove(n-1, n)
			c.look()
		} else {
			c.Clear()
		}
	case dropAll:
		c.Clear()
	case stayPut:
		if c.masked > 0 {
			c.note = c.Check()
		}
	case notEnd:
		return false
	}
	return true
}

// insert adds text at the end. A blank begins no answer.
func (c *Choice) insert(text string) {
	if !c.typing() {
		text = strings.TrimLeftFunc(text, isBlank)
	}
	if text != "" {
		c.insertRunes([]rune(text))
	}
}

func (c *Choice) insertRunes(fresh []rune) {
	if invisible(c.undigited(fresh)) {
		_ = c.refuse(c.o.Name, c.o.Meaning+cannotHold) // kept for the form
		return
	}
	c.line.At = len(c.line.Runes)
	switch c.put(fresh) {
	case unseen:
		_ = c.refuse(c.o.Name, c.o.Meaning+cannotHold)
	case full:
		_ = c.refuse(c.o.Name, c.o.Meaning+" has no such answer: shorten it")
	case isCard, took:
		c.look()
	}
}

// look finds the answer that the text means.
func (c *Choice) look() {
	c.typed = ""
	var certain bool
	if c.found = nil; !c.MayBecomeCard() { // no answer has so many digits, and they must not be copied
		text := c.text()
		c.typed = answers.Fold(text)
		c.found, certain = c.index.Meant(text)
	}
	c.chosen = -1
	if certain {
		c.chosen = c.found[0]
	}
	c.picked = nil
	c.edited()
	if len(c.found) == 0 {
		c.note = c.Check()
	}
}

func (c *Choice) choose(i int) {
	if c.chosen != i {
		c.chosen = i
		c.edited()
	}
}

func (c *Choice) listed() bool { return c.o.Listed }

// upDown moves in a visible list, and reports false at the end of the list.
func (c *Choice) upDown(by int) bool {
	to := c.chosen + by
	if to < 0 || to >= len(c.o.Options) {
		return false
	}
	c.note = nil
	if c.typing() {
		c.edited()
	}
	c.forget(nil)
	c.choose(to)
	return true
}

// step goes through the answers that begin with the text. If there are none, it goes
// through those with a word that begins so, and otherwise through all. With nothing
// chosen, right goes to the first.
func (c *Choice) step(by int) {
	among := c.picked
	if c.typing() {
		if among = c.found; len(among) == 0 {
			among = c.index.Within(c.typed)
		}
		if len(among) == 0 {
			c.note = c.Check()
			return
		}
	}
	at := slices.Index(among, c.chosen)
	if len(among) == 0 {
		at = c.chosen
	}
	n := len(among)
	if n == 0 {
		n = len(c.o.Options)
	}
	switch {
	case n == 0, c.Empty() && by < 0: // left of nothing is nothing, not the end of the list
		return
	case at < 0 && by < 0:
		at = n - 1
	case at >= 0 || by < 0:
		at = (at + by + n) % n
	default:
		at = 0
	}
	if c.typing() {
		c.edited()
	}
	c.forget(among)
	if len(among) > 0 {
		at = among[at]
	}
	c.choose(at)
}

// Paste implements Field: a name or a code, whole.
func (c *Choice) Paste(text string) error {
	line, err := pastedLine(text, c.o.Name, c.o.Meaning)
	if err != nil {
		return err
	}
	if c.guard.findsTyped(cardguard.Runes(line)) {
		return broken(c.o.Name, cardguard.Refused+". Clear it, and type the beginning of its name")
	}
	found, certain := c.index.Meant(line)
	if !certain {
		return broken(c.o.Name, "the pasted text is not an answer to "+c.o.Meaning+": type the beginning of its name or its code")
	}
	c.forget(nil)
	c.choose(found[0])
	return nil
}

// Check implements Field.
func (c *Choice) Check() error {
	switch {
	case c.masked > 0:
		return broken(c.o.Name, cardguard.Refused+". Clear it, and type the beginning of its name")
	case c.chosen >= 0:
		return nil
	case c.typing() && len(c.found) > 1 && len(c.found) <= fewMeant:
		return broken(c.o.Name, c.o.Meaning+" may be "+c.named(c.found)+": type more of the name, or choose with ← and →")
	case c.typing() && len(c.found) > 1:
		return broken(c.o.Name, fmt.Sprintf("%d answers begin like this: type more of the name, or choose with ← and →", len(c.found)))
	case c.typing():
		return broken(c.o.Name, c.ways("not in the list", "a name", "code"))
	case c.o.Required:
		return broken(c.o.Name, c.ways("choose "+c.o.Meaning, "its name", "its code"))
	}
	return nil
}

// Complete implements Field. A further letter may always mean another answer.
func (c *Choice) Complete() bool { return false }

// Empty implements Field.
func (c *Choice) Empty() bool { return c.chosen < 0 && !c.typing() }

// Clear implements Field.
func (c *Choice) Clear() {
	if c.typing() {
		c.edited()
	}
	c.forget(nil)
	c.choose(c.begin)
}
