package servertest

import (
	"context"
	"sync"
	"sync/atomic"
	"time"

	"motoconsole/internal/journal"
	"motoconsole/internal/journal/pgtest"
	"motoconsole/internal/journal/sqljournal"
)

// Book is a journal on the server as one process has it.
type Book struct {
	*sqljournal.Store

	world *World
	line  *pgtest.Line
	dies  func(why string)
	gone  atomic.Bool

	mu   sync.Mutex
	next Blow // what happens to the next commit
	stay time.Duration
}

// Open is a journal as a process finds it, if the process can reach the server. Dies ends
// the process.
func (w *World) Open(journal int, now func() time.Time, dies func(why string)) (*Book, error) {
	b := &Book{world: w, line: &pgtest.Line{}, dies: dies}
	b.line.Commit, b.line.Struck = b.commits, b.committed
	var err error
	b.Store, err = w.connect(journal, b.line, now)
	w.mu.Lock()
	defer w.mu.Unlock()
	if err != nil {
		w.Happened[NoStart]++
		return nil, err
	}
	w.books = append(w.books, b)
	return b, nil
}

// Crash is the death of the process: the system closes its connections.
func (b *Book) Crash() {
	b.gone.Store(true)
	b.line.Break()
}

// mend lets a living process reach the server again.
func (b *Book) mend() {
	if b.line.Mend(); b.gone.Load() {
		b.line.Break()
	}
}

// Meets says what happens to the next commit, and how long it stays so.
func (b *Book) Meets(what Blow, stay time.Duration) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.next, b.stay = what, stay
}

// takes is what happens to a commit, once, if it is one of these.
func (b *Book) takes(is func(Blow) bool) (Blow, time.Duration) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if what := b.next; is(what) {
		b.next = None
		return what, b.stay
	}
	return None, 0
}

// commits says what happens to a commit that is about to be sent.
func (b *Book) commits() pgtest.Loss {
	w := b.world
	b.mu.Lock()
	what, stay := b.next, b.stay
	if !what.isAfter() {
		b.next = None
	}
	b.mu.Unlock()
	w.mu.Lock()
	defer w.mu.Unlock()
	switch what {
	case CommitLost:
		w.Happened[what]++
		return pgtest.LosesCommit
	case DiesBefore:
		w.Happened[what]++
		b.dies("before its commit")
		return pgtest.LosesCommit
	case CrashBefore:
		if w.crash() {
			w.Happened[what]++
		}
		return pgtest.LosesCommit
	case PausedThere:
		if w.pause() {
			w.Happened[what]++
			w.Log("is paused on a commit, for %v", stay)
			w.Later(stay, w.resume)
		}
		return pgtest.LosesNothing
	case Away:
		w.Happened[what]++
		time.AfterFunc(stay, b.mend)
		return pgtest.LosesAll
	case Silence:
		w.Happened[what]++
		return pgtest.LosesWord
	case AnswerLost:
		w.Happened[what]++
		return pgtest.LosesAnswer
	case DiesAfter, CrashAfter:
		return pgtest.LosesAnswer // and committed does the rest
	default:
		return pgtest.LosesNothing
	}
}

// committed is told that a commit has taken place whose answer is about to be lost.
func (b *Book) committed() {
	w := b.world
	what, _ := b.takes(Blow.isAfter)
	w.mu.Lock()
	defer w.mu.Unlock()
	switch what {
	case DiesAfter:
		w.Happened[what]++
		b.dies("when its commit has taken place")
	case CrashAfter:
		if w.crash() {
			w.Happened[what]++
		}
	default:
	}
}

// Judge is a journal on the server for the judges. No fault strikes them, so while the server
// is paused they see what it held when that began: it can change nothing.
type Judge struct {
	*sqljournal.Store

	world  *World
	paused atomic.Bool
	found  []journal.Entry
}

// Judge opens a journal for the judges.
func (w *World) Judge(journal int) *Judge {
	store, err := w.connect(journal, &pgtest.Line{}, time.Now)
	must(err)
	j := &Judge{Store: store, world: w}
	w.judges = append(w.judges, j)
	return j
}

// Recent implements journal.Store.
func (j *Judge) Recent(ctx context.Context, agent string, n int) ([]journal.Entry, error) {
	if j.paused.Load() {
		return j.found, nil
	}
	return asked(j, func() ([]journal.Entry, error) { return j.Store.Recent(ctx, agent, n) })
}

// BySentReference implements journal.Store.
func (j *Judge) BySentReference(ctx context.Context, sent string) (journal.Entry, error) {
	if !j.paused.Load() {
		return asked(j, func() (journal.Entry, error) { return j.Store.BySentReference(ctx, sent) })
	}
	for _, e := range j.found {
		if e.SentReference == sent {
			return e, nil
		}
	}
	return journal.Entry{}, journal.ErrNotFound
}

// ByTransaction implements journal.Store.
func (j *Judge) ByTransaction(ctx context.Context, reference string) ([]journal.Entry, error) {
	if !j.paused.Load() {
		return asked(j, func() ([]journal.Entry, error) { return j.Store.ByTransaction(ctx, reference) })
	}
	var found []journal.Entry
	for _, e := range j.found {
		if e.TransactionReference == reference || e.Parent == reference {
			found = append(found, e)
		}
	}
	return found, nil
}

// asked asks again where a connection turns out to be broken, or a full disk has ended the
// server.
func asked[T any](j *Judge, ask func() (T, error)) (found T, err error) {
	for try := range 8 {
		if found, err = ask(); journal.FaultOf(err) == "" {
			return found, err
		}
		if try == 4 {
			must(j.world.troubles.Free())
		}
	}
	return found, err
}
