package config

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"motoconsole/internal/rights"
)

// keeping is a file that leaves the tables to the journal.
const keeping = good + "\n[rights]\nagents = \"journal\"\n"

// staffText are tables as the journal may have them.
const staffText = `[agents]
[agents.Priya]
role = "agent"
totp_file = "totp/priya"
[agents.tom]
disabled = true
role = "keeper"
sites = ["test_site12345"]
[roles]
[roles.agent]
max_payment = "500.00"
[roles.keeper]
rights = ["keep_agents"]
`

// loadKept loads a file whose tables are in a journal, as the system's user of that name.
func loadKept(t *testing.T, text, user string, kept ...ReadTables) (Settings, error) {
	t.Helper()
	l := newLoader(write(t, filepath.Join(t.TempDir(), "config.toml"), text, 0o644), withPassword, kept...)
	l.account = func() string { return user }
	return l.load(append(l.sections(), l.password))
}

// reads is a journal with tables.
func reads(version int64, text string) ReadTables {
	return func(Settings) (Tables, error) { return Tables{Version: version, Text: text}, nil }
}

func TestTablesInTheJournal(t *testing.T) {
	s, err := loadKept(t, keeping, "PRIYA", reads(7, staffText))
	if err != nil {
		t.Fatal(err)
	}
	a := s.Grant.Agent()
	if s.Operator != "Priya" || !s.Grant.Has(rights.Take) || s.Grant.Has(rights.KeepAgents) || s.Grant.Limits().Payment.Minor != 50000 ||
		a.TOTPFile != filepath.Join(filepath.Dir(s.Path), "totp", "priya") || !s.Tables.InJournal || s.Tables.Version != 7 || s.Tables.Text != staffText || !s.Agents.FourEyes() {
		t.Errorf("%q %+v %+v", s.Operator, a, s.Tables)
	}
	tom := s.Agents.Grant("tom")
	if tom.Known() || !tom.Disabled() || tom.Has(rights.KeepAgents) || tom.Why(rights.Take) == "" || tom.MayUnlock("Priya", true) == nil || len(s.Agents.Lacks(rights.KeepAgents)) != 1 {
		t.Errorf("one who is disabled: %+v", tom)
	}
	if s, err = loadKept(t, keeping, "eve", reads(7, staffText)); err != nil || s.Grant.Known() || s.Grant.Has(rights.Take) {
		t.Errorf("a stranger: %+v, %v", s.Grant, err)
	}
}

// TestNoTablesYet: without tables, or without a reader of them, no user may do anything.
func TestNoTablesYet(t *testing.T) {
	for name, kept := range map[string][]ReadTables{"none yet": {reads(0, "")}, "no reader": nil} {
		s, err := loadKept(t, keeping, "priya", kept...)
		if err != nil || s.Agents == nil || s.Grant.Known() || s.Grant.Has(rights.Take) || !s.Tables.InJournal || s.Tables.Version != 0 || s.Operator != "priya" {
			t.Errorf("%s: %+v, %v", name, s.Grant, err)
		}
	}
	away := errors.New("the journal is away")
	if _, err := loadKept(t, keeping, "priya", func(Settings) (Tables, error) { return Tables{}, away }); !errors.Is(err, away) {
		t.Errorf("got %v", err)
	}
	if s, err := loadKept(t, office, "priya", func(Settings) (Tables, error) { return Tables{}, away }); err != nil || s.Tables.InJournal || !s.Grant.Known() {
		t.Errorf("the journal is asked for tables that the configuration has: %v", err)
	}
}

