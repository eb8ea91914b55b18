// Package lookup reads a search line, asks the gateway for the payments it
// describes, and streams the results.
//
// A search line is words in any order:
//
//	23-9-80006                    a transaction reference
//	A17, order:A17                an order reference, with or without the ending that moto adds
//	ann@example.com               the customer's e-mail address
//	TE45 6ST, D02 AF30, 1234 AB   a postcode, in any spelling (five bare digits are an order reference,
//	                              and a Dutch one has its letters in capitals)
//	1111, ending in 1111          the last four digits of the card
//	£10.50, 10.50, 1050 JPY, 20 pounds   the amount
//	today, yesterday, monday, 3 days ago, 2026-11-20, 20/11/2026, 20.11.2026, 20 nov, last week
//	last 2h, last 30 min, last 7d
//	2026-11-01..2026-11-20, since monday, from 9am to 11:30, yesterday 14:30
//	approved, declined, held, cancelled, pending, settling, settled, refused, unknown
//	payments, refunds, visa, american express, GBP
//	name:smith, name:ann smith, name:Smith, Ann
//	agent:priya, postcode:10115 and the other keys of Keys
//
// Several words of one kind are alternatives; a payment must match one word of each
// kind in the line. So "1111 declined held yesterday" finds yesterday's payments by
// a card that ends in 1111 that were declined or held. An "or" or an "and" between
// words is skipped if it says the same.
//
// The package searches for the whole line or refuses it. It never searches for
// less, which would find other people's payments. Some words have a meaning in the
// search language and another outside it, such as held after a name: doubt.go
// decides all of them.
//
// The gateway has no filters for the card's last four digits, the amount, the
// settle status, the outcome and the operator: the package applies these to the
// gateway's records itself. A search without a time, and with nothing that narrows
// the gateway's answer, covers the last 24 hours. If the caller has a journal, it
// is searched first and further back: see Kept. Search.Explain says all this of a
// search in one sentence, and Search.Reach says how far back it went.
//
// Card numbers are not search words. A line that holds one is refused, and no error
// repeats what was typed.
package lookup
