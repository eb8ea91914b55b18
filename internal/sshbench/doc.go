// Package sshbench has clients over SSH for tests, and measures consoles with them: how long a digit of a card number takes
// until it shows, what a key costs the server, and what a session costs that is open and
// idle. Its test is the load: it starts `moto serve` and a test bank as processes of
// their own, signs in with real SSH clients, each from an address of its own, and types
// into the card number of an open payment. A server that only echoes is measured in the
// same run.
//
//	make bench-ssh SESSIONS=200 SECONDS_EACH=10
//
// A console at a desk is measured in the same way, by Bubble Tea's program and by the
// runtime of `moto serve`, and both are tried at terminals whose answers are replayed.
//
//	make bench-desk SECONDS_EACH=60
//
// They report figures and judge none: they depend on the machine.
package sshbench
