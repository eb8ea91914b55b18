package terminal

import (
	"fmt"
	"reflect"
	"sync"

	tea "charm.land/bubbletea/v2"

	"github.com/charmbracelet/x/ansi"
)

// mostAsked is how much commands may write beside the frames while the terminal
// accepts nothing.
const mostAsked = 8 << 10

// The types of messages by which commands ask the runtime for something. An example
// identifies each: they have no names outside Bubble Tea.
var (
	sequenceType  = reflect.TypeOf(tea.Sequence(tea.Quit, tea.Quit)())
	clipboardType = reflect.TypeOf(tea.SetClipboard("")())
	clearType     = reflect.TypeOf(tea.ClearScreen())
	darkType      = reflect.TypeOf(tea.RequestBackgroundColor())
	lightType     = reflect.TypeOf(tea.RequestForegroundColor())
	sizeType      = reflect.TypeOf(tea.RequestWindowSize())
)

// start runs a command in its own goroutine. Its result comes into the inbox,
// unless the session is over by then. A command cannot be stopped from outside: a
// long one ends with its own context.
func (s *Program) start(cmd tea.Cmd) {
	if cmd == nil || s.ctx.Err() != nil {
		return
	}
	s.guard("a command", func() { s.finish(cmd(), false) })
}

// finish handles a command's result. In a sequence it waits for all parts.
func (s *Program) finish(msg tea.Msg, wait bool) {
	if msg == nil || s.ctx.Err() != nil {
		return
	}
	if batch, ok := msg.(tea.BatchMsg); ok {
		s.batch(batch, wait)
		return
	}
	if v := reflect.ValueOf(msg); v.Type() == sequenceType {
		for i := range v.Len() {
			if cmd, _ := v.Index(i).Interface().(tea.Cmd); cmd != nil && s.ctx.Err() == nil {
				s.finish(cmd(), true)
			}
		}
		return
	}
	s.Send(msg)
}

func (s *Program) batch(batch tea.BatchMsg, wait bool) {
	if !wait {
		for _, cmd := range batch {
			s.start(cmd)
		}
		return
	}
	var parts sync.WaitGroup
	for _, cmd := range batch {
		if cmd == nil {
			continue
		}
		parts.Go(func() {
			s.guarded("a command", func() { s.finish(cmd(), true) })
		})
	}
	parts.Wait()
}

// special carries out a message to the runtime. It reports whether the message was
// one.
func (s *Program) special(msg tea.Msg) bool {
	switch msg := msg.(type) {
	case tea.BatchMsg:
		s.batch(msg, false)
		return true
	case tea.RawMsg:
		s.ask(fmt.Sprint(msg.Msg))
		return false
	}
	switch t := reflect.TypeOf(msg); t {
	case sequenceType:
		s.start(func() tea.Msg { return msg })
		return true
	case clearType:
		s.screen.forget()
	case clipboardType:
		s.ask(ansi.SetSystemClipboard(reflect.ValueOf(msg).String()))
	case darkType:
		s.ask(ansi.RequestBackgroundColor)
	case lightType:
		s.ask(ansi.RequestForegroundColor)
	case sizeType:
		s.inbox.resize(s.size)
	}
	return false
}

// ask writes text beside the next frame. It drops the text if there is no room:
// then the terminal has accepted nothing for a long time.
func (s *Program) ask(text string) {
	if len(s.asked)+len(text) <= mostAsked {
		s.asked = append(s.asked, text...)
	}
}
