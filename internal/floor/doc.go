// Package floor serves consoles to a floor of agents: who may enter, who is there, and
// the session of each. internal/sshd knows the lines over which they come, and
// internal/app the consoles.
package floor
