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
	"motoconsole/internal/payment/doubt"
	"motoconsole/internal/trust"
)

// taking is how long the journal has to record one outcome.
const taking = 20 * time.Second

var (
	errHalf    = errors.New("was not written to its end: the process that wrote it was killed")
	errForeign = errors.New("is not moto's")
	errLarge   = errors.New("is larger than an outcome")
	errNotFile = errors.New("is not a file")
)

// Drain has the journal record what is kept, by take, and returns how many outcomes are
// left because the journal cannot be written. A file is removed once the journal has its
// outcome, or an alarm. Another process may do the same meanwhile.
func (f *Folder) Drain(ctx context.Context, take func(context.Context, doubt.Told) error) (left int) {
	names := f.list(ctx)
	for i, name := range names {
		told, err := f.read(name)
		if errors.Is(err, fs.ErrNotExist) { // another process was quicker
			continue
		}
		if err == nil {
			err = taken(ctx, told, take)
			if err != nil && !isFinal(err) {
				f.tell(ctx, name, err)
				return len(names) - i
			}
		}
		if err != nil {
			f.tell(ctx, name, err)
			continue
		}
		if err := os.Remove(filepath.Join(f.path, name)); err != nil && !errors.Is(err, fs.ErrNotExist) {
			f.tell(ctx, name, err)
		}
	}
	return 0
}

func taken(ctx context.Context, told doubt.Told, take func(context.Context, doubt.Told) error) error {
	ctx, cancel := context.WithTimeout(ctx, taking)
	defer cancel()
	return take(ctx, told)
}

// isFinal reports that the journal will never record an outcome.
func isFinal(err error) bool {
	for _, final := range []error{doubt.ErrForgotten, journal.ErrInvalid, journal.ErrCardNumber, journal.ErrNotFound, journal.ErrResolved} {
		if errors.Is(err, final) {
			return true
		}
	}
	return false
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
	f.writing.Lock()
	defer f.writing.Unlock()
	names, err := folder.Readdirnames(mostFiles)
	if err != nil && !errors.Is(err, io.EOF) {
		f.tell(ctx, "", err)
	}
	slices.Sort(names)
	return names
}

// read is the outcome in a file.
func (f *Folder) read(name string) (doubt.Told, error) {
	id, is := strings.CutSuffix(name, end)
	if !is || !isID(id) {
		if of, _, half := strings.Cut(name, end+fresh); half && isID(of) {
			return doubt.Told{}, errHalf
		}
		return doubt.Told{}, errForeign
	}
	file, err := trust.Open(filepath.Join(f.path, name), f.rule)
	switch {
	case errors.Is(err, trust.ErrNotFile):
		return doubt.Told{}, errNotFile
	case err != nil:
		return doubt.Told{}, err
	}
	defer file.Close() //nolint:errcheck // it was only read
	content, err := io.ReadAll(io.LimitReader(file, mostBytes+1))
	switch {
	case err != nil:
		return doubt.Told{}, err
	case len(content) > mostBytes:
		return doubt.Told{}, errLarge
	}
	told, err := read(content)
	if err == nil && told.ID != id {
		err = errForeign
	}
	return told, err
}

// tell says in the log, once, why a file stays: one sentence. An empty name stands for the
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
	f.log.LogAttrs(ctx, slog.LevelWarn, "an outcome that is kept beside the journal waits",
		slog.String("folder", f.path), slog.String("file", gateway.Clean(name, 100)), slog.String("problem", why))
}
