// Package leakcheck proves that no copy of a card's number or security code stays
// behind. Its
// tests run the built binary in a pseudo-terminal against a test bank of its
// own process, over TLS, with a new card number each time, let the card go in
// every way there is, and then search for it: in the memory of the program, in
// every file it can have written, in all it has drawn and in what the bank
// says.
//
//	make leakcheck RUNS=100
//
// A copy that a signal made of a register is told from a leak, which comes again:
// see mostByChance, which states the bound.
//
// Security codes are looked for where they have four digits, and a code that is
// found is told from chance: see codes.
//
// The binary is a build of its own, with the tag scannable: one that ships
// cannot be searched. It is built without clobberfree, the net below the
// wiping, so that nothing but the wiping is tested. A second one, with the tag
// naive, keeps what is typed as an ordinary program does, and must be found out.
package leakcheck
