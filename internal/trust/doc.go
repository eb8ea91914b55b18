// Package trust decides whether a file can be relied on. A user who can change
// moto's configuration can send the cards elsewhere, and a user who can change a
// folder on the way to it can put another file in its place. So a file, the
// folders that lead to it and the links among them must belong to the user who
// runs moto or to root, and be writable by no other user. OpenSSH asks the same
// of the files it trusts (StrictModes).
//
// The check goes down from the root, and looks at each step once the folder that holds
// it has passed. So no other user can change what was checked before it is opened:
// only the owner of a folder, or a user who may write in it, can replace a step. In a
// sticky folder such as /tmp every user may write, but none can move or remove what
// belongs to another.
//
// A program that is a script is run by another one, which is held to the same: see
// LookProgram.
//
// The modes of a file tell of access lists as well on Linux: the bits of the
// group are the most that a list may grant. On macOS they do not, and lists are
// not looked at there. Windows has neither owners nor modes in this sense; see
// Known.
package trust

import "io/fs"

// Rule is what is asked of a file beyond its owner and who may write it.
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

// Found is what the way to a file came to.
type Found struct {
	// Path is the file without links.
	Path string
	// Info is of the file, nil when there is none. The folders that exist have
	// been looked at all the same.
	Info fs.FileInfo
}

// Look walks to a file. It fails with a *Fault when another user could change
// it, and with the system's error when it cannot be looked at.
func Look(path string, r Rule) (Found, error) { return here(r).look(path) }

// Mine reports whether a file belongs to the user who runs moto, and a link to
// it as well. Where the system does not tell, it does not.
func Mine(path string) bool { return here(Rule{}).mine(path) }
