// Package pgtest starts a PostgreSQL server for the tests of one package: its data in a
// temporary folder, a socket and no network. It ends with the test program, however that
// ends. For tests only.
package pgtest

import (
	"bytes"
	"context"
	"crypto/rand"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"motoconsole/internal/journal/sqljournal/postgres"
)

// Instance is a server that runs.
type Instance struct {
	Folder string // with its socket
	Owner  string // the name of its superuser

	pid    int
	group  int            // of processes
	orders io.WriteCloser // to the shell above it
	told   io.Reader      // by that shell: the server's number
	done   <-chan error
	died   bool
	small  bool // its data are on a small disk of their own
}

// shared is the server that the tests of a package share. It is not synced to disk.
var shared = sync.OnceValues(func() (*Instance, error) { return Start("fsync=off", "full_page_writes=off") })

// Shared is the server that the tests of a package share. Where none is installed the test
// is skipped, and fails in CI.
func Shared(t testing.TB) *Instance {
	t.Helper()
	return require(t, shared)
}

// Own is a server of one test, with settings such as "fsync=off". It ends with the test.
func Own(t testing.TB, settings ...string) *Instance {
	t.Helper()
	s := require(t, func() (*Instance, error) { return Start(settings...) })
	t.Cleanup(func() { _ = s.Stop() })
	return s
}

func require(t testing.TB, get func() (*Instance, error)) *Instance {
	t.Helper()
	s, err := get()
	switch {
	case err == nil:
		return s
	case os.Getenv("CI") != "": //nolint:forbidigo // only tests import this package
		t.Fatalf("PostgreSQL: %v", err)
	default:
		t.Skipf("left out, because PostgreSQL cannot be started: %v", err)
	}
	return nil
}

// Journal is where a test keeps a journal of its own, which is gone after the test. Its
// clock is that of the caller, and it has its name since then.
func (s *Instance) Journal(t testing.TB, since time.Time) postgres.Server {
	t.Helper()
	at := s.At("test_" + strings.ToLower(rand.Text()[:12]))
	ctx := context.Background()
	db, err := at.Writer()
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close() //nolint:errcheck // the test goes on
	if err := at.Migrate(ctx, db); err != nil {
		t.Fatal(err)
	}
	if _, err := db.ExecContext(ctx, fmt.Sprintf(`CREATE OR REPLACE FUNCTION moto_clock(asked bigint) RETURNS bigint LANGUAGE sql IMMUTABLE AS 'SELECT asked';
		ALTER TABLE identity DISABLE TRIGGER USER; UPDATE identity SET since_at = %d; ALTER TABLE identity ENABLE TRIGGER USER`, since.UnixNano())); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if !s.died {
			s.Do(t, "DROP SCHEMA "+at.Schema+" CASCADE")
		}
	})
	return at
}

// At is a schema on the server.
func (s *Instance) At(schema string) postgres.Server {
	return postgres.Server{Hosts: []string{s.Folder}, Database: "postgres", User: s.Owner, Schema: schema, TLS: "disable", Pool: 4}
}

// Do executes statements as the superuser.
func (s *Instance) Do(t testing.TB, statements ...string) {
	t.Helper()
	db := s.Connect(t)
	for _, statement := range statements {
		if _, err := db.ExecContext(context.Background(), statement); err != nil {
			t.Fatalf("%s: %v", statement, err)
		}
	}
}

// Connect is a connection of the superuser, until the test ends.
func (s *Instance) Connect(t testing.TB) *sql.DB {
	t.Helper()
	db, err := s.At("public").Writer()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	return db
}

// Pid is the number of the server's first process.
func (s *Instance) Pid() int { return s.pid }

// Group is the number of the group of all the server's processes.
func (s *Instance) Group() int { return s.group }

// Stop ends the server at once, and its data with it.
func (s *Instance) Stop() error {
	_ = s.orders.Close()
	err := <-s.done
	if s.small {
		err = errors.Join(unmount(filepath.Join(s.Folder, "data")), os.RemoveAll(s.Folder))
	}
	return err
}

// plain is a connection of the superuser, whether the server can be written or not.
func (s *Instance) plain() (*sql.DB, error) {
	return sql.Open("pgx", "host="+s.Folder+" user="+s.Owner+" database=postgres sslmode=disable")
}

// owner is the superuser of every server.
const owner = "keeper"

// Start starts a server with settings such as "fsync=off".
func Start(settings ...string) (*Instance, error) {
	return start(settings, "", initdb)
}

func initdb(data string) []string {
	return []string{"initdb", "-D", data, "-U", owner, "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync"}
}

