// Package servertest is a PostgreSQL server with the journals of a simulation, and what
// happens to it: it dies, stands still, has no room, has its clock set, and is cut off from
// one process or all, at any step and on commits.
//
// The server is a real one. A simulation is a bubble of testing/synctest. Its time stands
// still while the server works, and the server takes its own from the bubble. What a seed
// decides happens in its order; what several processes do in one moment does not, so a seed
// that is run again may take another course. For tests only.
package servertest
