package wire

import "testing"

// TestPadding: at any length, the record with the digits fits a buffer that is already
// large enough.
func TestPadding(t *testing.T) {
	for _, reckoned := range []int{250, 350, 1100, 5000} {
		for _, head := range []int{reckoned - headSlack, reckoned, reckoned + headSlack} {
			for size := 1; size < 20_000; size++ {
				blanks, full := padding(reckoned, size)
				if blanks < 1400 || full && blanks < maxRecord {
					t.Fatalf("%d bytes: %d blanks", size, blanks)
				}
				// Follow the records: before the first byte of JSON, one has gone that is as long
				// as all that is left.
				record, longest, at := firstRecord, 0, 0
				if full {
					record = maxRecord
				}
				for at+record <= head+blanks {
					at, longest = at+record, record
					if record += firstRecord; full {
						record = maxRecord
					}
				}
				if rest := head + blanks + size - at; rest > longest && longest < maxRecord {
					t.Fatalf("head %d, %d bytes: %d blanks, the last record has %d and the one before %d", head, size, blanks, rest, longest)
				}
			}
		}
	}
}