// TestNeverBoth: what is wrong with the key or the tables is one sentence with the place, and
// repeats nothing that was written.
func TestNeverBoth(t *testing.T) {
	const journals = "the journal's table of agents:"
	const plainTOTP = "agents.a.totp_file: must be a plain name in the folder totp beside the configuration of each host; write totp_file = \"totp/priya\", or keep the table in the configuration"
	for _, c := range []struct{ name, file, text, want string }{
		{"roles in both", keeping + "[roles.agent]\n[roles.a]", "", "config.toml:10: roles.agent: has no place beside agents = \"journal\" in [rights]: the journal keeps this table; take it out; moto agents import puts the tables of a file into the journal"},
		{"agents in both", keeping + "[agents.priya]\nrole = \"a\"", "", "config.toml:10: agents.priya: has no place beside agents = \"journal\" in [rights]: the journal keeps this table; take it out; moto agents import puts the tables of a file into the journal"},
		{"another word", good + "[rights]\nagents = \"" + canary + "\"", "", "config.toml:8: rights.agents: must be \"configuration\" or \"journal\"; write agents = \"journal\", or leave the key out"},
		{"no word", good + "[rights]\nagents = true", "", "config.toml:8: rights.agents: must be a text; write it in double quotes, such as agents = \"...\""},
		{"an operator", keeping + "[operator]\nname = \"priya\"", "", "config.toml:11: operator.name: has no meaning beside a table of agents: the agent is the user who is logged in; take it out, and give each agent a table of their own"},
		{"no TOML", keeping, "[agents.", journals + "1: not valid TOML; write it as in config.toml.example"},
		{"another section", keeping, "[roles.a]\n[gateway]\nurl = \"" + canary + "\"", journals + "2: gateway: there is no such section; take it out; the sections are roles, agents"},
		{"a password", keeping, "[agents.a]\npassword = \"" + canary + "\"", journals + "2: agents.a.password: a password must never be written in this file; take it out, change it, and give it by password_file, password_command or $MOTO_GATEWAY_PASSWORD"},
		{"no such key", keeping, "[agents.a]\nrights = []", journals + "2: agents.a.rights: this key belongs to another section; move it below [roles.NAME]"},
		{"no such role", keeping, "[agents.a]\nrole = \"" + canary + "\"", journals + "2: agents.a.role: there is no such role; name one that has a table, written as there: [roles.NAME]"},
		{"a program", keeping, "[roles.a]\n[agents.a]\nrole = \"a\"\ntotp_command = [\"" + canary + "\"]", journals + "4: agents.a.totp_command: has no place in the journal's table: each server would run it; keep the secret in a file of each host, with totp_file, or the table in the configuration"},
		{"a file elsewhere", keeping, "[roles.a]\n[agents.a]\nrole = \"a\"\ntotp_file = \"/" + canary + "\"", journals + "4: " + plainTOTP},
		{"a file above", keeping, "[roles.a]\n[agents.a]\nrole = \"a\"\ntotp_file = \"totp/../" + canary + "\"", journals + "4: " + plainTOTP},
		{"a file below", keeping, "[roles.a]\n[agents.a]\nrole = \"a\"\ntotp_file = \"totp/x/" + canary + "\"", journals + "4: " + plainTOTP},
		{"a file beside", keeping, "[roles.a]\n[agents.a]\nrole = \"a\"\ntotp_file = \"" + canary + "\"", journals + "4: " + plainTOTP},
		{"a file that is hidden", keeping, "[roles.a]\n[agents.a]\nrole = \"a\"\ntotp_file = \"totp/.." + "\"", journals + "4: " + plainTOTP},
		{"no table", keeping, "agents = \"" + canary + "\"", journals + "1: agents: must be a section of its own; write [agents.NAME] on a line by itself and its keys below it"},
		{"too deep", keeping, strings.Repeat("[", 70_000), "the journal's table of agents: is too long to be a table of agents; name a TOML file with [roles.NAME] and [agents.NAME]"},
		{"too long", keeping, "#" + strings.Repeat("x", maxFile), "the journal's table of agents: is too long to be a table of agents; name a TOML file with [roles.NAME] and [agents.NAME]"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := loadKept(t, c.file+"\n", "priya", reads(3, c.text))
			if got := message(t, err); got != c.want {
				t.Errorf("\ngot  %s\nwant %s", got, c.want)
			}
		})
	}
}

