package screentest

import (
	"context"
	"io"

	tea "charm.land/bubbletea/v2"

	"motoconsole/internal/terminal"
)

// program runs a model: Bubble Tea's program, or a served session.
type program interface {
	Run() (tea.Model, error)
	Send(msg tea.Msg)
	Quit()
	Kill()
}

// newProgram makes the program of a screen.
func newProgram(model tea.Model, input io.Reader, term *Terminal, width, height int, o options) program {
	if o.served {
		return terminal.New(context.Background(), model, terminal.Options{
			Input: input, Output: term, Width: width, Height: height, Profile: o.profile, Filter: o.filter,
		})
	}
	return tea.NewProgram(model, append([]tea.ProgramOption{
		tea.WithInput(input), tea.WithOutput(term),
		tea.WithWindowSize(width, height), tea.WithColorProfile(o.profile),
		tea.WithEnvironment(append([]string{"TERM=xterm-256color"}, o.env...)),
		tea.WithoutSignalHandler(), tea.WithFilter(o.filter),
	}, o.program...)...)
}
