//go:build unix

package floor

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"motoconsole/internal/config"
	"motoconsole/internal/journal"
)

// shelf is a journal of tables.
type shelf struct {
	mu     sync.Mutex
	tables journal.Tables
	err    error
	asked  int
}

func (s *shelf) put(text string, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.err = err; err == nil {
		s.tables = journal.Tables{Version: s.tables.Version + 1, Text: text, Hash: text}
	}
}

func (s *shelf) Tables(context.Context) (journal.Tables, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.tables, s.err
}

func (s *shelf) TablesVersion(context.Context) (int64, string, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.asked++
	return s.tables.Version, s.tables.Hash, s.err
}

func (s *shelf) ChangeTables(context.Context, int64, string, string, ...journal.Audit) (int64, error) {
	return 0, errors.ErrUnsupported
}

func (s *shelf) KeepsTables(context.Context) (bool, error) { return false, errors.ErrUnsupported }

func (s *shelf) ConfirmTables(context.Context, string) (journal.Confirmed, error) {
	return journal.Confirmed{}, errors.ErrUnsupported
}

// inJournal leaves the tables to the journal.
func inJournal(map[string]string) string { return "[rights]\nagents = \"journal\"\n" }

// doorWithShelf is a door whose tables are on a shelf: those of everyone at first.
func doorWithShelf(t *testing.T, h *hall) (d *door, s *shelf, bell chan struct{}) {
	t.Helper()
	s, bell = &shelf{}, make(chan struct{}, 1)
	s.put(everyone(h.lines()), nil)
	h.configure("", inJournal)
	settings, err := config.Load(h.path, func(string) string { return "" }, func(config.Settings) (config.Tables, error) {
		return config.Tables{Version: s.tables.Version, Text: s.tables.Text, Hash: s.tables.Hash}, nil
	})
	if err != nil {
		t.Fatal(err)
	}
	agents, err := signersOf(settings)
	if err != nil {
		t.Fatal(err)
	}
	if d, err = newDoor(settings, agents, func(string) string { return "" }); err != nil {
		t.Fatal(err)
	}
	d.kept.from, d.kept.bell, d.kept.listens = s, bell, func() bool { return false }
	return d, s, bell
}

// may says which of two agents are in the table of a door, and what is wrong.
func (d *door) may() string {
	var all []string
	for _, name := range []string{"priya", "ann"} {
		if d.of(name).Grant.Known() {
			all = append(all, name)
		}
	}
	return strings.Join(append(all, d.of("priya").Notes...), " ")
}

// TestTablesOfTheJournalChange: a new version counts without a restart. Of one that cannot be
// used only what narrows counts, and one that cannot be read leaves the last one. A configuration with a fault does not keep an
// agent who was disabled.
func TestTablesOfTheJournalChange(t *testing.T) {
	t.Parallel()
	h := emptyHall(t, "http://127.0.0.1:1/json/", "", everyone, func(*hall) {})
	d, s, _ := doorWithShelf(t, h)
	var noted []journal.Audit
	d.note = func(a journal.Audit) { noted = append(noted, a) }
	ctx := t.Context()
	lines := h.lines()
	without := func(name string) string {
		return strings.Replace(everyone(lines), "[agents."+name+"]\n", "[agents."+name+"]\ndisabled = true\n", 1)
	}
	const unusable, belongs = " the journal has a newer table of agents, which cannot be used here: ", "; a key or a principal belongs to only one agent: take it out elsewhere"
	const twoKeys = "the journal's table of agents: agents: two agents have the same key" + belongs
	const twoPrincipals = "the journal's table of agents: agents: two agents have the same principal" + belongs
	twice := fmt.Sprintf("[agents.eve]\nrole = \"agent\"\nkeys = [%q]\n", lines["priya"])
	for _, step := range []struct {
		name string
		text string
		err  error
		file string // "" leaves it
		want string
	}{
		{"as it began", everyone(lines), nil, "", "priya ann"},
		{"one is disabled", without("ann"), nil, "", "priya"},
		{"the journal is away", "", errors.New("away"), "", "priya"},
		{"it is back", everyone(lines), nil, "", "priya ann"},
		{"no TOML", "[agents.", nil, "", "priya ann the journal has a newer table of agents, which cannot be used here: the journal's table of agents:1: not valid TOML; write it as in config.toml.example"},
		{"a site that is not here", everyone(lines) + "sites = [\"elsewhere\"]\n", nil, "", "priya"},
		{"all again", everyone(lines), nil, "", "priya ann"},
		{"no agent can sign in", without("priya")[:strings.Index(without("priya"), "[agents.ann]")], nil, "", ""},
		{"good again", everyone(lines), nil, "", "priya ann"},
		{"one key of two agents, and one is disabled", without("ann") + twice, nil, "", "priya" + unusable + twoKeys},
		{"and the same with her back", everyone(lines) + twice, nil, "", "priya" + unusable + twoKeys},
		{"and good", everyone(lines), nil, "", "priya ann"},
		{"a principal of two agents, and one is absent", strings.Replace(everyone(lines), "[agents.priya]", "[agents.sam]\nprincipals = [\"ann\"]", 1), nil, "", "ann" + unusable + twoPrincipals},
		{"once more", everyone(lines), nil, "", "priya ann"},
		{"a principal of two agents", everyone(lines) + "[roles.b]\n[agents.bob]\nrole = \"b\"\nprincipals = [\"priya\"]\nkeys = [\"" + somebody + "\"]\n", nil, "", "priya ann" + unusable + twoPrincipals},
		{"a role that there is not, and one is disabled", strings.Replace(without("priya"), "role = \"agent\"", "role = \"boss\"", 1), nil, "", "ann" + unusable},
		{"good at last", without("ann"), nil, "", "priya"},
		{"a file with a fault", without("ann"), nil, "[agents.", "priya the configuration has changed since the server read it, and cannot be used: "},
		{"and the other is disabled", without("priya"), nil, "[agents.", "ann the configuration has changed since the server read it, and cannot be used: "},
	} {
		s.put(step.text, step.err)
		if step.file != "" {
			h.write("config.toml", step.file)
		}
		d.ask(ctx)
		d.look(true)
		if got := d.may(); !strings.HasPrefix(got, step.want) || !strings.HasSuffix(step.want, ": ") && got != step.want {
			t.Errorf("%s:\ngot  %s\nwant %s", step.name, got, step.want)
		}
	}
	if len(noted) > 0 {
		t.Errorf("the server records what the journal has already: %+v", noted)
	}
}

