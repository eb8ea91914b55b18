package pgtest

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"testing"
	"time"
)

// Configure changes a setting of the server, and returns once it is in force: the server has
// told its processes before it lets a new connection in, and the checkpointer, where the
// names of standbys begin to count, heeds that before it makes a checkpoint.
func (s *Instance) Configure(t testing.TB, change string) {
	t.Helper()
	ctx := context.Background()
	var asked time.Time
	if err := s.Connect(t).QueryRowContext(ctx, "SELECT clock_timestamp()").Scan(&asked); err != nil {
		t.Fatal(err)
	}
	s.Do(t, change, "SELECT pg_reload_conf()")
	for read := false; !read; {
		db, err := s.plain()
		if err == nil {
			err = db.QueryRowContext(ctx, "SELECT pg_conf_load_time() >= $1", asked).Scan(&read)
			if err == nil && read {
				_, err = db.ExecContext(ctx, "CHECKPOINT")
			}
			_ = db.Close()
		}
		if err != nil {
			t.Fatal(err)
		}
	}
}

// Promote makes a standby the server that can be written.
func (s *Instance) Promote() error {
	db, err := s.plain()
	if err != nil {
		return err
	}
	_, err = db.ExecContext(context.Background(), "SELECT pg_promote()")
	return errors.Join(err, db.Close())
}

// Die ends the server as a machine does that is gone. It stays away.
func (s *Instance) Die() error {
	s.died = true
	process, err := os.FindProcess(s.pid)
	if err != nil {
		return err
	}
	return process.Kill()
}

// Restart ends the server as a crash does, and starts it again on its data.
func (s *Instance) Restart() error {
	if _, err := io.WriteString(s.orders, "restart\n"); err != nil {
		return err
	}
	if _, err := fmt.Fscan(s.told, &s.pid); err != nil {
		return err
	}
	return s.ready()
}

// Standby starts a standby of a server, which follows it by a name for
// synchronous_standby_names. It ends with the test.
func Standby(t testing.TB, of *Instance, name string, settings ...string) *Instance {
	t.Helper()
	s := require(t, func() (*Instance, error) {
		settings = append(settings, "primary_conninfo=host="+of.Folder+" user="+owner+" application_name="+name)
		return start(settings, "", func(data string) []string {
			return []string{"pg_basebackup", "-D", data, "-h", of.Folder, "-U", owner, "-R", "-X", "stream", "--checkpoint=fast", "--no-sync"}
		})
	})
	t.Cleanup(func() { _ = s.Stop() })
	return s
}
