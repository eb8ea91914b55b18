// Package charset knows which characters a terminal can show, and what stands
// for those it cannot. Symbols keep their width, so that nothing on a screen
// moves; a currency's sign becomes its code, and takes the cells it needs more
// from the blanks before it.
package charset

import (
	"runtime"
	"strings"
)

// Set is the characters a terminal can show.
type Set int

// The sets.
const (
	Unicode Set = iota // the zero value: all of them
	Console            // those of the Linux console's fonts: Western letters, and lines
	ASCII
)

// withoutUnicode are the terminals, by the beginning of their names, that never
// show more than ASCII.
var withoutUnicode = []string{"dumb", "unknown", "vt52", "vt1", "vt2", "vt3", "vt4", "vt5", "ansi", "cons25", "wy", "sun", "hp", "tvi", "adm", "pcansi", "tty"}

// Settings are what a configuration may say of the characters to draw: what the
// environment tells, or one set whatever that tells.
var Settings = []string{Auto, "ascii", "unicode"}

// Auto leaves it to the environment.
const Auto = "auto"

// Chosen is the set that a setting names, otherwise the one of the environment.
func Chosen(setting string, getenv func(string) string) Set {
	switch setting {
	case "ascii":
		return ASCII
	case "unicode":
		return Unicode
	default:
		return Of(getenv)
	}
}

// Of is the set of the terminal that the environment tells of. The first of
// LC_ALL, LC_CTYPE and LANG that is set and not empty names the character set.
//
// POSIX says that no locale at all is C, which has ASCII alone. It is taken for
// saying nothing: over SSH and in containers, services and jobs the variables are
// missing, while the terminal, on the agent's own machine, shows UTF-8. Then the
// terminal's name decides, and where that is missing too nothing speaks for more
// than ASCII.
func Of(getenv func(string) string) Set {
	name := strings.ToLower(getenv("TERM"))
	unnamed := name == ""
	for _, begins := range withoutUnicode {
		if strings.HasPrefix(name, begins) {
			return ASCII
		}
	}
	if runtime.GOOS != "windows" { // there these variables say nothing
		for _, variable := range []string{"LC_ALL", "LC_CTYPE", "LANG"} {
			if locale := getenv(variable); locale != "" {
				if !isUTF8(locale) {
					return ASCII
				}
				unnamed = false
				break
			}
		}
		if unnamed {
			return ASCII
		}
	}
	if name == "linux" {
		return Console
	}
	return Unicode
}

// isUTF8 reports a locale such as en_GB.UTF-8, C.utf8 or, on macOS, UTF-8.
func isUTF8(locale string) bool {
	set := locale
	if _, after, ok := strings.Cut(locale, "."); ok {
		set = after
	}
	set, _, _ = strings.Cut(set, "@")
	return strings.ReplaceAll(strings.ToLower(set), "-", "") == "utf8"
}

// String is the set's name.
func (s Set) String() string {
	switch s {
	case Console:
		return "the letters and lines of the Linux console"
	case ASCII:
		return "ASCII"
	default:
		return "Unicode"
	}
}
