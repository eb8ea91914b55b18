package spool

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"motoconsole/gateway"
	"motoconsole/internal/journal"
	"motoconsole/internal/panics"
	"motoconsole/internal/payment/answer"
	"motoconsole/internal/trust"
)

// taking is how long the journal has to record one outcome.
const taking = 20 * time.Second

var (
	errHalf     = errors.New("was not written to its end: the process that wrote it was killed")
	errUnderWay = errors.New("is being written")
	errForeign  = errors.New("is not moto's")
	errLarge    = errors.New("is larger than an outcome")
	errNotFile  = errors.New("is not a file")
	errDefect   = errors.New("could not be recorded, by a defect of the program")
)

// Drain has the journal record what is kept, by take, and returns how many outcomes are
// left that it may record soon. A file is removed once the journal has its outcome, or an
// alarm. Another process may do the same meanwhile.
func (f *Folder) Drain(ctx context.Context, take func(context.Context, answer.Told) error) (left int) {
	names := f.list(ctx)
	for i, name := range names {
		told, err := f.read(name)
		switch {
		case errors.Is(err, fs.ErrNotExist), errors.Is(err, errUnderWay): // another process was quicker, or is at work on it
			continue
		case errors.Is(err, errHalf):
			f.tell(ctx, name, err)
			err = nil
		case err == nil:
			if err = f.taken(ctx, told, take); stops(err) {
				f.tell(ctx, name, err)
				return left + len(names) - i
			}
			if err != nil && !waits(err) {
				left++
			}
		}
		if err == nil {
			err = os.Remove(filepath.Join(f.path, name))
		}
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			f.tell(ctx, name, err)
		}
	}
	return left
}

// taken has the journal record one outcome. A defect in that costs only this outcome its turn.
func (f *Folder) taken(ctx context.Context, told answer.Told, take func(context.Context, answer.Told) error) error {
	ctx, cancel := context.WithTimeout(ctx, taking)
	defer cancel()
	err := errDefect
	panics.Caught(f.log, "recording an outcome that was kept", func() { err = take(ctx, told) })
	return err
}

// stops reports that the journal cannot be written now: the next outcome would wait as long.
func stops(err error) bool {
	switch journal.FaultOf(err) { //nolint:exhaustive // the others may be of one attempt
	case journal.FaultAway, journal.FaultLocked:
		return true
	}
	return errors.Is(err, journal.ErrClosed) || errors.Is(err, context.DeadlineExceeded) || errors.Is(err, context.Canceled)
}

// waits reports that the journal will not record an outcome soon.
func waits(err error) bool {
	return errors.Is(err, answer.ErrForgotten) || errors.Is(err, answer.ErrAlarmWaits) || journal.FaultOf(err) == journal.FaultMoved
}

// list are the names of the files, in order.
func (f *Folder) list(ctx context.Context) []string {
	is, err := f.folder()
	if err != nil {
		f.tell(ctx, "", err)
	}
	if !is {
		return nil
	}
	folder, err := os.Open(f.path)
	if err != nil {
		f.tell(ctx, "", err)
		return nil
	}
	defer folder.Close() //nolint:errcheck // it was only read
	names, err := folder.Readdirnames(mostFiles)
	if err != nil && !errors.Is(err, io.EOF) {
		f.tell(ctx, "", err)
	}
	slices.Sort(names)
	return names
}

// isEmpty reports that the folder can be read and has no file.
func (f *Folder) isEmpty() bool {
	if is, err := f.folder(); err != nil || !is {
		return false
	}
	folder, err := os.Open(f.path)
	if err != nil {
		return false
	}
	defer folder.Close() //nolint:errcheck // it was only read
	_, err = folder.Readdirnames(1)
	return errors.Is(err, io.EOF)
}

// read is the outcome in a file. One that has no name yet, and that no process is at work on,
// is whole if the machine died before it got its name.
func (f *Folder) read(name string) (answer.Told, error) {
	id, _, unnamed := strings.Cut(name, end+fresh)
	if !unnamed {
		var is bool
		if id, is = strings.CutSuffix(name, end); !is {
			return answer.Told{}, errForeign
		}
	}
	if !isID(id) {
		return answer.Told{}, errForeign
	}
	file, err := trust.Open(filepath.Join(f.path, name), f.rule)
	switch {
	case errors.Is(err, trust.ErrNotFile):
		return answer.Told{}, errNotFile
	case err != nil:
		return answer.Told{}, err
	}
	defer file.Close() //nolint:errcheck // it was only read
	if unnamed {
		info, err := file.Stat()
		if err != nil {
			return answer.Told{}, err
		}
		if f.now().Sub(info.ModTime()).Abs() < unfinished { // a clock may have been put back since
			return answer.Told{}, errUnderWay
		}
	}
	content, err := io.ReadAll(io.LimitReader(file, mostBytes+1))
	switch {
	case err != nil:
		return answer.Told{}, err
	case len(content) > mostBytes:
		return answer.Told{}, errLarge
	}
	told, err := read(content)
	if unnamed && errors.Is(err, errDamaged) {
		err = errHalf
	}
	if err == nil && told.ID != id {
		err = errForeign
	}
	return told, err
}

// tell says in the log, once, why a file stays, or is of no use: one sentence. An empty name stands for the
// folder.
func (f *Folder) tell(ctx context.Context, name string, err error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	why := err.Error()
	if fault := trust.FaultIn(err); fault != nil {
		why = fault.What + " " + fault.Problem + "; " + fault.Fix
	}
	if f.said[name+why] || len(f.said) > mostFiles {
		return
	}
	f.said[name+why] = true
	what := "an outcome that is kept beside the journal waits"
	if errors.Is(err, errHalf) {
		what = "a file beside the journal is removed, and the gateway tells its outcome"
	}
	f.log.LogAttrs(ctx, slog.LevelWarn, what,
		slog.String("folder", f.path), slog.String("file", gateway.Clean(name, 100)), slog.String("problem", why))
}
