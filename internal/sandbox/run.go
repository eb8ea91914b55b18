package sandbox

import (
	"encoding/json"
	"log/slog"
	"slices"
	"time"

	"motoconsole/gateway"
	"motoconsole/internal/sandbox/book"
	"motoconsole/internal/sandbox/message"
)

// maxQueries is how many queries one block may hold: each can return 500 records.
const maxQueries = 8

// maxAnswers is how many answers one block may need. The vendor gives no
// figure; its own clients send two elements at most.
const maxAnswers = 64

// job is one element and the types it asks for, or why it cannot be done.
type job struct {
	element message.Element
	types   []string
	refused *message.Answer
}

// run carries out a block, in order.
func (b *Bank) run(blk message.Block, started time.Time) []message.Answer {
	if len(blk.Elements) == 0 {
		return []message.Answer{message.Reject(started, "60018", "None")}
	}
	if len(blk.Elements) > maxAnswers {
		return []message.Answer{message.Reject(started, "60011")}
	}
	jobs := make([]job, len(blk.Elements))
	total, queries := 0, 0
	for i, e := range blk.Elements {
		jobs[i] = plan(e, started)
		total += max(1, len(jobs[i].types))
		for _, t := range jobs[i].types {
			if t == book.TypeQuery {
				queries++
			}
		}
	}
	if total > maxAnswers || queries > maxQueries {
		return []message.Answer{message.Reject(started, "60011")}
	}
	answers := make([]message.Answer, 0, total)
	var before jobDone // the element before
	for i, j := range jobs {
		if j.isRefundOf(before.updated) {
			before = jobDone{} // the update made it unnecessary
			continue
		}
		given, done := b.do(&j, before.reference, started)
		for k := range given {
			given[k].Did.Element, given[k].Did.Kind = i, k
		}
		answers, before = append(answers, given...), done
	}
	return answers
}

// isRefundOf reports whether the job is the second half of giving money back at
// any settle status: an update cancels or reduces, and the next element is a
// REFUND of the same payment in case it is too late for that.
func (j *job) isRefundOf(updated []string) bool {
	return slices.Equal(j.types, []string{book.TypeRefund}) && j.element.Value("accounttypedescription") != "CFT" &&
		slices.Contains(updated, j.element.Value("parenttransactionreference"))
}

// plan reads the request types of an element.
func plan(e message.Element, started time.Time) job {
	refuse := func(code string, data ...string) job {
		a := message.Reject(started, code, data...)
		return job{refused: &a}
	}
	const one, several = "requesttypedescription", "requesttypedescriptions"
	if e.Has(one) && e.Has(several) {
		return refuse("60040")
	}
	var types []string
	if e.Has(several) {
		if err := json.Unmarshal(e[several], &types); err != nil {
			return refuse("60018", "None")
		}
	} else if t, ok := e.Text(one); ok && t != "" {
		types = []string{t}
	}
	if len(types) == 0 {
		return refuse("60018", "None")
	}
	for _, t := range types {
		if !book.KnownType(t) {
			return refuse("60018", shownType(t))
		}
	}
	// Documented for TRANSACTIONUPDATE with REFUND: an update works on a filter,
	// the others on fields, so they cannot share one element.
	if len(types) > 1 && slices.Contains(types, book.TypeUpdate) {
		return refuse("30000", several)
	}
	return job{element: e, types: types}
}

// perform does one request of a known type, and returns what an update changed.
func (b *Bank) perform(requestType string, e message.Element, started time.Time) (a message.Answer, updated []string) {
	e = b.withBaseAmount(requestType, e, started)
	switch requestType {
	case book.TypeAuth, book.TypeAccountCheck:
		return b.authorise(requestType, e, started), nil
	case book.TypeRefund:
		return b.refund(e, started), nil
	case book.TypeThreeDQuery:
		return b.threeDQuery(e, started), nil
	case book.TypeQuery:
		return b.query(e, started), nil
	case book.TypeUpdate:
		a, updated = b.update(e, started)
		a.RequestType = book.TypeUpdate // a refused update too
		return a, updated
	case book.TypeCacheTokenise:
		return b.tokenise(e, started), nil
	}
	if k, ok := message.BookedOnly(requestType); ok {
		return b.bookOnly(k, e, started), nil
	}
	return message.Done(requestType, started), nil
}

// unwritten answers a request whose transaction could not be written to the state
// file. The transaction counts as never made.
func (b *Bank) unwritten(err error, started time.Time) message.Answer {
	b.log.Error("state file cannot be written", slog.Any("error", err))
	return message.Reject(started, "21000")
}

// maxTypeName is the length of a request type in the vendor's field table.
const maxTypeName = 20

// shownType is an unknown request type made safe to repeat. It may be very long, or
// a card number.
func shownType(name string) string {
	return gateway.Clean(message.Masked(gateway.Clean(name, 100)), maxTypeName)
}
