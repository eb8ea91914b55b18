package trust

import (
	"bytes"
	"encoding/binary"
	"testing"

	"golang.org/x/sys/unix"
)

// TestAccessList: an access list lets in users that the mode does not mention.
func TestAccessList(t *testing.T) {
	h := newHouse(t)
	h.folder("a", 0o755)
	h.file("a/file", 0o660)
	h.of["a/file"] = owner{us, team, 1}
	r := Rule{Group: Group{"team", team}}
	h.want("a/file", r, "")
	var list bytes.Buffer
	_ = binary.Write(&list, binary.LittleEndian, uint32(2)) // the version
	const owns, user, group, mask, others, none = 0x01, 0x02, 0x04, 0x10, 0x20, 0xffffffff
	for _, e := range []struct {
		Tag, Perm uint16
		ID        uint32
	}{{owns, 6, none}, {user, 6, stranger}, {group, 6, none}, {mask, 6, none}, {others, 0, none}} {
		_ = binary.Write(&list, binary.LittleEndian, e)
	}
	if err := unix.Setxattr(h.path("a/file"), "system.posix_acl_access", list.Bytes(), 0); err != nil {
		t.Skipf("this disk keeps no access lists (%v)", err)
	}
	h.want("a/file", r, "the file /a/file has an access list beside its mode; run setfacl -b /a/file")
	// Without a group that shares, the mode is enough: its bits show the list.
	h.want("a/file", Rule{}, "the file /a/file can be changed by the group 815 (mode 0660)")
}
