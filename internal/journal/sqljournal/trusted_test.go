//go:build unix

package sqljournal

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"motoconsole/internal/effort"
	"motoconsole/internal/journal"
	"motoconsole/internal/journal/beside"
	"motoconsole/internal/journal/journaltest"
	"motoconsole/internal/trust"
)

func init() { syscall.Umask(0o022) } // otherwise a group may be able to write to the test's folders

// TestTheWayToAJournal: no journal is opened or read if another user could change
// something on the way to it. The sentence names that thing and the command that
// corrects it.
func TestTheWayToAJournal(t *testing.T) {
	t.Parallel()
	do := func(errs ...error) {
		t.Helper()
		for _, err := range errs {
			if err != nil {
				t.Fatal(err)
			}
		}
	}
	const stranger = 4712
	for name, test := range map[string]struct {
		spoil func(top, folder, path string)
		want  string
		root  bool
	}{
		"a folder above":            {func(top, _, _ string) { do(os.Chmod(top, 0o777)) }, "the folder TOP can be changed by every user (mode 0777). Run chmod go-w TOP.", false},
		"a folder above, its group": {func(top, _, _ string) { do(os.Chmod(top, 0o770)) }, "(mode 0770). Run chmod g-w TOP.", false},
		"its folder":                {func(_, folder, _ string) { do(os.Chmod(folder, 0o770)) }, "(mode 0770). Run chmod g-w TOP/state.", false},
		"a sticky folder": {
			func(_, folder, _ string) { do(os.Chmod(folder, 0o777|fs.ModeSticky)) },
			"the folder TOP/state lets other users add files (mode 1777). Name a file in a folder of its own, made by mkdir -m 700 TOP/state/moto.", false,
		},
		"the file":          {func(_, _, path string) { do(os.Chmod(path, 0o620)) }, "the file TOP/state/journal.db can be changed by the group", false},
		"the log":           {func(_, _, path string) { do(os.WriteFile(path+"-wal", nil, 0o600), os.Chmod(path+"-wal", 0o606)) }, "Run chmod o-rwx TOP/state/journal.db-wal.", false},
		"the index":         {func(_, _, path string) { do(os.WriteFile(path+"-shm", nil, 0o600), os.Chmod(path+"-shm", 0o660)) }, "Run chmod g-w TOP/state/journal.db-shm.", false},
		"the mark":          {func(_, _, path string) { do(os.Chmod(path+beside.Mark, 0o622)) }, "journal.db.mark can be changed by every user (mode 0622). Run chmod o-rwx TOP/state/journal.db.mark.", false},
		"the log is a link": {func(top, _, path string) { do(os.Symlink(top+"/elsewhere", path+"-wal")) }, "the link TOP/state/journal.db-wal is a link", false},
		"the mark is a link": {func(top, _, path string) {
			do(os.Remove(path+beside.Mark), os.Symlink(top+"/elsewhere", path+beside.Mark))
		}, "the link TOP/state/journal.db.mark is a link", false},

		"another's folder": {func(_, folder, _ string) { do(os.Chown(folder, stranger, -1)) }, "the folder TOP/state belongs to user 4712, not to root. Run moto as that user (sudo -u '#4712' moto) or, if it is to be trusted, run chown root TOP/state.", true},
		"another's file":   {func(_, _, path string) { do(os.Chown(path, stranger, -1)) }, "the file TOP/state/journal.db belongs to user 4712, not to root.", true},
		"another's log": {
			func(_, _, path string) {
				do(os.WriteFile(path+"-wal", nil, 0o600), os.Chown(path+"-wal", stranger, -1))
			},
			"the file TOP/state/journal.db-wal belongs to user 4712, not to root.", true,
		},
	} {
		t.Run(name, func(t *testing.T) {
			if test.root && os.Geteuid() != 0 {
				t.Skip("only root can give files to another user")
			}
			top, err := filepath.EvalSymlinks(t.TempDir())
			do(err)
			folder := filepath.Join(top, "state")
			path := filepath.Join(folder, "journal.db")
			s, err := Open(context.Background(), Options{Path: path})
			do(err, s.Close())
			test.spoil(top, folder, path)
			for _, readOnly := range []bool{false, true} {
				s, err := Open(context.Background(), Options{Path: path, ReadOnly: readOnly})
				if err == nil {
					_ = s.Close()
				}
				e, ok := err.(*journal.Error) //nolint:errorlint // it is no other
				if !ok || e.Fault != journal.FaultPermission {
					t.Fatalf("read only %v: %v", readOnly, err)
				}
				if said := strings.ReplaceAll(e.Error()+". "+e.Hint, top, "TOP"); !strings.Contains(said, test.want) {
					t.Errorf("read only %v: %s", readOnly, said)
				}
				if err := Ready(Options{Path: path}); journal.FaultOf(err) != journal.FaultPermission {
					t.Errorf("ready: %v", err)
				}
			}
			if _, err := os.Lstat(filepath.Join(top, "elsewhere")); err == nil {
				t.Error("a link was followed")
			}
		})
	}
}

