package spool

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"motoconsole/internal/journal/beside"
)

// Waiting fails while a folder beside a journal, of any user, holds outcomes that the journal
// may lack. The other journal is where it is to go.
func Waiting(journal, other string) error {
	_, err := waiting(journal, func(folder, user string) error {
		return fmt.Errorf("%s: what it holds may be outcomes that the journal lacks. Start moto once as the user of the folder, which records them, and see that it is empty then; "+
			"or move the files to %s, from where the journal records them in its new place", folder, beside.SpoolOf(other, user))
	})
	return err
}

// Count is how many files are in the folders beside a journal, of any user, as far as this user
// can read them.
func Count(journal string) int {
	n, _ := waiting(journal, func(string, string) error { return nil })
	return n
}

// waiting counts the files in the folders beside a journal, and calls a function for each that
// is not empty.
func waiting(journal string, found func(folder, user string) error) (n int, err error) {
	all, err := os.ReadDir(filepath.Dir(journal))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return 0, err
	}
	for _, entry := range all {
		user, is := beside.SpoolUser(filepath.Base(journal), entry.Name())
		if !is {
			continue
		}
		folder := filepath.Join(filepath.Dir(journal), entry.Name())
		files, err := os.ReadDir(folder)
		switch {
		case errors.Is(err, fs.ErrNotExist):
			continue
		case err != nil:
			return n, fmt.Errorf("the folder %s cannot be read, and outcomes may wait in it that the journal lacks: run this as a user who can", folder)
		}
		if n += len(files); len(files) > 0 {
			if err := found(folder, user); err != nil {
				return n, err
			}
		}
	}
	return n, nil
}
