package book

import (
	"context"
	"database/sql"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"time"

	"motoconsole/gateway"

	_ "modernc.org/sqlite" // the driver
)

// Marks of our own state files: "moto" as a number, and the layout's version.
const (
	stateApplication = 0x6d6f746f
	stateVersion     = 1
)

// disk is the book on disk: one SQLite file that one bank has open. It holds no
// card number and nothing computed from one, only the masked number.
type disk struct{ db *sql.DB }

// Open opens a book in a file, or an empty one if the file does not exist.
func Open(path string, settleAfter time.Duration) (*Book, error) {
	d, err := openDisk(path)
	if err != nil {
		return nil, fmt.Errorf("use state file %s: %w", path, err)
	}
	s := New(settleAfter)
	if err := d.load(s); err != nil {
		return nil, errors.Join(fmt.Errorf("read state file %s: %w", path, err), d.db.Close())
	}
	s.disk = d
	return s, nil
}

// Close writes down the settlements that time has brought and closes the file.
func (s *Book) Close(now time.Time) error {
	if s.disk == nil {
		return nil
	}
	_, err := s.advance(now, func(t *Transaction, _ time.Time) gateway.SettleStatus { return t.SettleStatus })
	s.mu.Lock()
	defer s.mu.Unlock()
	return errors.Join(err, s.disk.db.Close())
}

func openDisk(path string) (*disk, error) {
	if err := ours(path); err != nil {
		return nil, err
	}
	// SQLite would make the file readable to every user.
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

// ours refuses a file that is neither a test bank's nor empty. It reads only the
// header, because opening the file as a database would already change it.
func ours(path string) error {
	if info, err := os.Stat(path); err == nil && !info.Mode().IsRegular() && !info.IsDir() { // reading a pipe would wait
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
