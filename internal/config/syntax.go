package config

import (
	"errors"
	"regexp"
	"slices"
	"strings"

	"github.com/BurntSushi/toml"
)

// hints say how to correct the most common syntax errors, recognised by a part of
// the parser's message that does not come from the source.
var hints = []struct{ message, fix string }{
	{"strings cannot contain newlines", "close the text with a quote on the line it begins on"},
	{"unexpected EOF; expected '", "close the text with a quote on the line it begins on"},
	{"expected value but found", "write texts in double quotes and numbers in figures"},
	{"expected '.' or '='", "write it as key = value"},
	{"expected key separator", "write it as key = value"},
	{"invalid escape in string", "write a backslash as two, or use single quotes"},
	{"invalid UTF-8", "save the file as UTF-8"},
	{"NULL bytes", "save the file as UTF-8"},
	{"control characters", "take out the control character"},
	{"within inline tables", "keep what is in braces on one line"},
}

var quotedKey = regexp.MustCompile(`^Key '(.*)' (has|was) already`)

// syntaxError rewords the parser's error.
func syntaxError(path string, err error) error {
	e := &Error{File: path, Problem: "not valid TOML", Fix: "write it as in config.toml.example"}
	var parseError toml.ParseError
	if !errors.As(err, &parseError) {
		return e
	}
	e.Line = parseError.Position.Line
	e.Key = knownKey(parseError.LastKey)
	if twice := quotedKey.FindStringSubmatch(parseError.Message); twice != nil {
		e.Key, e.Problem, e.Fix = knownKey(twice[1]), "is set a second time", "keep one of them"
		return e
	}
	for _, hint := range hints {
		if strings.Contains(parseError.Message, hint.message) {
			e.Fix = hint.fix
			break
		}
	}
	return e
}

// knownKey is key if the schema has it, otherwise "": a name from the parser may be
// a value that lost its quotes.
func knownKey(key string) string {
	for _, l := range new(file).leaves() {
		if key == l.key() || key == l.section {
			return key
		}
		if l.named && strings.HasPrefix(key, l.section+".") {
			return l.section
		}
	}
	return ""
}

// checkKeys refuses keys that the schema does not have. moto would never read such
// a key, while the user believed the setting was in force.
func (d *document) checkKeys(leaves []leaf) error {
	for _, key := range d.meta.Keys() {
		for _, name := range key {
			if strings.EqualFold(name, "password") {
				return d.failAt(key, strings.Join(ours(key), "."),
					"a password must never be written in this file",
					"take it out, change it, and give it by password_file, password_command or $"+passwordVariable)
			}
		}
		if err := d.checkKey(key, leaves); err != nil {
			return err
		}
	}
	return nil
}

func (d *document) checkKey(key toml.Key, leaves []leaf) error {
	whole := key
	names := sections(leaves)
	section := key[0]
	if !slices.Contains(names, section) {
		for _, l := range leaves {
			if len(key) == 1 && l.name == section {
				return d.failAt(key, section, "this key stands outside its section", "move it below ["+l.under()+"]")
			}
		}
		if meant := near(section, names); meant != "" {
			return d.failAt(key, section, "there is no such section", "did you mean ["+meant+"]?")
		}
		return d.failAt(key, shown(section), "there is no such section",
			"take it out; the sections are "+strings.Join(names, ", "))
	}
	if len(key) == 1 {
		return nil
	}
	at := section
	if holdsNamed(leaves, section) {
		if len(key) == 2 {
			return nil // any name will do here; what it is, its room judges
		}
		at = memberKey(section, key[1], "")
		key = append(toml.Key{section}, key[2:]...)
	}
	known := keysOf(leaves, section)
	name := key[1]
	if slices.Contains(known, name) {
		return nil // the key's own type judges what is below it
	}
	if meant := near(name, known); meant != "" {
		return d.failAt(whole, at+"."+name, "there is no such key", "did you mean "+meant+"?")
	}
	if s := shown(name); s != "" {
		at += "." + s
	}
	for _, l := range leaves {
		if l.name == name {
			return d.failAt(whole, at, "this key belongs to another section", "move it below ["+l.under()+"]")
		}
	}
	has := strings.Join(known, ", ")
	if len(known) > mostListed {
		has = "the keys that docs/" + section + ".md lists"
	}
	return d.failAt(whole, at, "there is no such key", "take it out; ["+section+"] has "+has)
}

// mostListed is how many keys of a section a sentence can list.
const mostListed = 40

// failAt is fail for a key of the file that is shown under another name.
func (d *document) failAt(key toml.Key, as, problem, fix string) error {
	line := d.line(key...)
	for n := len(key) - 1; line == 0 && n > 0; n-- {
		line = d.line(key[:n]...)
	}
	return &Error{File: d.path, Line: line, Key: as, Problem: problem, Fix: fix}
}

var keyShape = regexp.MustCompile(`^[a-z][a-z_]{0,31}$`)

// shown is the name of an unknown key if it looks like a key, otherwise "": it may
// be a password that lost its quotes.
func shown(name string) string {
	if keyShape.MatchString(name) {
		return name
	}
	return ""
}

// ours is the part of a key, up to the word password, that may be shown.
func ours(key toml.Key) []string {
	var parts []string
	for _, name := range key {
		if strings.EqualFold(name, "password") {
			return append(parts, "password")
		}
		if s := shown(name); s != "" {
			parts = append(parts, s)
		}
	}
	return parts
}

// near is the candidate that the writer of name most likely meant, or "".
func near(name string, candidates []string) string {
	name = strings.ToLower(name)
	best, bestSlips := "", 3
	for _, c := range candidates {
		if n := slips(name, c); n < bestSlips && n < len(c)-1 {
			best, bestSlips = c, n
		}
	}
	return best
}

// slips is the edit distance of a and b: how many letters were added, left out or
// changed.
func slips(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			cost := diagonal
			if a[i] != b[j] {
				cost++
			}
			diagonal = row[j+1]
			row[j+1] = min(cost, row[j+1]+1, row[j]+1)
		}
	}
	return row[len(b)]
}
