// Package secmem is memory for secrets: outside the Go heap, which the collector
// copies and never clears, and, as far as the system can, never swapped out,
// dumped or read by another process.
//
// A [Vault] is such memory for a session. [Digits] is a handle on a run of digits
// in it: copying a handle copies a pointer, never a digit. Only [Digits.Use]
// shows the digits, to a function that must not keep them. A [Scratch] is part of
// a vault to read into. [Map] and [Unmap] are for memory that a caller lays out
// itself.
//
// What goes through a processor's registers is stored in ordinary memory when a
// signal comes. [Quietly] keeps signals out meanwhile and overwrites the
// registers. [Redacted] makes a type print the same words however it is
// formatted.
//
// The package knows nothing of cards. Nothing in it makes a string of what it
// holds.
package secmem
