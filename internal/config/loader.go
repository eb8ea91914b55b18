package config

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"
	"unicode"

	"motoconsole/internal/passwordstore"
	"motoconsole/internal/trust"
)

// loader is one Load.
type loader struct {
	path         string
	getenv       func(string) string
	account      func() string // the user that the process runs as
	commandLimit time.Duration
	stored       func(passwordstore.Entry) (string, error)
	kept         []ReadTables // the reader of the journal's tables, if there is one

	inJournal bool // what is read are tables that the journal keeps
	keptSites bool // without sites that this host does not have

	doc *document
	raw file
	out Settings
}

// open opens the file that a key names. fix is what to do where there is no file.
func (l *loader) open(key, path string, r trust.Rule, fix string) (*os.File, error) {
	f, err := trust.Open(path, r)
	switch fault := trust.FaultIn(err); {
	case fault != nil:
		return nil, l.fail(key, fault.Error(), fault.Fix)
	case errors.Is(err, fs.ErrNotExist):
		return nil, l.fail(key, "the file does not exist", fix)
	case errors.Is(err, trust.ErrNotFile):
		return nil, l.fail(key, "is not a file", fix)
	case err != nil:
		return nil, l.fail(key, "the file cannot be read", "let the user who runs moto read it")
	}
	return f, nil
}

// span reads a time that a key gives, if the key is there.
func (l *loader) span(key, text string, to *time.Duration, least, most time.Duration, problem, fix string) error {
	if !l.doc.has(key) {
		return nil
	}
	d, err := time.ParseDuration(text)
	if err != nil || d < least || d > most {
		return l.fail(key, problem, fix)
	}
	*to = d
	return nil
}

// fail is the error for a key of the file.
func (l *loader) fail(key, problem, fix string) error { return l.doc.fail(key, problem, fix) }

// require refuses a file that leaves the key out or empty.
func (l *loader) require(key, value, fix string) error {
	switch {
	case !l.doc.has(key):
		return l.fail(key, "is missing", fix)
	case value == "":
		return l.fail(key, "is empty", fix)
	}
	return nil
}

// resolve completes a path in the file. ~/ is the user's folder. A relative path
// begins at the file's own folder, because the folder in which a program starts is
// arbitrary.
func (l *loader) resolve(path string) (resolved, problem string) {
	if strings.ContainsFunc(path, unicode.IsControl) {
		return "", "must not hold control characters"
	}
	if rest, tilde := strings.CutPrefix(path, "~/"); tilde {
		home := l.getenv("HOME")
		if home == "" {
			return "", "~ has no meaning here, because $HOME is not set"
		}
		return filepath.Join(home, rest), ""
	}
	if filepath.IsAbs(path) {
		return filepath.Clean(path), ""
	}
	return filepath.Join(filepath.Dir(l.path), path), ""
}