// OnSmallDisk is Own with a small disk for its data, where one can be mounted. Elsewhere the
// server is like any other, and why is said.
func OnSmallDisk(t testing.TB, size string, settings ...string) (s *Instance, why error) {
	t.Helper()
	s = require(t, func() (started *Instance, err error) {
		if started, why = start(settings, size, func(data string) []string { return append(initdb(data), "--wal-segsize=1") }); why == nil {
			return started, nil
		}
		return Start(settings...)
	})
	t.Cleanup(func() { _ = s.Stop() })
	return s, why
}

// start starts a server on the data that a command makes, on a disk of a size unless it is "".
func start(settings []string, size string, make func(data string) []string) (*Instance, error) {
	programs, err := programs()
	if err != nil {
		return nil, err
	}
	// A socket's path is short. Its name has few digits, which with the port behind them can
	// look like a card in a log.
	folder := filepath.Join("/tmp", "moto-pg-"+rand.Text()[:10])
	if err := os.Mkdir(folder, 0o700); err != nil {
		return nil, err
	}
	who, err := unprivileged(folder)
	if err != nil {
		return nil, err
	}
	data := filepath.Join(folder, "data")
	if size != "" {
		if err := mount(data, size, who); err != nil {
			_ = os.RemoveAll(folder)
			return nil, fmt.Errorf("no small disk can be mounted: %w", err)
		}
	}
	var said bytes.Buffer
	command := make(data)
	maker := exec.CommandContext(context.Background(), filepath.Join(programs, command[0]), command[1:]...)
	maker.SysProcAttr, maker.Stdout, maker.Stderr, maker.Dir = who, &said, &said, "/"
	if err := maker.Run(); err != nil {
		if size != "" {
			_ = unmount(data)
		}
		_ = os.RemoveAll(folder)
		return nil, fmt.Errorf("%s: %w: %s", command[0], err, said.String())
	}
	// One user needs a password; the others are known by the socket.
	access := "local all guarded scram-sha-256\nlocal all all trust\nlocal replication all trust\n"
	if err := os.WriteFile(filepath.Join(data, "pg_hba.conf"), []byte(access), 0o600); err != nil {
		return nil, err
	}
	args := []string{"-D", data, "-k", folder, "-c", "listen_addresses=", "-c", "max_connections=200", "-c", "shared_buffers=32MB", "-c", "log_destination=stderr"}
	for _, setting := range settings {
		args = append(args, "-c", setting)
	}
	s, err := run(folder, filepath.Join(programs, "postgres"), args, who)
	if s != nil {
		s.small = size != ""
	}
	return s, err
}

// run runs the server below a shell that waits for orders and for the end of its input, which
// this program holds: so it ends the server even if this program is killed.
func run(folder, program string, args []string, who *syscall.SysProcAttr) (*Instance, error) {
	const script = `folder=$1; shift; begin() { "$@" >>"$folder/log" 2>&1 </dev/null & pid=$!; echo $pid; }; end() { kill -CONT $pid; kill -QUIT $pid; wait $pid; }
		begin "$@"; while read -r restart; do end; begin "$@"; done; end; rm -rf "$folder"`
	shell := exec.CommandContext(context.Background(), "sh", append([]string{"-c", script, "sh", folder, program}, args...)...)
	shell.SysProcAttr, shell.Dir = who, "/"
	input, err := shell.StdinPipe()
	if err != nil {
		return nil, err
	}
	output, err := shell.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := shell.Start(); err != nil {
		return nil, err
	}
	s := &Instance{Folder: folder, Owner: owner, group: shell.Process.Pid, orders: input, told: output}
	if _, err := fmt.Fscan(output, &s.pid); err != nil {
		return nil, err
	}
	done := make(chan error, 1)
	go func() { done <- shell.Wait() }()
	s.done = done
	return s, s.ready()
}

// ready waits until the server accepts connections.
func (s *Instance) ready() error {
	db, err := s.plain()
	if err != nil {
		return err
	}
	defer db.Close() //nolint:errcheck // it was only asked
	for deadline := time.Now().Add(2 * time.Minute); ; time.Sleep(20 * time.Millisecond) {
		if err = db.PingContext(context.Background()); err == nil {
			return nil
		}
		if time.Now().After(deadline) {
			log, _ := os.ReadFile(filepath.Join(s.Folder, "log"))
			return fmt.Errorf("it does not start: %w\n%s", err, log)
		}
	}
}

// programs is the folder with the newest server's programs.
func programs() (string, error) {
	found, _ := filepath.Glob("/usr/lib/postgresql/*/bin/initdb")
	if at, err := exec.LookPath("initdb"); err == nil {
		found = append(found, at)
	}
	if len(found) == 0 {
		return "", errors.New("it is not installed (Debian's package is postgresql)")
	}
	last, err := filepath.EvalSymlinks(found[len(found)-1]) // the others are beside the program itself
	return filepath.Dir(last), err
}
