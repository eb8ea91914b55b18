package sqljournal

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"errors"
	"io"
	"math/big"
	"net"
	"strings"
	"sync"
	"testing"
	"time"

	"motoconsole/internal/journal"
	"motoconsole/internal/journal/journaltest"
	"motoconsole/internal/journal/pgtest"
	"motoconsole/internal/journal/sqljournal/postgres"
)

// Each thing that can be wrong with a server is one sentence with the way out, and none of
// them holds a password.
func TestServerFaults(t *testing.T) {
	t.Parallel()
	server := pgtest.Shared(t)
	const password = "correct horse battery"
	server.Do(t,
		"CREATE ROLE guarded LOGIN PASSWORD '"+password+"'", "CREATE ROLE nobody_much LOGIN", "CREATE ROLE reading LOGIN SUPERUSER", "ALTER ROLE reading SET default_transaction_read_only = on",
		"CREATE SCHEMA foreign_one CREATE TABLE accounts (id int)",
		"CREATE DATABASE latin TEMPLATE template0 ENCODING 'LATIN1' LOCALE 'C'",
		"REVOKE CREATE ON DATABASE postgres FROM PUBLIC")
	t.Cleanup(func() {
		server.Do(t, "DROP DATABASE latin WITH (FORCE)", "DROP SCHEMA foreign_one CASCADE", "DROP ROLE guarded", "DROP ROLE nobody_much", "DROP ROLE reading")
	})
	changed := func(statement string) func(*postgres.Server) {
		return func(at *postgres.Server) {
			*at = server.Journal(t, time.Now())
			db, err := at.Writer()
			if err != nil {
				t.Fatal(err)
			}
			defer db.Close() //nolint:errcheck // a test's
			if _, err := db.ExecContext(t.Context(), statement); err != nil {
				t.Fatal(err)
			}
		}
	}
	good := server.Journal(t, time.Now())
	for name, test := range map[string]struct {
		spoil func(*postgres.Server)
		fault journal.Fault
		says  string
		fix   string
	}{
		"no such host":   {func(at *postgres.Server) { at.Hosts = []string{"no-such-host.invalid:5432"} }, journal.FaultAway, "no host has the name", "again when it answers"},
		"nobody listens": {func(at *postgres.Server) { at.Hosts = []string{closedPort(t)} }, journal.FaultAway, "connection refused", "again when it answers"},
		"no socket":      {func(at *postgres.Server) { at.Hosts = []string{t.TempDir()} }, journal.FaultAway, "cannot be reached", "again when it answers"},
		"user":           {func(at *postgres.Server) { at.User = "stranger" }, journal.FaultPermission, "sign-in of user stranger", "pg_hba.conf"},
		"password": {func(at *postgres.Server) {
			at.User, at.Password = "guarded", func() string { return "wrong " + password }
		}, journal.FaultPermission, "sign-in of user guarded", "password"},
		"password in the clear": {func(at *postgres.Server) {
			at.Hosts, at.Password = []string{askingInTheClear(t, password)}, func() string { return password }
		}, journal.FaultPermission, "scram-sha-256", "pg_hba.conf"},
		"database": {func(at *postgres.Server) { at.Database = "elsewhere" }, journal.FaultMissing, "no database elsewhere", "docs/postgresql.md"},
		"role":     {func(at *postgres.Server) { at.Role = "nobody_knows" }, journal.FaultPermission, "no role nobody_knows", "journal.role"},
		"rights":   {func(at *postgres.Server) { at.User = "nobody_much" }, journal.FaultPermission, "user nobody_much lacks rights", "--grant"},
		"some rights": {func(at *postgres.Server) {
			changed("GRANT USAGE ON SCHEMA " + good.Schema + " TO nobody_much; GRANT SELECT ON ALL TABLES IN SCHEMA " + good.Schema + " TO nobody_much")(&postgres.Server{})
			at.User = "nobody_much"
		}, journal.FaultPermission, "lacks rights", "--grant"},
		"no schema":       {func(at *postgres.Server) { at.User, at.Schema = "nobody_much", "not_made_yet" }, journal.FaultMissing, "no tables", "moto journal migrate"},
		"a newer schema":  {changed("UPDATE moto_journal SET version = 99"), journal.FaultNewer, "number 99", "newer moto"},
		"a column less":   {changed("ALTER TABLE identity RENAME COLUMN name TO called"), journal.FaultForeign, "not as this moto knows them (SQLSTATE 42703)", "moto journal migrate"},
		"another program": {func(at *postgres.Server) { at.Schema = "foreign_one" }, journal.FaultForeign, "another program", "journal.schema"},
		"encoding":        {func(at *postgres.Server) { at.Database = "latin" }, journal.FaultForeign, "LATIN1 and not UTF8", "section 1 of docs/postgresql.md"},
		"a standby":       {func(at *postgres.Server) { at.User = "reading" }, journal.FaultReadOnly, "only reads", "primary"},
		"no TLS":          {func(at *postgres.Server) { at.Hosts, at.TLS = []string{answering(t, nil)}, "verify-full" }, journal.FaultPermission, "does not encrypt", "ssl = on"},
		"certificate":     {func(at *postgres.Server) { at.Hosts, at.TLS = []string{answering(t, selfSigned(t))}, "verify-full" }, journal.FaultPermission, "no authority that this host trusts", "root_certificate"},
	} {
		t.Run(name, func(t *testing.T) {
			at := good
			test.spoil(&at)
			s, err := Open(t.Context(), Options{Server: &at})
			if err == nil {
				_ = s.Close()
			}
			var fault *journal.Error
			if !errors.As(err, &fault) || fault.Fault != test.fault || !fault.Setup {
				t.Fatalf("got %v", err)
			}
			if !strings.Contains(fault.Error(), test.says) || !strings.Contains(fault.Hint, test.fix) {
				t.Errorf("it says %q, and to do: %q", fault.Error(), fault.Hint)
			}
			if strings.Contains(err.Error()+fault.Hint, password) || strings.ContainsAny(fault.Error(), "\n\r") {
				t.Errorf("it tells too much: %q", err)
			}
		})
	}
}

