// Package beside names what lies beside a journal in a file: SQLite's log, the mark, the
// outcomes that wait, and what the console remembers. So everything that guards, removes,
// shares or avoids those files goes by one list.
//
// A journal on a server has no file of its own. What belongs to it on this host lies beside
// a name made of the configured file's and of the server's.
package beside

import (
	"os"
	"path/filepath"
	"strings"
)

// The endings of names.
const (
	Log      = "-wal"     // SQLite's write-ahead log: the payments recorded last are in it
	Index    = "-shm"     // the index of the log
	Rollback = "-journal" // the log of SQLite's other mode, which another program may leave
	Mark     = ".mark"    // where the journal's history last ended
	Spool    = ".spool"   // a folder: outcomes that the journal could not record
	// Another user's spool ends in ofUser and the user's number.
	ofUser = "-"
	// More begins what ends the name of an empty file: an agent has the further fields open.
	More = "-more-"
	// unfinished begins what ends the name of a journal, or of a backup, that is being made.
	unfinished = ".new-"
)

// OfSQLite are the endings of the files that SQLite makes of itself.
func OfSQLite() []string { return []string{Log, Index, Rollback} }

// Kept are the endings of the files in which the journal is kept.
func Kept() []string { return append(OfSQLite(), Mark) }

// SpoolOf is the folder of outcomes that could not be recorded: the user's own, for the
// number of a user.
func SpoolOf(journal, user string) string {
	if user == "" {
		return journal + Spool
	}
	return journal + Spool + ofUser + user
}

// SpoolUser reports a journal's spool, and whose it is.
func SpoolUser(journal, path string) (user string, is bool) {
	rest, is := strings.CutPrefix(path, journal+Spool)
	if !is || rest == "" {
		return "", is
	}
	return strings.CutPrefix(rest, ofUser)
}

// OnServer is the name that stands for the file of a journal on a server; server tells the
// server from others.
func OnServer(journal, server string) string {
	return journal + "-" + server[:min(len(server), serverLength)]
}

// serverLength is how much of what tells a server from others is in the name.
const serverLength = 12

// Unfinished is the name of a journal, or a backup, while it is made; once makes it unique.
func Unfinished(final, once string) string { return final + unfinished + once[:8] }

// Remove removes a file that was being made, and what SQLite has made beside it.
func Remove(unfinished string) {
	for _, end := range append(OfSQLite(), "") {
		_ = os.Remove(unfinished + end)
	}
}

// Belongs reports the path of a journal, of what lies beside it, and of what is in its
// spools. It is the same for a journal on a server.
func Belongs(journal, path string) bool {
	if journal == "" {
		return false
	}
	rest, is := strings.CutPrefix(filepath.Clean(path), filepath.Clean(journal))
	if !is {
		return false
	}
	if belongs(rest) {
		return true
	}
	onServer := len(rest) > 1+serverLength && rest[0] == '-'
	return onServer && belongs(rest[1+serverLength:])
}

// belongs reports the end of the name of a journal or of a file beside it.
func belongs(end string) bool {
	end, unmade := cutUnfinished(end)
	for _, whole := range append(Kept(), "") {
		if end == whole {
			return true
		}
	}
	if unmade {
		return false
	}
	end, _, _ = strings.Cut(filepath.ToSlash(end), "/") // what lies in a spool
	_, spool := SpoolUser("", end)
	return spool || strings.HasPrefix(end, More)
}

// cutUnfinished cuts what stands between the name of an unfinished journal and the ending
// of what SQLite makes beside it.
func cutUnfinished(end string) (rest string, is bool) {
	once, is := strings.CutPrefix(end, unfinished)
	if !is || len(once) < 8 {
		return end, false
	}
	return once[8:], true
}
