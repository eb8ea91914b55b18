// Package charset knows which characters a terminal can show, and the replacements
// for those it cannot. Replaced symbols keep their width, so that nothing on a
// screen moves. A currency's sign becomes its code, which takes its extra cells
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
	Console            // the Linux console's fonts: Western letters, and lines
	ASCII
)

// withoutUnicode are the terminals, by the beginning of their names, that show only
// ASCII.
var withoutUnicode = []string{"dumb", "unknown", "vt52", "vt1", "vt2", "vt3", "vt4", "vt5", "ansi", "cons25", "wy", "sun", "hp", "tvi", "adm", "pcansi", "tty"}

// Settings are the values of the configuration for the characters to draw: auto, or
// one set in every environment.
var Settings = []string{Auto, "ascii", "unicode"}

// Auto lets the environment decide.
const Auto = "auto"

// Chosen is the set that a setting names, or the environment's.
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

// Of is the set of the environment's terminal. The first of LC_ALL, LC_CTYPE and
// LANG that is set and not empty names the character set.
//
// By POSIX, no locale at all means C, which has only ASCII. Of takes it as no
// information: over SSH and in containers, services and jobs the variables are
// missing, while the terminal, on the agent's own machine, shows UTF-8. Then the
// terminal's name decides. If that is missing too, Of assumes ASCII.
//
// On Windows these variables mean nothing. Windows Terminal and Visual Studio Code
// set variables of their own, and show everything. At any other console the code page
// decides, because the fonts of the old console have only the characters of its code
// page.
func Of(getenv func(string) string) Set { return of(runtime.GOOS, codePage(), getenv) }

// utf8Page is the code page of UTF-8.
const utf8Page = 65001

func of(goos string, page int, getenv func(string) string) Set {
	name := strings.ToLower(getenv("TERM"))
	unnamed := name == ""
	for _, begins := range withoutUnicode {
		if strings.HasPrefix(name, begins) {
			return ASCII
		}
	}
	if goos == "windows" {
		if unnamed && page != utf8Page && getenv("WT_SESSION") == "" && getenv("TERM_PROGRAM") != "vscode" {
			return ASCII
		}
	} else {
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
