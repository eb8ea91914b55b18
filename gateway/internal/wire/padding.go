package wire

// crypto/tls cuts what one Write is given into records: the first of a
// connection carries firstRecord bytes, each one after it as many more, and
// none more than maxRecord. All records of one Write are built in one buffer.
const (
	firstRecord = 1186
	maxRecord   = 16 << 10
)

const (
	headSlack = 150  // how far the head may be from the length it is reckoned to have
	minBlanks = 1400 // what was measured to be enough for a short request
)

// padding is how many blanks to send between a head and size bytes of JSON,
// which allows them, and whether records are to be of full size from the start.
//
// TLS 1.3 seals a record in the buffer it was copied to, and when that is a few
// bytes too small, moves it: the plain text stays in the old one, on the heap.
// So a record of blanks comes before the one with the digits and in the same
// Write, and is at least as long: it makes the buffer big enough. A long body
// needs more blanks, or else a first record as large as records can be.
//
// All this is how crypto/tls happens to work; TestNoCardInMemory watches it.
func padding(head, size int) (blanks int, fullRecords bool) {
	record := 2 * firstRecord
	before := firstRecord + record // two records of head and blanks
	for size+2*headSlack > record || before < head+minBlanks {
		record += firstRecord
		if before += record; before > maxRecord {
			return maxRecord, true
		}
	}
	return before + headSlack - head, false
}
