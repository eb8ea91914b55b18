//go:build race

package paymenttest

const RaceEnabled = true
