package ui

import (
	"context"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"motoconsole/gateway"
	"motoconsole/internal/lookup"
	"motoconsole/ui/kit"
)

const (
	// mostRows is how many records the list holds, at two to three kilobytes
	// each. No agent reads that many; `moto lookup` writes them all.
	mostRows = 50_000
	// Rows come to the screen in batches, and word of how far it is at this
	// distance.
	batchRows    = 100
	progressRest = 50 * time.Millisecond
	// rereadTime bounds the question for a single record.
	rereadTime = 30 * time.Second
)

// searchRun is the search whose records are listed, on its way or done.
type searchRun struct {
	number  int    // which one it is: what comes of an earlier one is dropped
	words   string // the line
	byCard  bool   // with a card number, which was not kept
	explain string
	reach   string             // how far back was looked, where the agent named no time
	tried   string             // the spellings of names
	missing string             // what of the journal was not asked for
	cancel  context.CancelFunc // while it is on its way
	stopped bool               // by the agent: what came is not all

	progress lookup.Progress
	sum      lookup.Summary
	capped   bool // there were more than the list holds
	err      error
}

// running reports a search on its way.
func (s *searchRun) running() bool { return s.cancel != nil }

// stop ends a search on its way.
func (s *searchRun) stop() {
	if s.cancel != nil {
		s.cancel()
		s.cancel = nil
		s.stopped = true
	}
}

// foundMsg is what a search brings.
type foundMsg struct {
	search   int
	feed     <-chan foundMsg // where more comes from
	explain  string          // what is asked, once the journal has been read
	reach    string          // with explain, as what follows
	tried    string
	missing  string
	rows     []*row
	gone     []string // the keys of the journal's rows that are not looked for as the gateway has them
	progress lookup.Progress
	reread   [2]*row // a row of the list, and how its record stands now
	done     bool
	sum      lookup.Summary // with done, as what follows
	capped   bool
	err      error
}

// begin starts a search and goes to the list. The list of the one before is
// dropped. Its order and its selection come back where the search is the same.
func (l *findPage) begin(search lookup.Search) tea.Cmd {
	l.run.stop()
	words := fieldText(l.line, lineField)
	list := foundList{}
	if words == l.run.words { // the same caller's: order and selection stay
		list = foundList{order: l.list.order, wanted: l.list.selectedID()}
	}
	l.list = list
	l.newNarrow()
	ctx, cancel := context.WithCancel(context.Background())
	l.run = searchRun{
		number: l.run.number + 1, words: words, byCard: len(search.Filter.Cards) > 0,
		explain: search.Explain(), cancel: cancel,
	}
	l.stage, l.narrowing, l.fresh, l.nothing = listing, false, false, false
	feed := make(chan foundMsg)
	job := searchJob{session: l.shell.Session, search: search, number: l.run.number, most: l.most, feed: feed, ctx: ctx}
	return func() tea.Msg {
		go job.run()
		return kit.To{Place: kit.Find, Msg: <-feed}
	}
}

// found takes in rows and news of the search, and waits for more.
func (l *findPage) found(msg foundMsg) tea.Cmd {
	if old, now := msg.reread[0], msg.reread[1]; msg.search == l.run.number && old != nil {
		if now == nil {
			l.shell.Notify("The payment could not be read again: its row may be out of date.")
			return nil
		}
		l.list.replace(old, now)
		return nil
	}
	if msg.search != l.run.number || !l.run.running() {
		return nil
	}
	if msg.explain != "" {
		l.run.explain, l.run.reach, l.run.tried, l.run.missing = msg.explain, msg.reach, msg.tried, msg.missing
	}
	l.list.add(msg.rows)
	for _, key := range msg.gone {
		l.list.drop(key)
	}
	l.run.progress = msg.progress
	if !msg.done {
		return func() tea.Msg { return kit.To{Place: kit.Find, Msg: <-msg.feed} }
	}
	l.run.cancel()
	l.run.cancel = nil
	l.run.sum, l.run.capped, l.run.err = msg.sum, msg.capped, msg.err
	if isRefusal(msg.err) && len(l.list.rows) == 0 && l.stage == listing {
		l.refuse(msg.err)
		return nil
	}
	l.ended()
	return nil
}

