// Package effort says how many of many similar cases a test takes. `make test` runs
// with -short: every test runs, but takes only a sample of many similar cases. Without
// -short, as in `make full`, each test takes all cases.
package effort

import "testing"

// Of is how many times a test does something: all of them, or with -short only that
// many.
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

// Every returns a function that says of each case in turn whether a test takes it:
// all of them, or with -short the first and each nth after it. It is for cases that
// nested loops make. If n divides none of their lengths, the sample has every value
// of every loop.
func Every(nth int) func() bool {
	asked := -1
	return func() bool {
		asked++
		return !testing.Short() || asked%nth == 0
	}
}

// Whole is called first by a test that has a like one beside it. With -short only the
// other runs; `make full` runs both.
func Whole(t testing.TB) {
	t.Helper()
	if testing.Short() {
		t.Skip("one like it runs with -short; `make full` runs this one too")
	}
}
