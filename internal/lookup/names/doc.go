// Package names works out the ways in which a customer's name may have been sent.
// The gateway compares names letter by letter, so a search asks for every likely
// spelling, in few queries: a query may hold many spellings.
//
// If a record shows a name, this package compares it without the differences
// between spellings: see Same.
package names
