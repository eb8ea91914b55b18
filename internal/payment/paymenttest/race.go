//go:build race

package paymenttest

// RaceEnabled says whether the race detector is on.
const RaceEnabled = true
