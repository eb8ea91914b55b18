// Package wire sends one request over one connection and leaves no copy of it
// behind.
//
// A [Body] is a request body in locked memory. net/http never sees it: it is given
// blanks, and a connection below it puts the body in and wipes it. The blanks in
// front of the body keep crypto/tls from moving a half-full record, which would
// leave the plain text on the heap. So that nothing else copies it either, the
// package does TLS itself, and the CONNECT of a proxy.
//
// A [Gate] stands below TLS where bytes go out. Between its answer and the
// system's write nothing allocates, waits or logs, so what it says of whether a
// request has left is certain.
//
// A [Line] is the way to a gateway, an [Exchange] one request on it. What is sent
// and what an answer means is not for this package to know.
package wire
