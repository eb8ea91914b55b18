package config

import (
	"bytes"
	"errors"
	"io"
	"io/fs"
	"time"

	"motoconsole/internal/passwordstore"
	"motoconsole/internal/trust"
)

const (
	// maxFile is far larger than the tables of any floor: 2,000 agents with two keys and a
	// passphrase each need about a megabyte.
	maxFile = 4 << 20
	// maxNesting is how many characters there may be that can begin something inside
	// something else: another kind of file cannot overwhelm a recursive parser.
	maxNesting = 64 << 10

	commandLimit = 10 * time.Second
)

// Load reads and checks the file. It also fetches the password, which may run
// the password command. Every error is an *Error, or one of the reader of tables.
func Load(path string, getenv func(string) string, kept ...ReadTables) (Settings, error) {
	l := newLoader(path, getenv, kept...)
	return l.load(append(l.sections(), l.password, l.recorderKey))
}

// LoadWithoutPassword reads and checks the file, for the commands that do not ask the
// gateway.
func LoadWithoutPassword(path string, getenv func(string) string, kept ...ReadTables) (Settings, error) {
	l := newLoader(path, getenv, kept...)
	return l.load(l.sections())
}

func newLoader(path string, getenv func(string) string, kept ...ReadTables) *loader {
	return &loader{path: path, getenv: getenv, account: account, commandLimit: commandLimit, stored: passwordstore.Read, kept: kept}
}

// sections are the checks of the file. The password comes after them, so that its
// command does not run for a file with a fault.
func (l *loader) sections() []func() error {
	return []func() error{l.gateway, l.payment, l.offer, l.script, l.recorder, l.guard, l.refund, l.journal, l.people, l.special, l.operator, l.ui, l.log, l.serve}
}

func (l *loader) load(sections []func() error) (Settings, error) {
	source, err := l.read()
	if err != nil {
		return Settings{}, err
	}
	if l.doc, err = parse(l.path, source); err != nil {
		return Settings{}, err
	}
	if err := l.doc.decode(&l.raw); err != nil {
		return Settings{}, err
	}
	l.out = defaults()
	l.out.Path = l.path
	for _, section := range sections {
		if err := section(); err != nil {
			return Settings{}, err
		}
	}
	return l.out, nil
}

// read reads the file. It rewords the system's messages, which repeat paths and are
// not sentences.
func (l *loader) read() (string, error) {
	fail := func(problem, fix string) (string, error) {
		return "", &Error{File: l.path, Problem: problem, Fix: fix}
	}
	f, err := trust.Open(l.path, trust.Rule{})
	switch fault := trust.FaultIn(err); {
	case fault != nil && fault.What == "file": // the configuration file itself
		return fail(fault.Problem, fault.Fix)
	case fault != nil:
		return fail(fault.Error(), fault.Fix)
	case errors.Is(err, fs.ErrNotExist):
		return fail("there is no such file", copyThere)
	case errors.Is(err, trust.ErrNotFile):
		return fail("is not a file", "name a TOML file such as config.toml")
	case err != nil:
		return fail("cannot be read", "let the user who runs moto read it")
	}
	defer func() { _ = f.Close() }() // the file was only read
	source, err := io.ReadAll(io.LimitReader(f, maxFile+1))
	switch {
	case err != nil:
		return fail("cannot be read", "check the disk it is on")
	case tooLong(source):
		return fail("is too long to be a configuration", "name a TOML file such as config.toml")
	}
	return string(source), nil
}

// tooLong reports a text that is no configuration.
func tooLong(source []byte) bool {
	return len(source) > maxFile || bytes.Count(source, []byte("["))+bytes.Count(source, []byte("{"))+bytes.Count(source, []byte(".")) > maxNesting
}
