package trust

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// fakeLists are access lists as Windows would keep them, for folders and files of
// this system. What has no list of its own has the usual one of a user's profile.
type fakeLists struct {
	own map[string]accessList // by the last name of the path
}

const (
	priya    sid = "S-1-5-21-1-2-3-1001"
	sam      sid = "S-1-5-21-1-2-3-1002"
	everyone sid = "S-1-1-0"
	users    sid = "S-1-5-32-545"
	full         = 0x1f01ff
	reading      = 0x1200a9
	modify       = 0x1301bf
)

func profile(more ...accessEntry) accessList {
	return accessList{owner: priya, entries: append([]accessEntry{{priya, full, false}, {system, full, false}, {administration, full, false}}, more...)}
}

func (f fakeLists) of(path string) (accessList, error) {
	if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) {
		return accessList{}, err
	}
	if list, has := f.own[filepath.Base(path)]; has {
		return list, nil
	}
	return profile(), nil
}

func (f fakeLists) self() sid { return priya }

func (f fakeLists) name(who sid) string {
	return map[sid]string{priya: `DESK\priya`, sam: `DESK\sam`, everyone: "Everyone", users: `BUILTIN\Users`}[who]
}

// TestAccessLists: what the lists on the way to a file mean.
func TestAccessLists(t *testing.T) {
	t.Parallel()
	for _, row := range []struct {
		name string
		own  map[string]accessList
		rule Rule
		want string // a part of the fault; "" for a file that is trusted
	}{
		{"a user's profile", nil, Rule{Closed: 0o077, OwnFolder: true}, ""},
		{"the administrators own it", map[string]accessList{"file": {owner: administration, entries: profile().entries}}, Rule{}, ""},
		{"TrustedInstaller owns the folder", map[string]accessList{"folder": {owner: installer, entries: profile().entries}}, Rule{}, ""},
		{"another user owns it", map[string]accessList{"file": {owner: sam}}, Rule{}, `file belongs to DESK\sam, not to you or the administrators; if it is to be trusted, run icacls "PATH" /setowner "DESK\priya" as an administrator`},
		{"another user owns the folder", map[string]accessList{"folder": {owner: sam}}, Rule{}, `folder belongs to DESK\sam`},
		{"no user is known to own it", map[string]accessList{"file": {}}, Rule{}, "belongs to"},
		{"everybody may read it", map[string]accessList{"file": profile(accessEntry{everyone, reading, false})}, Rule{}, ""},
		{
			"everybody may read a secret",
			map[string]accessList{"file": profile(accessEntry{everyone, reading, false})},
			Rule{Closed: 0o077},
			`file can be read by Everyone; run icacls "PATH" /inheritance:r /grant:r "DESK\priya:F" "*S-1-5-18:F" "*S-1-5-32-544:F"`,
		},
		{"another may write it", map[string]accessList{"file": profile(accessEntry{users, modify, false})}, Rule{}, `file can be changed by BUILTIN\Users; run icacls`},
		{"another may append to it", map[string]accessList{"file": profile(accessEntry{sam, appendData, false})}, Rule{}, `file can be changed by DESK\sam`},
		{"another may delete it", map[string]accessList{"file": profile(accessEntry{sam, deletes, false})}, Rule{}, `file can be changed by DESK\sam`},
		{"another may change its list", map[string]accessList{"file": profile(accessEntry{sam, changesList, false})}, Rule{}, `file can be changed by DESK\sam`},
		{"another may take it over", map[string]accessList{"file": profile(accessEntry{sam, takesOver, false})}, Rule{}, `file can be changed by DESK\sam`},
		{"generic rights", map[string]accessList{"file": profile(accessEntry{sam, allAccess, false})}, Rule{}, `file can be changed by DESK\sam`},
		{"generic reading of a secret", map[string]accessList{"file": profile(accessEntry{sam, reads, false})}, Rule{Closed: 0o077}, `file can be read by DESK\sam`},
		{"no list at all", map[string]accessList{"file": {owner: priya, absent: true}}, Rule{}, "file can be changed by Everyone"},
		{"an empty list lets no user in", map[string]accessList{"file": {owner: priya}}, Rule{Closed: 0o077}, ""},
		{"the owner's own entry", map[string]accessList{"file": profile(accessEntry{ownerRights, full, false}, accessEntry{creatorOwner, full, false})}, Rule{Closed: 0o077}, ""},
		{"for what is made below", map[string]accessList{"folder": profile(accessEntry{users, modify, true})}, Rule{OwnFolder: true}, ""},
		{"others add to the folder", map[string]accessList{"folder": profile(accessEntry{users, writeData, false})}, Rule{}, ""},
		{
			"others add to the journal's folder",
			map[string]accessList{"folder": profile(accessEntry{users, writeData, false})},
			Rule{OwnFolder: true},
			`folder lets BUILTIN\Users add files; run icacls "PATH" /inheritance:r /grant:r "DESK\priya:(OI)(CI)F"`,
		},
		{"others delete in the folder", map[string]accessList{"folder": profile(accessEntry{users, deleteChild, false})}, Rule{}, `folder can be changed by BUILTIN\Users`},
		{"others move the folder", map[string]accessList{"above": profile(accessEntry{users, deletes, false})}, Rule{}, `folder can be changed by BUILTIN\Users`},
		{"others add to a folder above", map[string]accessList{"above": profile(accessEntry{users, appendData, false})}, Rule{OwnFolder: true}, ""},
	} {
		for _, exists := range []bool{true, false} {
			path := filepath.Join(t.TempDir(), "above", "folder", "file")
			if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
				t.Fatal(err)
			}
			_, ofFile := row.own["file"]
			if exists {
				if err := os.WriteFile(path, nil, 0o600); err != nil {
					t.Fatal(err)
				}
			} else if ofFile {
				continue
			}
			_, err := listed{fakeLists{row.own}, row.rule}.look(path)
			got := ""
			if fault := FaultIn(err); fault != nil {
				got = strings.ReplaceAll(fault.What+" "+fault.Problem+"; "+fault.Fix, fault.Path, "PATH")
			} else if err != nil {
				t.Errorf("%s: %v", row.name, err)
			}
			if row.want == "" && got != "" || !strings.Contains(got, row.want) {
				t.Errorf("%s (exists: %v): %q, want %q", row.name, exists, got, row.want)
			}
		}
	}
}

// TestAccessListsOfLinks: both sides of a link are checked, and a file that must be
// no link is none.
func TestAccessListsOfLinks(t *testing.T) {
	t.Parallel()
	at := t.TempDir()
	for _, folder := range []string{"links", "real"} {
		if err := os.Mkdir(filepath.Join(at, folder), 0o700); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.WriteFile(filepath.Join(at, "real", "file"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	link := filepath.Join(at, "links", "file")
	if err := os.Symlink(filepath.Join(at, "real", "file"), link); err != nil {
		t.Skip("this system makes no links: ", err)
	}
	open := profile(accessEntry{users, deleteChild, false})
	for folder, own := range map[string]map[string]accessList{"links": {"links": open}, "real": {"real": open}, "": nil} {
		_, err := listed{fakeLists{own}, Rule{}}.look(link)
		fault := FaultIn(err)
		if folder == "" && err != nil || folder != "" && (fault == nil || filepath.Base(fault.Path) != folder) {
			t.Errorf("with an open folder %q: %v", folder, err)
		}
	}
	if _, err := (listed{fakeLists{}, Rule{NoLink: true}}).look(link); FaultIn(err) == nil {
		t.Errorf("a link where none may be: %v", err)
	}
}
