// Package crash kills consoles with kill -9 at random moments and asks the bank
// what is true. Its test runs the built binary: four agents in pseudo-terminals
// share one journal and take payments from a test bank in a process of its own,
// which fails in many ways. When enough consoles were killed the faults stop,
// and `moto resolve` gets time to find out what it can.
//
// What arrived and what was booked is read from the bank's ledger, never from
// the journal that is judged:
//
//   - each AUTH that arrived stands in the journal, and none arrived twice;
//   - no order was charged twice;
//   - each payment that was booked is known as taken or as declined, whichever
//     it is, and is called nothing else, in the journal or on a screen;
//   - what is not known is listed by `moto resolve`;
//   - the journal's history is whole.
//
// The random moments come from a seed, which is printed:
//
//	make crash KILLS=300 SEED=7
package crash
