package terminal

import "github.com/charmbracelet/colorprofile"

// ProfileOf are the colours of a served terminal, by its variables and the setting
// ui.colour.
func ProfileOf(setting string, getenv func(string) string) colorprofile.Profile {
	if profile, forced := Forced(setting, getenv); forced {
		return profile
	}
	return colorprofile.Env([]string{"TERM=" + getenv("TERM"), "COLORTERM=" + getenv("COLORTERM")})
}

// Forced is the profile to force, if any. NO_COLOR counts with any value;
// the library accepts only values that read as a boolean.
func Forced(setting string, getenv func(string) string) (colorprofile.Profile, bool) {
	switch {
	case setting == "always":
		return colorprofile.ANSI256, true
	case setting == "never", getenv("NO_COLOR") != "":
		return colorprofile.ASCII, true
	default:
		return 0, false
	}
}
