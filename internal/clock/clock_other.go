//go:build !linux && !darwin && !windows

package clock

import "time"

// sinceBoot is Go's own monotonic clock.
func sinceBoot() time.Duration { return time.Since(processStart) }

var processStart = time.Now()

func systemBoot() string { return "" }
