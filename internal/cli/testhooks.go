//go:build !scannable

package cli

import (
	"time"

	tea "charm.land/bubbletea/v2"
)

// testOptions are empty in this build; see the file beside this one.
func testOptions() []tea.ProgramOption { return nil }

// testFilter is none in this build.
func testFilter(msg tea.Msg) tea.Msg { return msg }

// testFigures are told by no build that ships.
func (program) testFigures() {}

// testTimes are those of the configuration.
func (program) testTimes(cardIdle, lockAfter time.Duration) (_, _ time.Duration) {
	return cardIdle, lockAfter
}
