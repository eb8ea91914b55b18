//go:build !scannable

package harden

// scannable is for the leak test: no build that ships can be scanned.
const scannable = false
