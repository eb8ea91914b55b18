//go:build unix

package trust

import (
	"io/fs"
	"os"
	"runtime"
	"syscall"
)

// careful keeps an open from following a link at the end of the way and from
// waiting for a pipe.
const careful = syscall.O_NOFOLLOW | syscall.O_NONBLOCK

// Known reports whether moto can learn from this system who owns a file and who may
// write it. If not, Look, Open and Append refuse nothing.
func Known() bool { return true }

func unknown(path string) (Found, error) { return Found{Path: path}, nil }

func ownerOf(_ string, info fs.FileInfo) owner {
	s, ok := info.Sys().(*syscall.Stat_t)
	if !ok {
		return owner{user: -1, group: -1}
	}
	return owner{user: int(s.Uid), group: int(s.Gid), names: uint64(s.Nlink)} //nolint:unconvert // of another size elsewhere
}

// administrators reports a group whose members may do what root does: admin of
// macOS, which owns folders of the system and of Homebrew.
func administrators(group int) bool { return runtime.GOOS == "darwin" && group == 80 }

func private(f *os.File) error { return f.Chmod(0o600) }

// lists are none: the modes of files say all.
func lists(Rule) (listed, bool) { return listed{}, false }

// Private does nothing here: a new file has the mode that it was made with.
func Private(string) error { return nil }

// Masters are the users who may change everything on this system, for people.
const Masters = "root"
