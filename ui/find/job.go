package find

import (
	"context"
	"errors"
	"time"

	"motoconsole/gateway"
	"motoconsole/internal/lookup"
	"motoconsole/internal/statement"
	"motoconsole/ui/kit"
)

// searchJob runs a search in its own goroutine. If the page no longer takes its
// messages, a send ends with the context.
type searchJob struct {
	ctx     context.Context
	session *kit.Console
	search  lookup.Search
	number  int
	most    int // records to take
	feed    chan foundMsg

	rows     []*row
	kept     map[string]bool // the keys of the journal's rows
	gone     []string
	known    lookup.Known // what of the search is reserved
	count    int
	capped   bool
	progress lookup.Progress
	told     time.Time
}

// errDefect ends a search that panicked.
var errDefect = errors.New("a defect of the program ended the search")

// run searches and tells the page how the search ended, also where it panics.
func (j *searchJob) run() {
	end := foundMsg{err: errDefect}
	defer close(j.feed)
	defer func() {
		end.done, end.capped, end.unread = true, j.capped, j.known.Missing()
		j.send(end)
	}()
	defer j.forget()
	j.askJournal()
	end.sum, end.err = lookup.Run(j.ctx, j.session.Search, j.search, lookup.Options{Site: j.session.Site, Other: j.other, Progress: j.onward}, j.take)
}

// forget wipes the card numbers that were asked for.
func (j *searchJob) forget() {
	for _, card := range j.search.Filter.Cards {
		card.Wipe()
	}
	if len(j.search.Filter.Cards) > 0 {
		j.session.ForgetCard()
	}
}

// askJournal shows what the journal has at once, and says how far back is looked.
func (j *searchJob) askJournal() {
	var kept lookup.Kept
	if j.session.Journal != nil {
		kept = j.session.Journal(j.ctx, j.search)
		j.search = j.search.With(kept)
	}
	if j.asks() {
		j.search.Reserved = j.known.Reserved
	}
	j.kept = map[string]bool{}
	for _, a := range kept.Attempts {
		if j.search.Lists(a) {
			w := keptRow(a, j.session.Form.Currencies, j.session.Now())
			j.rows, j.kept[w.key()] = append(j.rows, w), true
		}
	}
	msg := foundMsg{explain: j.search.Explain(), tried: j.search.Tried(), missing: j.search.Missing(kept)}
	if j.search.From.IsZero() && j.search.To.IsZero() || kept.Problem != "" {
		msg.reach = j.search.Reach(kept)
	}
	j.send(msg)
}

// asks reports that there is a journal to ask what is reserved.
func (j *searchJob) asks() bool {
	if reserved := j.session.Reserved; reserved != nil && j.known.Ask == nil {
		j.known.Ask = func(reference string) (bool, error) { return reserved(j.ctx, reference) }
	}
	return j.known.Ask != nil
}

// take keeps a record for the next batch.
func (j *searchJob) take(r gateway.Record) bool {
	if j.count == j.most {
		j.capped = true
		return false
	}
	j.count++
	w := newRow(r, j.session.Form.Currencies, j.session.Now())
	if j.asks() && statement.IsCapturable(w.record) {
		w.reserve(j.known.Reserved(w.record.TransactionReference))
	}
	j.rows = append(j.rows, w)
	if len(j.rows) == batchRows {
		j.send(foundMsg{})
	}
	return j.ctx.Err() == nil
}

// other notes a row of the journal whose record at the gateway does not match the
// search.
func (j *searchJob) other(r gateway.Record) {
	w := row{record: r.Cleaned()}
	for _, key := range []string{w.key(), w.sentKey()} {
		if j.kept[key] {
			j.gone = append(j.gone, key)
		}
	}
}

// onward says how far the search is. It sends the rows too, because the next stretch of
// time may take long.
func (j *searchJob) onward(p lookup.Progress) {
	j.progress = p
	if now := j.session.Now(); len(j.rows)+len(j.gone) > 0 || now.Sub(j.told) >= progressRest {
		j.told = now
		j.send(foundMsg{})
	}
}

// send hands over the rows there are with a message.
func (j *searchJob) send(msg foundMsg) {
	msg.search, msg.feed, msg.rows, msg.gone, msg.progress = j.number, j.feed, j.rows, j.gone, j.progress
	j.rows, j.gone = nil, nil
	select {
	case j.feed <- msg:
	case <-j.ctx.Done():
	}
}
