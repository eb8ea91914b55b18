// Package cardguard is the one rule about what looks like a card number where
// none belongs: in every field that is not the card's, in the search line, in
// reasons, in the journal and in the log.
//
// A run is digits of any script with anything between them. From its 13th digit
// on it looks like a card number when it begins in a brand's range and has one
// of the brand's lengths, or is one digit short of it. The check digit is not
// looked at, because most slips are one digit. Every other run passes, such as
// most order numbers of 13 digits. So does any run of 12: a number that is
// refused and is no card can be entered by its last 12 digits.
//
// A run may begin and end at any digit that is beside something else, so a
// number is found between an order number and an expiry date. In the middle of
// digits, only a number whose check digit fits is found.
//
// A Rule says what may stand between the digits of a run: see Answer, Prose,
// Words and Unbroken. InRecord is for what programs write.
package cardguard
