package kit

import (
	"time"

	tea "charm.land/bubbletea/v2"

	"motoconsole/forms"
	"motoconsole/gateway"
	"motoconsole/internal/script"
	"motoconsole/internal/statement"
	"motoconsole/ui/kit/draw"
)

// NothingHere is the answer to a key that a page has no use for.
const NothingHere = "That key does nothing here. F1 lists the keys."

// Shell is what a page sees of the console around it.
type Shell struct {
	Console *Console
	Theme   *Theme
	Keys    *KeyMap
	// Room is what the frame leaves between the margins, below the free row.
	Room func() (width, height int)
	// Notify shows a line above the footer until the next key.
	Notify func(text string)
	// News shows a line wherever the agent is, unless that is the page that it comes from.
	News func(from Page, text string)
	// Open goes to another place at once, so that no later key reaches the page before.
	Open func(o Open) tea.Cmd
	// Today is a panel with the day's payments as home lists them, for a page with room to
	// spare; nil where there are none.
	Today func(width, height int) []string
	// Request numbers a question, so that a page recognises an answer to an earlier one.
	Request func() int
}

// Say is a line to say, as the configuration words it.
func (s Shell) Say(say script.Say) string { return s.Console.Script.Say(say) }

// Line is a line to say that has no places to fill.
func (s Shell) Line(name script.Name) string { return s.Say(script.Say{Line: name}) }

// AddToday fills what is left of a wide page with the day's payments, where there is room
// for some of them.
func (s Shell) AddToday(b *draw.Body) {
	const least = 6
	if high := b.Left() - 1; s.Today != nil && high >= least {
		b.Add(s.Today(b.Room(), high)...)
	}
}

// Now is the session's time.
func (s Shell) Now() time.Time { return s.Console.Now() }

// AmountOf is a cleaned record's amount for people: what settles, with a minus
// where money goes out.
func (s Shell) AmountOf(r gateway.Record) string {
	return statement.Text(r, s.Console.Currencies()...)
}

// When is a time of a story: that of today alone, others with their day.
func (s Shell) When(at time.Time) string {
	now, local := s.Now().Local(), at.Local()
	switch {
	case at.IsZero():
		return ""
	case local.Format(time.DateOnly) == now.Format(time.DateOnly):
		return local.Format("15:04")
	case local.Year() == now.Year():
		return local.Format("2 Jan 15:04")
	default:
		return local.Format("2 Jan 2006")
	}
}

// NewForm makes a form that gets the digits typed in this session.
func (s Shell) NewForm(fields ...forms.Field) *forms.Form {
	f := forms.New(fields...)
	s.Feed(f)
	return f
}

// Feed gives a form the digits typed in this session, and shuts the fields of a card while
// the recording of the call is not paused. Every form goes through it.
func (s Shell) Feed(f *forms.Form) {
	f.Queue, f.NoCardPaste = s.Console.Digits, s.Console.Form.NoCardPaste
	if recording := s.Console.Recording; recording != nil {
		f.Shut = func() bool { return !recording.Open() }
	}
}

// Forget is called after a card was dropped that was not sent.
func (s Shell) Forget() tea.Cmd {
	return func() tea.Msg {
		s.Console.ForgetCard()
		return nil
	}
}

// Tell is a command that sends a message.
func Tell(msg tea.Msg) tea.Cmd { return func() tea.Msg { return msg } }
