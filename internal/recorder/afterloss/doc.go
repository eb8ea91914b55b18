// Package afterloss has the recording of a call go on after the process that paused it is
// lost: killed, crashed, or without its terminal. The call may still be on then.
//
// A small process of moto's own waits for that, one for all sessions of a process. It knows
// how to resume, and which recordings are paused, by a pipe from the process that it waits
// for; it has no other descriptor, a session of its own, and takes no signal. When the pipe
// ends, it waits for the time that the configuration gives, and resumes what is still paused.
//
// Who resumes a recording is decided by a file for each, in a folder beside the journal:
// the process that moves the file away does it. So an agent who comes back takes the
// recording over, and it is resumed once. No file holds a key, a customer or a card.
package afterloss
