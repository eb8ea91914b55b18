package sshd

import (
	"regexp"
	"slices"

	"golang.org/x/crypto/ssh"
)

// Size is that of a terminal, in characters.
type Size struct{ Width, Height int }

const (
	mostWidth  = 500
	mostHeight = 200
	// usualWidth and usualHeight stand for a size that the client does not know.
	usualWidth  = 80
	usualHeight = 24
)

// sized is a size within bounds. A client may send any number.
func sized(width, height uint32) Size {
	if width == 0 {
		width = usualWidth
	}
	if height == 0 {
		height = usualHeight
	}
	return Size{int(min(width, mostWidth)), int(min(height, mostHeight))}
}

// terminalName is the form of a terminal's name, as the lists of terminals have it.
var terminalName = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9+._-]{0,63}$`)

// parseTerminal reads a request for a terminal. An invalid name becomes "dumb".
func parseTerminal(payload []byte) (name string, size Size, ok bool) {
	var r struct {
		Name                string
		Columns, Rows, X, Y uint32
		Modes               string
	}
	if ssh.Unmarshal(payload, &r) != nil {
		return "", Size{}, false
	}
	if !terminalName.MatchString(r.Name) {
		r.Name = "dumb"
	}
	return r.Name, sized(r.Columns, r.Rows), true
}

// parseSize reads the change of a size.
func parseSize(payload []byte) (Size, bool) {
	var r struct{ Columns, Rows, X, Y uint32 }
	if ssh.Unmarshal(payload, &r) != nil {
		return Size{}, false
	}
	return sized(r.Columns, r.Rows), true
}

// variables are those that a client may set.
var variables = []string{"COLORTERM", "NO_COLOR", "LANG"}

// variableValue is the form of their values.
var variableValue = regexp.MustCompile(`^[A-Za-z0-9@._-]{0,64}$`)

// parseVariable reads a variable, and reports whether the client may set it.
func parseVariable(payload []byte) (name, value string, ok bool) {
	var r struct{ Name, Value string }
	if ssh.Unmarshal(payload, &r) != nil || !slices.Contains(variables, r.Name) || !variableValue.MatchString(r.Value) {
		return "", "", false
	}
	return r.Name, r.Value, true
}

// mostCommand is the longest command.
const mostCommand = 4 << 10

// parseCommand reads a command line.
func parseCommand(payload []byte) (line string, ok bool) {
	var r struct{ Line string }
	if ssh.Unmarshal(payload, &r) != nil || len(r.Line) > mostCommand {
		return "", false
	}
	return r.Line, true
}
