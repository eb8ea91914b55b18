//go:build !scannable

package cli

import (
	"context"
	"io"
	"time"

	tea "charm.land/bubbletea/v2"

	"motoconsole/internal/app"
)

// testOptions are empty in this build; see the file beside this one.
func testOptions() []tea.ProgramOption { return nil }

// testScreen is none in this build: Bubble Tea's program shows a desk's console.
func (program) testScreen(context.Context, *app.Session, string, io.Reader, io.Writer) app.Program {
	return nil
}

// testFilter is none in this build.
func testFilter(msg tea.Msg) tea.Msg { return msg }

// testFigures are told by no build that ships.
func (program) testFigures() {}

// testTimes are those of the configuration.
func (program) testTimes(cardIdle, lockAfter time.Duration) (_, _ time.Duration) {
	return cardIdle, lockAfter
}
