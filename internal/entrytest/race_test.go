//go:build race

package entrytest

const raceEnabled = true
