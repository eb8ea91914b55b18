// Package spool keeps outcomes that the journal cannot record yet, each in a file of its
// own in a folder beside the journal, until it can. So an outcome survives a process that
// ends, or dies, while the journal's server is away.
//
// A file is only a hint. What it says goes through the rules of the journal like an answer
// that came late: it replaces no outcome, and one that differs is an alarm. Without the
// file, the attempt is unknown and the gateway is asked about it, as about any lost answer.
// No file holds data of a customer or a card.
package spool

import (
	"context"
	"crypto/rand"
	"errors"
	"log/slog"
	"os"
	"path/filepath"
	"strconv"
	"sync"
	"time"

	"motoconsole/internal/disk"
	"motoconsole/internal/journal/beside"
	"motoconsole/internal/payment/answer"
	"motoconsole/internal/trust"
)

const (
	// end ends the name of a file with an outcome, which begins with the attempt's id.
	end = ".outcome"
	// fresh stands between that name and a random part while the file is written.
	fresh = ".new-"
	// mostBytes is more than a file needs: each text in it has a greatest length, and JSON
	// writes a character in at most six bytes.
	mostBytes = 64 << 10
	// mostFiles is how many files are looked at in one go.
	mostFiles = 10_000
)

// How long Run waits before it tries again.
const (
	shortest = time.Second
	longest  = 30 * time.Second
	// slowly is how often Run looks when no outcome waits for the journal: another process may
	// have died and left one, or what kept one from the journal may have passed.
	slowly = 5 * time.Minute
)

// remindsEvery is how often the log says that outcomes still wait. Why each does, it says once.
const remindsEvery = 10 * time.Minute

// unfinished is how long another process may be at work on a file that has no name yet.
const unfinished = time.Minute

// Folder is a spool.
type Folder struct {
	path string
	rule trust.Rule
	log  *slog.Logger
	now  func() time.Time // as files have it
	// kept and answers hold a token each: something was kept, the journal may answer again.
	kept, answers chan struct{}

	reminded time.Time // when the log said last that outcomes wait, by Run alone; zero while none does

	mu   sync.Mutex
	said map[string]bool // what the log says already of a file
}

// Beside is the spool of a journal, by the name beside which this host keeps what belongs to
// it: no other journal has that name, and no copy elsewhere. Where a group shares the journal, each user has a spool:
// only that user may read what is in it. Nothing is made before there is something to keep.
func Beside(journal string, group trust.Group, log *slog.Logger) *Folder {
	user := ""
	if group.Name != "" {
		user = strconv.Itoa(os.Getuid())
	}
	return &Folder{
		path: beside.SpoolOf(journal, user), rule: trust.Rule{Closed: 0o077, NoLink: true, OneName: true, Group: group}, log: log, now: time.Now,
		kept: make(chan struct{}, 1), answers: make(chan struct{}, 1), said: map[string]bool{},
	}
}

// Keep keeps an outcome durably.
func (f *Folder) Keep(told answer.Told) error {
	content, err := write(told)
	if err != nil {
		return err
	}
	if err := f.ready(); err != nil {
		return err
	}
	name := filepath.Join(f.path, told.ID+end)
	made := name + fresh + rand.Text()[:8]
	file, err := trust.Beside(made, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	_, err = file.Write(content)
	if err = errors.Join(err, file.Sync(), file.Close()); err == nil {
		err = os.Rename(made, name)
	}
	if err != nil {
		_ = os.Remove(made) // the first error says more
		return err
	}
	if err := disk.SyncFolder(f.path); err != nil {
		return err
	}
	ring(f.kept)
	return nil
}

// ready makes the folder, unless it is there. It makes none above it: where the journal's
// own is gone, it was moved away.
func (f *Folder) ready() error {
	made, err := trust.MakeFolder(f.path, f.rule)
	if err != nil || !made {
		return err
	}
	return disk.SyncFolder(filepath.Dir(f.path))
}

// folder looks at the folder, and at those that lead to it. It reports false if there is none.
func (f *Folder) folder() (is bool, err error) { return trust.Folder(f.path, f.rule) }

// Answers says that the journal seems to answer again. It does not wait.
func (f *Folder) Answers() { ring(f.answers) }

func ring(c chan struct{}) {
	select {
	case c <- struct{}{}:
	default:
	}
}

// remind says in the log from time to time how many outcomes are left that the journal may record
// soon, and once that none is any more. It does not say that while the folder has a file, or cannot be
// read: what stays there for another reason waits too.
func (f *Folder) remind(ctx context.Context, left int) {
	switch now := f.now(); {
	case left == 0 && !f.reminded.IsZero() && f.isEmpty():
		f.reminded = time.Time{}
		f.log.LogAttrs(ctx, slog.LevelInfo, "no outcome waits for the journal any more", slog.String("folder", f.path))
	case left == 0:
	case f.reminded.IsZero(): // the log has just said why
		f.reminded = now
	case now.Sub(f.reminded) >= remindsEvery:
		f.reminded = now
		f.log.LogAttrs(ctx, slog.LevelWarn, "outcomes wait beside the journal, which cannot record them yet", slog.Int("outcomes", left), slog.String("folder", f.path))
	}
}

// Run records what is kept as soon as the journal can be written, until the context ends.
// While nothing is kept it looks into the folder now and then.
func (f *Folder) Run(ctx context.Context, take func(context.Context, answer.Told) error) {
	pause := shortest
	for ctx.Err() == nil {
		wait := slowly
		left := f.Drain(ctx, take)
		if left > 0 {
			wait, pause = pause, min(2*pause, longest)
		} else {
			pause = shortest
		}
		f.remind(ctx, left)
		again := time.NewTimer(wait)
		select {
		case <-ctx.Done():
		case <-f.kept:
		case <-f.answers:
		case <-again.C:
		}
		again.Stop()
	}
}
