package journal

import (
	"errors"
	"fmt"
)

// The errors with which a Store refuses.
var (
	ErrNotFound           = errors.New("the journal has no such attempt")
	ErrDuplicateReference = errors.New("the journal already has an attempt with this reference")
	ErrDuplicateID        = errors.New("the journal already has an attempt with this id")
	ErrResolved           = errors.New("the outcome of this attempt is already known to be another one")
	ErrCardNumber         = errors.New("a reference that looks like a card number cannot be recorded: use another reference")
	ErrInvalid            = errors.New("the journal cannot keep this")
	ErrBusy               = errors.New("this payment is being checked just now") // here or by another console
	ErrClosed             = errors.New("the journal is closed")
	ErrStandby            = errors.New("the server only reads: it is a standby, or set to read only")
	ErrHostClock          = errors.New("the clock of this host is more than a minute off the journal server's: set it right, and see that both stay so (NTP); until then nothing is charged from here")
	ErrClocks             = errors.New("nothing was deleted from the journal: the clock of this host does not agree with the gateway's or with the journal")
)

// Fault is a kind of fault of a journal.
type Fault string

// The faults of a journal.
const (
	FaultCorrupt    Fault = "corrupt"    // the file is damaged, or part of it is missing
	FaultReadOnly   Fault = "read-only"  // it can be read but not written
	FaultDiskFull   Fault = "disk full"  // there is no room, or too little to start
	FaultLocked     Fault = "locked"     // another program held it for longer than we wait
	FaultNewer      Fault = "newer"      // a newer moto made it
	FaultForeign    Fault = "foreign"    // it is another program's database
	FaultPermission Fault = "permission" // we may not use it, or other users may
	FaultMissing    Fault = "missing"    // it does not exist, and was only to be read
	FaultDisk       Fault = "disk"       // its disk failed
	FaultNetwork    Fault = "network"    // it lies on a network drive
	FaultOlder      Fault = "older"      // it has forgotten payments, or replaced another journal
	FaultAway       Fault = "away"       // its server cannot be reached
	FaultMoved      Fault = "moved"      // it was copied to another place, and goes on there
	FaultRefused    Fault = "refused"    // its server refuses a statement, for a reason that is not among these
)

// Error says, for people, what is wrong with a journal and what to do.
type Error struct {
	Fault Fault
	Path  string
	// Hint is a sentence that says what to do.
	Hint string
	// Setup says that the configuration, or what it names, has to change.
	Setup bool
	Err   error
}

// NewError is the error of a journal with a fault, with the fault's hint.
func NewError(kind Fault, path string, err error) *Error {
	return &Error{Fault: kind, Path: path, Hint: kind.hint(), Err: err}
}

// Error is one sentence, without the hint.
func (e *Error) Error() string {
	text := fmt.Sprintf("the journal %s %s", e.Path, e.Fault.sentence())
	if e.Err != nil {
		text += ": " + e.Err.Error()
	}
	return text
}

// Unwrap is the system's error.
func (e *Error) Unwrap() error { return e.Err }

// FaultOf is the fault in an error, or "".
func FaultOf(err error) Fault {
	var e *Error
	if errors.As(err, &e) {
		return e.Fault
	}
	return ""
}

func (f Fault) sentence() string {
	switch f {
	case FaultCorrupt:
		return "is damaged"
	case FaultReadOnly:
		return "cannot be written"
	case FaultDiskFull:
		return "has no room left on its disk"
	case FaultLocked:
		return "is held by another program"
	case FaultNewer:
		return "was made by a newer version of moto"
	case FaultForeign:
		return "is not a journal of moto"
	case FaultPermission:
		return "has the wrong permissions"
	case FaultMissing:
		return "does not exist"
	case FaultNetwork:
		return "lies on a network drive"
	case FaultOlder:
		return "is not as it was left"
	case FaultAway:
		return "cannot be reached"
	case FaultMoved:
		return "was moved"
	case FaultRefused:
		return "cannot be used: its server refuses what moto asks"
	default:
		return "cannot be used: its disk failed"
	}
}

// hint says what to do about a fault. It says to set a damaged journal aside and
// not to delete it: the journal may be the only trace of a payment.
func (f Fault) hint() string {
	switch f {
	case FaultCorrupt:
		return "Take no payments with it. Stop every moto on this host, move the file and those beside it that end in -wal and -shm " +
			"to a safe place (do not delete them), start again, and look up the last day's payments at the gateway for any that are in doubt."
	case FaultReadOnly:
		return "Payments can still be found; nothing can be charged until the file, its folder and its disk can be written."
	case FaultDiskFull:
		return "Free at least 50 MB on the disk and try again. What was recorded before is kept."
	case FaultLocked:
		return "Another program has held the file for longer than five seconds. Find it and stop it, then try again."
	case FaultNewer:
		return "Use the newer moto on this host. An older one would not understand what it reads."
	case FaultForeign:
		return "Name another file as the journal in the configuration."
	case FaultPermission:
		return "The folder must be writable by its owner only (mode 0700) and the file readable by its owner only (mode 0600), except for the group of journal.group."
	case FaultNetwork:
		return "Name a file on a disk of this machine: locks of a network drive do not keep two consoles apart, and what they record can be lost."
	case FaultMoved:
		return "Name that place in [journal] of the configuration of every host. What is here can still be read."
	case FaultMissing:
		return "Name the right file, or start the console once to make one."
	case FaultOlder:
		return "An older copy of the journal seems to have been put back, or it was removed: run `moto reconcile`, which finds the payments it has forgotten. " +
			"To start afresh on purpose, stop every moto on this host and remove the journal together with the files beside it that end in .mark, -wal and -shm, and the folder that ends in .spool once no outcome waits in it."
	default:
		return "The disk or its cable may be failing. Take no payments with this journal; stop moto, have the disk looked at, then run `moto journal verify`."
	}
}

// OlderError is the error of a journal that is behind its mark; nil if it is not.
func OlderError(path string, behind int64) error {
	switch {
	case behind == 0:
		return nil
	case behind == BehindAnother:
		return NewError(FaultOlder, path, errors.New("another journal was here before"))
	case behind == 1:
		return NewError(FaultOlder, path, errors.New("its last event is missing"))
	default:
		return NewError(FaultOlder, path, fmt.Errorf("its last %d events are missing", behind))
	}
}
