// Package sandbox is the test bank: an http.Handler that behaves like the test
// side of the Trust Payments Webservices JSON API, for training, for `moto
// --sandbox` and for tests. It moves no money, reaches no network and never
// keeps a card number or a security code: a payment is stored with its masked
// number and a keyed hash whose key lives and dies with the process.
//
// The vendor documents formats, the test cards, the test amounts and the
// address and security code tables. Where it is silent the bank has to choose;
// these choices are inferred, and a client should not lean on them:
//
//   - a body without an alias is refused like one with somebody else's;
//   - JSON null and "" count as not sent; objects and arrays where text
//     belongs make the field invalid;
//   - JSON that is no object is answered 10205, an envelope without elements 60018;
//   - a block that would need more than 64 answers is refused whole with 60011;
//   - in an element with several types the first failure ends the element,
//     later elements still run;
//   - every invalid field of an element is named, not only the first;
//   - a well-formed but foreign sitereference is 30001;
//   - fields are checked first, then the site, then the parent, then the card
//     type; of the bank's own tables the amount goes before the card;
//   - 60010 is answered as an ERROR element without a transactionreference,
//     though the attempt is stored, with settlestatus 3;
//   - premise, postcode and code values outside the tables are Not Checked.
package sandbox
