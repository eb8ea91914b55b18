//go:build scannable

package harden

// scannable lets the leak test read the memory of the program it tests.
const scannable = true
