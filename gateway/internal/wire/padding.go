package wire

// crypto/tls splits the bytes of one Write into records: the first of a connection
// carries firstRecord bytes, each later one as many more, and none more than
// maxRecord. It builds all records of one Write in one buffer.
const (
	firstRecord = 1186
	maxRecord   = 16 << 10
)

const (
	headSlack = 150  // how far the head may be from its estimated length
	minBlanks = 1400 // measured to be enough for a short request
)

// padding is how many blanks, which JSON allows, to send between a head and size
// bytes of JSON, and whether records must be of full size from the start.
//
// TLS 1.3 seals a record in the buffer it was copied to. If that is a few bytes too
// small, it moves the record, and the plain text stays in the old buffer, on the
// heap. So a record of blanks goes before the one with the digits, in the same
// Write. It is at least as long, so it makes the buffer big enough. A long body
// needs more blanks, or else a first record of the greatest size.
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
