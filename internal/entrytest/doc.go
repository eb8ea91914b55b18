// Package entrytest types into the payment form what agents type, and compares
// what the form sends with what package reader makes of the same keys.
package entrytest
