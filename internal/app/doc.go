// Package app is where moto is put together: one Process holds what all agents
// share, and a Session is one agent at one terminal. A Process knows no terminal
// and no agent, and a Session nothing of the others, so that one process can
// serve a floor of them.
package app
