package cli

import (
	"errors"
	"testing"
)

// TestFailureHidesDigits: an error that holds what looks like a card number is told without
// its digits, and if they were typed, without more.
func TestFailureHidesDigits(t *testing.T) {
	const number = "4111111111111111"
	for _, test := range []struct {
		text string
		args []string
		want string
	}{
		{"no role sam on the server", []string{"--config", "x.toml"}, "no role sam on the server"},
		{"/srv/" + number + "/config.toml: no role sam", []string{"--config", "x.toml"}, "/srv/················/config.toml: no role sam (The digits are hidden: together they look like a card number.)"},
		{"/srv/④¹¹¹１１１１١١١١1111: no role sam", nil, "/srv/················: no role sam (The digits are hidden: together they look like a card number.)"},
		{"unknown command " + number, []string{number}, "something on the command line looks like a card number: moto never takes one there; see moto --help"},
		{"unknown command " + number, []string{"4111 1111", "1111 1111"}, "something on the command line looks like a card number: moto never takes one there; see moto --help"},
	} {
		if got, code := failure(errors.New(test.text), test.args); got != test.want || code != ExitFailed {
			t.Errorf("%q: %q, exit code %d", test.text, got, code)
		}
	}
}
