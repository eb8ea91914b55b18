package trust

import (
	"errors"
	"os"
	"os/user"
	"slices"
	"strconv"
)

// Group is a group of users that may share files; the zero value is none.
type Group struct {
	Name string
	ID   int
}

// The reasons why a group cannot be used.
var (
	ErrNoGroups  = errors.New("groups of this system cannot share files with moto")
	ErrNoGroup   = errors.New("there is no such group")
	ErrNotMember = errors.New("the user who runs moto is not in this group")
)

// GroupNamed is the group with a name, or with a number if the system keeps names
// where moto cannot look. The user must be in it, or be root.
func GroupNamed(name string) (Group, error) {
	if _, has := lists(Rule{}); has || !Known() {
		return Group{}, ErrNoGroups
	}
	number := name
	if g, err := user.LookupGroup(name); err == nil {
		number = g.Gid
	}
	id, err := strconv.Atoi(number)
	if err != nil || id < 0 {
		return Group{}, ErrNoGroup
	}
	own, err := os.Getgroups()
	if err != nil {
		return Group{}, err
	}
	if os.Geteuid() != 0 && os.Getegid() != id && !slices.Contains(own, id) {
		return Group{}, ErrNotMember
	}
	return Group{Name: name, ID: id}, nil
}
