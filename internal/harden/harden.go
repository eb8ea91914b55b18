// Package harden keeps what the process knows inside the process: no core
// dump, no debugger, no trace of a library, no log line with a card number.
// What a system does not offer is said in a sentence, for `moto check`.
package harden

import (
	"log/slog"
	"os"
	"runtime/debug"
	"slices"
)

// switches are the environment variables that make the terminal libraries
// write every key, card numbers included, to a file, and those that make Go's
// own packages talk or weaken TLS.
func switches() []string {
	return []string{"TEA_TRACE", "TEA_DEBUG", "UV_DEBUG", "GODEBUG"}
}

// Process shuts the process up. It is called before anything else is done, and
// returns a sentence for each thing that could not be. It also takes the log
// that libraries write to, and the standard error they know, away from them:
// Bubble Tea prints the value of a panic there. Whoever called the program has
// its own handle on the standard error.
func Process(getenv func(string) string) (shortfalls []string) {
	for _, name := range switches() {
		_ = os.Unsetenv(name)
	}
	// A traceback names arguments. A higher level in the environment wins.
	debug.SetTraceback("none")
	if level := getenv("GOTRACEBACK"); !slices.Contains([]string{"", "none", "0", "single"}, level) {
		shortfalls = append(shortfalls, "GOTRACEBACK is set, so a crash may print more than it should: unset it")
	}
	slog.SetDefault(slog.New(slog.DiscardHandler)) // the log package writes there from now on
	if err := silence(); err != nil {
		shortfalls = append(shortfalls, "the standard error of libraries cannot be closed: a crash may print more than it should")
	}
	return append(shortfalls, system()...)
}

// silence gives libraries a standard error that keeps nothing.
func silence() error {
	nowhere, err := os.OpenFile(os.DevNull, os.O_WRONLY, 0)
	if err == nil {
		os.Stderr = nowhere
	}
	return err
}
