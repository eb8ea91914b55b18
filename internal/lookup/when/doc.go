// Package when reads the time in a search line, and writes times in words.
//
// A local time is not always one moment. When clocks are put back, an hour comes
// twice: a range that begins in it begins with the first, and one that ends in it
// ends with the second, so that nothing is missed. When they are put forward, an
// hour is missing: a range begins or ends with the change, and a search for a time
// of day in that hour is refused. A day begins with its first moment, which in some
// zones is 01:00 once a year.
package when
