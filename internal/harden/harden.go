// Package harden keeps the process's secrets inside it: no core dump, no debugger,
// no trace of a library, no log line with a card number. If a system lacks a
// protection, the package says so in a sentence, for `moto check`.
package harden

import (
	"log/slog"
	"os"
	"runtime/debug"
	"slices"
)

// switches are the environment variables that are taken away, from moto and
// from what it starts:
//   - those that make libraries write what is typed to a file: the terminal's
//     (TEA_TRACE, TEA_DEBUG, UV_DEBUG) and that of the command line;
//   - GODEBUG, with which Go's own packages talk or weaken TLS;
//   - SSL_CERT_FILE and SSL_CERT_DIR, which replace the authorities that may vouch
//     for the gateway. gateway.ca_file does so in a file that is trusted;
//   - SSLKEYLOGFILE, by which other programs than moto write the keys of their
//     connections to a file: a password_command may be one.
//
// Others stay. HTTPS_PROXY, HTTP_PROXY and NO_PROXY say how the gateway is
// reached: what passes a proxy is encrypted up to the gateway. GOTRACEBACK is
// read before moto can change it: Process says when it asks for too much.
// GOCOVERDIR matters only to builds that measure their tests. TZ, ZONEINFO and
// the locale change how times and texts look.
func switches() []string {
	return []string{"TEA_TRACE", "TEA_DEBUG", "UV_DEBUG", "BASH_COMP_DEBUG_FILE", "GODEBUG", "SSL_CERT_FILE", "SSL_CERT_DIR", "SSLKEYLOGFILE"}
}

// Ignored are the set variables that Process removes.
func Ignored(getenv func(string) string) (names []string) {
	for _, name := range switches() {
		if getenv(name) != "" {
			names = append(names, name)
		}
	}
	return names
}

// Process sets up the protections. main calls it before anything else. It returns a
// sentence for each protection that could not be set up. It also takes away the log
// that libraries write to and the standard error they know, where Bubble Tea would
// print the value of a panic. The program keeps its own handle on the standard
// error.
func Process(getenv func(string) string) (shortfalls []string) {
	for _, name := range switches() {
		_ = os.Unsetenv(name)
	}
	// A traceback names arguments. A higher level in the environment wins.
	debug.SetTraceback("none")
	if level := getenv("GOTRACEBACK"); !slices.Contains([]string{"", "none", "0", "single"}, level) {
		shortfalls = append(shortfalls, "GOTRACEBACK is set, so a crash may print more than it should: unset it")
	}
	slog.SetDefault(slog.New(slog.DiscardHandler)) // the log package now writes there
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
