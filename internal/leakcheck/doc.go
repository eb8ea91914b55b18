// Package leakcheck proves that no copy of a card's number or security code stays
// behind. Its
// tests run the built binary in a pseudo-terminal against a test bank of its
// own process, over TLS, with a new card number each time, make the program drop the
// card in every way there is, and then search for it: in the program's memory, in every
// file that it can have written, in all that it has drawn and in the bank's output.
//
//	make leakcheck RUNS=100
//
// A copy that a signal made of a register is told from a leak, which comes again:
// see mostByChance, which states the bound.
//
// The tests search for security codes of four digits, and tell a find from chance: see
// codes.
//
// The binary is a build of its own, with the tag scannable: one that ships
// cannot be searched. It is built without clobberfree, the safety net below the wiping,
// so that the tests cover only the wiping. A second build, with the tag naive, keeps
// typed text as an ordinary program does, and the search must find it.
package leakcheck