// TestMembersShareAJournal: users of one group work on one journal at the same time,
// whichever of them made the folder, and no other user can.
func TestMembersShareAJournal(t *testing.T) {
	t.Parallel()
	if os.Geteuid() != 0 {
		t.Skip("only root can run a program as other users")
	}
	for name, prepare := range map[string]func(t *testing.T, path string){
		"root's folder": func(t *testing.T, path string) {
			makeShared(t, filepath.Dir(path), 0, fs.ModeSetgid|0o770)
		},
		"root's folder, which does not hand its group on": func(t *testing.T, path string) {
			makeShared(t, filepath.Dir(path), 0, 0o770)
		},
		"a member's folder": func(t *testing.T, path string) {
			makeShared(t, filepath.Dir(path), 5001, fs.ModeSetgid|0o770)
		},
		"root has used it": func(t *testing.T, path string) {
			s, err := Open(context.Background(), Options{Path: path, Group: trust.Group{Name: "team", ID: team}})
			if err != nil {
				t.Fatal(err)
			}
			journaltest.Intend(t, s, journaltest.AnAuth(t, "root", time.Now()))
			if err := s.Close(); err != nil {
				t.Fatal(err)
			}
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			path, program := sharedPlace(t)
			prepare(t, path)
			var members []*member
			for i := range effort.Of(6, 4) { // one after the other, so that each finds the others' files, and all at once
				members = append(members, startMember(t, program, path, fmt.Sprint("m", i), uint32(5000+i), team))
				if i%2 == 0 {
					members[i].wants(t, "<nil>")
				}
			}
			for _, m := range members {
				m.wants(t, "<nil>")
			}
			startMember(t, program, path, "outsider", 5100, 5100).wants(t, "permission")
			startMember(t, program, path, "loner", 5003, team).wants(t, "has the wrong permissions")
			for _, m := range members {
				m.leave(t)
			}
			after := startMember(t, program, path, "after", 5050, team)
			after.wants(t, "<nil>")
			for _, end := range []string{"", "-wal", "-shm", beside.Mark} {
				info, err := os.Stat(path + end)
				if err != nil || info.Mode().Perm() != 0o660 || info.Sys().(*syscall.Stat_t).Gid != team {
					t.Errorf("%q: %v %v", end, info.Mode(), err)
				}
			}
			after.leave(t)
		})
	}
}

// TestAJournalToBeShared: for a journal that is not shared yet, the sentence says what
// to do.
func TestAJournalToBeShared(t *testing.T) {
	t.Parallel()
	if os.Geteuid() != 0 {
		t.Skip("only root can run a program as other users")
	}
	path, program := sharedPlace(t)
	first := startMember(t, program, path, "early", 5001, team)
	first.wants(t, "run sudo install -d -o root -g team -m 2770 "+filepath.Dir(path))
	first.leave(t)
	makeShared(t, filepath.Dir(path), 0, fs.ModeSetgid|0o770)
	s, err := Open(context.Background(), Options{Path: path, Group: trust.Group{Name: "team", ID: team}})
	if err != nil {
		t.Fatal(err)
	}
	_ = s.Close()
	if err := os.Chmod(path, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Chown(path, 5002, team); err != nil {
		t.Fatal(err)
	}
	second := startMember(t, program, path, "second", 5001, team)
	second.wants(t, "cannot be used by the group team (mode 0600). Run sudo chmod g+rw "+path)
	second.leave(t)
}

// sharedPlace is a path below a folder that every user may enter, and a copy of the
// test program that every user may run.
func sharedPlace(t *testing.T) (path, program string) {
	t.Helper()
	top, err := os.MkdirTemp("", "journal")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(top) })
	program = filepath.Join(top, "copy")
	if err = os.Link(os.Args[0], program); err != nil { // on another disk
		err = copyProgram(program)
	}
	if err == nil {
		err = os.Chmod(top, 0o755) //nolint:gosec // for every user of the test
	}
	if err != nil {
		t.Fatal(err)
	}
	return filepath.Join(top, "shared", "journal.db"), program
}

// copyProgram writes a copy of the test program. No process may start meanwhile: it
// would have the file open for writing for a moment, and such a program cannot be run.
func copyProgram(to string) error {
	text, err := os.ReadFile(os.Args[0])
	if err != nil {
		return err
	}
	syscall.ForkLock.RLock()
	defer syscall.ForkLock.RUnlock()
	return os.WriteFile(to, text, 0o755) //nolint:gosec // ourselves
}

func makeShared(t *testing.T, folder string, user int, mode fs.FileMode) {
	t.Helper()
	if err := os.Mkdir(folder, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.Chown(folder, user, team); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(folder, mode); err != nil {
		t.Fatal(err)
	}
}

// member is a copy of this program that has the journal open.
type member struct {
	name  string
	lines *bufio.Scanner
	said  string
	stdin io.Closer
	wait  func() error
}

func startMember(t *testing.T, program, path, name string, user, group uint32) *member {
	t.Helper()
	cmd := copyOfUs("member", path, name)
	cmd.Path, cmd.Dir = program, "/"
	cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: user, Gid: user, Groups: []uint32{group}}}
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	in, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = cmd.Process.Kill() })
	return &member{name: name, lines: bufio.NewScanner(out), stdin: in, wait: cmd.Wait}
}

// wants reads what the member prints, once.
func (m *member) wants(t *testing.T, want string) {
	t.Helper()
	if m.said == "" && m.lines.Scan() {
		m.said = m.lines.Text()
	}
	if !strings.Contains(m.said, want) {
		t.Errorf("%s: %q, want %q", m.name, m.said, want)
	}
}

func (m *member) leave(t *testing.T) {
	t.Helper()
	_ = m.stdin.Close()
	if err := m.wait(); err != nil {
		t.Errorf("%s: %v", m.name, err)
	}
}
