// Package gateway is a client for the Trust Payments (Secure Trading)
// Webservices JSON API, and the vocabulary of card payments that goes with it:
// card numbers, brands, expiry dates, security codes, money, check results,
// settle statuses and outcomes.
//
// # Calls
//
// A [Client] is made with [New] from a [Config]. Each call takes one request
// struct and returns one result:
//
//   - [Client.Auth] takes a payment, [Client.AccountCheck] looks at a card
//     without charging it.
//   - [Client.Refund] gives back a payment that has settled. [Client.Payout]
//     sends money to any card.
//   - [Client.Update] changes a payment that has not settled: [Cancel],
//     [Suspend], [Release], [Reduce], and other fields.
//   - [Client.Query] looks for transactions, up to 500; [Client.QueryKeeping]
//     does so by a card that is to be charged next. [Client.Records] yields all
//     of a window of time, however many.
//   - [Client.ThreeDQuery] and [Client.StartMyBank] begin payments that need
//     the buyer's browser.
//   - [Client.Block] sends several of these in one go.
//
// The client checks requests against the vendor's field tables before it sends
// anything. Each call wipes the card data in its request, even when it fails. Only
// QueryKeeping leaves it.
//
// # Outcomes
//
// A result's [Outcome] is always valid and is exactly one of approved, held,
// cancelled, declined, rejected, not sent and unknown ([OutcomeApproved] and so
// on; below they are called by their words). A decline is a result,
// not an error. Approved, Held and Cancelled need an answer that echoes the
// request, has errorcode 0 and a settle status that says so. Declined and
// Rejected need an answer that carries our request reference and an errorcode
// that says so. Everything uncertain is Unknown. So is every page with HTTP status
// 400 or 401: it may come from anything between us and the gateway.
//
// When the outcome of a payment, refund or payout is Unknown, the money may
// have moved. Never send it again: find out with a query by order reference (a
// refund: by parent), more than once, because a new transaction is not found at
// once. Updates set absolute values and may be made again.
//
// # Errors
//
// An error says why there is no usable answer:
//
//   - [*FieldError]: the request breaks a rule, and was not sent. It names the
//     field by the gateway's name and never holds the value.
//   - [*Error]: the exchange failed. Its Kind says where, Written whether a
//     byte of the request may have been sent. Record, Records and Found keep the
//     transactions that a rejected answer points to.
//   - [*QueryError]: the gateway did not carry out a query.
//   - [*DenseSecondError]: Records met a second with more records than the
//     gateway gives.
//
// What the gateway's own errorcodes mean for the money and for the person at
// the screen is in [LookupCode].
//
// # Sending once
//
// Nothing is ever sent twice by this package: a call makes one connection and
// at most one request. Connections are not kept, redirects are not followed,
// and there is one deadline for the whole exchange. The vendor documents no
// idempotency key. A request may be tried again only when Error.Written is
// false.
//
// A [Gate] stands where bytes go out, below TLS. It holds back a request that is
// too late or has been called off, and says whether anything has left. Once a
// call has returned, no more of its request leaves this process. If no answer
// came, no more leaves the system's buffers either.
//
// # Card data
//
// Card numbers, security codes and passwords are held in types that print a
// redaction however they are formatted, marshalled or logged. A whole number
// never becomes a Go string here: the digits go from their buffer into the
// request body, which is wiped. Every value of a record is cleaned for display,
// and a card number in the wrong place is hidden.
//
// # What is known
//
// The vendor publishes no complete specification. Comments say where a fact
// comes from: documented (its help pages), taken from its client code, or
// inferred.
//
// Known: the envelope, that every scalar is a string, field names and lengths,
// error codes 60010, 60034 and 99999 as "final state not known", settle
// statuses, the cap of 500 records, exclusive time bounds, the test bank.
//
// Inferred: that time stamps are UTC, that different filters are combined with
// "and", the classes of most error codes (on the safe side), which symbols a
// telephone number may have, some lengths.
//
// Unknown: whether a repeated request reference is refused (taken as no),
// whether a refund behind an update in one block is skipped when the update
// works, how long a new transaction stays invisible, the order of records, the
// number of decimals of currencies with three ([ParseCurrency] refuses them,
// [CurrencyWithExponent] takes them once confirmed), request limits.
package gateway
