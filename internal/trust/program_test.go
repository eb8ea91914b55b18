//go:build unix

package trust

import (
	"io/fs"
	"os"
	"strings"
	"testing"
)

// script is a program of the house; ROOT in its text is the house.
func (h *house) script(name, text string, mode fs.FileMode) {
	h.t.Helper()
	h.do(os.WriteFile(h.path(name), []byte(strings.ReplaceAll(text, "ROOT", h.root)), 0o600))
	h.do(os.Chmod(h.path(name), mode))
}

// program is what a look at a program comes to, with folders of the house as PATH.
func (h *house) program(name string, path ...string) string {
	c := h.checker(Rule{})
	found, err := c.look(h.path(name))
	if err == nil {
		for i, folder := range path {
			if folder != "" && folder[0] != '.' {
				path[i] = h.path(folder)
			}
		}
		err = c.interpreters(found, strings.Join(path, ":"))
	}
	if f := FaultIn(err); f != nil {
		return strings.ReplaceAll(f.Error()+"; "+f.Fix, h.root, "")
	}
	if err != nil {
		return err.Error()
	}
	return ""
}

// TestLookProgram: the program that runs a script must pass the same check as the
// script, however the script names it.
func TestLookProgram(t *testing.T) {
	h := newHouse(t)
	h.folder("good", 0o755)
	h.folder("open", 0o777)
	h.folder("sticky", 0o777|fs.ModeSticky)
	h.folder("empty", 0o755)
	h.script("good/sh", "\x7fELF", 0o755)
	h.script("good/loose", "\x7fELF", 0o775)
	h.script("good/env", "\x7fELF", 0o755)
	h.script("good/hers", "\x7fELF", 0o755)
	h.of["good/hers"] = owner{user: stranger}
	h.script("open/sh", "\x7fELF", 0o755)
	h.script("good/deep", "#!ROOT/good/script\n", 0o755)
	h.script("good/script", "#!ROOT/good/loose\n", 0o755)
	h.script("good/round", "#!ROOT/good/round\n", 0o755)
	h.script("good/plain", "not run", 0o644)
	h.link("../good/loose", "empty/linked")
	const loose, open = "the file /good/loose can be changed by the group", "the folder /open can be changed by every user"
	for i, c := range []struct {
		text string
		path []string
		want string
	}{
		{"\x7fELF", nil, ""},
		{"", nil, ""},
		{"#!", nil, ""},
		{"#!ROOT/good/sh", nil, ""},
		{"#!ROOT/good/sh -e\necho", nil, ""},
		{"#! \tROOT/good/sh\n", nil, ""},
		{"#!ROOT/nowhere/sh\n", nil, ""},
		{"# !ROOT/good/loose\n", nil, ""},
		{"#!ROOT/good/loose\n", nil, loose},
		{"#! ROOT/good/loose -x\n", nil, loose},
		{"#!ROOT/good/hers\n", nil, "the file /good/hers belongs to"},
		{"#!ROOT/open/sh\n", nil, open},
		{"#!ROOT/empty/linked\n", nil, loose},
		{"#!ROOT/good/deep\n", nil, loose},
		{"#!ROOT/good/round\n", nil, "is run by a script that is run by a script"},
		{"#!ROOT/good/env sh\n", []string{"good"}, ""},
		{"#!ROOT/good/env loose\n", []string{"good"}, loose},
		{"#!ROOT/good/env sh\n", []string{"open", "good"}, open},
		{"#!ROOT/good/env sh\n", []string{"good", "open"}, ""},
		{"#!ROOT/good/env sh\n", []string{"sticky", "good"}, "the folder /sticky is on the PATH and lets other users add programs (mode 1777); take it out of the PATH"},
		{"#!ROOT/good/env sh\n", []string{"empty", "nowhere", "good"}, ""},
		{"#!ROOT/good/env linked\n", []string{"empty"}, loose},
		{"#!ROOT/good/env none\n", []string{"good"}, ""},
		{"#!ROOT/good/env plain\n", []string{"good"}, ""},
		{"#!ROOT/good/env deep\n", []string{"good"}, loose},
		{"#!ROOT/good/env ROOT/good/loose\n", nil, loose},
		{"#!ROOT/good/env -S loose -u\n", []string{"good"}, loose},
		{"#!ROOT/good/env -Sloose -u\n", []string{"good"}, loose},
		{"#!ROOT/good/env -S A=b loose\n", []string{"good"}, loose},
		{"#!ROOT/good/env -- loose\n", []string{"good"}, loose},
		{"#!ROOT/good/env -S PATH=ROOT/open sh\n", []string{"good"}, "in a way that moto does not follow"},
		{"#!ROOT/good/env -i sh\n", []string{"good"}, "in a way that moto does not follow"},
		{"#!ROOT/good/env -S ${X}\n", []string{"good"}, "in a way that moto does not follow"},
		{"#!ROOT/good/env\n", []string{"good"}, ""},
		{"#!ROOT/open/env sh\n", []string{"good"}, open},
	} {
		h.script("good/ask", c.text, 0o755)
		if got := h.program("good/ask", c.path...); c.want == "" && got != "" || !strings.Contains(got, c.want) {
			t.Errorf("%d %q on %q: %q, want %q", i, c.text, c.path, got, c.want)
		}
	}
}

// TestLookProgramOfTheSystem: this machine's shell passes, and so does what env
// finds.
func TestLookProgramOfTheSystem(t *testing.T) {
	h := newHouse(t)
	for _, text := range []string{"#!/bin/sh\n", "#!/usr/bin/env sh\n", "\x7fELF"} {
		h.script("ask", text, 0o700)
		if _, err := LookProgram(h.path("ask"), "/usr/local/bin:/usr/bin:/bin", Rule{}); err != nil && !strings.Contains(err.Error(), h.root) {
			t.Errorf("%q: %v", text, err)
		}
	}
}
