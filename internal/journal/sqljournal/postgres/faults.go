package postgres

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"database/sql/driver"
	"errors"
	"io"
	"net"
	"strings"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"motoconsole/internal/journal"
)

var errNoRoot = errors.New("the file of journal.root_certificate holds no certificate")

func (s Server) error(kind journal.Fault, err error) *journal.Error {
	return s.hinted(kind, err, hints[kind])
}

func (s Server) hinted(kind journal.Fault, err error, hint string) *journal.Error {
	setup := kind != journal.FaultCorrupt && kind != journal.FaultDiskFull && kind != journal.FaultLocked && kind != journal.FaultDisk && kind != journal.FaultRefused
	return &journal.Error{Fault: kind, Path: s.Place(), Hint: hint, Setup: setup, Err: err}
}

// hints say what to do about the faults of a server.
var hints = map[journal.Fault]string{
	journal.FaultAway:       awayHint + "Tell the database administrator, and start moto again when it answers.",
	journal.FaultCorrupt:    "Take no payments with it. Tell the database administrator, and restore it as docs/postgresql.md says; then look up the last day's payments at the gateway.",
	journal.FaultReadOnly:   "Name the primary in journal.url, or all hosts of the cluster, separated by commas: moto uses the one that can be written.",
	journal.FaultDiskFull:   "Free room on the server's disk. What was recorded before is kept.",
	journal.FaultLocked:     "Another session has held the journal for longer than five seconds. The database administrator finds it in pg_stat_activity.",
	journal.FaultNewer:      "Use the newer moto on this host. An older one would not understand what it reads.",
	journal.FaultForeign:    "Name another database or another journal.schema in the configuration: moto's tables need a schema of their own.",
	journal.FaultPermission: "Run moto journal migrate --grant ROLE as the role that owns the schema, with the role of the consoles: it gives the rights that moto needs.",
	journal.FaultMissing:    "Make it as docs/postgresql.md says, or correct journal.url.",
	journal.FaultOlder: "The server seems to have lost what was recorded last, as after a restore, or a failover to a standby that was not synchronous. " +
		"Run `moto reconcile`, which finds the payments it has forgotten, and start every moto of the journal again.",
	journal.FaultRefused: "Tell the database administrator: the server's log has the statement and the reason. Payments can still be found at the gateway.",
	journal.FaultDisk:    "The server's disk may be failing. Take no payments with this journal, and tell the database administrator.",
}

const awayHint = "Nothing can be charged until it answers; payments can still be found at the gateway. "

// Again gives the fault of a server that is away the hint of a journal that is open.
func Again(err error) error {
	if e, is := errors.AsType[*journal.Error](err); is && e.Hint == hints[journal.FaultAway] {
		e.Hint = awayHint + "Tell the database administrator; moto connects again by itself."
	}
	return err
}

const signInHint = "Correct the user in journal.url and its password, or let pg_hba.conf of the server admit this host."

// Fault turns an error of the server, or of the way to it, into a fault of the journal. It
// returns any other error unchanged. No text of the server's is kept that could hold a
// value of a row.
func (s Server) Fault(err error) error {
	var known *journal.Error
	var said *pgconn.PgError
	switch {
	case errors.As(err, &known):
		if hint, ok := hints[known.Fault]; ok && known.Path == s.Place() && known.Hint == journal.NewError(known.Fault, "", nil).Hint {
			known.Hint = hint // the other is about a file
		}
		return err
	case err == nil, errors.Is(err, context.Canceled):
		return err
	case errors.As(err, &said):
		return s.said(said)
	}
	if errors.Is(err, pgconn.ErrReadOnlyConnection) || errors.Is(err, pgconn.ErrStandbyConnection) {
		return s.error(journal.FaultReadOnly, journal.ErrStandby)
	}
	if e := s.certificate(err); e != nil {
		return e
	}
	if isAway(err) {
		return s.error(journal.FaultAway, reason(err))
	}
	return err
}

// Unconfirmed is the fault of a commit for which the server has warned.
func (s Server) Unconfirmed() error {
	return s.error(journal.FaultAway, errors.New("no standby has confirmed what was recorded"))
}

// certificate is the fault of a server that does not prove who it is, or lets the password
// be overheard; nil for another.
func (s Server) certificate(err error) error {
	const fix = "Name the authority that signed it as journal.root_certificate, and the host in journal.url as the certificate names it."
	var unknown x509.UnknownAuthorityError
	var other x509.HostnameError
	var bad x509.CertificateInvalidError
	var verifying *tls.CertificateVerificationError
	switch {
	case errors.As(err, &unknown):
		return s.hinted(journal.FaultPermission, errors.New("no authority that this host trusts has signed its certificate"), fix)
	case errors.As(err, &other):
		return s.hinted(journal.FaultPermission, errors.New("its certificate is for another host"), fix)
	case errors.As(err, &bad), errors.As(err, &verifying):
		return s.hinted(journal.FaultPermission, errors.New("its certificate is not valid"), fix)
	case err != nil && strings.Contains(err.Error(), "server refused TLS connection"):
		return s.hinted(journal.FaultPermission, errors.New("it does not encrypt connections"), "Let the server use TLS (ssl = on): moto sends nothing in the clear to another host.")
	case err != nil && strings.Contains(err.Error(), "require_auth check failed"):
		return s.hinted(journal.FaultPermission, errors.New("it does not ask for the password by scram-sha-256"),
			"Let pg_hba.conf name scram-sha-256 for this user, and set the password again if it was stored for md5; or take the password out of the configuration, if the server asks for none.")
	}
	return nil
}

// isAway reports an error of the way to the server.
func isAway(err error) bool {
	var refused *pgconn.ConnectError
	var network net.Error
	var safe interface{ SafeToRetry() bool }
	return errors.As(err, &refused) || errors.As(err, &network) || errors.As(err, &safe) || errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) ||
		errors.Is(err, driver.ErrBadConn) || errors.Is(err, context.DeadlineExceeded) || errors.Is(err, net.ErrClosed)
}

// reason is why a server cannot be reached, in few words.
func reason(err error) error {
	var name *net.DNSError
	var at *net.OpError
	switch {
	case errors.As(err, &name):
		return errors.New("no host has the name " + name.Name)
	case errors.Is(err, context.DeadlineExceeded):
		return errors.New("it does not answer")
	case errors.As(err, &at) && at.Err != nil:
		return at.Err
	}
	return errors.New("the connection was lost")
}

// IsUnsure reports an error of a commit that may have taken place: the answer was lost, or
// the server was stopped before it gave one.
func IsUnsure(err error) bool {
	var said *pgconn.PgError
	switch {
	case err == nil, errors.Is(err, pgx.ErrTxCommitRollback):
		return false
	case errors.As(err, &said):
		class := said.Code[:min(2, len(said.Code))]
		return class == "08" || class == "57" || said.Code == "40003" || said.Code == "25P03" || said.Code == "25P04"
	}
	return true
}
