package app

import (
	"io/fs"
	"path/filepath"
	"slices"
	"testing"

	"motoconsole/gateway"
	"motoconsole/internal/journal/beside"
	"motoconsole/internal/journal/sqljournal"
	"motoconsole/internal/journal/sqljournal/mark"
	"motoconsole/internal/journal/sqljournal/postgres"
	"motoconsole/internal/payment/answer"
)

// TestWhatIsMadeBesideTheJournalIsKnown: each file that moto or SQLite really makes beside
// a journal, in a file or on a server, is known as the journal's own.
func TestWhatIsMadeBesideTheJournalIsKnown(t *testing.T) {
	p := newFloor(t)
	path := p.settings.Journal.File
	p.remember("priya").keepMore(true)
	if err := p.spool.Keep(answer.Told{ID: "one", Journal: "M0", Agent: "priya", Answer: answer.Answer{Outcome: gateway.OutcomeApproved}}); err != nil {
		t.Fatal(err)
	}
	mark.Write(path, mark.Position{Number: 1})
	server := sqljournal.Options{Path: path, Server: &postgres.Server{Hosts: []string{"db.example"}, Database: "moto"}}.Beside()
	mark.Write(server, mark.Position{Number: 1})
	var made []string
	err := filepath.WalkDir(filepath.Dir(path), func(name string, d fs.DirEntry, err error) error {
		if err != nil || name == filepath.Dir(path) {
			return err
		}
		made = append(made, name)
		if !beside.Belongs(path, name) {
			t.Errorf("%s is not known", name)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, must := range []string{
		path, path + beside.Log, path + beside.Index, path + beside.Mark, server + beside.Mark, beside.SpoolOf(path, ""), p.remember("priya").file,
	} {
		if !slices.Contains(made, must) {
			t.Errorf("%s was not made: %q", must, made)
		}
	}
}
