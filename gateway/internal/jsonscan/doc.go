// Package jsonscan reads JSON from a sender that may be hostile or broken.
//
// A [Scanner] reads a valid text once. It refuses the same name twice in one object,
// where encoding/json silently keeps the last. It limits the depth of a text and the
// number of names in an object.
//
// [Occurrences] and [ValueAfter] read single values of a text that is not valid: it
// may break off or hold anything between the values. Their results are pointers to
// follow, never an answer to believe.
package jsonscan
