package floor

import (
	"fmt"
	"time"

	"motoconsole/gateway"
	"motoconsole/ui/kit"
	"motoconsole/ui/kit/theme"
)

// Steps, by the names of screens, at which the agent has no caller's payment in hand, and
// those that have a sign of their own.
var (
	aside = map[string]bool{"": true, "Home": true, "Locked": true, "Find": true, "Site": true, "Floor": true}
	signs = map[string]string{"Charging": "…"}
)

// inCall reports a session whose agent is in a call, as far as the screen tells.
func inCall(s kit.Seated) bool { return s.Lost.IsZero() && !s.Ending && !aside[s.Step] }

// state is where a session is.
func state(s kit.Seated) (tone theme.Tone, symbol, word string) {
	switch {
	case s.Ending:
		return theme.Plain, "…", "Ending"
	case !s.Lost.IsZero():
		return theme.Warn, "!", "Link lost"
	case s.Step == "":
		return theme.Plain, "–", "Signing in"
	case s.Step == "Unknown":
		return theme.Warn, "?", "Unknown"
	case aside[s.Step]:
		return theme.Plain, "–", s.Step
	}
	symbol = "▸"
	if sign := signs[s.Step]; sign != "" {
		symbol = sign
	}
	return theme.Plain, symbol, gateway.Clean(s.Step, 20)
}

// since is since when a session is where it is.
func since(s kit.Seated) time.Time {
	switch {
	case !s.Lost.IsZero():
		return s.Lost
	case s.StepAt.IsZero():
		return s.Since
	default:
		return s.StepAt
	}
}

// short is how long something lasts, in five cells.
func short(d time.Duration) string {
	switch d = max(0, d).Truncate(time.Second); {
	case d < 100*time.Minute:
		return fmt.Sprintf("%d:%02d", int(d.Minutes()), int(d.Seconds())%60)
	default:
		return fmt.Sprintf("%d h", int(d.Hours()))
	}
}

// minutes is how long something has waited.
func minutes(d time.Duration) string {
	if d < time.Hour {
		return fmt.Sprintf("%d min", int(d.Minutes()))
	}
	return fmt.Sprintf("%d h", int(d.Hours()))
}

// long is the same as short in words.
func long(d time.Duration) string {
	switch d = max(0, d).Truncate(time.Second); {
	case d < time.Minute:
		return fmt.Sprintf("%d s", int(d.Seconds()))
	case d < time.Hour:
		return fmt.Sprintf("%d min %d s", int(d.Minutes()), int(d.Seconds())%60)
	default:
		return fmt.Sprintf("%d h %d min", int(d.Hours()), int(d.Minutes())%60)
	}
}
