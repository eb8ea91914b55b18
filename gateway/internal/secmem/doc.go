// Package secmem is memory for secrets. It is outside the Go heap, which the
// collector copies and never clears, and as far as the system allows it is never
// swapped out, dumped or read by another process.
//
// A [Vault] is such memory for a session, and a [Region] that of many. [Digits] is a handle on a run of digits
// in it: copying a handle copies a pointer, never a digit. Only [Digits.Use] shows
// the digits, to a function that must not keep them. A [Scratch] is part of a vault
// to read into. [Map] and [Unmap] are for memory that a caller lays out itself.
//
// When a signal comes, the system stores the processor's registers in ordinary
// memory. [Quietly] blocks signals while card digits are in registers and then
// overwrites the registers. [Redacted] makes a type print the same words however it
// is formatted.
//
// The package knows nothing of cards. It never makes a string of the secrets it
// holds.
package secmem