// TestTablesMoveWhileServed: a server whose configuration comes to leave the tables to the
// journal, and back, takes them from there without a restart.
func TestTablesMoveWhileServed(t *testing.T) {
	t.Parallel()
	h := emptyHall(t, "http://127.0.0.1:1/json/", "", everyone, func(*hall) {})
	settings := h.load()
	agents, err := signersOf(settings)
	if err != nil {
		t.Fatal(err)
	}
	d, err := newDoor(settings, agents, func(string) string { return "" })
	if err != nil {
		t.Fatal(err)
	}
	s := &shelf{}
	d.kept.from = s
	look := func(want string) {
		t.Helper()
		d.ask(t.Context())
		d.look(true)
		if got := d.may(); !strings.HasPrefix(got, want) || strings.Contains(got[len(want):], " ann") {
			t.Errorf("got %q, want %q", got, want)
		}
	}
	look("priya ann")
	if s.asked > 0 {
		t.Error("the journal is asked for tables that the configuration has")
	}
	h.configure("", inJournal)
	look("priya ann the configuration has changed since the server read it, and cannot be used") // there are none yet
	s.put(fmt.Sprintf("[roles.agent]\n[agents.priya]\nrole = \"agent\"\nkeys = [%q]\n", h.lines()["priya"]), nil)
	look("priya")
	s.put(everyone(h.lines()), nil)
	look("priya ann")
	h.configure("", func(keys map[string]string) string {
		return fmt.Sprintf("[roles.agent]\n[agents.priya]\nrole = \"agent\"\nkeys = [%q]\n", keys["priya"])
	})
	look("priya")
	asked := s.asked
	if look("priya"); s.asked != asked {
		t.Error("the journal is still asked")
	}
}

// TestHowOftenTablesAreAskedFor: at once when the journal tells of a change; else every few
// seconds, or once a minute while every change is told.
func TestHowOftenTablesAreAskedFor(t *testing.T) {
	t.Parallel()
	h := emptyHall(t, "http://127.0.0.1:1/json/", "", everyone, func(*hall) {})
	d, s, _ := doorWithShelf(t, h)
	synctest.Test(t, func(t *testing.T) {
		var listens bool
		bell := make(chan struct{}, 1)
		d.kept.bell, d.kept.listens, d.kept.turned = bell, func() bool { return listens }, make(chan struct{}, 1)
		ctx, stop := context.WithCancel(t.Context())
		ended := make(chan struct{})
		go func() { d.hear(ctx); close(ended) }()
		asks := func(what string, want int, after time.Duration) {
			t.Helper()
			s.mu.Lock()
			before := s.asked
			s.mu.Unlock()
			time.Sleep(after)
			synctest.Wait()
			s.mu.Lock()
			defer s.mu.Unlock()
			if got := s.asked - before; got != want {
				t.Errorf("%s: it asks %d times, want %d", what, got, want)
			}
		}
		asks("a minute of a file", 20, time.Minute)
		listens = true
		asks("the last that was due", 1, asksEvery)
		asks("an hour of a server that tells", 60, time.Hour)
		bell <- struct{}{}
		asks("a change", 1, 0)
		s.put(everyone(h.lines()), nil)
		bell <- struct{}{}
		synctest.Wait()
		select {
		case <-d.kept.turned:
		default:
			t.Error("the watch is not told of the new tables")
		}
		stop()
		<-ended
	})
}

// TestATableOfTheSameNumberIsRead: a backup was restored, and a correction since has given its
// version the number that the server knows.
func TestATableOfTheSameNumberIsRead(t *testing.T) {
	t.Parallel()
	h := emptyHall(t, "http://127.0.0.1:1/json/", "", everyone, func(*hall) {})
	d, s, _ := doorWithShelf(t, h)
	look := func(want string) {
		t.Helper()
		d.ask(t.Context())
		d.look(true)
		if got := d.may(); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
	s.put(everyone(h.lines()), nil)
	look("priya ann")
	s.tables.Version--
	s.put(strings.Replace(everyone(h.lines()), "[agents.ann]\n", "[agents.ann]\ndisabled = true\n", 1), nil)
	look("priya")
}
