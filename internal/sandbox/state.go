package sandbox

import (
	"context"
	"database/sql"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"motoconsole/gateway"

	_ "modernc.org/sqlite" // the driver
)

// Marks of our own state files: "moto" as a number, and the layout's version.
const (
	stateApplication = 0x6d6f746f
	stateVersion     = 1
)

// disk is the book on disk: one SQLite file that one bank has open. It holds
// no card number and nothing computed from one, only the masked number.
type disk struct{ db *sql.DB }

// Open opens a bank with the book in c.StateFile, or with an empty one where
// there is no such file. Cards are forgotten with the process: payments of an
// earlier one are not found by pan. Close the bank after use.
func Open(c Config) (*Bank, error) {
	b := New(c)
	if c.StateFile == "" {
		return b, nil
	}
	d, err := openDisk(c.StateFile)
	if err != nil {
		return nil, fmt.Errorf("test bank cannot use state file %s: %w", c.StateFile, err)
	}
	if err := d.load(b.book); err != nil {
		return nil, errors.Join(fmt.Errorf("test bank cannot read state file %s: %w", c.StateFile, err), d.db.Close())
	}
	b.book.disk = d
	return b, nil
}

// Close writes down what time has settled and closes the state file.
func (b *Bank) Close() error {
	if b.book.disk == nil {
		return nil
	}
	_, err := b.book.advance(b.now(), func(t *transaction, _ time.Time) gateway.SettleStatus { return t.settleStatus })
	b.book.mu.Lock()
	defer b.book.mu.Unlock()
	return errors.Join(err, b.book.disk.db.Close())
}

func openDisk(path string) (*disk, error) {
	if err := ours(path); err != nil {
		return nil, err
	}
	// SQLite would make the file readable to everybody.
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, err
	}
	if err := f.Close(); err != nil {
		return nil, err
	}
	full, err := filepath.Abs(path)
	if err != nil {
		return nil, err
	}
	source := url.URL{Scheme: "file", Path: full, RawQuery: "_pragma=locking_mode(exclusive)&_pragma=journal_mode(wal)&_pragma=synchronous(normal)"}
	db, err := sql.Open("sqlite", source.String())
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(1)
	d := &disk{db}
	if err := d.prepare(); err != nil {
		return nil, errors.Join(err, db.Close())
	}
	return d, nil
}

// ours refuses a file that is neither a test bank's nor empty, from its header
// alone: opening it as a database would already change it.
func ours(path string) error {
	if info, err := os.Stat(path); err == nil && !info.Mode().IsRegular() && !info.IsDir() { // a pipe would be waited for
		return errNotOurs
	}
	f, err := os.Open(path) //nolint:gosec // the file that was named
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	defer func() { _ = f.Close() }() // it was only read
	header := make([]byte, 100)
	switch n, err := io.ReadFull(f, header); {
	case n == 0:
		return nil
	case err != nil || string(header[:16]) != "SQLite format 3\x00":
		return errNotOurs
	case binary.BigEndian.Uint32(header[68:]) != stateApplication: // where SQLite keeps the application_id
		return errNotOurs
	}
	return nil
}

var errNotOurs = errors.New("it is not a test bank's: name another file")

// prepare makes the table in an empty file, and refuses another layout.
func (d *disk) prepare() error {
	ctx := context.Background()
	var application, version, tables int
	for _, look := range []struct {
		sql  string
		into *int
	}{
		{"PRAGMA application_id", &application},
		{"PRAGMA user_version", &version},
		{"SELECT count(*) FROM sqlite_schema", &tables},
	} {
		if err := d.db.QueryRowContext(ctx, look.sql).Scan(look.into); err != nil {
			return fmt.Errorf("is another test bank using it? %w", err)
		}
	}
	switch {
	case application == stateApplication && version == stateVersion:
		return nil
	case application == stateApplication:
		return fmt.Errorf("it has layout %d, this program reads %d", version, stateVersion)
	case application != 0 || tables != 0:
		return errNotOurs
	}
	_, err := d.db.ExecContext(ctx, fmt.Sprintf(`
		BEGIN;
		CREATE TABLE transactions (
			serial INTEGER PRIMARY KEY, parent TEXT NOT NULL, requesttype TEXT NOT NULL, site TEXT NOT NULL,
			account TEXT NOT NULL, operator TEXT NOT NULL, started INTEGER NOT NULL, since INTEGER NOT NULL,
			visible INTEGER NOT NULL, amount INTEGER NOT NULL, settleamount INTEGER NOT NULL, currency TEXT NOT NULL,
			paymenttype TEXT NOT NULL, maskedpan TEXT NOT NULL, expiry TEXT NOT NULL, errorcode TEXT NOT NULL,
			checks TEXT NOT NULL, settlestatus INTEGER NOT NULL, settledue TEXT NOT NULL, authmethod TEXT NOT NULL,
			onfile TEXT NOT NULL, advice TEXT NOT NULL, threed TEXT NOT NULL, texts TEXT NOT NULL
		) STRICT;
		PRAGMA application_id = %d;
		PRAGMA user_version = %d;
		COMMIT`, stateApplication, stateVersion))
	return err
}

