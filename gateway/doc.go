// Package gateway is a client for the Trust Payments (Secure Trading)
// Webservices JSON API, and the vocabulary of card payments that goes with it:
// card numbers, brands, expiry dates, security codes, money, check results,
// settle statuses and outcomes.
//
// # Calls
//
// [New] makes a [Client] from a [Config]. Each call takes one request struct and
// returns one result:
//
//   - [Client.Auth] takes a payment, [Client.AccountCheck] looks at a card
//     without charging it.
//   - [Client.Refund] gives back a payment that has settled. [Client.Payout]
//     sends money to any card.
//   - [Client.Update] changes a payment that has not settled: [Cancel],
//     [Suspend], [Release], [Reduce], and other fields.
//   - [Client.Query] finds up to 500 transactions. [Client.QueryKeeping] does the
//     same by a card that is to be charged next. [Client.Records] yields all
//     transactions in a window of time, however many.
//   - [Client.ThreeDQuery] and [Client.StartMyBank] begin payments that need
//     the buyer's browser.
//   - [Client.Block] sends several of these together.
//
// The client checks requests against the vendor's field tables before it sends
// anything. Every call except QueryKeeping wipes the card data in its request, even
// when it fails.
//
// # Outcomes
//
// A result's [Outcome] is always valid and is exactly one of approved, held,
// cancelled, declined, rejected, not sent and unknown ([OutcomeApproved] and so
// on). A decline is a result, not an error. Approved, Held and Cancelled need an
// answer that echoes the request, with errorcode 0 and the matching settle status.
// Declined and Rejected need an answer with our request reference and a matching
// errorcode. Everything uncertain is Unknown. So is every page with HTTP status 400
// or 401 that is not the gateway's own answer: any machine between us and the
// gateway may have made it.
//
// When the outcome of a payment, refund or payout is Unknown, the money may have
// moved. Never send it again. Query by order reference, or for a refund by parent,
// and do so more than once, because a new transaction takes a while to be found.
// Updates set absolute values and may be repeated.
//
// # Errors
//
// An error says why there is no usable answer:
//
//   - [*FieldError]: the request breaks a rule and was not sent. The error names
//     the field by the gateway's name and never holds the value.
//   - [*Error]: the exchange failed. Its Kind says where, and Written whether a
//     byte of the request may have been sent. Record, Records and Found keep the
//     transactions that a rejected answer points to.
//   - [*QueryError]: the gateway did not carry out a query.
//   - [*DenseSecondError]: Records met a second with more records than the
//     gateway returns.
//
// [LookupCode] says what each of the gateway's errorcodes means for the money, and
// what to do about it.
//
// # Sending once
//
// The package never sends a request twice: a call makes one connection and at most
// one request. It keeps no connections, follows no redirects and has one deadline
// for the whole exchange. The vendor documents no idempotency key. A request may be
// tried again only when Error.Written is false.
//
// A [Gate] sits below TLS, where bytes go out. It holds back a request that is too
// late or has been called off, and says whether any byte has left. Once a call has
// returned, no more of its request leaves this process. If no answer came, no more
// leaves the system's buffers either.
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
// whether the gateway skips a refund that follows a successful update in one
// block, how long a new transaction stays invisible, the order of records, the
// number of decimals of currencies with three ([ParseCurrency] refuses them,
// [CurrencyWithExponent] takes them once confirmed), limits on request rates.
package gateway
