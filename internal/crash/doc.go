// Package crash kills consoles with kill -9 at random moments and compares the
// journal with the bank. Its test runs the built binary: four agents in
// pseudo-terminals share one journal, take payments from a test bank in a process
// of its own, find them again, give them back and change them, while a colleague
// does the same in the vendor's portal. The bank fails in many ways. After enough
// kills the faults stop, and `moto resolve` gets time to find the missing outcomes.
//
// The bank's ledger says what arrived and what was booked, never the journal under
// test:
//
// - each AUTH that arrived is in the journal, and none arrived twice;
// - no order was charged twice;
// - the journal knows each booked payment, as taken or as declined, and no screen
// called it anything else;
// - each REFUND and TRANSACTIONUPDATE has one row in the journal, which agrees with
// the bank, and none arrived twice; an operation that was done is never called not
// done, unless an alarm says so;
// - an update changed what settles by the amount that the caller was told, no more
// was given back than settles, and the same amount never twice without a reason;
// - `moto resolve` lists what is not known;
// - the journal's history is whole.
//
// TestCrashOfHosts does the same with two hosts that share one journal on a PostgreSQL
// server, which crashes, stands still, and is cut off from either of them. Each host has a
// state folder of its own. The second's steady clock is a day ahead, by a time namespace, and
// with 20 kills or more its time of day is 40 seconds ahead, by another time.Now. A clock that
// is set while a console runs, or is further off, is for TestServerSimulation.
//
// The random moments come from a seed, which is printed:
//
//	make crash KILLS=300 SEED=7
//
// The soak uses consoles over SSH instead: one `moto serve`, and agents with real SSH
// clients who take payments, drop their lines, come back, take their consoles over and
// change the size of their windows. The journal is judged in the same way. And the server
// holds no more at the end than it did after a fifth of the time:
//
//	make soak MINUTES=60 SESSIONS=200 SEED=7
package crash
