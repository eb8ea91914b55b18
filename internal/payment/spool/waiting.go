package spool

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"syscall"

	"motoconsole/internal/journal/beside"
)

// Found is what a user finds in the folders beside a journal, of any user.
type Found struct {
	Files      int    // in those that this user can read
	Others     int    // folders of other users that this user cannot read
	Unreadable string // a folder that this user should be able to read and cannot; "" for none
}

// Count looks into the folders beside a journal, of any user. One that this user cannot read
// hides no other.
func Count(journal string) (found Found) {
	_ = each(journal, func(folder, user string, files int, err error) error {
		switch {
		case err == nil:
			found.Files += files
		case user == "" || user == strconv.Itoa(os.Getuid()):
			found.Unreadable = cmp.Or(found.Unreadable, folder)
		default:
			found.Others++
		}
		return nil
	})
	return found
}

// Waiting fails while a folder beside a journal, of any user, holds outcomes that the journal
// may lack, or cannot be read. The other journal is where it is to go.
func Waiting(journal, other string) error {
	return each(journal, func(folder, user string, files int, err error) error {
		switch {
		case err != nil:
			return fmt.Errorf("the folder %s cannot be read, and outcomes may wait in it that the journal lacks: run this as a user who can", folder)
		case files > 0:
			return fmt.Errorf("%s: what it holds may be outcomes that the journal lacks. Start moto once as the user of the folder, which records them, and see that it is empty then; "+
				"or move the files to %s, from where the journal records them in its new place", folder, beside.SpoolOf(other, user))
		}
		return nil
	})
}

// each calls a function with the number of files in each folder beside a journal, or with why
// it cannot be read, until the function fails. Where the folder above cannot be read, it stands
// for them all.
func each(journal string, found func(folder, user string, files int, err error) error) error {
	above := filepath.Dir(journal)
	all, err := os.ReadDir(above)
	switch {
	case errors.Is(err, fs.ErrNotExist), errors.Is(err, syscall.ENOTDIR): // there is nothing beside it
		return nil
	case err != nil:
		return found(above, "", 0, err)
	}
	for _, entry := range all {
		user, is := beside.SpoolUser(filepath.Base(journal), entry.Name())
		if !is {
			continue
		}
		folder := filepath.Join(above, entry.Name())
		files, err := os.ReadDir(folder)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err := found(folder, user, len(files), err); err != nil {
			return err
		}
	}
	return nil
}
