package kit

import (
	"slices"
	"testing"
	"time"

	"motoconsole/gateway"
)

// TestStanding: home says that no passphrase is set if the console locks itself and the
// site is the gateway's. The warnings of the process come first.
func TestStanding(t *testing.T) {
	const none = "No passphrase is set: once locked, this console can only be closed."
	for name, tc := range map[string]struct {
		session Console
		want    []string
	}{
		"without a passphrase": {Console{LockAfter: time.Minute}, []string{none}},
		"on a test site":       {Console{LockAfter: time.Minute, Mode: gateway.ModeTest}, []string{none}},
		"with one":             {Console{LockAfter: time.Minute, Unlock: func(string) bool { return true }}, nil},
		"it never locks":       {Console{}, nil},
		"on the test bank":     {Console{LockAfter: time.Minute, Mode: gateway.ModeSandbox}, nil},
		"and other faults":     {Console{LockAfter: time.Minute, Warnings: func() []string { return []string{"The clock is off."} }}, []string{"The clock is off.", none}},
	} {
		if got := tc.session.LastingWarnings(); !slices.Equal(got, tc.want) {
			t.Errorf("%s: %q", name, got)
		}
	}
}