// TestTextsOfCards: tables with what may be a card number are not for the journal.
func TestTextsOfCards(t *testing.T) {
	const card = "4539 5787 6362 1486"
	for name, text := range map[string]string{
		"an agent":     "[agents.\"" + card + "\"]\nrole = \"a\"",
		"a role":       "[roles.\"" + card + "\"]",
		"a name":       "[agents.a]\ndisplay_name = \"Ann " + card + "\"",
		"a site":       "[agents.a]\nsites = [\"x\", \"" + card + "\"]",
		"a file":       "[agents.a]\ntotp_file = \"" + card + "\"",
		"a comment":    "[agents.a]\nkeys = [\"" + aKey + " " + card + "\"]",
		"a limit":      "[agents.a]\nmax_payment = \"" + card + "\"",
		"some command": "[agents.a]\ntotp_command = [\"" + card + "\"]",
	} {
		if _, err := ParseTables("x", text); err == nil || strings.Contains(err.Error(), "4539") || !strings.Contains(err.Error(), "card number") {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := ParseTables("x", "[agents.a]\nkeys = [\""+aKey+" priya@desk\"]\npassphrase_hash = \"pbkdf2-sha256$600000$4539578763621486$x\"\n# "+card); err != nil {
		t.Error(err)
	}
}

const aKey = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJq6JzBPZHU0nGP1XJkFxyCmkZVZyoAVnIb9N4oJd0Pl"

// anyTables are random tables, as a keeper may write them.
func anyTables(r *rand.Rand) string {
	var b strings.Builder
	some := func(of ...string) string { return of[r.IntN(len(of))] }
	roles := []string{"agent", "'a \"role\"'", `"Zoë\tQ's"`, "super_visor"}
	roles = roles[:1+r.IntN(2)]
	for _, role := range roles {
		fmt.Fprintf(&b, "[roles.%s] # a comment\n", role)
		if r.IntN(2) == 0 {
			all := rights.All()
			var list []string
			for _, i := range r.Perm(len(all))[:r.IntN(len(all))] {
				list = append(list, fmt.Sprintf("%q", all[i]))
			}
			fmt.Fprintf(&b, "rights = [%s]\n", strings.Join(list, ", "))
		}
		if r.IntN(2) == 0 {
			fmt.Fprintf(&b, "max_refund_day = '%d.50'\n", 1+r.IntN(5000))
		}
	}
	for i := range r.IntN(5) {
		fmt.Fprintf(&b, "[agents.%s]\nrole = %s\n", Key(fmt.Sprintf("%s%d", some("priya", `CORP\o'brien`, "j.doe", "Zoë Q"), i)), quoted(roles[r.IntN(len(roles))]))
		for _, line := range []string{
			"disabled = true", "disabled = false", "sites = ['test_site12345']", "extension = '40" + some("1", "2*", "#") + "'", "keys = ['" + aKey + " x@y']", "keys = []",
			"principals = []", "principals = [" + fmt.Sprintf("'p%d'", i) + "]", "totp_file = \"totp/\\u00e9\"",
			"display_name = \"O'Neill \\\"Zoë\\\" \\\\ x\"", "max_payment = '10.00'", "passphrase_hash = 'pbkdf2-sha256$600000$dG8gYmUgcmVwbGFjZWQhIQ$bm90IHRoZSBoYXNoIG9mIGFueSBwYXNzcGhyYXNlISE'",
		} {
			if key, _, _ := strings.Cut(line, " "); r.IntN(3) == 0 && !strings.Contains(b.String()[strings.LastIndex(b.String(), "[agents."):], "\n"+key+" ") {
				b.WriteString(line + "\n")
			}
		}
	}
	return b.String()
}

// quoted is a key of TOML as a value.
func quoted(key string) string {
	if strings.ContainsAny(key, `"'`) {
		return key
	}
	return `"` + key + `"`
}

// TestTablesMoveBothWays: tables of a configuration are the same table in the journal, and
// back in a configuration, whatever they hold.
func TestTablesMoveBothWays(t *testing.T) {
	path := filepath.Join(t.TempDir(), "config.toml")
	tried := 0
	for seed := range uint64(300) {
		text := anyTables(rand.New(rand.NewPCG(seed, 16))) //nolint:gosec // not a secret
		load := func(text string, kept ...ReadTables) (Settings, error) {
			l := newLoader(write(t, path, text, 0o644), withPassword, kept...)
			return l.load(l.sections())
		}
		was, err := load(good + text)
		if err != nil || was.Agents == nil { // refused as any: what is no table does not move
			continue
		}
		tried++
		tables, err := TablesOf(was)
		if err != nil {
			t.Fatalf("seed %d: %v\n%s", seed, err, text)
		}
		kept, err := load(keeping, reads(1, tables.String()))
		if err != nil || !reflect.DeepEqual(kept.Agents, was.Agents) {
			t.Fatalf("seed %d: %v\n%s\nbecame\n%s", seed, err, text, tables)
		}
		again, err := TablesOf(kept)
		if err != nil || again.String() != tables.String() {
			t.Fatalf("seed %d: %v\n%s\nbecame\n%s", seed, err, tables, again)
		}
		if back, err := load(good + again.String()); err != nil || !reflect.DeepEqual(back.Agents, was.Agents) {
			t.Fatalf("seed %d: %v\n%s\nbecame\n%s", seed, err, text, again)
		}
	}
	if tried < 100 {
		t.Errorf("only %d tables were moved", tried)
	}
}

// FuzzTables: no text of the journal ends the program, is repeated in an error, or becomes
// another table when it is written again.
func FuzzTables(f *testing.F) {
	for _, text := range []string{
		staffText, "", "[agents", "agents = 1", "[agents]", "[[agents]]", "[roles]\na = 1", "roles.a.rights = ['take']\nagents.\"\".role = 'a'", "[agents.a]\nrole = 1979-05-27T07:32:00Z",
		"[agents.a]\nkeys = [1, 'a', [2]]", "[agents.\"\\u0000\"]\nrole = ''", "[agents.a]\nrole = inf", "[agents.a.b.c]\nd = 1", "roles = { a = { rights = [] } }", "\xff\xfe",
	} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		tables, err := ParseTables("x", text)
		if err != nil {
			return
		}
		again, err := ParseTables("x", tables.String())
		if err != nil || !reflect.DeepEqual(again, tables) && len(again)+len(tables) > 0 {
			t.Errorf("%q became %q: %v, %v, %v", text, tables.String(), tables, again, err)
		}
	})
}

// TestAddToTables: an agent is found and added under any spelling of the name.
func TestAddToTables(t *testing.T) {
	tables, err := ParseTables("x", staffText)
	if err != nil {
		t.Fatal(err)
	}
	if key, agent := tables.Agent("PRIYA "); key != "Priya" || agent["role"] != "agent" {
		t.Errorf("%q %v", key, agent)
	}
	if _, agent := tables.Agent("nobody"); agent != nil {
		t.Error(agent)
	}
	empty := TableText{}
	empty.Add("j.doe", map[string]any{"role": "agent", "sites": []string{"a"}})
	if text := empty.String(); !strings.Contains(text, "[agents.\"j.doe\"]\nrole = \"agent\"\nsites = [\"a\"]\n") {
		t.Error(text)
	}
}
