// Package journal keeps what was attempted, durable before the first byte of a
// request leaves, so that no outcome is lost whatever dies and when.
//
// An Entry is one attempt to move money. Its intent is written and synced
// before the request is sent; every later change of it is one transaction that
// updates the entry and appends an Event to a history nobody can rewrite
// unnoticed: each event is chained to the one before by a hash.
//
// SQLite is the journal of one host. Any number of processes may share the
// file: leases say which of them may still be sending an attempt, and which is
// asking the gateway about it. A mark beside the file tells an older copy that
// was put in its place. Memory behaves the same without a disk, and can be
// crashed before or after any sync, replaced and removed. Both answer to Store
// and to one conformance test.
//
// No card number, security code or password is ever written, nor a hash of a
// card number. A text that looks as if it holds a card number is hidden before
// it reaches the file, and counted.
package journal
