// Sampled prints the arguments with which `go test` runs the tests that do more without
// -short, or without the race detector: those that ask package effort, testing.Short or
// raceEnabled, themselves or through what they call. It knows functions by their names, so
// it takes some tests that ask nothing.
package main

import (
	"fmt"
	"os"
	"slices"
	"strings"
)

// byItself is a package that a command of the Makefile runs with all its cases.
const byItself = "internal/leakcheck"

func main() {
	sources, err := read(".")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	if missed := sources.missed(); len(missed) > 0 {
		fmt.Fprintf(os.Stderr, "these functions ask how much to do, and the tests that call them were not found: %s\n", strings.Join(missed, ", "))
		os.Exit(1)
	}
	tests := sources.sampled()
	if len(tests) == 0 {
		fmt.Fprintln(os.Stderr, "no test goes through a sample: run this at the top of the repository")
		os.Exit(1)
	}
	var names, folders []string
	for _, test := range tests {
		if test.folder == byItself {
			continue
		}
		names = append(names, test.name)
		folders = append(folders, "./"+test.folder)
	}
	slices.Sort(names)
	fmt.Fprintf(os.Stdout, "-run=^(%s)$ %s\n", strings.Join(slices.Compact(names), "|"), strings.Join(slices.Compact(folders), " "))
}
