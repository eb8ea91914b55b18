package trust

import (
	"errors"
	"io/fs"
	"os"
	"unsafe"

	"golang.org/x/sys/windows"
)

const careful = 0

// Known reports whether moto can learn from this system who owns a file and who may
// write it: Windows keeps that in access lists.
func Known() bool { return true }

// lists are the checks of this system: they stand in the place of modes.
func lists(r Rule) (listed, bool) { return listed{windowsLists{}, r}, true }

// Kinds of entries that golang.org/x/sys does not name (winnt.h). A conditional one
// begins as an ordinary one does; its condition may hold.
const (
	objectDenied            = 6
	conditionalAllowed      = 9
	conditionalDenied       = 10
	conditionalObjectDenied = 12
)

// windowsLists reads access lists with the functions of Windows.
type windowsLists struct{}

// of implements accessLists.
func (windowsLists) of(path string) (accessList, error) {
	const asked = windows.OWNER_SECURITY_INFORMATION | windows.DACL_SECURITY_INFORMATION
	found, err := windows.GetNamedSecurityInfo(path, windows.SE_FILE_OBJECT, asked)
	if err != nil {
		return accessList{}, &fs.PathError{Op: "read the access list of", Path: path, Err: err}
	}
	var list accessList
	if owner, _, err := found.Owner(); err == nil && owner != nil {
		list.owner = sid(owner.String())
	}
	dacl, _, err := found.DACL()
	switch {
	case errors.Is(err, windows.ERROR_OBJECT_NOT_FOUND), err == nil && dacl == nil:
		list.absent = true
		return list, nil
	case err != nil:
		return accessList{}, &fs.PathError{Op: "read the access list of", Path: path, Err: err}
	}
	for i := range uint32(dacl.AceCount) {
		var ace *windows.ACCESS_ALLOWED_ACE
		if err := windows.GetAce(dacl, i, &ace); err != nil {
			return accessList{}, &fs.PathError{Op: "read the access list of", Path: path, Err: err}
		}
		entry := accessEntry{below: ace.Header.AceFlags&windows.INHERIT_ONLY_ACE != 0}
		switch ace.Header.AceType {
		case windows.ACCESS_ALLOWED_ACE_TYPE, conditionalAllowed:
			entry.who, entry.mask = sid((*windows.SID)(unsafe.Pointer(&ace.SidStart)).String()), uint32(ace.Mask)
		case windows.ACCESS_DENIED_ACE_TYPE, objectDenied, conditionalDenied, conditionalObjectDenied:
			continue // an entry that denies
		default: // it may allow any account anything
			entry.who, entry.mask = "an account that moto cannot read", allAccess
		}
		list.entries = append(list.entries, entry)
	}
	return list, nil
}

// self implements accessLists.
func (windowsLists) self() sid {
	user, err := windows.GetCurrentProcessToken().GetTokenUser()
	if err != nil {
		return ""
	}
	return sid(user.User.Sid.String())
}

// name implements accessLists.
func (windowsLists) name(who sid) string {
	parsed, err := windows.StringToSid(string(who))
	if err != nil {
		return string(who)
	}
	account, domain, _, err := parsed.LookupAccount("")
	switch {
	case err != nil:
		return string(who)
	case domain == "":
		return account
	}
	return domain + `\` + account
}

func unknown(path string) (Found, error) { return Found{Path: path}, nil }

func ownerOf(string, fs.FileInfo) owner { return owner{user: -1, group: -1} }

func administrators(int) bool { return false }

// private gives a file only to the user, the system and the administrators.
func private(f *os.File) error { return Private(f.Name()) }

// Private gives a new file or folder, and what is made in the folder later, only to the
// user, the system and the administrators. Without it, the folder above
// decides, and one that was made at the root of a disk lets every user in. Where the
// folder above has let in no other user, nothing changes.
func Private(path string) error {
	if list, err := (windowsLists{}).of(path); err == nil {
		if _, found := list.others(windowsLists{}.self(), fileReads|fileChanges); !found {
			return nil
		}
	}
	var entries []windows.EXPLICIT_ACCESS
	for _, who := range []sid{windowsLists{}.self(), system, administration} {
		parsed, err := windows.StringToSid(string(who))
		if err != nil {
			return &fs.PathError{Op: "give the user alone", Path: path, Err: err}
		}
		entries = append(entries, windows.EXPLICIT_ACCESS{
			AccessPermissions: windows.GENERIC_ALL, AccessMode: windows.GRANT_ACCESS, Inheritance: windows.SUB_CONTAINERS_AND_OBJECTS_INHERIT,
			Trustee: windows.TRUSTEE{TrusteeForm: windows.TRUSTEE_IS_SID, TrusteeValue: windows.TrusteeValueFromSID(parsed)},
		})
	}
	list, err := windows.ACLFromEntries(entries, nil)
	if err == nil {
		const set = windows.DACL_SECURITY_INFORMATION | windows.PROTECTED_DACL_SECURITY_INFORMATION
		err = windows.SetNamedSecurityInfo(path, windows.SE_FILE_OBJECT, set, nil, nil, list, nil)
	}
	if err != nil {
		return &fs.PathError{Op: "give the user alone", Path: path, Err: err}
	}
	return nil
}

// Masters are the users who may change everything on this system, for people.
const Masters = "the administrators"
