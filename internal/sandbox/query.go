package sandbox

import (
	"motoconsole/internal/sandbox/book"
	"strconv"
	"time"
)

// maxFound is how many records one query gives at most, and the highest figure
// it counts to.
const maxFound = 500

// query answers a TRANSACTIONQUERY. Its own errorcode says that it was
// carried out, each record's how that transaction went.
func (b *Bank) query(e element, now time.Time) answer {
	f, refused, data := filterOf(e, b.filterFields, &b.key)
	if refused != "" {
		return reject(now, refused, data...)
	}
	records := b.found(f, now)
	a := done(book.TypeQuery, now)
	a.Found, a.Records = strconv.Itoa(len(records)), &records
	return a
}

// found is the records that a filter lets through.
func (b *Bank) found(f *book.Filter, now time.Time) []answer {
	found := b.book.Query(f, now, maxFound)
	records := make([]answer, len(found))
	for i := range found {
		records[i] = describeRecord(&found[i])
	}
	return records
}
