package journaltest

import (
	"context"
	"errors"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"motoconsole/internal/journal"
)

// conformsTables: a version follows the one that it was made of, and of two keepers at once
// one is told. Nothing of a change that is refused stays.
func conformsTables(t *testing.T, s journal.Full, c *Clock) {
	ctx := context.Background()
	said := func(result string) journal.Audit {
		return journal.Audit{Kind: journal.AuditAgents, Agent: "tom", Result: result}
	}
	if is, err := s.Tables(ctx); err != nil || is != (journal.Tables{}) {
		t.Fatalf("at first: %+v, %v", is, err)
	}
	began := c.Now()
	if v, err := s.ChangeTables(ctx, 0, "[agents.tom]\n", "tom", said("imported"), said("tom was added")); err != nil || v != 1 {
		t.Fatalf("the first: %d, %v", v, err)
	}
	first, err := s.Tables(ctx)
	if err != nil || first.Hash == "" || first != (journal.Tables{Version: 1, Text: "[agents.tom]\n", At: began.UTC(), By: "tom", Hash: first.Hash}) {
		t.Errorf("the first: %+v, %v", first, err)
	}
	if v, hash, err := s.TablesVersion(ctx); err != nil || v != 1 || hash != first.Hash {
		t.Errorf("the version is %d, of %q, %v", v, hash, err)
	}
	for what, change := range map[string]func() error{
		"of none":        func() error { _, err := s.ChangeTables(ctx, 0, "x", "ann", said("x")); return err },
		"of one to come": func() error { _, err := s.ChangeTables(ctx, 2, "x", "ann", said("x")); return err },
		"without a text": func() error { _, err := s.ChangeTables(ctx, 1, "", "ann", said("x")); return err },
		"with a long one": func() error {
			_, err := s.ChangeTables(ctx, 1, strings.Repeat("x", journal.MostTables+1), "ann", said("x"))
			return err
		},
	} {
		if err := change(); !errors.Is(err, journal.ErrTablesChanged) && !errors.Is(err, journal.ErrInvalid) {
			t.Errorf("%s: %v", what, err)
		}
	}
	var keepers sync.WaitGroup
	kept := make(chan int64, 8)
	for range 8 {
		keepers.Go(func() {
			switch v, err := s.ChangeTables(ctx, 1, "[agents.ann]\n", "ann", said("changed")); {
			case err == nil:
				kept <- v
			case !errors.Is(err, journal.ErrTablesChanged):
				t.Error(err)
			}
		})
	}
	keepers.Wait()
	close(kept)
	if v := <-kept; v != 2 || len(kept) != 0 {
		t.Errorf("version %d is kept, and %d more", v, len(kept))
	}
	if v, hash, err := s.TablesVersion(ctx); err != nil || v != 2 || hash == "" || hash == first.Hash {
		t.Errorf("the version is %d, of %q, %v", v, hash, err)
	}
	all, err := s.Audits(ctx, time.Time{}, "tom")
	all = slices.DeleteFunc(all, func(a journal.Audit) bool { return a.Result == "changed" }) // of the keepers at once
	if err != nil || len(all) != 3 || !strings.HasPrefix(all[0].Result, "version 1 of the table of agents (") || all[1].Result != "imported" || all[2].Result != "tom was added" {
		t.Errorf("%+v, %v", all, err)
	}
	if r, err := s.Verify(ctx); err != nil || !r.OK() {
		t.Errorf("%+v, %v", r, err)
	}
}
