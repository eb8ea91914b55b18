package sandbox

import (
	"maps"
	"time"

	"motoconsole/internal/sandbox/book"
	"motoconsole/internal/sandbox/message"
)

// jobDone is the result of an element, as far as the next element may build on it.
type jobDone struct {
	updated   []string // the transactions that an update changed
	reference string   // of the transaction that it made last
}

// do carries out one element, type by type. Each transaction it makes is the child
// of the one before. A type that fails, or sends the cardholder to a page of the
// card issuer, is the last.
func (b *Bank) do(j *job, before string, started time.Time) ([]message.Answer, jobDone) {
	if j.refused != nil {
		return []message.Answer{*j.refused}, jobDone{}
	}
	e := j.element
	if j.types[0] == book.TypeSubscription && e.Value("parenttransactionreference") == "" {
		e = b.under(before, e)
	}
	var answers []message.Answer
	var done jobDone
	for _, t := range j.types {
		var a message.Answer
		a, done.updated = b.perform(t, e, started)
		answers = append(answers, a)
		if a.Reference != "" {
			done.reference = a.Reference
			e = b.under(a.Reference, e)
		}
		if a.ErrorCode != "0" || a.ACSURL != "" {
			break
		}
	}
	return answers, done
}

// under makes the element the child of a transaction, whose site it inherits. It
// drops md and pares, which were for the transaction.
func (b *Bank) under(parent string, e message.Element) message.Element {
	p, ok := b.book.Booked(parent)
	if !ok {
		return e
	}
	child := maps.Clone(e)
	delete(child, "md")
	delete(child, "pares")
	child.Put("parenttransactionreference", parent)
	child.Suggest("sitereference", p.Site)
	return child
}
