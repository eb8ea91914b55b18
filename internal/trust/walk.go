package trust

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
)

// checker checks one file for one user.
type checker struct {
	rule Rule
	user int
	// owner finds the owner of a step; a test may replace it.
	owner func(path string, info fs.FileInfo) owner
}

// owner is what the system tells of a step besides its mode.
type owner struct {
	user, group int
	names       uint64 // how many hard links it has
}

func here(r Rule) checker { return checker{rule: r, user: os.Geteuid(), owner: ownerOf} }

// step is a file, folder or link on the way to a file.
type step struct {
	owner

	kind kind
	path string
	info fs.FileInfo
}

func (c checker) step(path string) (step, error) {
	info, err := os.Lstat(path)
	if err != nil {
		return step{}, err
	}
	s := step{path: path, info: info, owner: c.owner(path, info), kind: file}
	switch {
	case info.Mode()&fs.ModeSymlink != 0:
		s.kind = link
	case info.IsDir():
		s.kind = folder
	}
	return s, nil
}

// maxLinks is how many links are followed, as Linux does.
const maxLinks = 40

// walk is a walk in progress.
type walk struct {
	checker

	folders []step   // from the root to where it is
	rest    []string // the names still to come
	links   int
}

func (c checker) look(path string) (Found, error) {
	if l, has := lists(c.rule); has {
		return l.look(path)
	}
	if !Known() {
		return unknown(path)
	}
	if !filepath.IsAbs(path) {
		at, err := os.Getwd()
		if err != nil {
			return Found{}, err
		}
		path = at + "/" + path // not cleaned: a/.. is elsewhere when a is a link
	}
	w := &walk{checker: c, rest: strings.Split(path, "/")}
	if err := w.enter("/"); err != nil {
		return Found{}, err
	}
	for len(w.rest) > 0 {
		name := w.rest[0]
		w.rest = w.rest[1:]
		switch name {
		case "", ".":
			continue
		case "..":
			w.folders = w.folders[:max(1, len(w.folders)-1)]
			continue
		}
		found, done, err := w.next(filepath.Join(w.at().path, name))
		if err != nil || done {
			return found, err
		}
	}
	return Found{Path: w.at().path, Info: w.at().info}, nil
}

func (w *walk) at() step { return w.folders[len(w.folders)-1] }

// last reports that the step just taken is the end of the way.
func (w *walk) last() bool { return strings.Trim(strings.Join(w.rest, ""), ".") == "" }

// enter begins at the root.
func (w *walk) enter(root string) error {
	s, err := w.step(root)
	if err != nil {
		return err
	}
	w.folders = []step{s}
	return w.judge(s, s)
}

// next takes one step. It is done at the file, or where nothing exists.
func (w *walk) next(path string) (f Found, done bool, err error) {
	s, err := w.step(path)
	if errors.Is(err, fs.ErrNotExist) {
		return Found{Path: filepath.Join(append([]string{path}, w.rest...)...)}, true, w.mayAdd()
	}
	if err != nil {
		return Found{}, false, err
	}
	if s.kind == file && !w.last() {
		return Found{}, false, &fs.PathError{Op: "look at", Path: path, Err: syscall.ENOTDIR}
	}
	if err := w.judge(s, w.at()); err != nil {
		return Found{}, false, err
	}
	switch {
	case s.kind == link && w.last() && w.rule.NoLink:
		return Found{}, false, s.fault("is a link", "name the file itself")
	case s.kind == link:
		return Found{}, false, w.follow(s)
	case s.kind == folder:
		w.folders = append(w.folders, s)
		return Found{}, false, nil
	}
	if err := w.mayAdd(); err != nil {
		return Found{}, false, err
	}
	return Found{Path: path, Info: s.info}, true, nil
}

// mayAdd refuses a sticky folder for a file that needs a folder of its own. A
// folder that is not sticky has passed.
func (w *walk) mayAdd() error {
	in := w.at()
	if !w.rule.OwnFolder || !w.last() || w.closed(in) {
		return nil
	}
	return in.fault(fmt.Sprintf("lets other users add files (mode %04o)", octal(in.info.Mode())),
		"name a file in a folder of its own, made by mkdir -m 700 "+quote(filepath.Join(in.path, "moto")))
}

// follow continues where a link leads.
func (w *walk) follow(s step) error {
	if w.links++; w.links > maxLinks {
		return &fs.PathError{Op: "follow", Path: s.path, Err: syscall.ELOOP}
	}
	to, err := os.Readlink(s.path)
	if err != nil {
		return err
	}
	w.rest = append(strings.Split(to, "/"), w.rest...)
	if filepath.IsAbs(to) {
		w.folders = w.folders[:1]
	}
	return nil
}

func (c checker) mine(path string) bool {
	if l, has := lists(c.rule); has {
		return l.mine(path)
	}
	if !Known() {
		return false
	}
	itself, err := os.Lstat(path)
	if err != nil {
		return false
	}
	info, err := os.Stat(path)
	return err == nil && c.owner(path, itself).user == c.user && c.owner(path, info).user == c.user
}
