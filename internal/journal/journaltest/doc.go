// Package journaltest is for tests of a journal and of what uses one.
//
// Conform is what every journal.Store must pass: a new kind of store runs it on
// its own stores. Memory is a journal without a disk, which can be crashed before
// or after any sync, replaced by an older copy and removed. The rest makes and
// follows attempts, so that a test of a store is short.
package journaltest
