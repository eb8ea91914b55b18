// Package cardguard is the one rule about what looks like a card number in the
// wrong place: in every field except the card's, in the search line, in reasons, in
// the journal and in the log.
//
// A run is digits of any script with anything between them. From its 13th digit on
// it looks like a card number if it begins in a brand's range and has one of the
// brand's lengths, or is one digit short of it. The check digit does not matter,
// because most slips change one digit. Every other run passes, including most order
// numbers of 13 digits. So does any run of 12: an agent can enter a refused number
// that is not a card by its last 12 digits.
//
// A run may begin and end at any digit next to something else, so a number is found
// between an order number and an expiry date. Inside a row of digits, only a number
// with the right check digit is found.
//
// A Rule says what may stand between the digits of a run: see Answer, Prose and
// Words. InRecord is for text that programs write.
package cardguard
