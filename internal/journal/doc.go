// Package journal keeps every attempt, and makes it durable before the first byte
// of a request leaves. So no outcome is lost, whatever fails and when.
//
// An Entry is one attempt to move money. Its intent is written and synced before
// the request is sent. Every later change is one transaction, which updates the
// entry and appends an Event to a history that cannot be rewritten unnoticed.
//
// This package holds the words and the rules: what an Entry is, what a Store
// promises, and which changes may follow which. It knows no database and no disk.
// The journal that the console writes is in package sqljournal. Package journaltest
// has one in memory for tests, and the tests that every Store must pass.
//
// No card number, security code or password is ever written, nor a hash of a card
// number. A text that may hold a card number is hidden before it reaches the file,
// and counted.
package journal
