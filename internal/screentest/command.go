package screentest

import (
	"fmt"
	"reflect"
	"runtime/debug"
	"slices"
	"time"

	tea "charm.land/bubbletea/v2"
)

// delivery is a message on its way to the model, with a function to call once the
// model has it.
type delivery struct {
	msg  tea.Msg
	then func()
}

// heldCmd is a command that has not answered yet.
type heldCmd struct {
	done <-chan answer
	then func()
}

type answer struct {
	msg   tea.Msg
	panic string
}

// sequenceType is the unexported type of what tea.Sequence answers.
var sequenceType = reflect.TypeOf(tea.Sequence(tea.Quit, tea.Quit)())

func (m *Model) post(msg tea.Msg) {
	m.queue = append(m.queue, delivery{msg, func() {}})
}

// run delivers messages until none is left.
func (m *Model) run() {
	m.t.Helper()
	for n := 0; len(m.queue) > 0; n++ {
		if n == m.opts.messages {
			m.t.Fatalf("the model still sends itself messages after %d, the last a %T", n, m.queue[0].msg)
		}
		next := m.queue[0]
		m.queue = m.queue[1:]
		m.deliver(next)
	}
}

// deliver treats a message as a program does.
func (m *Model) deliver(d delivery) {
	m.t.Helper()
	if m.quit {
		return
	}
	switch d.msg.(type) {
	case tea.QuitMsg, tea.InterruptMsg:
		m.quit = true
		return
	}
	m.seen = append(m.seen, d.msg)
	var cmd tea.Cmd
	m.model, cmd = m.model.Update(d.msg)
	_ = m.model.View()
	m.start(cmd, func() {})
	d.then()
}

// start runs a command and calls then once all it led to is on its way.
func (m *Model) start(cmd tea.Cmd, then func()) {
	m.t.Helper()
	if cmd == nil {
		then()
		return
	}
	done := make(chan answer, 1)
	go func() {
		var a answer
		defer func() {
			if r := recover(); r != nil {
				a.panic = fmt.Sprintf("%v\n%s", r, debug.Stack())
			}
			done <- a
		}()
		a.msg = cmd()
	}()
	patience := time.NewTimer(m.opts.holdAfter)
	defer patience.Stop()
	select {
	case a := <-done:
		m.finish(a, then)
	case <-patience.C:
		m.held = append(m.held, &heldCmd{done, then})
	}
}

// finish handles a command's answer.
func (m *Model) finish(a answer, then func()) {
	m.t.Helper()
	if a.panic != "" {
		m.t.Fatalf("a command panicked: %s", a.panic)
	}
	if a.msg == nil {
		then()
		return
	}
	if batch, ok := a.msg.(tea.BatchMsg); ok {
		left := len(batch)
		if left == 0 {
			then()
		}
		for _, cmd := range batch {
			m.start(cmd, func() {
				if left--; left == 0 {
					then()
				}
			})
		}
		return
	}
	if v := reflect.ValueOf(a.msg); v.Type() == sequenceType {
		m.sequence(v, 0, then)
		return
	}
	m.queue = append(m.queue, delivery{a.msg, then})
}

// sequence runs the commands of a sequence from the i-th on, each once every message
// that the one before led to has been delivered.
func (m *Model) sequence(cmds reflect.Value, i int, then func()) {
	m.t.Helper()
	if i == cmds.Len() {
		then()
		return
	}
	cmd, _ := cmds.Index(i).Interface().(tea.Cmd)
	m.start(cmd, func() { m.sequence(cmds, i+1, then) })
}

func (m *Model) holds(h *heldCmd) bool { return slices.Contains(m.held, h) }

// take waits for any held command and delivers its result; false after the
// deadline.
func (m *Model) take(deadline <-chan time.Time) bool {
	m.t.Helper()
	cases := []reflect.SelectCase{{Dir: reflect.SelectRecv, Chan: reflect.ValueOf(deadline)}}
	for _, h := range m.held {
		cases = append(cases, reflect.SelectCase{Dir: reflect.SelectRecv, Chan: reflect.ValueOf(h.done)})
	}
	i, value, _ := reflect.Select(cases)
	if i == 0 {
		return false
	}
	h := m.held[i-1]
	m.held = slices.Delete(m.held, i-1, i)
	a, _ := value.Interface().(answer)
	m.finish(a, h.then)
	m.run()
	return true
}
