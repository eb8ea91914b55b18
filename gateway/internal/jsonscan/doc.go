// Package jsonscan reads JSON from a sender that may be hostile or broken.
//
// A [Scanner] goes through a valid text once. It refuses what encoding/json
// accepts without a word: the same name twice in one object, where encoding/json
// takes the last. It limits how deep a text nests and how many names an object
// has.
//
// [Occurrences] and [ValueAfter] read single values of a text that is not valid:
// it may break off or hold anything between the values. What they find is a
// pointer to follow, never an answer to believe.
package jsonscan
