// Package names knows in which ways a customer's name may have been sent. The
// gateway compares names letter by letter, so a search asks with every likely
// spelling, in few queries: a query may hold many spellings.
//
// Where a record shows a name it is compared here, without what spellings
// differ in: see Same.
package names
