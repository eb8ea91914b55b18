// Package reader reads the keys of a payment like a careful person who has them on
// paper: which field was each meant for, and what did the agent mean to send? The tests
// judge the payment form by it. So it is written from the rules for typing and uses no
// code of the program:
//
//   - Fields follow each other: order reference, currency where there are
//     several, amount, card number, expiry date, security code, name, house,
//     country, postcode. Enter, Tab and a line feed go on, shift+tab goes back.
//     A currency or country that was filled in is passed over, and the security
//     code of a card that has none.
//   - An empty field may be left. A field whose text is not certainly an answer
//     may not, in either direction; only backwards, if the country, the currency
//     or the card number before it may be wrong.
//   - A field moves on by itself when no further character could belong to it; the
//     last one does not, so that nothing typed for the form answers the question.
//     The next Enter or Tab was meant for the field that moved on, whenever it
//     comes. So was a point, a comma, a digit that the new field cannot begin
//     with, and a backspace; clearing an empty field clears nothing.
//   - Text that looks like a card number in the wrong field is refused from its
//     13th digit on, whatever is between the digits, until a backspace clears the
//     whole field.
//   - An amount of one or more does not begin with 0. A single comma before three
//     digits is refused in a currency of three decimals.
//   - Typed text stays as typed; a backspace deletes one key. A paste is taken
//     whole or not at all, and the field says so.
//   - A name that begins with a digit has a word in it, with at most six digits
//     before the word. Anything else is a misplaced house number, or part of a card
//     number.
//   - Only y and Esc answer the question at the end, and the one about discarding
//     the form.
package reader
