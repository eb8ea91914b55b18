package app

import (
	"os"
	"path/filepath"
	"testing"
)

// TestRemember: moto remembers for each agent whether the further fields show, in an
// empty file that no other user can read.
func TestRemember(t *testing.T) {
	p := newFloor(t)
	priya, ann := p.remember("priya"), p.remember("../ann")
	if priya.more() || ann.more() {
		t.Error("something is remembered at the start")
	}
	priya.keepMore(true)
	priya.keepMore(true)
	if !priya.more() || ann.more() || !p.remember("priya").more() {
		t.Error("it is not remembered, or for another agent")
	}
	info, err := os.Stat(priya.file)
	if err != nil || info.Mode().Perm() != 0o600 || info.Size() != 0 || filepath.Dir(priya.file) != filepath.Dir(p.settings.Journal.File) {
		t.Errorf("%v, %v", info, err)
	}
	priya.keepMore(false)
	priya.keepMore(false)
	if _, err := os.Stat(priya.file); priya.more() || !os.IsNotExist(err) {
		t.Error("it is still remembered")
	}
}
