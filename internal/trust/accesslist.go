package trust

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// This file decides what Windows' access lists mean. It calls no function of Windows,
// so its rules are tested on every system. windowsLists reads the lists.

// accessLists reads the owner and the access list of files.
type accessLists interface {
	// of is what the system keeps of a path, links followed.
	of(path string) (accessList, error)
	// self is the user who runs moto.
	self() sid
	// name is an account's name, for people and for icacls.
	name(sid) string
}

// sid is a security identifier, such as S-1-5-18.
type sid string

// Accounts that can do everything on a machine anyway, and names that stand for the
// owner.
const (
	system         sid = "S-1-5-18"
	administration sid = "S-1-5-32-544"
	installer      sid = "S-1-5-80-956008885-3418522649-1831038044-1853292631-2271478464" // TrustedInstaller
	creatorOwner   sid = "S-1-3-0"
	ownerRights    sid = "S-1-3-4"
)

// accessList is who owns a file or folder, and who may do what with it.
type accessList struct {
	owner   sid
	absent  bool // there is no list: everyone may do everything
	entries []accessEntry
}

// accessEntry is one line of a list. Entries that deny are left out: one that allows
// more than it should is a fault, even if another one takes that back.
type accessEntry struct {
	who  sid
	mask uint32
	// below says that the entry is only for what is made in the folder later.
	below bool
}

// Bits of a mask (winnt.h).
const (
	readData    = 0x1
	writeData   = 0x2 // of a folder: to add a file
	appendData  = 0x4 // of a folder: to add a folder
	deleteChild = 0x40
	deletes     = 0x10000
	changesList = 0x40000
	takesOver   = 0x80000
	allAccess   = 0x10000000
	writes      = 0x40000000
	reads       = 0x80000000

	// fileChanges let an account change what is in a file, or put another in its
	// place.
	fileChanges = writeData | appendData | deletes | changesList | takesOver | allAccess | writes
	// folderChanges let an account replace what is in a folder, or the folder itself.
	// To add to it replaces nothing.
	folderChanges = deleteChild | deletes | changesList | takesOver | allAccess
	folderAdds    = writeData | appendData | allAccess | writes
	fileReads     = readData | allAccess | reads
)

func trusted(who, user sid) bool {
	return slices.Contains([]sid{user, system, administration, installer, creatorOwner, ownerRights}, who)
}

// others is the first account beside the trusted ones that a list gives any of the
// rights, or "".
func (a accessList) others(user sid, mask uint32) (who sid, found bool) {
	if a.absent {
		return "S-1-1-0", true // Everyone
	}
	for _, e := range a.entries {
		if !e.below && e.mask&mask != 0 && !trusted(e.who, user) {
			return e.who, true
		}
	}
	return "", false
}

// listed checks the way to a file by access lists.
type listed struct {
	accessLists

	rule Rule
}

// look walks to a file. A link is followed, and the folders on both sides of it are
// checked.
func (l listed) look(path string) (Found, error) {
	path, err := filepath.Abs(path)
	if err != nil {
		return Found{}, err
	}
	itself, err := os.Lstat(path)
	if err == nil && itself.Mode()&(fs.ModeSymlink|fs.ModeIrregular) != 0 && l.rule.NoLink {
		return Found{}, &Fault{Path: path, What: string(link), Problem: "is a link", Fix: "name the file itself"}
	}
	if err := l.folders(filepath.Dir(path)); err != nil {
		return Found{}, err
	}
	if real, err := filepath.EvalSymlinks(path); err == nil && real != path {
		if path = real; l.folders(filepath.Dir(path)) != nil {
			return Found{}, l.folders(filepath.Dir(path))
		}
	}
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return Found{Path: path}, l.mayAdd(filepath.Dir(path))
	case err != nil:
		return Found{}, err
	}
	found := Found{Path: path, Info: info}
	if info.IsDir() {
		return found, l.judge(path, folder)
	}
	if err := l.judge(path, file); err != nil {
		return Found{}, err
	}
	return found, l.mayAdd(filepath.Dir(path))
}

// folders checks the folders that lead to a file, from the root down. Those that do
// not exist yet are not checked: moto makes them.
func (l listed) folders(path string) error {
	var way []string
	for {
		way = append(way, path)
		above := filepath.Dir(path)
		if above == path {
			break
		}
		path = above
	}
	for i := len(way) - 1; i >= 0; i-- {
		switch err := l.judge(way[i], folder); {
		case errors.Is(err, fs.ErrNotExist):
			return nil
		case err != nil:
			return err
		}
	}
	return nil
}

// judge checks one file or folder.
func (l listed) judge(path string, k kind) error {
	list, err := l.of(path)
	if err != nil {
		return err
	}
	user := l.self()
	fail := func(problem string) error {
		return &Fault{Path: path, What: string(k), Problem: problem, Fix: l.onlyMine(path, k)}
	}
	if !trusted(list.owner, user) {
		return &Fault{
			Path: path, What: string(k), Problem: "belongs to " + l.name(list.owner) + ", not to you or the administrators",
			Fix: "if it is to be trusted, run icacls " + quoteWindows(path) + " /setowner " + quoteWindows(l.name(user)) + " as an administrator",
		}
	}
	changes := uint32(fileChanges)
	if k == folder {
		changes = folderChanges
	}
	if who, found := list.others(user, changes); found {
		return fail("can be changed by " + l.name(who))
	}
	if k == file && l.rule.Closed != 0 {
		if who, found := list.others(user, fileReads); found {
			return fail("can be read by " + l.name(who))
		}
	}
	return nil
}

// mayAdd refuses a folder that others may add files to, for a file that needs a
// folder of its own.
func (l listed) mayAdd(in string) error {
	if !l.rule.OwnFolder {
		return nil
	}
	list, err := l.of(in)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	if who, found := list.others(l.self(), folderAdds); found {
		return &Fault{Path: in, What: string(folder), Problem: "lets " + l.name(who) + " add files", Fix: l.onlyMine(in, folder)}
	}
	return nil
}

func (l listed) mine(path string) bool {
	list, err := l.of(path)
	return err == nil && (list.owner == l.self() || list.owner == administration)
}

// onlyMine is the command that leaves a file to the user, the system and the
// administrators. It names these by number: their names are translated.
func (l listed) onlyMine(path string, k kind) string {
	all := ":F"
	if k == folder {
		all = ":(OI)(CI)F"
	}
	return "run icacls " + quoteWindows(path) + " /inheritance:r /grant:r " + quoteWindows(l.name(l.self())+all) + " " +
		quoteWindows("*"+string(system)+all) + " " + quoteWindows("*"+string(administration)+all)
}

// quoteWindows is a text as one word for cmd.exe and PowerShell. Paths and accounts
// hold no double quotes on Windows.
func quoteWindows(text string) string {
	return `"` + strings.ReplaceAll(text, `"`, "") + `"`
}