// searchJob runs a search beside the screen. A send that the screen does not take any
// more ends with the context.
type searchJob struct {
	ctx     context.Context
	session *kit.Session
	search  lookup.Search
	number  int
	most    int // records to take
	feed    chan foundMsg

	rows     []*row
	kept     map[string]bool // the keys of the journal's rows
	gone     []string
	count    int
	capped   bool
	progress lookup.Progress
	told     time.Time
}

func (j *searchJob) run() {
	defer close(j.feed)
	j.askJournal()
	sum, err := lookup.Run(j.ctx, j.session.Search, j.search, lookup.Options{Site: j.session.Site, Other: j.other, Progress: j.onward}, j.take)
	if len(j.search.Filter.Cards) > 0 {
		j.session.ForgetCard()
	}
	j.send(foundMsg{done: true, sum: sum, capped: j.capped, err: err})
}

// askJournal shows what the journal has at once, and says how far back is looked.
func (j *searchJob) askJournal() {
	var kept lookup.Kept
	if j.session.Journal != nil {
		kept = j.session.Journal(j.ctx, j.search)
		j.search = j.search.With(kept)
	}
	j.kept = map[string]bool{}
	for _, a := range kept.Attempts {
		if j.search.Lists(a) {
			w := keptRow(a, j.session.Form.Currencies)
			j.rows, j.kept[w.key()] = append(j.rows, w), true
		}
	}
	msg := foundMsg{explain: j.search.Explain(), tried: j.search.Tried(), missing: j.search.Missing(kept)}
	if j.search.From.IsZero() && j.search.To.IsZero() || kept.Problem != "" {
		msg.reach = j.search.Reach(kept)
	}
	j.send(msg)
}

// take keeps a record for the next batch.
func (j *searchJob) take(r gateway.Record) bool {
	if j.count == j.most {
		j.capped = true
		return false
	}
	j.count++
	j.rows = append(j.rows, newRow(r, j.session.Form.Currencies))
	if len(j.rows) == batchRows {
		j.send(foundMsg{})
	}
	return j.ctx.Err() == nil
}

// other takes note of a row of the journal's that is not looked for as the gateway
// has it.
func (j *searchJob) other(r gateway.Record) {
	w := row{record: r.Cleaned()}
	for _, key := range []string{w.key(), w.sentKey()} {
		if j.kept[key] {
			j.gone = append(j.gone, key)
		}
	}
}

// onward tells how far the search is. Rows do not wait for the next stretch of
// time, which may be long in coming.
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

// again asks once more for what the list shows.
func (l *findPage) again() tea.Cmd {
	l.fresh = false
	l.setLine(l.run.words)
	if l.run.byCard {
		l.openFilters()
		l.shell.Notify("The card number was not kept: type it again.")
		return nil
	}
	search, err := l.parse(l.run.words)
	if err == nil {
		err = search.Check()
	}
	if err != nil {
		l.refuse(err)
		return nil
	}
	return l.begin(search)
}

// title is what is looked for, in the agent's words.
func (s *searchRun) title() string {
	switch {
	case s.byCard && s.words == "":
		return "a card number"
	case s.byCard:
		return strings.TrimSpace(s.words) + ", and a card number"
	}
	return s.words
}

// reread asks how the record stands that the agent comes back from: it may have
// been refunded or cancelled meanwhile.
func (l *findPage) reread() tea.Cmd {
	old := l.shown
	if l.shown = nil; old == nil || old.record.TransactionReference == "" {
		return nil
	}
	session, number := l.shell.Session, l.run.number
	site := old.record.SiteReference
	if site == "" {
		site = session.Site
	}
	q := gateway.Query{Sites: []string{site}, TransactionReferences: []string{old.record.TransactionReference}}
	return func() tea.Msg {
		ctx, cancel := context.WithTimeout(context.Background(), rereadTime)
		defer cancel()
		msg := foundMsg{search: number, reread: [2]*row{old, nil}}
		result, err := session.Search.Query(ctx, q)
		if err == nil && len(result.Records) == 1 {
			msg.reread[1] = newRow(result.Records[0], session.Form.Currencies)
		}
		return kit.To{Place: kit.Find, Msg: msg}
	}
}
