// Package reader reads the keys of a payment as a careful person would who is
// given them on paper: which field was each meant for, and what did the agent
// mean to send? It is what the payment form is judged by, and so it is written
// from the rules for typing and has no code of the program in it:
//
//   - Fields follow each other: order reference, currency where there are
//     several, amount, card number, expiry date, security code, name, house,
//     country, postcode. Enter, Tab and a line feed go on, shift+tab goes back.
//     A currency or country that was filled in is passed over, and the security
//     code of a card that has none.
//   - A field that holds nothing may be left. One that holds what is not
//     certainly an answer may not, in either direction, but backwards where the
//     country, the currency or the card number before it may be what is wrong.
//   - A field moves on by itself when no further character could belong to it; the
//     last one does not, so that nothing typed for the form answers the question.
//     The next Enter or Tab was meant for the field that moved on, whenever it
//     comes. So was a point, a comma, a digit that the new field cannot begin
//     with, and a backspace; clearing an empty field clears nothing.
//   - What looks like a card number where none belongs is refused from its 13th
//     digit on, whatever is between them, until the field is cleared: by a
//     backspace, of all there was.
//   - An amount of more than one begins with no 0; a comma alone before three digits
//     says nothing where three decimals may follow it.
//   - What is typed stays as it was typed; a backspace takes back one key. What a
//     paste brings is taken whole or not at all, and the field says so.
//   - A name that begins with a digit has a word in it, and at most six digits
//     before: what has not is a house number gone astray, or part of a card.
//   - The question at the end is answered by y and by Esc, and by nothing else; so is
//     the one whether to throw away what was typed.
package reader
