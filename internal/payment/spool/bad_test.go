//go:build unix

package spool

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"motoconsole/internal/payment/answer"
)

// pageOf is the file of an outcome.
func pageOf(t *testing.T, told answer.Told) []byte {
	t.Helper()
	content, err := write(told)
	if err != nil {
		t.Fatal(err)
	}
	return content
}

// signed is a file with a sum that fits its text.
func signed(t *testing.T, change func(fields map[string]any)) []byte {
	t.Helper()
	_, text, _ := bytes.Cut(pageOf(t, anOutcome("BAD")), []byte("\n"))
	fields := map[string]any{}
	if err := json.Unmarshal(text, &fields); err != nil {
		t.Fatal(err)
	}
	change(fields)
	text, err := json.Marshal(fields)
	if err != nil {
		t.Fatal(err)
	}
	return append([]byte(title+sum(text)+"\n"), text...)
}

// Whatever lies in the folder that is no outcome of moto's stays as it is, is one sentence
// in the log, and keeps no other outcome from the journal.
func TestBadFiles(t *testing.T) {
	t.Parallel()
	good := pageOf(t, anOutcome("BAD"))
	file := func(name string, content []byte) func(*testing.T, string) error {
		return func(_ *testing.T, folder string) error {
			return os.WriteFile(filepath.Join(folder, name), content, 0o600)
		}
	}
	field := func(name string, value any) func(*testing.T, string) error {
		return func(t *testing.T, folder string) error {
			t.Helper()
			return file("BAD.outcome", signed(t, func(fields map[string]any) { fields[name] = value }))(t, folder)
		}
	}
	elsewhere := func(t *testing.T) string {
		t.Helper()
		path := filepath.Join(t.TempDir(), "BAD.outcome")
		if err := os.WriteFile(path, good, 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	moded := func(mode os.FileMode) func(*testing.T, string) error {
		return func(t *testing.T, folder string) error {
			t.Helper()
			if err := file("BAD.outcome", good)(t, folder); err != nil {
				return err
			}
			return os.Chmod(filepath.Join(folder, "BAD.outcome"), mode)
		}
	}
	flipped := bytes.Replace(good, []byte("approved"), []byte("declined"), 1)
	for name, row := range map[string]struct {
		put  func(t *testing.T, folder string) error
		says string
	}{
		"empty":              {file("BAD.outcome", nil), "is damaged"},
		"cut":                {file("BAD.outcome", good[:len(good)-20]), "is damaged"},
		"changed":            {file("BAD.outcome", flipped), "is damaged"},
		"of another program": {file("BAD.outcome", []byte("hello\n")), "is damaged"},
		"of a newer moto":    {file("BAD.outcome", bytes.Replace(good, []byte("outcome 1"), []byte("outcome 2"), 1)), "is damaged, or not of this moto"},
		"binary":             {file("BAD.outcome", bytes.Repeat([]byte{0, 0xff}, 300)), "is damaged"},
		"huge":               {file("BAD.outcome", append(bytes.Clone(good), bytes.Repeat([]byte(" "), mostBytes)...)), "is larger"},
		"another name":       {file("notes.txt", []byte("x")), "is not moto's"},
		"a name with a path": {file("..outcome", good), "is not moto's"},
		"another attempt's":  {file("OTHER.outcome", good), "is not moto's"},
		"a card number":      {field("Transaction", pan), "looks like a card number"},
		"one in its problem": {field("Problem", "4539 5787 6362 1486"), "looks like a card number"},
		"control characters": {field("Agent", "pri\x1bya"), "something that an outcome does not"},
		"a long text":        {field("Problem", strings.Repeat("x", 2000)), "something that an outcome does not"},
		"no outcome":         {field("Outcome", "unknown"), "is damaged"},
		"a strange outcome":  {field("Outcome", "paid"), "is damaged"},
		"a field more":       {field("Card", "x"), "is damaged"},
		"no time":            {field("At", "yesterday"), "is damaged"},
		"any user reads it":  {moded(0o644), "is open to other users"},
		"the group reads it": {moded(0o640), "is open to other users"},
		"a folder":           {func(_ *testing.T, folder string) error { return os.Mkdir(filepath.Join(folder, "BAD.outcome"), 0o700) }, "is not a file"},
		"a pipe": {func(_ *testing.T, folder string) error {
			return syscall.Mkfifo(filepath.Join(folder, "BAD.outcome"), 0o600)
		}, "is not a file"},
		"a link": {func(t *testing.T, folder string) error {
			t.Helper()
			return os.Symlink(elsewhere(t), filepath.Join(folder, "BAD.outcome"))
		}, "is a link"},
		"a link to nothing": {func(_ *testing.T, folder string) error {
			return os.Symlink(filepath.Join(folder, "nothing"), filepath.Join(folder, "BAD.outcome"))
		}, "is a link"},
		"a second name": {func(t *testing.T, folder string) error {
			t.Helper()
			return os.Link(elsewhere(t), filepath.Join(folder, "BAD.outcome"))
		}, "has a second name"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newShelf(t)
			if err := s.Keep(anOutcome("GOOD")); err != nil {
				t.Fatal(err)
			}
			if err := row.put(t, s.path); err != nil {
				t.Skipf("it cannot be made here: %v", err)
			}
			for i := range 2 {
				taken, left := s.drained(t, nil)
				if len(taken) != 1-i || i == 0 && taken[0].ID != "GOOD" || left != 0 {
					t.Errorf("taken %+v, left %d", taken, left)
				}
			}
			if files := s.files(t); len(files) != 1 {
				t.Errorf("left are %v", files)
			}
			said := s.log.String()
			if strings.Count(said, "\n") != 1 || !strings.Contains(said, row.says) || strings.Contains(strings.ReplaceAll(said, " ", ""), pan) {
				t.Errorf("the log says:\n%s", said)
			}
		})
	}
}

// FuzzPage: no content of a file is a crash, and what is read can be written again.
func FuzzPage(f *testing.F) {
	content, err := write(anOutcome("ONE"))
	if err != nil {
		f.Fatal(err)
	}
	_, text, _ := bytes.Cut(content, []byte("\n"))
	f.Add(text)
	f.Add([]byte(`{"ID":"X","Outcome":"held"}`))
	f.Add([]byte(`null`))
	f.Fuzz(func(t *testing.T, text []byte) {
		told, err := read(append([]byte(title+sum(text)+"\n"), text...))
		if err != nil {
			return
		}
		again, err := write(told)
		if err != nil {
			t.Fatalf("%+v: %v", told, err)
		}
		if back, err := read(again); err != nil || back.ID != told.ID || back.Answer.Outcome != told.Answer.Outcome {
			t.Errorf("%+v, and again %+v, %v", told, back, err)
		}
	})
}
