//go:build !scannable

package cli

import (
	"time"

	tea "charm.land/bubbletea/v2"
)

// testOptions are empty in this build; see the file beside this one.
func testOptions() []tea.ProgramOption { return nil }

// testTimes are those of the configuration.
func (program) testTimes(cardIdle, lockAfter time.Duration) (_, _ time.Duration) {
	return cardIdle, lockAfter
}