// keep writes transactions to disk, all or none. Without a disk there is
// nothing to do.
func (s *store) keep(changed ...*transaction) error {
	if s.disk == nil || len(changed) == 0 {
		return nil
	}
	ctx := context.Background()
	tx, err := s.disk.db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	for _, t := range changed {
		row, err := t.row()
		if err == nil {
			_, err = tx.ExecContext(ctx, `INSERT OR REPLACE INTO transactions
				VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)`, row...)
		}
		if err != nil {
			return errors.Join(err, tx.Rollback())
		}
	}
	return tx.Commit()
}

// row is a transaction as the table has it.
func (t *transaction) row() ([]any, error) {
	texts, err := json.Marshal(t.texts)
	if err != nil {
		return nil, err
	}
	status, err := strconv.Atoi(string(t.settleStatus))
	if err != nil {
		return nil, err
	}
	expiry, visible := "", int64(0)
	if !t.expiry.IsZero() {
		expiry = t.expiry.String()
	}
	if !t.visibleAt.IsZero() {
		visible = t.visibleAt.UnixNano()
	}
	return []any{
		t.serial, t.parent, t.requestType, t.site, t.account, t.operator, t.started.UnixNano(), t.since.UnixNano(),
		visible, t.minor, t.settleMinor, t.currency, t.paymentType, t.maskedPAN, expiry, t.errorCode,
		string(t.checks.Address + "," + t.checks.Postcode + "," + t.checks.SecurityCode), status,
		t.settleDue, t.authMethod, t.onFile, t.advice, t.threeD.String(), string(texts),
	}, nil
}

// load reads the whole book.
func (d *disk) load(s *store) error {
	rows, err := d.db.QueryContext(context.Background(), "SELECT * FROM transactions ORDER BY serial")
	if err != nil {
		return err
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		var t transaction
		var started, since, visible, status int64
		var expiry, checks, threeD, texts string
		if err := rows.Scan(&t.serial, &t.parent, &t.requestType, &t.site, &t.account, &t.operator, &started, &since,
			&visible, &t.minor, &t.settleMinor, &t.currency, &t.paymentType, &t.maskedPAN, &expiry, &t.errorCode,
			&checks, &status, &t.settleDue, &t.authMethod, &t.onFile, &t.advice, &threeD, &texts); err != nil {
			return err
		}
		if next := firstSerial + len(s.transactions); t.serial != next {
			return fmt.Errorf("transaction %d is missing", next)
		}
		if err := json.Unmarshal([]byte(texts), &t.texts); err != nil {
			return fmt.Errorf("transaction %d: %w", t.serial, err)
		}
		t.started, t.since = time.Unix(0, started).UTC(), time.Unix(0, since).UTC()
		t.expiry, _ = gateway.ParseExpiry(expiry) // "" for no card
		t.checks = readChecks(checks)
		t.settleStatus = gateway.SettleStatus(fmt.Sprint(status))
		t.threeD = readThreeD(threeD)
		t.trait = traitOfMasked(t.maskedPAN)
		if visible != 0 {
			t.visibleAt = time.Unix(0, visible).UTC()
		}
		t.reference = referenceOf(&t)
		s.append(&t)
	}
	return rows.Err()
}

func readChecks(v string) (c gateway.Checks) {
	if list := strings.Split(v, ","); len(list) == 3 {
		c.Address, c.Postcode = gateway.CheckResult(list[0]), gateway.CheckResult(list[1])
		c.SecurityCode = gateway.CheckResult(list[2])
	}
	return c
}
