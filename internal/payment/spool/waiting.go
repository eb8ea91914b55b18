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
	all, err := os.ReadDir(filepath.Dir(journal))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	for _, found := range all {
		user, is := beside.SpoolUser(filepath.Base(journal), found.Name())
		if !is {
			continue
		}
		folder := filepath.Join(filepath.Dir(journal), found.Name())
		files, err := os.ReadDir(folder)
		switch {
		case errors.Is(err, fs.ErrNotExist):
		case err != nil:
			return fmt.Errorf("the folder %s cannot be read, and outcomes may wait in it that the journal lacks: run this as a user who can", folder)
		case len(files) > 0:
			return fmt.Errorf("%s: what it holds may be outcomes that the journal lacks. Start moto once as the user of the folder, which records them, and see that it is empty then; "+
				"or move the files to %s, from where the journal records them in its new place", folder, beside.SpoolOf(other, user))
		}
	}
	return nil
}
