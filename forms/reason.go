package forms

import "motoconsole/internal/cardguard"

// reasonChoice is the field's name.
const reasonChoice = "reasonchoice"

// otherReason is the answer that asks the agent for own words.
const otherReason = "Other"

// Reason asks why: by a choice, where there are reasons to choose from, and in the
// agent's own words.
type Reason struct {
	choice *Choice // nil where there is nothing to choose from
	words  *reasonWords
}

// reasonWords are the agent's own words: needed unless a reason was chosen, and always
// possible.
type reasonWords struct {
	*TextField
	needed func() bool
}

// NewReason asks for one of the reasons or another one. Likely is the one chosen to begin
// with, "" for none.
func NewReason(reasons []string, likely string) *Reason {
	r := &Reason{words: &reasonWords{TextField: NewText(TextOptions{
		Name: "reason", Label: "Details", Meaning: "the reason", Max: 100, Guard: Guard{Rule: cardguard.Prose},
	})}}
	r.words.needed = func() bool { return r.choice == nil || r.choice.Code() == otherReason }
	if len(reasons) == 0 {
		r.words.o.Label = "Reason"
		return r
	}
	options := make([]Option, 0, len(reasons)+1)
	for _, text := range append(reasons[:len(reasons):len(reasons)], otherReason) {
		options = append(options, Option{Code: text, Name: text})
	}
	r.choice = NewChoice(ChoiceOptions{
		Name: reasonChoice, Label: "Reason", Meaning: "the reason", Options: options, Default: likely, Required: true, Listed: true,
	})
	return r
}

// Fields are the questions in their order.
func (r *Reason) Fields() []Field {
	if r.choice == nil {
		return []Field{r.words}
	}
	return []Field{r.choice, r.words}
}

// Choices are the reasons to choose from, and which one is chosen; -1 for
// none.
func (r *Reason) Choices() (names []string, chosen int) {
	if r.choice == nil {
		return nil, -1
	}
	for _, o := range r.choice.o.Options {
		names = append(names, o.Name)
	}
	return names, r.choice.chosen
}

// Value is the reason: the one chosen, with the words after it.
func (r *Reason) Value() string {
	words := r.words.Value()
	switch {
	case r.words.needed():
		return words
	case words == "":
		return r.choice.Code()
	default:
		return r.choice.Code() + ": " + words
	}
}

func (w *reasonWords) passedOver() bool { return !w.needed() && w.Empty() }

// optional implements optioner.
func (w *reasonWords) optional() bool { return !w.needed() }

// Check implements Field.
func (w *reasonWords) Check() error {
	if err := w.TextField.Check(); err != nil {
		return err
	}
	if w.needed() && w.Empty() {
		return broken(w.Name(), "give the reason in a few words: it is kept with the payment")
	}
	return nil
}
