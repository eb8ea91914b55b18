package app

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io/fs"
	"log/slog"
	"os"

	"motoconsole/internal/journal/beside"
)

// remembered is what the console remembers of an agent's habits: whether the further
// fields of a payment show. It is an empty file beside the journal, which exists or
// not. Its name does not reveal the agent, and it holds no customer's data.
type remembered struct {
	file string
	log  *slog.Logger
}

// remember finds an agent's remembered habits.
func (p *Process) remember(agent string) remembered {
	sum := sha256.Sum256([]byte(agent))
	return remembered{p.settings.Journal.File + beside.More + hex.EncodeToString(sum[:6]), p.log}
}

// more reports that the further fields show.
func (r remembered) more() bool {
	info, err := os.Lstat(r.file)
	return err == nil && info.Mode().IsRegular()
}

// keepMore remembers whether they do. If that fails, the next console begins without
// them.
func (r remembered) keepMore(open bool) {
	var err error
	if open {
		var f *os.File
		if f, err = os.OpenFile(r.file, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600); err == nil {
			err = f.Close()
		}
	} else {
		err = os.Remove(r.file)
	}
	if err != nil && !errors.Is(err, fs.ErrExist) && !errors.Is(err, fs.ErrNotExist) {
		r.log.Warn("it could not be remembered whether the further fields of a payment show")
	}
}
