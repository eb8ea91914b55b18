package sandbox

import (
	"strconv"
	"time"
)

// maxFound is how many records one query gives at most, and the highest figure
// it counts to.
const maxFound = 500

// query answers a TRANSACTIONQUERY. Its own errorcode says that it was
// carried out, each record's how that transaction went.
func (b *Bank) query(e element, now time.Time) answer {
	f, refused, data := b.filter(e)
	if refused != "" {
		return reject(now, refused, data...)
	}
	found := b.book.query(f, now, maxFound)
	records := make([]answer, len(found))
	for i := range found {
		records[i] = found[i].record()
	}
	a := done(typeQuery, now)
	a.Found, a.Records = strconv.Itoa(len(found)), &records
	return a
}