func closedPort(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close() //nolint:errcheck // no server answers here
	return l.Addr().String()
}

// answering is a server that answers the question for TLS, with a certificate or without.
func answering(t *testing.T, with *tls.Certificate) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = l.Close() })
	go func() {
		for {
			conn, err := l.Accept()
			if err != nil {
				return
			}
			go func() {
				defer conn.Close() //nolint:errcheck // a test's
				if _, err := io.ReadFull(conn, make([]byte, 8)); err != nil {
					return
				}
				if with == nil {
					_, _ = conn.Write([]byte("N"))
					return
				}
				_, _ = conn.Write([]byte("S"))
				_ = tls.Server(conn, &tls.Config{Certificates: []tls.Certificate{*with}, MinVersion: tls.VersionTLS12}).HandshakeContext(context.Background())
			}()
		}
	}()
	return l.Addr().String()
}

// askingInTheClear is a server that asks for the password in the clear, and is not told.
func askingInTheClear(t *testing.T, password string) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	var answering sync.WaitGroup
	t.Cleanup(func() { _ = l.Close(); answering.Wait() })
	answering.Go(func() {
		for {
			conn, err := l.Accept()
			if err != nil {
				return
			}
			_, _ = conn.Write([]byte{'R', 0, 0, 0, 8, 0, 0, 0, 3})
			if said, _ := io.ReadAll(conn); strings.Contains(string(said), password) {
				t.Error("it was told the password")
			}
			_ = conn.Close()
		}
	})
	return l.Addr().String()
}

func selfSigned(t *testing.T) *tls.Certificate {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	is := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "db"}, IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)},
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour),
	}
	raw, err := x509.CreateCertificate(rand.Reader, is, is, key.Public(), key)
	if err != nil {
		t.Fatal(err)
	}
	return &tls.Certificate{Certificate: [][]byte{raw}, PrivateKey: key}
}

