// Package sshd serves sessions over SSH: it signs agents in, says what a client may
// ask for, and hands each session to the program that runs it. It knows no console
// and no payment.
//
// Agents sign in with a public key of their own or with an OpenSSH user certificate of
// an authority that the configuration names, and then, where it is asked for, with a second
// factor, which another package checks. There are no passwords, and the name that
// the client gives as its user counts for nothing: the agent is the owner of the key
// that signed, never of one that was only offered. A session is a terminal with a
// console, or one command. Everything else is refused: forwarding of ports, agents and
// X11, subsystems such as sftp, and every variable but COLORTERM, NO_COLOR and LANG.
//
// The server is made directly on golang.org/x/crypto/ssh. charm.land/ssh, which wraps
// it, was read for this: it agrees to the forwarding of agents, keeps as many variables
// as a client sends, blocks while a size is not taken, and logs the values of panics,
// which may be digits of a card. Its sessions would have to be replaced, and little
// more than the loop that accepts connections would be left.
//
// A panic in a session ends that session only. Goroutines inside x/crypto/ssh cannot
// be guarded from here: a panic there would end the process.
package sshd
