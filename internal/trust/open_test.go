//go:build unix

package trust

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"syscall"
	"testing"
)

func TestOpen(t *testing.T) {
	h := newHouse(t)
	h.file("file", 0o600)
	h.link("file", "link")
	h.do(syscall.Mkfifo(h.path("pipe"), 0o600))
	c := h.checker(Rule{})
	f, err := c.open(h.path("link"), os.O_RDONLY)
	h.do(err)
	text, err := io.ReadAll(f)
	if err != nil || string(text) != "file" {
		t.Errorf("%q, %v", text, err)
	}
	_ = f.Close()
	for _, name := range []string{"pipe", "."} {
		if _, err := c.open(h.path(name), os.O_RDONLY); !errors.Is(err, ErrNotFile) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := Open(os.DevNull, Rule{}); !errors.Is(err, ErrNotFile) {
		t.Errorf("a device: %v", err)
	}
	if _, err := c.open(h.path("none"), os.O_RDONLY); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("nothing: %v", err)
	}
}

// TestOpenLooksAtWhatItOpened: another file has the name by the time it is
// opened.
func TestOpenLooksAtWhatItOpened(t *testing.T) {
	h := newHouse(t)
	h.file("file", 0o600)
	c := h.checker(Rule{Closed: 0o077})
	honest := c.owner
	for name, change := range map[string]func(){
		"made readable": func() { h.do(os.Chmod(h.path("file"), 0o644)) },
		"given away":    func() { h.of["file"] = owner{user: stranger} },
		"now a link":    func() { h.do(os.Remove(h.path("file"))); h.link("other", "file") },
		"now a folder":  func() { h.do(os.Remove(h.path("file"))); h.folder("file", 0o700) },
	} {
		h.do(os.RemoveAll(h.path("file")))
		h.file("file", 0o600)
		h.do(os.WriteFile(h.path("other"), nil, 0o600))
		delete(h.of, "file")
		c.owner = func(path string, info fs.FileInfo) owner {
			o := honest(path, info)
			if path == h.path("file") && change != nil { // once it has been looked at
				change()
				change = nil
			}
			return o
		}
		if f, err := c.open(h.path("file"), os.O_RDONLY); err == nil {
			t.Errorf("%s: it is opened", name)
			_ = f.Close()
		}
	}
}

func TestAppend(t *testing.T) {
	h := newHouse(t)
	add := func(name string) error {
		f, err := Append(h.path(name), Rule{})
		if err == nil {
			_, err = f.WriteString("x")
			_ = f.Close()
		}
		return err
	}
	h.folder("sticky", 0o777|fs.ModeSticky)
	h.file("loose", 0o640)
	h.file("target", 0o600)
	h.link("target", "link")
	h.link("none", "dangling")
	h.do(os.Link(h.path("target"), h.path("second")))
	h.do(syscall.Mkfifo(h.path("pipe"), 0o600))
	for _, name := range []string{"new", "new", "loose", "sticky/new"} {
		if err := add(name); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if info, err := os.Stat(h.path(name)); err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("%s: %v %v", name, info.Mode(), err)
		}
	}
	for name, want := range map[string]string{
		"link": "is a link", "dangling": "is a link", "second": "has a second name on its disk",
	} {
		if f := FaultIn(add(name)); f == nil || f.Problem != want {
			t.Errorf("%s: %v", name, f)
		}
	}
	for _, name := range []string{"pipe", "sticky"} {
		if err := add(name); !errors.Is(err, ErrNotFile) {
			t.Errorf("%s: %v", name, err)
		}
	}
	text, err := os.ReadFile(h.path("target"))
	if err != nil || string(text) != "target" {
		t.Errorf("it was written through a link: %q", text)
	}
	if _, err := os.Lstat(h.path("none")); err == nil {
		t.Error("a dangling link was followed")
	}
	if text, err := os.ReadFile(h.path("new")); err != nil || string(text) != "xx" {
		t.Errorf("%q, %v", text, err)
	}
}

func TestGroupNamed(t *testing.T) {
	if _, err := GroupNamed("no such group"); !errors.Is(err, ErrNoGroup) {
		t.Error(err)
	}
	if _, err := GroupNamed("-1"); !errors.Is(err, ErrNoGroup) {
		t.Error(err)
	}
	g, err := GroupNamed(groupName(os.Getegid()))
	if err != nil || g.ID != os.Getegid() {
		t.Errorf("our own group: %+v, %v", g, err)
	}
	if os.Geteuid() == 0 {
		t.Skip("root may use every group")
	}
	if _, err := GroupNamed("4713"); !errors.Is(err, ErrNotMember) {
		t.Error(err)
	}
}
