package trust

import (
	"errors"
	"fmt"
	"io/fs"
	"os/user"
	"regexp"
	"strconv"
	"strings"
)

// Fault says why a file cannot be trusted, and how to correct that.
type Fault struct {
	Path    string // the file, or the folder or link on the way to it
	What    string // "file", "folder" or "link"
	Problem string // the text after the path: "can be changed by every user (mode 0666)"
	Fix     string // a command, or another way out
}

// Error is a sentence without the way out.
func (f *Fault) Error() string { return "the " + f.What + " " + f.Path + " " + f.Problem }

// FaultIn is the fault in an error, or nil.
func FaultIn(err error) *Fault {
	var f *Fault
	if errors.As(err, &f) {
		return f
	}
	return nil
}

func (s step) fault(problem, fix string) *Fault {
	return &Fault{Path: s.path, What: string(s.kind), Problem: problem, Fix: fix}
}

// wrongOwner is the fault of something that belongs to another user.
func (c checker) wrongOwner(s step) *Fault {
	trusted, chown := "you or root", "chown "
	if c.user == 0 {
		trusted = "root"
	}
	if s.kind == link {
		chown = "chown -h "
	}
	fix := "if it is to be trusted, run " + c.as(s) + chown + bareName(c.user) + " " + quote(s.path)
	if c.user == 0 { // a supervisor may maintain an agent's journal
		fix = "run moto as that user (sudo -u " + sudoName(s.user) + " moto) or, " + fix
	}
	return s.fault("belongs to "+userName(s.user)+", not to "+trusted, fix)
}

func (c checker) wrongMode(s step, problem, change string) *Fault {
	return s.fault(fmt.Sprintf("%s (mode %04o)", problem, octal(s.info.Mode())), "run "+c.as(s)+"chmod "+change+" "+quote(s.path))
}

// as is the prefix of a command that only root, or another user, may run.
func (c checker) as(s step) string {
	if c.user == 0 || s.user == c.user {
		return ""
	}
	return "sudo "
}

// octal is a mode in chmod's form.
func octal(m fs.FileMode) uint32 {
	n := uint32(m.Perm())
	for bit, is := range map[fs.FileMode]uint32{fs.ModeSetuid: 0o4000, fs.ModeSetgid: 0o2000, fs.ModeSticky: 0o1000} {
		if m&bit != 0 {
			n |= is
		}
	}
	return n
}

// userName is a user by name and number.
func userName(id int) string {
	number := strconv.Itoa(id)
	if u, err := user.LookupId(number); err == nil && u.Username != "" {
		return u.Username + " (user " + number + ")"
	}
	return "user " + number
}

// bareName is a user in chown's form, and sudoName in sudo's.
func bareName(id int) string {
	number := strconv.Itoa(id)
	if u, err := user.LookupId(number); err == nil && u.Username != "" {
		return quote(u.Username)
	}
	return number
}

func sudoName(id int) string {
	if name := bareName(id); name != strconv.Itoa(id) {
		return name
	}
	return quote("#" + strconv.Itoa(id))
}

func groupName(id int) string {
	number := strconv.Itoa(id)
	if g, err := user.LookupGroupId(number); err == nil && g.Name != "" {
		return g.Name
	}
	return number
}

var plain = regexp.MustCompile(`^[A-Za-z0-9_@%+=:,./-]+$`)

// quote is a text as one word for a shell.
func quote(text string) string {
	if plain.MatchString(text) && !strings.HasPrefix(text, "-") {
		return text
	}
	return "'" + strings.ReplaceAll(text, "'", `'\''`) + "'"
}
