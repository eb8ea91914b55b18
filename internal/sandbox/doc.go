// Package sandbox is the test bank: an http.Handler that behaves like the test
// side of the Trust Payments Webservices JSON API, for training, for `moto
// --sandbox` and for tests. It moves no money, reaches no network and never
// keeps a card number or a security code: a payment is stored with its masked
// number and, in memory only, a keyed hash whose key lives and dies with the
// process. Free text with a card number in it loses its digits before it is
// kept or given back.
//
// It knows AUTH, by card, cachetoken, MyBank, SOFORT, ACH and PayPal,
// ACCOUNTCHECK, REFUND, TRANSACTIONQUERY, TRANSACTIONUPDATE, THREEDQUERY and
// CACHETOKENISE. ORDER, ORDERDETAILS, STORE, IDSTANDARD, RISKDEC, CURRENCYRATE
// and SUBSCRIPTION are checked, booked and answered, without further effect;
// other request types of the gateway are answered with errorcode 0 and do
// nothing. TestTheVendorsSuites sends the requests that the vendor's two client
// libraries test the gateway with. Settlement moves with Bank.Settle, or by
// itself with Config.SettleAfter; Open keeps the book in a file.
//
// The vendor documents formats, the test cards, the test amounts, the address,
// security code and advice code tables, and prints the answers that
// testdata/seeds replays. Where it is silent the bank has to choose; these
// choices are inferred, and a client should not lean on them.
//
// Requests:
//
//   - a body without an alias is refused like one with another user's;
//   - JSON null and "" count as not sent; objects and arrays where text
//     belongs make the field invalid;
//   - JSON that is no object is answered 10205, an envelope without elements 60018;
//   - a block that would need more than 64 answers, or holds more than 8
//     queries, is refused whole with 60011;
//   - in an element with several types each transaction is the child of the one
//     before (known for ACCOUNTCHECK with AUTH); the first failure ends the
//     element, and so does a THREEDQUERY that sends the cardholder to a page;
//     later elements still run; a SUBSCRIPTION without a parent is the child of
//     the element before;
//   - a REFUND, but not a payout, right after a TRANSACTIONUPDATE that
//     cancelled or reduced the same payment is skipped, without an answer of
//     its own;
//   - every invalid field of an element is named, not only the first;
//   - a mainamount has the decimals that ISO 4217 gives its currency, and is
//     refused beside a baseamount.
//
// Payments:
//
//   - a well-formed but foreign sitereference is 30001;
//   - fields are checked first, then the site, then the parent, then the card
//     type, then 3-D Secure for Maestro (30004), then the recipient of MCC 6012,
//     sent or inherited, which here means sites with 6012 in their names; of the
//     bank's own tables the amount goes before the card;
//   - baseamounts of 60034 and 99999 are answered with these codes, as the vendor
//     has it for 60010: an ERROR element without a transactionreference, though
//     the attempt is stored, with settlestatus 3;
//   - a settlestatus of 100 is taken for PayPal only;
//   - a cachetoken stands for its card for 15 minutes, any number of times;
//   - what the vendor's examples do not show of the merchant is made up, and the
//     retrieval reference begins with a T;
//   - premise, postcode and code values outside the tables are Not Checked;
//   - a child may change the amount, not the currency (20015), and neither
//     after a THREEDQUERY (20014); refunds and MyBank payments are no parents
//     (20033); a repeat has a subscriptionnumber above 1;
//   - an AUTH of INCREMENTAL adds its amount to a Visa pre-authorisation of MOTO or
//     ECOM with settlestatus 0, 1 or 2 (documented), needs an amount of its own,
//     brings no card, and is refused with 20035 otherwise; its own record has the
//     amount that it added and the settlestatus of its parent, settles nothing
//     beside it, cannot be changed (60017), and is no parent (20033, 20006); how
//     much a later update may let settle rises with it; merchant categories are not
//     looked at;
//   - an acquirer advice code does not decline the payment it comes with;
//   - what is keyed in the vendor's portal bears the interface PASS-MYST-MYST.
//
// Money back:
//
//   - REFUND wants settlestatus 100, not only a settlement due today; nothing
//     left is 20007, a parent of another site 20004, an expired card without a
//     new date 30000;
//   - the test amounts decline refunds as well, the test cards do not;
//   - refunds that are cancelled or reduced leave more to be refunded, and one
//     that was reduced cannot grow again; payouts do not count;
//   - a refund of a part of a MyBank payment is 30000.
//
// Updates and queries:
//
//   - an update needs a transactionreference in its filter (60019), and with
//     several changes all or none; one without a usable field is 60013;
//   - a refused update answers as TRANSACTIONUPDATE, a refused query as ERROR;
//   - a filter of another shape is 60037, a malformed value 30000, a malformed
//     time 10101; text is compared exactly;
//   - records come oldest first, an empty list when nothing is found.
//
// 3-D Secure and MyBank:
//
//   - a card in no 3-D Secure table is enrolled in version 1; the card decides
//     what the card issuer's page would, unless pares is just Y, A, U or N; an
//     AUTH that the tables say is not performed is 60022;
//   - an enrolled card that has a page to go to is charged with the pares that
//     came back from it, once; an md that was not given out, or has been used,
//     is an invalid field, and so is a pares that is missing;
//   - a THREEDQUERY needs a termurl;
//   - a MyBank payment of 1003 ends at settlestatus 3, one of 1004 is settled and
//     cancelled later, one of 1005 cancelled and settled later, others end at
//     100; the numbers are this bank's own.
package sandbox
