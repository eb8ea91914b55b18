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

// Every tells of each case, asked in turn, whether a test goes through it: all of
// them, or with -short the first and each nth after it. It is for cases that
// nested loops make; an nth that divides none of their lengths meets every value
// of every loop.
func Every(nth int) func() bool {
	asked := -1
	return func() bool {
		asked++
		return !testing.Short() || asked%nth == 0
	}
}
