package sqljournal

import (
	"context"
	"database/sql"
	"regexp"
	"sync"
	"time"

	"motoconsole/internal/journal"
	"motoconsole/internal/journal/sqljournal/mark"
)

// database is what the databases that keep a journal do each in its own way. All else is
// the same Go and the same statements: text puts these into a database's words.
type database interface {
	// text is a statement in the words of the database.
	text(statement string) string
	// fault turns an error of the database into a fault of the journal. It returns any
	// other error unchanged.
	fault(err error) error
	// endsIntents reports a fault after which no intent can be trusted until the journal has
	// been opened again.
	endsIntents(kind journal.Fault) bool
	// commit ends a transaction. It fails also if what was committed is not where the
	// journal must have it.
	commit(q *tx) error
	// isUnsure reports an error of commit after which the transaction may have taken place.
	isUnsure(err error) bool

	// noTurn is why a write had no turn before its context ended. Away tells that the server
	// did not answer the last write.
	noTurn(err error, away bool) error
	// some gives the rows of a query to read, in one or several parts, as long as read wants
	// more. What it does not want is not read from the disk either, as far as the order allows.
	some(ctx context.Context, q *pool, query string, args []any, read func(*sql.Rows) (n int, more bool, err error)) error
	// there fails if what is written now would be written into a journal that is gone.
	there() error
	// lock keeps every other writer of the journal away until the transaction ends, and
	// then asks whether it is the same journal still. Changed tells that it may have been
	// exchanged since the last write.
	lock(ctx context.Context, q *tx, isSame func(changed bool) error) error
	// rest lets the transaction do nothing for a while without being ended for it.
	rest(ctx context.Context, q *tx) error
	// rewrite removes what a failed commit left behind.
	rewrite(ctx context.Context, q *tx) error

	// marks are the ends of the history that are known from elsewhere; note adds one, and
	// renew replaces them all, durably.
	marks() []mark.Position
	note(p mark.Position)
	renew(p mark.Position) error
	// markAt is the name beside which the mark is; "" for none.
	markAt() string

	// examine looks for damage when the journal is opened to be written, check everywhere
	// and at any time, and pages as a part of a verification.
	examine(ctx context.Context, q *pool) error
	check(ctx context.Context) error
	pages(ctx context.Context, q *tx, r *journal.Report) error
	// isNearlyFull is IsNearlyFull.
	isNearlyFull() bool

	// keepsTables is KeepsTables.
	keepsTables(ctx context.Context) (bool, error)
	// keepsDay reports that drop and dropPeople delete nothing of the last day.
	keepsDay() bool
	// drop deletes the history through an event, with the attempts that ended in it. The
	// transaction has noted that in the history.
	drop(ctx context.Context, q *tx, through int64, hash []byte) error
	// dropAudits deletes the record of events through a number.
	dropAudits(ctx context.Context, q *tx, through int64, hash []byte) error
	// dropPeople deletes the versions of the tables of agents through a number.
	dropPeople(ctx context.Context, q *tx, through int64, hash []byte) error
	// clean leaves nothing of deleted texts in a log.
	clean(ctx context.Context, q *pool) error

	// listen is Listen.
	listen(ctx context.Context, heard func(listening bool))

	// bound ends a write that would wait for ever.
	bound(ctx context.Context) (context.Context, context.CancelFunc)
	close() error
}

// words are what the two databases say differently. The first is how the statements of
// this package write it.
var words = []struct {
	word             *regexp.Regexp
	sqlite, postgres string
}{
	// The journal's clock. SQLite's is that of the caller, which is on the same host.
	{regexp.MustCompile(`clock\((\?\d*)\)`), "$1", "moto_clock($1)"},
	// A name of an order, whatever its ASCII capitals.
	{regexp.MustCompile(`nocase\((\w+)\)`), "$1 COLLATE NOCASE", `lower($1 COLLATE "C")`},
	// Lists that are given as JSON: of names of orders, of texts, of numbers.
	{regexp.MustCompile(`names\((\?\d*)\)`), "SELECT value FROM json_each($1)", `SELECT lower(value COLLATE "C") FROM jsonb_array_elements_text($1::text::jsonb) AS value`},
	{regexp.MustCompile(`texts\((\?\d*)\)`), "SELECT value FROM json_each($1)", "SELECT jsonb_array_elements_text($1::text::jsonb)"},
	{regexp.MustCompile(`numbers\((\?\d*)\)`), "SELECT value FROM json_each($1)", "SELECT jsonb_array_elements_text($1::text::jsonb)::bigint"},
	{regexp.MustCompile(`\bgreatest\(`), "max(", "greatest("},
	// SQLite has no statistics of a journal: some queries name their index.
	{regexp.MustCompile(`INDEXED BY \w+ `), "$0", ""},
}

// wording puts statements into the words of one database, each once.
type wording struct {
	say   func(statement string) string
	known sync.Map
}

func (w *wording) text(statement string) string {
	if said, ok := w.known.Load(statement); ok {
		return said.(string)
	}
	said := w.say(statement)
	w.known.Store(statement, said)
	return said
}

// inSQLite is a statement in the words of SQLite.
func inSQLite(statement string) string {
	for _, w := range words {
		statement = w.word.ReplaceAllString(statement, w.sqlite)
	}
	return statement
}

// pool is connections to a database that are spoken to in the words of this package.
type pool struct {
	*sql.DB

	text func(string) string
}

func (p *pool) QueryContext(ctx context.Context, statement string, args ...any) (*sql.Rows, error) {
	return p.DB.QueryContext(ctx, p.text(statement), args...)
}

func (p *pool) QueryRowContext(ctx context.Context, statement string, args ...any) *sql.Row {
	return p.DB.QueryRowContext(ctx, p.text(statement), args...)
}

func (p *pool) ExecContext(ctx context.Context, statement string, args ...any) (sql.Result, error) {
	return p.DB.ExecContext(ctx, p.text(statement), args...)
}

func (p *pool) begin(ctx context.Context, o *sql.TxOptions) (*tx, error) {
	began, err := p.BeginTx(ctx, o)
	return &tx{Tx: began, text: p.text}, err
}

// tx is a transaction that is spoken to in the same way.
type tx struct {
	*sql.Tx

	text func(string) string
	// asked is the caller's time, and now the journal's at that moment. They are the same
	// where the caller's clock is the journal's.
	asked, now time.Time
	// found is where the journal ended when this transaction had locked it.
	found historyEnd
}

// at is a moment of the caller's clock by the journal's.
func (t *tx) at(callers time.Time) time.Time { return t.now.Add(callers.Sub(t.asked)) }

func (t *tx) QueryContext(ctx context.Context, statement string, args ...any) (*sql.Rows, error) {
	return t.Tx.QueryContext(ctx, t.text(statement), args...)
}

func (t *tx) QueryRowContext(ctx context.Context, statement string, args ...any) *sql.Row {
	return t.Tx.QueryRowContext(ctx, t.text(statement), args...)
}

func (t *tx) ExecContext(ctx context.Context, statement string, args ...any) (sql.Result, error) {
	return t.Tx.ExecContext(ctx, t.text(statement), args...)
}
