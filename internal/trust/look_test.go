//go:build unix

package trust

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

func init() { syscall.Umask(0o022) } // folders of tests may be writable by a group otherwise

const (
	us       = 4711
	stranger = 4712
	team     = 815 // a group
)

// house is a tree of files whose owners a test makes up: those under it are
// ours unless it says otherwise, those above it are root's.
type house struct {
	t    *testing.T
	root string
	of   map[string]owner
}

func newHouse(t *testing.T) *house {
	t.Helper()
	root, err := filepath.EvalSymlinks(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	return &house{t: t, root: root, of: map[string]owner{}}
}

func (h *house) path(name string) string { return filepath.Join(h.root, name) }

// folder and file make something with a mode.
func (h *house) folder(name string, mode fs.FileMode) {
	h.t.Helper()
	h.do(os.Mkdir(h.path(name), 0o700))
	h.do(os.Chmod(h.path(name), mode))
}

func (h *house) file(name string, mode fs.FileMode) {
	h.t.Helper()
	h.do(os.WriteFile(h.path(name), []byte(name), 0o600))
	h.do(os.Chmod(h.path(name), mode))
}

func (h *house) link(to, name string) {
	h.t.Helper()
	h.do(os.Symlink(to, h.path(name)))
}

func (h *house) do(err error) {
	h.t.Helper()
	if err != nil {
		h.t.Fatal(err)
	}
}

func (h *house) checker(r Rule) checker {
	return checker{rule: r, user: us, owner: func(path string, info fs.FileInfo) owner {
		if o, ok := h.of[strings.TrimPrefix(path, h.root+"/")]; ok {
			return o
		}
		if strings.HasPrefix(path, h.root+"/") {
			return owner{us, us, ownerOf(path, info).names}
		}
		return owner{}
	}}
}

// want compares what a look comes to: "" for a file that passes, a part of the
// sentence and the fix otherwise.
func (h *house) want(name string, r Rule, want string) {
	h.t.Helper()
	found, err := h.checker(r).look(h.path(name))
	said := ""
	if f := FaultIn(err); f != nil {
		said = strings.ReplaceAll(f.Error()+"; "+f.Fix, h.root, "")
	} else if err != nil {
		said = err.Error()
	}
	if want == "" && (err != nil || found.Info == nil) || !strings.Contains(said, want) {
		h.t.Errorf("%s: %q, want %q", name, said, want)
	}
}

func TestLook(t *testing.T) {
	h := newHouse(t)
	h.folder("a", 0o755)
	for name, mode := range map[string]fs.FileMode{
		"good": 0o644, "secret": 0o600, "others": 0o646, "group": 0o664, "both": 0o666, "read": 0o640, "hers": 0o644, "roots": 0o644, "it's": 0o666,
	} {
		h.file("a/"+name, mode)
	}
	h.of["a/hers"], h.of["a/roots"] = owner{user: stranger}, owner{}
	h.folder("open", 0o777)
	h.folder("open/under", 0o700)
	h.folder("grouped", 0o775)
	h.folder("hers", 0o755)
	h.folder("sticky", 0o777|fs.ModeSticky)
	h.folder("sticky/ours", 0o700)
	h.folder("sticky/hers", 0o755)
	h.of["hers"], h.of["sticky/hers"] = owner{user: stranger}, owner{user: stranger}
	for _, name := range []string{"open/file", "open/under/file", "grouped/file", "hers/file", "sticky/file", "sticky/ours/file", "sticky/hers/file", "sticky/foreign"} {
		h.file(name, 0o600)
	}
	h.of["sticky/foreign"] = owner{user: stranger}
	secret := Rule{Closed: 0o077}
	for _, c := range []struct {
		name string
		rule Rule
		want string
	}{
		{"a/good", Rule{}, ""},
		{"a/good", secret, "the file /a/good is open to other users (mode 0644); run chmod 600 /a/good"},
		{"a/read", secret, "the file /a/read is open to other users (mode 0640); run chmod 600 /a/read"},
		{"a/good", Rule{Closed: 0o007}, "the file /a/good can be read by every user (mode 0644); run chmod o-rwx /a/good"},
		{"a/read", Rule{Closed: 0o007}, ""},
		{"a/both", secret, "the file /a/both is open to other users (mode 0666); run chmod 600 /a/both"},
		{"a/others", Rule{Closed: 0o007}, "the file /a/others can be changed by every user (mode 0646); run chmod o-rwx /a/others"},
		{"a/secret", secret, ""},
		{"a/roots", Rule{}, ""},
		{"a/others", Rule{}, "the file /a/others can be changed by every user (mode 0646); run chmod o-w /a/others"},
		{"a/group", Rule{}, "the file /a/group can be changed by the group 4711 (mode 0664); run chmod g-w /a/group"},
		{"a/both", Rule{}, "the file /a/both can be changed by every user (mode 0666); run chmod go-w /a/both"},
		{"a/it's", Rule{}, `run chmod go-w '/a/it'\''s'`},
		{"a/hers", Rule{}, "the file /a/hers belongs to user 4712, not to you or root; if it is to be trusted, run sudo chown 4711 /a/hers"},
		{"open/file", Rule{}, "the folder /open can be changed by every user (mode 0777); run chmod go-w /open"},
		{"open/under/file", Rule{}, "the folder /open can be changed by every user (mode 0777)"},
		{"open/under/none", Rule{}, "the folder /open can be changed by every user (mode 0777)"},
		{"grouped/file", Rule{}, "the folder /grouped can be changed by the group 4711 (mode 0775); run chmod g-w /grouped"},
		{"hers/file", Rule{}, "the folder /hers belongs to user 4712"},
		{"hers/none", Rule{}, "the folder /hers belongs to user 4712"},
		{"sticky/file", Rule{}, ""},
		{"sticky/file", Rule{OwnFolder: true}, "the folder /sticky lets other users add files (mode 1777); name a file in a folder of its own, made by mkdir -m 700 /sticky/moto"},
		{"sticky/ours/file", Rule{OwnFolder: true}, ""},
		{"sticky/hers/file", Rule{}, "the folder /sticky/hers belongs to user 4712"},
		{"sticky/foreign", Rule{}, "the file /sticky/foreign belongs to user 4712"},
		{"a/good/further", Rule{}, "not a directory"},
	} {
		h.want(c.name, c.rule, c.want)
	}
}

// Links are followed as the system does, and each is looked at.
func TestLookFollowsLinks(t *testing.T) {
	h := newHouse(t)
	h.folder("a", 0o755)
	h.folder("a/deep", 0o755)
	h.folder("open", 0o777)
	h.folder("sticky", 0o777|fs.ModeSticky)
	h.file("a/file", 0o600)
	h.file("open/file", 0o600)
	h.link("file", "a/beside")
	h.link(h.path("a/file"), "absolute")
	h.link("a/deep", "deep")
	h.link("../a/../a/beside", "a/winding")
	h.link("../open/file", "a/astray")
	h.link("../a/file", "sticky/ours")
	h.link("../a/file", "sticky/hers")
	h.link("loop", "loop")
	h.link("nowhere", "dangling")
	h.of["sticky/hers"] = owner{user: stranger}
	for _, c := range []struct {
		name string
		rule Rule
		want string
	}{
		{"a/beside", Rule{}, ""},
		{"absolute", Rule{}, ""},
		{"deep/../file", Rule{}, ""}, // beside deep, which is in a
		{"a/winding", Rule{}, ""},
		{"./a//./file", Rule{}, ""},
		{"a/astray", Rule{}, "the folder /open can be changed by every user"},
		{"open/../a/file", Rule{}, "the folder /open can be changed by every user"},
		{"sticky/ours", Rule{}, ""},
		{"sticky/hers", Rule{}, "the link /sticky/hers belongs to user 4712, not to you or root; if it is to be trusted, run sudo chown -h 4711 /sticky/hers"},
		{"a/beside", Rule{NoLink: true}, "the link /a/beside is a link; name the file itself"},
		{"dangling", Rule{NoLink: true}, "the link /dangling is a link"},
		{"loop", Rule{}, "too many levels"},
	} {
		if c.name == "./a//./file" || c.name == "deep/../file" || c.name == "open/../a/file" {
			found, err := h.checker(c.rule).look(h.root + "/" + c.name)
			if f := FaultIn(err); c.want == "" && (err != nil || found.Path != h.path("a/file")) || c.want != "" && (f == nil || !strings.Contains(f.Problem, "changed by every user")) {
				t.Errorf("%s: %v %v", c.name, found.Path, err)
			}
			continue
		}
		h.want(c.name, c.rule, c.want)
	}
	found, err := h.checker(Rule{}).look(h.path("deep/new/file"))
	if err != nil || found.Info != nil || found.Path != h.path("a/deep/new/file") {
		t.Errorf("what is not there: %+v, %v", found, err)
	}
}

// TestLookInAGroup: a group that is named may write, and may own what lies where
// no other user could have put it.
func TestLookInAGroup(t *testing.T) {
	h := newHouse(t)
	member := owner{stranger, team, 1}
	for name, mode := range map[string]fs.FileMode{
		"roots": 0o770 | fs.ModeSetgid, "members": 0o770, "foreign": 0o770, "ours": 0o700, "open": 0o777 | fs.ModeSticky | fs.ModeSetgid,
	} {
		h.folder(name, mode)
	}
	h.of["roots"], h.of["members"], h.of["foreign"], h.of["open"] = owner{0, team, 2}, member, owner{stranger, stranger, 2}, owner{0, team, 2}
	for _, name := range []string{"roots/shared", "roots/closed", "roots/readable", "roots/other", "members/shared", "foreign/shared", "ours/shared", "open/shared"} {
		h.file(name, 0o660)
		h.of[name] = member
	}
	h.do(os.Chmod(h.path("roots/closed"), 0o600))
	h.do(os.Chmod(h.path("roots/readable"), 0o664))
	h.of["roots/other"] = owner{stranger, stranger, 1}
	r := Rule{Closed: 0o007, OwnFolder: true, Group: Group{"team", team}}
	for name, want := range map[string]string{
		"roots/shared":   "",
		"members/shared": "",
		"roots/none":     "",
		"ours/shared":    "", // a member's, but only we could have put it there
		"roots/closed":   "the file /roots/closed cannot be used by the group team (mode 0600); run sudo chmod g+rw /roots/closed",
		"roots/readable": "the file /roots/readable can be read by every user (mode 0664); run sudo chmod o-rwx /roots/readable",
		"roots/other":    "the file /roots/other belongs to user 4712, not to you or root",
		"foreign/shared": "the folder /foreign belongs to user 4712",
		"open/shared":    "the file /open/shared belongs to user 4712",
	} {
		if name == "roots/none" {
			if found, err := h.checker(r).look(h.path(name)); err != nil || found.Info != nil {
				t.Errorf("%s: %v %v", name, found, err)
			}
			continue
		}
		h.want(name, r, want)
	}
	r.Group = Group{}
	h.want("roots/shared", r, "the folder /roots can be changed by the group 815 (mode 2770); run sudo chmod g-w /roots")
	h.want("ours/shared", r, "the file /ours/shared belongs to user 4712")
}

// TestOwnersOfTheSystem takes the owners from the system; only root can change them.
func TestOwnersOfTheSystem(t *testing.T) {
	h := newHouse(t)
	h.folder("a", 0o755)
	h.file("a/file", 0o600)
	if _, err := Look(h.path("a/file"), Rule{Closed: 0o077}); err != nil {
		t.Errorf("our own file: %v", err)
	}
	if !Mine(h.path("a/file")) || Mine(h.path("a/none")) {
		t.Error("it is not known whose it is")
	}
	if os.Geteuid() != 0 {
		t.Skip("only root can give files away")
	}
	h.link("file", "a/link")
	h.do(os.Chown(h.path("a/file"), stranger, stranger))
	_, err := Look(h.path("a/file"), Rule{})
	if f := FaultIn(err); f == nil || f.Problem != "belongs to user 4712, not to root" || f.Fix != "run moto as that user (sudo -u '#4712' moto) or, if it is to be trusted, run chown root "+h.path("a/file") {
		t.Errorf("a file of another: %v", err)
	}
	if Mine(h.path("a/file")) || Mine(h.path("a/link")) {
		t.Error("a file of another is ours")
	}
	h.do(os.Chown(h.path("a/file"), 0, 0))
	h.do(os.Lchown(h.path("a/link"), stranger, stranger))
	if Mine(h.path("a/link")) {
		t.Error("a link of another is ours")
	}
	h.do(os.Chown(h.path("a"), stranger, stranger))
	_, err = Open(h.path("a/file"), Rule{})
	if f := FaultIn(err); f == nil || f.What != "folder" || f.Path != h.path("a") {
		t.Errorf("a folder of another: %v", err)
	}
	if f := FaultIn(errors.New("x")); f != nil {
		t.Error(f)
	}
}
