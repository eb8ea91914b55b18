// Package sqljournal is the journal in SQLite: one file on one host.
//
// Any number of processes may share the file. Leases say which of them may still be
// sending an attempt, and which is asking the gateway about it. A hash chains each
// event of the history to the one before, and Verify follows the chain. A mark
// beside the file shows when the file was replaced by an older copy.
//
// Package journal decides what an attempt is and which change may follow which.
// This package knows SQL, the file and those beside it, and who may open them.
package sqljournal
