// Package app puts moto together: a Process holds everything that agents share, and
// a Session is one agent at one terminal. A Process knows no terminal and no agent,
// and a Session knows no other session, so one process can serve a whole floor of
// agents.
package app
