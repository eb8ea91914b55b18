// Package sqljournal is the journal in SQLite: one file on one host.
//
// Any number of processes may share the file. Leases say which of them may still
// be sending an attempt, and which is asking the gateway about it. Each event of
// the history is chained to the one before by a hash, and Verify follows the
// chain. A mark beside the file tells an older copy that was put in its place.
//
// What an attempt is and what may follow what is decided in package journal. Here
// is what knows SQL, the file and those beside it, and who may open them.
package sqljournal
