//go:build !scannable

package cli

import tea "charm.land/bubbletea/v2"

// testOptions are none: see the file beside this one.
func testOptions() []tea.ProgramOption { return nil }
