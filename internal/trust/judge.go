package trust

import (
	"io/fs"
	"path/filepath"
	"strings"
)

// kind is what a step is.
type kind string

const (
	file   kind = "file"
	folder kind = "folder"
	link   kind = "link"
)

// The bits of a mode that let other users in.
const (
	groupWrites   fs.FileMode = 0o020
	othersWrite   fs.FileMode = 0o002
	groupUses     fs.FileMode = 0o060
	groupAnything fs.FileMode = 0o070
)

// judge checks one step in a folder that has passed.
func (c checker) judge(s, in step) error {
	foreign := s.user != 0 && s.user != c.user
	if foreign && !(c.shares(s) && c.closed(in)) {
		return c.wrongOwner(s)
	}
	mode := s.info.Mode()
	if s.kind == link || s.kind == file && !mode.IsRegular() {
		return nil // the mode of a link means nothing, and moto never opens a device
	}
	if foreign && mode.Perm()&groupUses != groupUses {
		return c.wrongMode(s, "cannot be used by the group "+c.rule.Group.Name, "g+rw")
	}
	if s.kind == folder && mode&fs.ModeSticky != 0 {
		return nil
	}
	if s.kind == file {
		if err := c.judgeFile(s, mode.Perm()); err != nil {
			return err
		}
	}
	return c.judgeWriters(s, mode.Perm())
}

// judgeWriters refuses a step that another user may write.
func (c checker) judgeWriters(s step, perm fs.FileMode) error {
	group, others := perm&groupWrites != 0, perm&othersWrite != 0
	if group && c.shares(s) && !others {
		if hasAccessList(s.path) {
			return s.fault("has an access list beside its mode", "run "+c.as(s)+"setfacl -b "+quote(s.path))
		}
		return nil
	}
	group = group && !administrators(s.group)
	switch {
	case others && temporary(s):
		return c.wrongMode(s, "can be changed by every user", "+t") // other programs need to write there
	case group && others:
		return c.wrongMode(s, "can be changed by every user", "go-w")
	case others:
		return c.wrongMode(s, "can be changed by every user", "o-w")
	case group:
		return c.wrongMode(s, "can be changed by the group "+groupName(s.group), "g-w")
	}
	return nil
}

// judgeFile makes the checks for files only.
func (c checker) judgeFile(s step, perm fs.FileMode) error {
	open := perm & c.rule.Closed
	if c.shares(s) {
		open &^= groupAnything
	}
	switch {
	case open != 0 && c.rule.Closed&groupAnything != 0:
		return c.wrongMode(s, "is open to other users", "600")
	case open&othersWrite != 0:
		return c.wrongMode(s, "can be changed by every user", "o-rwx")
	case open != 0:
		return c.wrongMode(s, "can be read by every user", "o-rwx")
	case c.rule.OneName && s.names > 1:
		return s.fault("has a second name on its disk", "remove it, so that a new one is made: rm "+quote(s.path))
	}
	return nil
}

// shares reports whether a step belongs to the group that may share it.
func (c checker) shares(s step) bool { return c.rule.Group.Name != "" && s.group == c.rule.Group.ID }

// closed reports whether only the owner, root and the group can add to a folder:
// then one of them put everything in it.
func (c checker) closed(s step) bool {
	perm := s.info.Mode().Perm()
	return perm&othersWrite == 0 && (perm&groupWrites == 0 || c.shares(s))
}

// temporary reports whether a folder is the machine's place for every user's
// temporary files.
func temporary(s step) bool {
	name := filepath.Base(s.path)
	return s.kind == folder && s.user == 0 && (strings.Contains(name, "tmp") || name == "shm")
}
