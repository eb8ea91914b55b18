//go:build !race

package entrytest

const raceEnabled = false