// The role of the consoles adds to the history. It changes and deletes nothing of it, and
// retention goes by the functions.
func TestRoleOfConsoles(t *testing.T) {
	t.Parallel()
	server := pgtest.Shared(t)
	c := journaltest.NewClock()
	at := server.Journal(t, c.Now())
	role := "consoles_" + strings.TrimPrefix(at.Schema, "test_")
	withRoles(t, server, at, role, "")
	at.User = role
	s := openOnServer(t, at, c.Now)
	ctx := t.Context()
	for _, id := range []string{"one", "two"} {
		journaltest.Intend(t, s, journaltest.AnAuth(t, id, c.Now()))
		e := journaltest.Note(t, s, id, journal.StepAnswered, journaltest.Become(1))
		if err := s.KeepCustomer(ctx, e.ID, journal.Customer{Name: "Ann"}); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.Audit(ctx, journal.Audit{Kind: journal.AuditSignIn, Agent: "priya", Result: "signed in"}); err != nil {
		t.Fatal(err)
	}
	for statement, says := range map[string]string{
		"UPDATE events SET step = 'x'": "permission denied",
		"DELETE FROM events":           "permission denied",
		"DELETE FROM entries":          "permission denied",
		"TRUNCATE events":              "permission denied",
		"DELETE FROM audit":            "permission denied",
		"INSERT INTO people VALUES (1, 0, 'x', 'x', sha256('x'))": "permission denied",
		"UPDATE people SET text = 'x'":                            "permission denied",
		"DELETE FROM people":                                      "permission denied",
		"UPDATE chain SET anchor_number = 2":                      "permission denied",
		"UPDATE chain SET head_number = 1":                        "append-only",
		"UPDATE identity SET name = 'XX'":                         "permission denied",
		"ALTER TABLE events DISABLE TRIGGER USER":                 "must be owner",
		"DROP TABLE events":                                       "must be owner",
		"UPDATE entries SET amount = 1":                           "what was attempted does not change",
		"UPDATE entries SET outcome = 'declined'":                 "an attempt changes with an event",
		"SELECT prune_history(2, decode(repeat('0',64), 'hex'))":  "retention",
		"SELECT prune_audit(1, decode(repeat('0',64), 'hex'))":    "retention",
	} {
		if _, err := s.writer.DB.ExecContext(ctx, statement); err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("%s: %v", statement, err)
		}
	}
	verified(t, s)
	c.Add(48 * time.Hour)
	journaltest.Intend(t, s, journaltest.AnAuth(t, "three", c.Now()))
	if n, err := s.Prune(ctx, 24*time.Hour, c.Now()); err != nil || n != 2 {
		t.Fatalf("pruned %d, %v", n, err)
	}
	if r := verified(t, s); r.Pruned != 4 || r.Attempts != 1 || r.Audits != 1 {
		t.Errorf("got %+v", r)
	}
	if kept, err := s.KeptCustomers(ctx, "one", "two"); err != nil || len(kept) != 0 {
		t.Errorf("customers stay: %v, %v", kept, err)
	}
}

// A row that was changed past the rules is found.
func TestVerifyOnAServer(t *testing.T) {
	t.Parallel()
	server := pgtest.Shared(t)
	c := journaltest.NewClock()
	at := server.Journal(t, c.Now())
	s := openOnServer(t, at, c.Now)
	for _, id := range []string{"one", "two"} {
		journaltest.Intend(t, s, journaltest.AnAuth(t, id, c.Now()))
	}
	in := at.Schema + "."
	for _, change := range [][2]string{
		{"UPDATE " + in + "events SET by_whom = 'sam' WHERE number = 1", "event 1"},
		{"UPDATE " + in + "entries SET amount = 1 WHERE number = 2", "attempt two is not as"},
	} {
		server.Do(t, "ALTER TABLE "+in+"events DISABLE TRIGGER USER; ALTER TABLE "+in+"entries DISABLE TRIGGER USER; "+change[0])
		r, err := s.Verify(t.Context())
		if err != nil || r.OK() || !strings.Contains(r.Problems[len(r.Problems)-1].Text+r.Problems[0].Text, change[1]) {
			t.Errorf("%s: %+v, %v", change[0], r.Problems, err)
		}
	}
}
