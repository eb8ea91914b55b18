package find

import (
	"context"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"motoconsole/gateway"
	"motoconsole/internal/lookup"
	"motoconsole/internal/panics"
	"motoconsole/internal/statement"
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
	// rereadTime is how long the query for a single record may take.
	rereadTime = 30 * time.Second
)

// searchRun is the search whose records are listed, on its way or done.
type searchRun struct {
	number  int    // which one it is: what comes of an earlier one is dropped
	words   string // the line
	byCard  bool   // with a card number, which was not kept
	explain string
	parts   []string           // of the search as it was understood
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
	unread   string // what the journal could not be asked, with done
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
func (l *Page) begin(search lookup.Search) tea.Cmd {
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
		explain: search.Explain(), parts: search.Understood(), cancel: cancel,
	}
	l.stage, l.narrowing, l.fresh, l.nothing = listing, false, false, false
	feed := make(chan foundMsg)
	job := &searchJob{session: l.shell.Console, search: search, number: l.run.number, most: l.most, feed: feed, ctx: ctx}
	return func() tea.Msg {
		go panics.Caught(job.session.Log, "Find", job.run)
		return kit.To{Place: kit.Find, Msg: <-feed}
	}
}

// found takes in rows and news of the search, and waits for more.
func (l *Page) found(msg foundMsg) tea.Cmd {
	if old, now := msg.reread[0], msg.reread[1]; msg.search == l.run.number && old != nil {
		if now == nil {
			l.shell.Notify("This payment could not be refreshed: its row may be out of date.")
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
	if msg.unread != "" {
		l.run.missing = msg.unread
	}
	if isRefusal(msg.err) && len(l.list.rows) == 0 && l.stage == listing {
		l.refuse(msg.err)
		return nil
	}
	l.ended()
	return nil
}

// again asks once more for what the list shows.
func (l *Page) again() tea.Cmd {
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

// title names what is looked for, in the agent's words.
func (s *searchRun) title() string {
	switch {
	case s.byCard && s.words == "":
		return "a card number"
	case s.byCard:
		return strings.TrimSpace(s.words) + ", and a card number"
	}
	return s.words
}

// reread reads again the record that the agent comes back from: it may have been
// refunded or cancelled meanwhile.
func (l *Page) reread() tea.Cmd {
	old := l.shown
	if l.shown = nil; old == nil || old.record.TransactionReference == "" {
		return nil
	}
	session, number := l.shell.Console, l.run.number
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
			w := newRow(result.Records[0], session.Form.Currencies, session.Now())
			if reserved := session.Reserved; reserved != nil && statement.IsCapturable(w.record) {
				is, err := reserved(ctx, w.record.TransactionReference) // a supervisor may have held it since
				w.reserve(is && err == nil)
			}
			msg.reread[1] = w
		}
		return kit.To{Place: kit.Find, Msg: msg}
	}
}
