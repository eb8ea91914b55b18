//go:build unix

package cli_test

import (
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"motoconsole/internal/cli"
	"motoconsole/internal/clock"
	"motoconsole/internal/journal"
	"motoconsole/internal/journal/sqljournal"
	"motoconsole/internal/lockout"
)

// opened is the journal of an office.
func (o *office) opened(t *testing.T) *sqljournal.Store {
	t.Helper()
	s, err := sqljournal.Open(t.Context(), sqljournal.Options{Path: o.journal})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// lockSecond has wrong codes of an agent lock the second factor, as a server does.
func (o *office) lockSecond(t *testing.T, agent string) {
	t.Helper()
	s := o.opened(t)
	defer s.Close() //nolint:errcheck // each try is durable
	for range lockout.Most {
		if _, err := s.GrowingTries(lockout.SecondFactor(agent), clock.Now).Take(); err != nil {
			t.Fatal(err)
		}
	}
}

// isLocked reports that no code of an agent is accepted.
func (o *office) isLocked(t *testing.T, agent string) bool {
	t.Helper()
	s := o.opened(t)
	defer s.Close() //nolint:errcheck // it was only read
	closed, _, err := s.GrowingTries(lockout.SecondFactor(agent), clock.Now).Left()
	if err != nil {
		t.Fatal(err)
	}
	return closed > 0
}

// unlocks are the recorded events of unlocked factors.
func (o *office) unlocks(t *testing.T) (all []journal.Audit) {
	t.Helper()
	s := o.opened(t)
	defer s.Close() //nolint:errcheck // it was only read
	events, err := s.Audits(t.Context(), time.Time{}, "")
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range events {
		if e.Kind == journal.AuditUnlock {
			all = append(all, e)
		}
	}
	return all
}

// TestAgentsUnlock: who may unlock a second factor, what that resets, and what is recorded.
func TestAgentsUnlock(t *testing.T) {
	t.Parallel()
	b := startBank(t)
	const priya = "[agents.priya]\nrole = \"clerk\"\ntotp_file = \"priya.totp\"\n"
	me := func(role string) string { return fmt.Sprintf("[agents.%q]\nrole = %q\n", myself(t), role) }
	const server = "[serve]\nhost_key = \"host_key\"\n"
	const roles = "[roles.clerk]\n[roles.lead]\nrights = [\"take\", \"see_floor\", \"end_sessions\"]\n"
	for name, tc := range map[string]struct {
		people string
		args   []string
		code   int
		says   string
		opens  bool
	}{
		"who runs the server":          {roles + priya + server, []string{"unlock", "priya"}, cli.ExitOK, "The second factor of priya is unlocked: no wrong code counts any more.", true},
		"who does not":                 {roles + priya, []string{"unlock", "priya"}, cli.ExitFailed, "You may not unlock the second factor of an agent", false},
		"whose server has no key yet":  {roles + priya + strings.Replace(server, "host_key\"", "none\"", 1), []string{"unlock", "priya"}, cli.ExitFailed, "You may not unlock the second factor of an agent", false},
		"a new secret by another":      {roles + priya, []string{"totp", "priya"}, cli.ExitFailed, "You may not unlock the second factor of an agent", false},
		"another spelling":             {roles + priya + server, []string{"unlock", " PRIYA"}, cli.ExitOK, "The second factor of priya is unlocked", true},
		"a supervisor":                 {roles + priya + me("lead"), []string{"unlock", "priya"}, cli.ExitOK, "is unlocked", true},
		"an agent":                     {roles + priya + me("clerk"), []string{"unlock", "priya"}, cli.ExitFailed, "You may not unlock the second factor of an agent", false},
		"a new secret":                 {roles + priya + server, []string{"totp", "priya"}, cli.ExitOK, "The second factor of priya is unlocked", true},
		"a new secret by a supervisor": {roles + priya + me("lead"), []string{"totp", "priya"}, cli.ExitOK, "is unlocked", true},
		"a new secret by an agent":     {roles + priya + me("clerk"), []string{"totp", "priya"}, cli.ExitFailed, "You may not unlock the second factor of an agent", false},
		"a wrong name":                 {roles + priya, []string{"unlock", "nobody"}, cli.ExitUsage, "no agent of the table has this name", false},
		"no name":                      {roles + priya, []string{"unlock"}, cli.ExitUsage, "moto agents unlock priya", false},
		"no table":                     {"", []string{"unlock", "priya"}, cli.ExitUsage, "there is no table of agents", false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			o := newOffice(t, b)
			o.people = tc.people
			o.write(t, "host_key", "its text does not matter here")
			o.lockSecond(t, "priya")
			said, code := o.run(t, append([]string{"agents"}, tc.args...)...)
			if code != tc.code || !strings.Contains(said, tc.says) {
				t.Errorf("%d %s", code, said)
			}
			if o.isLocked(t, "priya") == tc.opens {
				t.Errorf("the second factor is open: %v", !tc.opens)
			}
			if _, err := os.Stat(o.folder + "/priya.totp"); tc.args[0] == "totp" && (err == nil) != tc.opens {
				t.Errorf("the secret: %v", err)
			}
			switch events := o.unlocks(t); {
			case !tc.opens && len(events) > 0:
				t.Errorf("events: %+v", events)
			case tc.opens && (len(events) != 1 || events[0].Agent != myself(t) || events[0].Result != "the second factor of priya was unlocked"):
				t.Errorf("events: %+v", events)
			}
		})
	}
}

// TestAgentsUnlockNothing: a factor that is open stays as it is, and without a journal none is
// made: a new secret needs none.
func TestAgentsUnlockNothing(t *testing.T) {
	t.Parallel()
	o := newOffice(t, startBank(t))
	o.people = "[roles.clerk]\nrights = [\"take\", \"view_all\"]\n[agents.priya]\nrole = \"clerk\"\ntotp_file = \"priya.totp\"\n[serve]\nhost_key = \"host_key\"\n"
	o.write(t, "host_key", "its text does not matter here")
	if said, code := o.run(t, "agents", "unlock", "priya"); code == cli.ExitOK || !strings.Contains(said, "does not exist") {
		t.Errorf("without a journal: %d %s", code, said)
	}
	if said, code := o.run(t, "agents", "totp", "priya"); code != cli.ExitOK || strings.Contains(said, "unlocked") {
		t.Errorf("a first secret: %d %s", code, said)
	}
	if _, err := os.Stat(o.journal); err == nil {
		t.Error("a journal was made")
	}
	if err := o.opened(t).Close(); err != nil {
		t.Fatal(err)
	}
	if said, code := o.run(t, "agents", "unlock", "priya"); code != cli.ExitOK || !strings.Contains(said, "was not locked") {
		t.Errorf("nothing locked: %d %s", code, said)
	}
	if events := o.unlocks(t); len(events) != 0 {
		t.Errorf("events: %+v", events)
	}
	// A journal that cannot be used: the secret is made, and moto says what may be left.
	if err := os.WriteFile(o.journal, []byte("something else, longer than an empty file"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Remove(o.folder + "/priya.totp"); err != nil {
		t.Fatal(err)
	}
	said, code := o.run(t, "agents", "totp", "priya")
	if code == cli.ExitOK || !strings.Contains(said, "otpauth://") || !strings.Contains(said, "it is still locked, until moto agents unlock: ") {
		t.Errorf("with a journal that is none: %d %s", code, said)
	}
}
