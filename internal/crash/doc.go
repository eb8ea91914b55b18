// Package crash kills consoles with kill -9 at random moments and asks the bank
// what is true. Its test runs the built binary: four agents in pseudo-terminals
// share one journal, take payments from a test bank in a process of its own, find
// them again, give them back and change them, while a colleague does the same in
// the vendor's portal. The bank fails in many ways. When enough consoles were
// killed the faults stop, and `moto resolve` gets time to find out what it can.
//
// What arrived and what was booked is read from the bank's ledger, never from
// the journal that is judged:
//
//   - each AUTH that arrived stands in the journal, and none arrived twice;
//   - no order was charged twice;
//   - the journal knows each payment that was booked, as taken or as declined,
//     and no screen called it anything else;
//   - each REFUND and TRANSACTIONUPDATE has one row of the journal, which says
//     what the bank says, and none arrived twice; nothing is called not done
//     that was done, unless an alarm says so;
//   - an update changed what settles by what the caller was told, no more was
//     given back than settles, and the same never twice without a reason;
//   - what is not known is listed by `moto resolve`;
//   - the journal's history is whole.
//
// The random moments come from a seed, which is printed:
//
//	make crash KILLS=300 SEED=7
package crash
