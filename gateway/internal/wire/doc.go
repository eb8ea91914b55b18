// Package wire sends one request over one connection and leaves no copy of it
// behind.
//
// A [Body] is a request body in locked memory. net/http never sees it: net/http is
// given blanks, and a connection below it puts the body in and wipes it. The blanks
// in front of the body keep crypto/tls from moving a half-full record, which would
// leave the plain text on the heap. The package does TLS and a proxy's CONNECT
// itself, so that no other code copies the body.
//
// A [Gate] sits below TLS, where bytes go out. Between its decision and the
// system's write nothing allocates, waits or logs, so it knows for certain whether
// a request has left.
//
// A [Line] is the way to a gateway; an [Exchange] is one request on it. The package
// does not know what is sent or what an answer means.
package wire
