package config

import (
	"errors"
	"fmt"
	"path/filepath"
	"runtime"
	"strconv"
	"time"

	"motoconsole/internal/payment"
	"motoconsole/internal/payment/doubt"
	"motoconsole/internal/trust"
)

const (
	minKeepDays     = 1
	maxKeepDays     = 3650
	defaultKeepDays = 400 // PCI DSS asks for twelve months of audit history
	maxWindow       = 24 * time.Hour
	maxDeclines     = 20
	maxDeclinesLong = 50 // the journal reads the newest 50 of one card
)

// journal checks [journal]. The file defaults to the user's state folder.
func (l *loader) journal() error {
	in, out := l.raw.Journal, &l.out.Journal
	out.File = stateFile(l.getenv)
	if out.File == "" { // for a user without a home: beside the configuration
		out.File = filepath.Join(filepath.Dir(l.path), "journal.db")
	}
	if l.doc.has("journal.file") {
		if in.File == "" {
			return l.fail("journal.file", "is empty", "name a file, or leave the key out")
		}
		path, problem := l.resolve(in.File)
		if problem != "" {
			return l.fail("journal.file", problem, "write the whole path")
		}
		out.File = path
	}
	if err := l.journalGroup(); err != nil {
		return err
	}
	if err := l.journalServer(); err != nil {
		return err
	}
	if l.doc.has("journal.keep_days") {
		if in.KeepDays < minKeepDays || in.KeepDays > maxKeepDays {
			return l.fail("journal.keep_days", "must be 1 to 3650", "write keep_days = "+strconv.Itoa(defaultKeepDays))
		}
		out.Keep = time.Duration(in.KeepDays) * 24 * time.Hour
	}
	out.Customer = in.Customer
	return nil
}

// journalGroup checks the group that shares a journal.
func (l *loader) journalGroup() error {
	const key = "journal.group"
	name := l.raw.Journal.Group
	if name == "" {
		return nil
	}
	group, err := trust.GroupNamed(name)
	switch {
	case errors.Is(err, trust.ErrNoGroups):
		return l.fail(key, "groups of this system cannot share a journal", "leave the key out")
	case errors.Is(err, trust.ErrNotMember):
		return l.fail(key, "the user who runs moto is not in this group", "run sudo usermod -aG GROUP USER, and sign in again")
	case err != nil:
		return l.fail(key, "there is no such group", "run sudo groupadd GROUP, or write the group's number")
	}
	l.out.Journal.Group = group
	return nil
}

// guard checks the keys of [payment] about questioned charges.
func (l *loader) guard() error {
	in, out := l.raw.Payment, &l.out.Payment
	err := l.span("payment.duplicate_window", in.DuplicateWindow, &out.DuplicateWindow, time.Minute, maxWindow,
		"must be a time from 1m to 24h", `write duplicate_window = "15m"`)
	if err != nil {
		return err
	}
	for _, most := range []struct {
		key      string
		in       int64
		out      *int
		most     int64
		standard int
	}{
		{"max_declines", in.MaxDeclines, &out.MaxDeclines, maxDeclines, payment.DefaultDeclines},
		{"max_declines_day", in.MaxDeclinesDay, &out.MaxDeclinesDay, maxDeclinesLong, payment.DefaultDeclinesDay},
		{"max_declines_month", in.MaxDeclinesMonth, &out.MaxDeclinesMonth, maxDeclinesLong, payment.DefaultDeclinesMonth},
	} {
		if !l.doc.has("payment." + most.key) {
			continue
		}
		if most.in < 1 || most.in > most.most {
			return l.fail("payment."+most.key, fmt.Sprintf("must be 1 to %d", most.most), fmt.Sprintf("write %s = %d", most.key, most.standard))
		}
		*most.out = int(most.in)
	}
	err = l.span("payment.not_taken_after", in.NotTakenAfter, &out.NotTakenAfter, doubt.MinAbsent, maxNotTaken,
		"must be a time from 5m to 1h", `write not_taken_after = "6m"`)
	if err != nil {
		return err
	}
	if l.doc.has("payment.ask_gateway") {
		out.AskGateway = in.AskGateway
	}
	return nil
}

// stateFile is the journal in the system's folder for data that a program must not
// lose, or "" for a user without one.
func stateFile(getenv func(string) string) string {
	base := foldersOf(runtime.GOOS, getenv).state
	if base == "" {
		return ""
	}
	return filepath.Join(base, "moto", "journal.db")
}
