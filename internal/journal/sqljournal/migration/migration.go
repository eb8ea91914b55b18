// Package migration reads the steps by which the tables of a journal came to be as they are.
package migration

import "io/fs"

// Texts are the migrations among the files of a database, in the order of their numbers.
func Texts(files fs.FS) ([]string, error) {
	names, err := fs.Glob(files, "migrations/*.sql")
	if err != nil {
		return nil, err
	}
	texts := make([]string, len(names))
	for i, name := range names {
		text, err := fs.ReadFile(files, name)
		if err != nil {
			return nil, err
		}
		texts[i] = string(text)
	}
	return texts, nil
}
