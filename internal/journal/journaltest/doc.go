// Package journaltest helps to test a journal and the code that uses one.
//
// Conform holds the tests that every journal.Store must pass: a new kind of store
// runs it on its own stores. Memory is a journal without a disk, which can be
// crashed before or after any sync, replaced by an older copy and removed. The rest
// makes and follows attempts, so that tests of a store stay short.
package journaltest
