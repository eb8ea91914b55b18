package sandbox

import (
	"strconv"
	"time"

	"motoconsole/internal/sandbox/book"
	"motoconsole/internal/sandbox/message"
)

// maxFound is the most records one query returns, and the highest figure it counts
// to.
const maxFound = 500

// query answers a TRANSACTIONQUERY. Its own errorcode says that it was carried out;
// each record's says how that transaction went.
func (b *Bank) query(e message.Element, now time.Time) message.Answer {
	f, refused, data := message.FilterOf(e, b.filterFields, &b.key)
	if refused != "" {
		return message.Reject(now, refused, data...)
	}
	records := b.found(f, now)
	a := message.Done(book.TypeQuery, now)
	a.Found, a.Records = strconv.Itoa(len(records)), &records
	return a
}

// found is the records that a filter lets through.
func (b *Bank) found(f *book.Filter, now time.Time) []message.Answer {
	found := b.book.Query(f, now, maxFound)
	records := make([]message.Answer, len(found))
	for i := range found {
		records[i] = message.DescribeRecord(&found[i])
	}
	return records
}
