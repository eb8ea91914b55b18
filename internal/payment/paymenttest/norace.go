//go:build !race

package paymenttest

// RaceEnabled says whether the race detector watches.
const RaceEnabled = false
