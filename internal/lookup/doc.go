// Package lookup understands what is typed to find a payment, asks the gateway
// for it and streams what is found.
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
// Several words of one kind are alternatives; of each kind that is named, a
// payment must have one. So "1111 declined held yesterday" are yesterday's
// payments by a card that ends in 1111 and that were declined or held. An "or" or an
// "and" between them is passed over where it says the same.
//
// What is typed is searched for as a whole or refused. It is never searched for
// as something shorter, which would find other people's payments. Words that are
// ours and other people's too, such as held behind a name, are decided in one
// place: see doubt.go.
//
// The gateway has no filters for the card's last four digits, the amount, the
// settle status, the outcome and the operator: these are applied here, to what
// the gateway gives. A search with nothing that narrows what the gateway gives,
// and no time, is of the last 24 hours. A journal, which a caller of this package
// may have, is looked through first and further back: see Kept. Search.Explain
// says all of this of a search, in one sentence, and Search.Reach how far back
// it went.
//
// Card numbers are no search words. A line that holds one is refused, and no
// error repeats what was typed.
package lookup
