// Package recorder asks a call recorder to pause while a card is read out, and to go on
// afterwards: over HTTP or by a command. Where only a code of the telephone does it, the
// agent does, and this package has the words.
//
// An answer proves a pause only if a test of its text, a later look at the recorder, or the
// exit code of a command says so. A status alone proves nothing: recorders accept a pause
// that they never carry out. Such an answer is [Asked].
//
// Addresses may hold keys, and so may headers and bodies. No error, answer or log line of
// this package has any of them.
package recorder
