package clock

import (
	"time"

	"golang.org/x/sys/windows"
)

// sinceBoot reads GetTickCount64, which includes the time asleep.
func sinceBoot() time.Duration { return windows.DurationSinceBoot() }

// systemBoot is "": Windows has no name for a boot that is easily read, so only
// readings of one process can be compared there.
func systemBoot() string { return "" }
