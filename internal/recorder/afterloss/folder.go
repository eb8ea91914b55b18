package afterloss

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"motoconsole/internal/recorder"
	"motoconsole/internal/trust"
)

const (
	// ending ends the name of the folder, or of what comes before the user.
	ending = ".recording"
	// The endings of names in it, after the owner of the session that paused.
	paused   = ".paused"   // it has to be resumed
	due      = ".due"      // its process is lost; the text is when it is resumed
	resuming = ".resuming" // a process is at it
	done     = ".done"     // it was resumed, or was not; the journal does not have it yet
	noting   = ".noting"   // a process writes it into the journal

	mostBytes = 4 << 10
)

// Folder keeps a file for each recording that is paused.
type Folder struct {
	path     string
	rule     trust.Rule
	settings recorder.Settings

	mu       sync.Mutex
	process  string   // the name of this process here
	alive    *os.File // locked while it lives; nil before its first recording
	sessions map[string]bool
}

// Beside is the folder of a journal, by the name beside which this host keeps what belongs to
// it. Where a group shares the journal, each user has one.
func Beside(journal string, group trust.Group, s recorder.Settings) *Folder {
	path := journal + ending
	if group.Name != "" {
		path += "-" + strconv.Itoa(os.Getuid())
	}
	return at(path, group, s)
}

func at(path string, group trust.Group, s recorder.Settings) *Folder {
	return &Folder{
		path: path, rule: trust.Rule{Closed: 0o077, NoLink: true, OneName: true, Group: group},
		settings: s, sessions: map[string]bool{},
	}
}

// Left is a recording that was paused.
type Left struct {
	Owner   string        `json:"-"` // the session that paused it
	Process string        `json:"process,omitempty"`
	Call    recorder.Call `json:"call"`
	At      time.Time     `json:"at"`
	Due     time.Time     `json:"-"` // when it is resumed; zero while its process is not known to be lost
	// Result is what became of it; "" while it is paused.
	Result string `json:"result,omitempty"`
}

func (f *Folder) name(owner, ending string) string {
	return filepath.Join(f.path, url.PathEscape(owner)+ending)
}

// hold keeps a file of a recording, before it is paused. A process that is still trying to
// resume the same recording for a lost console finds its file gone, and stops.
func (f *Folder) hold(owner string, c recorder.Call) error {
	if _, err := trust.MakeFolder(f.path, f.rule); err != nil {
		return err
	}
	if err := f.live(); err != nil {
		return err
	}
	if err := f.write(owner, paused, Left{Process: f.process, Call: c, At: time.Now()}); err != nil {
		return err
	}
	_ = os.Remove(f.name(owner, due)) // of an earlier loss
	trying, err := f.all(resuming)
	for _, l := range trying {
		if f.same(l.Call, c) {
			err = errors.Join(err, unlessGone(os.Remove(f.name(l.Owner, resuming))))
		}
	}
	return err
}

// unlessGone is an error, but not that of a file that is gone already.
func unlessGone(err error) error {
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return err
}

// same reports that two calls have one recording.
func (f *Folder) same(a, b recorder.Call) bool {
	return f.settings.Recording(a) == f.settings.Recording(b)
}

// begin makes a recording one that is being resumed, and reports false if it must not be:
// another console has taken it over, or keeps it paused. The caller holds the lock of the
// recording.
func (f *Folder) begin(owner string, c recorder.Call) bool {
	if !f.claim(f.name(owner, paused), f.name(owner, resuming)) && !f.has(owner, resuming) {
		return false
	}
	return !f.shared(owner, c)
}

// has reports that there is a file.
func (f *Folder) has(owner, ending string) bool {
	_, err := os.Lstat(f.name(owner, ending))
	return err == nil
}

// write writes a file whole.
func (f *Folder) write(owner, ending string, l Left) error {
	text, err := json.Marshal(l)
	if err != nil {
		return err
	}
	made := f.name(owner, ending+".new")
	file, err := trust.Beside(made, os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	_, err = file.Write(text)
	if err = errors.Join(err, file.Sync(), file.Close()); err == nil {
		err = os.Rename(made, f.name(owner, ending))
	}
	return err
}

// release forgets a recording that goes on.
func (f *Folder) release(owner string) {
	_ = os.Remove(f.name(owner, paused)) // where it is gone, another process has it
	_ = os.Remove(f.name(owner, resuming))
	_ = os.Remove(f.name(owner, due))
}

// claim moves a file, which succeeds for one process alone.
func (f *Folder) claim(from, to string) bool { return os.Rename(from, to) == nil }

// shared reports that another session keeps the same recording paused, or that the process
// that resumes it after a loss is about to: to resume it would record what a caller reads out
// there. What no process will resume any more does not count.
func (f *Folder) shared(owner string, c recorder.Call) bool {
	all, _ := f.all(paused) // of those that cannot be read, none is known to be the same
	return slices.ContainsFunc(all, func(l Left) bool { return l.Owner != owner && f.same(l.Call, c) && !f.orphaned(l) })
}

// all are the recordings whose files have an ending. A file that cannot be read hides no other.
func (f *Folder) all(ending string) (found []Left, err error) {
	if is, err := trust.Folder(f.path, f.rule); err != nil || !is {
		return nil, err
	}
	files, err := os.ReadDir(f.path)
	if err != nil {
		return nil, err
	}
	var wrong []error
	for _, file := range files {
		escaped, has := strings.CutSuffix(file.Name(), ending)
		owner, err := url.PathUnescape(escaped)
		if !has || err != nil {
			continue
		}
		l, err := f.read(owner, ending)
		switch {
		case err == nil:
			found = append(found, l)
		case !errors.Is(err, fs.ErrNotExist): // another process was faster
			wrong = append(wrong, fmt.Errorf("the file of a recording cannot be read: %w", err))
		}
	}
	return found, errors.Join(wrong...)
}

func (f *Folder) read(owner, ending string) (l Left, err error) {
	file, err := trust.Open(f.name(owner, ending), f.rule)
	if err != nil {
		return l, err
	}
	defer func() { _ = file.Close() }() // it was only read
	text, err := io.ReadAll(io.LimitReader(file, mostBytes))
	if err != nil {
		return l, err
	}
	if err := json.Unmarshal(text, &l); err != nil {
		return l, err
	}
	l.Owner = owner
	if when, err := os.ReadFile(f.name(owner, due)); err == nil {
		l.Due, _ = time.Parse(time.RFC3339Nano, string(when)) // zero: not known
	}
	return l, nil
}

// willResume notes when a recording is resumed, for the agent who comes back.
func (f *Folder) willResume(owner string, at time.Time) {
	_ = os.WriteFile(f.name(owner, due), []byte(at.Format(time.RFC3339Nano)), 0o600) // without it the agent who comes back has the whole time
}
