// Package trust decides whether a file can be trusted. A user who can change moto's
// configuration can send the cards elsewhere, and a user who can change a folder on
// the way to it can put another file in its place. So a file, the folders that lead
// to it and the links among them must belong to the user who runs moto or to root,
// and be writable by no other user. OpenSSH requires the same of its files
// (StrictModes).
//
// The check goes down from the root, and checks each step once the folder that
// holds it has passed. So no other user can change what was checked before it is
// opened: only the owner of a folder, or a user who may write in it, can replace a
// step. In a sticky folder such as /tmp every user may write, but none can move or
// remove another user's files.
//
// A script is run by another program, which must pass the same check: see
// LookProgram.
//
// On Linux the mode of a file also reflects access lists: the bits of the group are
// the most that a list may grant. On macOS it does not, and lists are not checked
// there. On Windows an access list takes the place of owners and modes: only the
// user, the system and the administrators may change a file or the folders that lead
// to it.
package trust

import "io/fs"

// Rule is what a file must satisfy, beyond its owner and its writers.
type Rule struct {
	// Closed are bits of the mode that the file must not have, besides those
	// that let other users write: 0o077 keeps a secret.
	Closed fs.FileMode
	// NoLink refuses a file that is a symbolic link. Links among the folders are
	// followed.
	NoLink bool
	// OneName refuses a file that has a second name (a hard link).
	OneName bool
	// OwnFolder refuses a sticky folder that other users may add files to.
	OwnFolder bool
	// Group may share the file and its folder: read them, write them, and own
	// what is in a folder that no user outside the group may write.
	Group Group
}

// Found is the result of a walk to a file.
type Found struct {
	// Path is the file without links.
	Path string
	// Info describes the file; nil if there is none. The existing folders have been
	// checked even then.
	Info fs.FileInfo
}

// Look walks to a file. It fails with a *Fault if another user could change the
// file, and with the system's error if it cannot be checked.
func Look(path string, r Rule) (Found, error) { return here(r).look(path) }

// Mine reports whether a file, and any link to it, belongs to the user who runs
// moto. If the system does not tell, it reports false.
func Mine(path string) bool { return here(Rule{}).mine(path) }
