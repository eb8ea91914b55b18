package afterloss

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"motoconsole/internal/recorder"
	"motoconsole/internal/trust"
)

const (
	// alive ends the name of a file that a process keeps locked for as long as it lives.
	alive = ".alive"
	// locked ends the name of a file that is locked while a recorder is asked.
	locked = ".lock"

	lookAgain = 20 * time.Millisecond
	// patience is more than any recorder takes to be asked and looked at. It bounds the wait
	// for a process that stands still.
	patience = 5 * time.Minute
)

var errBusy = errors.New("another console has been asking the recorder for minutes")

// lock opens a file in the folder and locks it; nil if another has it.
func (f *Folder) lock(name string, flags int) (*os.File, error) {
	file, err := trust.Beside(filepath.Join(f.path, name), flags, 0o600)
	if err != nil {
		return nil, err
	}
	is, err := tryLock(file)
	if !is {
		_ = file.Close() // nothing was written
		return nil, err
	}
	return file, nil
}

// alone waits until no other console asks the recorder about the same recording, and has
// none do so until it is unlocked. What is found in the folder stays true meanwhile.
func (f *Folder) alone(ctx context.Context, c recorder.Call) (unlock func(), err error) {
	if _, err := trust.MakeFolder(f.path, f.rule); err != nil {
		return nil, err
	}
	sum := sha256.Sum256([]byte(f.settings.Recording(c)))
	name := hex.EncodeToString(sum[:8]) + locked
	for until := time.Now().Add(patience); ; {
		file, err := f.lock(name, os.O_CREATE|os.O_RDWR)
		switch {
		case err != nil:
			return nil, err
		case file != nil:
			return func() { _ = file.Close() }, nil // it has no content
		case time.Now().After(until):
			return nil, errBusy
		}
		select {
		case <-time.After(lookAgain):
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
}

// live makes the file by which other processes see that this one lives.
func (f *Folder) live() error {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.alive != nil {
		return nil
	}
	f.process = rand.Text()
	file, err := f.lock(f.process+alive, os.O_CREATE|os.O_EXCL|os.O_RDWR)
	if err != nil {
		return err
	}
	f.alive = file
	return nil
}

// die lets other processes see what they would if this one had ended.
func (f *Folder) die() {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.alive != nil {
		_ = os.Remove(f.alive.Name()) // where it stays, it is not locked
		_ = f.alive.Close()           // it has no content
		f.alive = nil
	}
	clear(f.sessions)
}

// enter and leave keep the list of sessions of this process.
func (f *Folder) enter(owner string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.sessions[owner] = true
}

func (f *Folder) leave(owner string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	delete(f.sessions, owner)
}

// gone reports that no session will resume a recording: that which paused it has ended, or its
// process has. The lock of the process tells, not its number: another process may have that
// by now, or have it in another container.
func (f *Folder) gone(l Left) bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	if aged(l.At) || l.Process == "" {
		return true
	}
	if l.Process == f.process {
		return !f.sessions[l.Owner]
	}
	file, err := f.lock(filepath.Base(l.Process)+alive, os.O_RDWR)
	if file != nil {
		_ = os.Remove(file.Name()) // where it stays, it is not locked
		_ = file.Close()           // it has no content
	}
	return file != nil || errors.Is(err, fs.ErrNotExist)
}

// orphaned reports that no process resumes a recording any more: its session is gone, and the
// time in which the small process would have resumed it is over.
func (f *Folder) orphaned(l Left) bool {
	since := l.At
	if !l.Due.IsZero() {
		since = l.Due
	}
	return f.gone(l) && (aged(l.At) || time.Since(since) > f.settings.AfterLoss+time.Minute)
}

// aged reports that a recording was paused so long ago that its call is over. A clock that was
// set back counts as well.
func aged(at time.Time) bool { return time.Since(at).Abs() > longest }
