// Package entrytest types into the payment form as agents do, and compares what the
// form sends with package reader's reading of the same keys.
package entrytest
