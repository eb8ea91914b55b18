package sshbench

import (
	"context"
	"strings"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"

	"motoconsole/internal/sshd"
)

// plainTitle is the first line of the plain form.
const plainTitle = "Take a payment"

// plainForm is a form as Bubble Tea's users write them, which wish would serve by a program
// for each session. It is lighter than a console: a few rows, and one takes digits.
type plainForm struct{ number string }

// Init implements tea.Model.
func (plainForm) Init() tea.Cmd { return nil }

// Update implements tea.Model.
func (f plainForm) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	switch msg := msg.(type) {
	case tea.KeyPressMsg:
		if f.number += msg.Text; msg.String() == "ctrl+u" {
			f.number = ""
		}
	}
	return f, nil
}

// View implements tea.Model.
func (f plainForm) View() tea.View {
	v := tea.NewView("\x1b[1m" + plainTitle + "\x1b[m\n\n  Order        A17\n  Amount       10.50\n\x1b[36m▸ Card number  \x1b[4m" + f.number + strings.Repeat("_", max(0, 16-len(f.number))) +
		"\x1b[m\n  Expiry date\n  Name\n  Postcode\n\n\x1b[2menter Next  esc Discard\x1b[m")
	v.AltScreen = true
	return v
}

// showPlain shows the form in a session.
func showPlain(ctx context.Context, s *sshd.Session) int {
	name, size, _ := s.Terminal()
	environment := []string{"TERM=" + name, "COLORTERM=" + s.Getenv("COLORTERM"), "SSH_TTY=served"}
	_, _ = tea.NewProgram(plainForm{}, tea.WithContext(ctx), tea.WithInput(s), tea.WithOutput(s), tea.WithWindowSize(size.Width, size.Height),
		tea.WithEnvironment(environment), tea.WithColorProfile(colorprofile.Env(environment)), tea.WithoutSignalHandler()).Run()
	return 0
}
