// Package journal keeps what was attempted, durable before the first byte of a
// request leaves, so that no outcome is lost whatever dies and when.
//
// An Entry is one attempt to move money. Its intent is written and synced
// before the request is sent; every later change of it is one transaction that
// updates the entry and appends an Event to a history that cannot be rewritten
// unnoticed.
//
// Here are the words and the rules: what an Entry is, what a Store promises, and
// what may follow what. They know no database and no disk. The journal that the
// console writes is in package sqljournal; package journaltest has one in memory,
// for tests, and the tests that every Store passes.
//
// No card number, security code or password is ever written, nor a hash of a
// card number. A text that looks as if it holds a card number is hidden before
// it reaches the file, and counted.
package journal
