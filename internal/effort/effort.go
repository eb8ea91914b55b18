// Package effort says how much a test does. `make test` runs with -short: every
// test runs, on a sample where it would go through many like cases. Without
// -short, as `make full` runs them, each goes through all.
package effort

import "testing"

// Of is how many times a test does something: all of them, or with -short so many.
func Of(all, short int) int {
	if testing.Short() {
		return short
	}
	return all
}

// Some are the cases that a test goes through: all of them, or with -short the
// first and each nth after it.
func Some[T any](cases []T, nth int) []T {
	if !testing.Short() {
		return cases
	}
	var some []T
	for i := 0; i < len(cases); i += nth {
		some = append(some, cases[i])
	}
	return some
}
