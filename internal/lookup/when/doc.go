// Package when reads what a search line says of the time, and says it back.
//
// A local time is not always one moment. Where clocks are put back, an hour comes
// twice: a range that begins in it begins with the first, and one that ends in
// it ends with the second, so that nothing is missed. Where they are put
// forward, an hour is missing: a range begins or ends with the change, and a
// search for a time of day in that hour is refused. A day begins with its first
// moment, which in some zones is 01:00 once a year.
package when
