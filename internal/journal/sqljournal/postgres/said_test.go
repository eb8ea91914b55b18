package postgres

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5/pgconn"

	"motoconsole/internal/journal"
)

// TestEveryCodeIsASentence: whatever code a server's error has, the agent reads a sentence
// of moto's own with the way out. The server's text, which may hold a value of a row, is
// part of it only for those codes whose text cannot.
func TestEveryCodeIsASentence(t *testing.T) {
	t.Parallel()
	const value = "4111111111111111"
	at := Server{Hosts: []string{"db.example:5432"}, Database: "moto", User: "moto"}
	for code, row := range map[string]struct {
		fault journal.Fault // "" for ErrInvalid
		says  string
		fix   string
	}{
		"0A000": {journal.FaultForeign, "not as this moto knows them", "moto journal migrate"},
		"08006": {journal.FaultAway, value, "until it answers"},
		"21000": {journal.FaultRefused, "SQLSTATE 21000", "database administrator"},
		"22001": {"", "a rule of its tables", "database administrator"},
		"22003": {"", "a rule of its tables", "database administrator"},
		"22021": {"", "characters that its server does not store", "plain letters"},
		"22023": {"", "a rule of its tables", "database administrator"},
		"22P02": {"", "a rule of its tables", "database administrator"},
		"22P05": {"", "characters that its server does not store", "plain letters"},
		"23502": {"", "a rule of its tables", "database administrator"},
		"23505": {"", "a rule of its tables", "database administrator"},
		"23514": {"", "a rule of its tables", "database administrator"},
		"25001": {journal.FaultRefused, "SQLSTATE 25001", "database administrator"},
		"25006": {journal.FaultReadOnly, "only reads", "primary"},
		"25P01": {journal.FaultRefused, "SQLSTATE 25P01", "database administrator"},
		"25P02": {journal.FaultRefused, "SQLSTATE 25P02", "database administrator"},
		"25P03": {journal.FaultAway, "took too long", "until it answers"},
		"25P04": {journal.FaultAway, "took too long", "until it answers"},
		"26000": {journal.FaultRefused, "prepared on the same connection", "keeps sessions"},
		"28000": {journal.FaultPermission, "sign-in of user moto", "pg_hba.conf"},
		"28P01": {journal.FaultPermission, "sign-in of user moto", "pg_hba.conf"},
		"2F005": {journal.FaultRefused, "SQLSTATE 2F005", "database administrator"},
		"3D000": {journal.FaultMissing, "no database moto", "docs/postgresql.md"},
		"3F000": {journal.FaultForeign, "not as this moto knows them", "moto journal migrate"},
		"40001": {journal.FaultLocked, "another session", "pg_stat_activity"},
		"40003": {journal.FaultLocked, "another session", "pg_stat_activity"},
		"40P01": {journal.FaultLocked, "another session", "pg_stat_activity"},
		"42501": {journal.FaultPermission, value, "--grant"},
		"42601": {journal.FaultForeign, "not as this moto knows them", "moto journal migrate"},
		"42703": {journal.FaultForeign, "not as this moto knows them", "moto journal migrate"},
		"42704": {journal.FaultForeign, "not as this moto knows them", "moto journal migrate"},
		"42804": {journal.FaultForeign, "not as this moto knows them", "moto journal migrate"},
		"42883": {journal.FaultPermission, "user moto lacks rights", "--grant"},
		"42P01": {journal.FaultPermission, "user moto lacks rights", "--grant"},
		"42P05": {journal.FaultRefused, "another program's statements", "keeps sessions"},
		"42P18": {journal.FaultForeign, "not as this moto knows them", "moto journal migrate"},
		"44000": {"", "a rule of its tables", "database administrator"},
		"53100": {journal.FaultDiskFull, value, "Free room"},
		"53200": {journal.FaultAway, value, "until it answers"},
		"53300": {journal.FaultAway, value, "until it answers"},
		"54000": {journal.FaultRefused, "SQLSTATE 54000", "database administrator"},
		"55000": {journal.FaultLocked, "another session", "pg_stat_activity"},
		"55P03": {journal.FaultLocked, value, "pg_stat_activity"},
		"57014": {journal.FaultLocked, value, "pg_stat_activity"},
		"57P01": {journal.FaultAway, value, "until it answers"},
		"57P03": {journal.FaultAway, value, "until it answers"},
		"57P05": {journal.FaultAway, value, "until it answers"},
		"58000": {journal.FaultDisk, "system failed", "disk may be failing"},
		"58030": {journal.FaultDisk, "system failed", "disk may be failing"},
		"58P01": {journal.FaultDisk, "system failed", "disk may be failing"},
		"F0000": {journal.FaultRefused, "SQLSTATE F0000", "database administrator"},
		"P0001": {"", "a rule of its tables", "database administrator"},
		"XX000": {journal.FaultRefused, "SQLSTATE XX000", "database administrator"},
		"XX001": {journal.FaultCorrupt, value, "restore it"},
		"XX002": {journal.FaultCorrupt, value, "restore it"},
		"":      {journal.FaultRefused, "SQLSTATE", "database administrator"},
	} {
		err := at.Fault(fmt.Errorf("recording: %w", &pgconn.PgError{Severity: "ERROR", Code: code, Message: "the row has " + value, Detail: "Key (x)=(" + value + ")", Where: value}))
		text, fix := err.Error(), err.Error()
		if fault, is := errors.AsType[*journal.Error](err); is {
			fix = fault.Hint
		}
		if journal.FaultOf(err) != row.fault || (row.fault == "") != errors.Is(err, journal.ErrInvalid) {
			t.Errorf("%s is %q: %v", code, journal.FaultOf(err), err)
		}
		if !strings.Contains(text, row.says) || !strings.Contains(fix, row.fix) {
			t.Errorf("%s says %q, and to do: %q", code, text, fix)
		}
		if strings.Contains(text+fix, value) != (row.says == value) || strings.Contains(text, "Key (x)") {
			t.Errorf("%s tells the server's text: %q", code, text)
		}
	}
}

// TestCodesOfCommitsThatMayHaveTakenPlace: a commit may have taken place after an error that
// ends the connection, and has not after one that refuses it.
func TestCodesOfCommitsThatMayHaveTakenPlace(t *testing.T) {
	t.Parallel()
	for code, unsure := range map[string]bool{
		"08006": true, "57P01": true, "57P02": true, "25P03": true, "25P04": true, "40003": true,
		"40001": false, "40P01": false, "23505": false, "25P02": false, "53100": false, "22021": false,
	} {
		if got := IsUnsure(&pgconn.PgError{Code: code}); got != unsure {
			t.Errorf("%s: %v", code, got)
		}
	}
}
