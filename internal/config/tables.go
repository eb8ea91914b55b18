package config

import (
	"bytes"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/BurntSushi/toml"
	"golang.org/x/crypto/ssh"

	"motoconsole/internal/cardguard"
	"motoconsole/internal/rights"
)

// This file reads and writes the tables of agents and roles as a text of their own, which the
// journal keeps if [rights] agents says so.

const (
	// InJournal is [rights] agents for tables that the journal keeps.
	InJournal       = "journal"
	inConfiguration = "configuration"

	// keptTables is what errors call them, in the place of a file.
	keptTables = "the journal's table of agents"
)

// tablesFile is the schema of the tables that the journal keeps.
type tablesFile struct {
	Roles  map[string]roleTable  `toml:"roles"`
	Agents map[string]agentTable `toml:"agents"`
}

// Tables are a version of the tables of agents and roles that the journal keeps.
type Tables struct {
	InJournal bool  // and not in the configuration
	Version   int64 // 0 if there is none yet
	Text      string
	Name      string // what errors call them; "" is the journal's table of agents
	Hash      string // of this version and all before it
	Lost      int64  // the version that this user saw last on this host, if the journal has lost it
}

// ReadTables reads the newest version of the tables in the journal of these settings. Of
// what it returns only the version and the text count.
type ReadTables func(s Settings) (Tables, error)

// Older says that the journal has lost the version of the tables that this user saw last on this
// host, and what to do; "" if it has not.
func (t Tables) Older() string {
	if t.Lost == 0 {
		return ""
	}
	return fmt.Sprintf("the journal has lost version %d of the table of agents, which this user on this host saw last, as after a restore: rights that were taken away since are there again in version %d; look at moto agents list, and then run moto agents confirm as this user, or as a keeper for all", t.Lost, t.Version)
}

// journalTables is a loader of the tables in the journal. Without a reader of them, and while
// the journal has none, there are no agents: no user may do anything.
func (l *loader) journalTables() (*loader, error) {
	for _, of := range []struct {
		section string
		names   []string
	}{{rolesSection, slices.Sorted(maps.Keys(l.raw.Roles))}, {agentsSection, slices.Sorted(maps.Keys(l.raw.Agents))}} {
		if len(of.names) > 0 {
			first := slices.MinFunc(of.names, func(a, b string) int { return l.doc.line(of.section, a) - l.doc.line(of.section, b) })
			return nil, member{l, of.section, first}.fail("", `has no place beside agents = "journal" in [rights]: the journal keeps this table`,
				"take it out; moto agents import puts the tables of a file into the journal")
		}
	}
	var tables Tables
	for _, read := range l.kept {
		var err error
		if tables, err = read(l.out); err != nil {
			return nil, err
		}
	}
	return l.tablesIn(tables)
}

// WithTables are the settings with other tables of agents and roles in the journal.
func (s Settings) WithTables(tables Tables, getenv func(string) string) (Settings, error) {
	return s.withTables(tables, getenv, false)
}

// ToKeep are the settings with tables that the journal is to keep. It refuses a site that is
// not here.
func (s Settings) ToKeep(tables Tables, getenv func(string) string) (Settings, error) {
	return s.withTables(tables, getenv, true)
}

func (s Settings) withTables(tables Tables, getenv func(string) string, strict bool) (Settings, error) {
	l := newLoader(s.Path, getenv)
	l.out = s
	from, err := l.tablesIn(tables)
	if err == nil {
		from.keptSites = !strict
		err = l.staff(from, s.Agents.FourEyes())
	}
	return l.out, err
}

// Narrowed are the settings without the agents who are not in later tables, and with those
// disabled who are disabled there. It serves tables that cannot be used: what narrows counts,
// and no agent gains anything. A text that is no TOML says nothing of any agent.
func (s Settings) Narrowed(later Tables) Settings {
	var text map[string]any
	if _, err := toml.Decode(later.Text, &text); err != nil {
		return s
	}
	members, _ := valueOf(text, agentsSection).(map[string]any)
	var rest []rights.Agent
	for _, a := range s.Agents.Agents() {
		for name, member := range members {
			if rights.Same(name, a.Name) {
				table, _ := member.(map[string]any)
				disabled, _ := valueOf(table, "disabled").(bool)
				a.Disabled = a.Disabled || disabled
				rest = append(rest, a)
				break
			}
		}
	}
	s.Agents = rights.NewTable(s.Agents.Roles(), rest, s.Agents.FourEyes())
	return s
}

// valueOf is the value of a key, in capitals or not.
func valueOf(table map[string]any, key string) any {
	for name, value := range table {
		if strings.EqualFold(name, key) {
			return value
		}
	}
	return nil
}

// tablesIn is a loader of tables.
func (l *loader) tablesIn(tables Tables) (*loader, error) {
	if tables.InJournal = true; tables.Name == "" {
		tables.Name = keptTables
	}
	l.out.Tables = tables
	from := &loader{path: l.path, getenv: l.getenv, out: l.out, inJournal: true, keptSites: true}
	schema, doc, err := parseTables(tables.Name, tables.Text)
	from.doc, from.raw.Roles, from.raw.Agents = doc, schema.Roles, schema.Agents
	return from, err
}

// parseTables reads a text that has the tables and nothing else.
func parseTables(name, text string) (schema tablesFile, doc *document, err error) {
	if tooLong([]byte(text)) {
		return schema, nil, &Error{File: name, Problem: "is too long to be a table of agents", Fix: "name a TOML file with [roles.NAME] and [agents.NAME]"}
	}
	if doc, err = parse(name, text); err != nil {
		return schema, nil, err
	}
	err = doc.decode(&schema)
	return schema, doc, err
}

// TableText is a text of the tables of agents and roles that can be changed. It keeps which
// keys are set, and no comments.
type TableText map[string]map[string]map[string]any

// The sections of a TableText.
const (
	rolesSection  = "roles"
	agentsSection = "agents"
)

// ParseTables reads a text that has only the tables. Errors call it name.
func ParseTables(name, text string) (TableText, error) {
	if _, _, err := parseTables(name, text); err != nil {
		return nil, err
	}
	t := TableText{}
	if _, err := toml.Decode(text, &t); err != nil {
		return nil, syntaxError(name, err)
	}
	return t, t.holdNoCard(name)
}

// TablesOf are the tables that the settings have, from the journal or from the configuration.
func TablesOf(s Settings) (TableText, error) {
	if s.Tables.InJournal {
		return ParseTables(s.Tables.Name, s.Tables.Text)
	}
	source, err := (&loader{path: s.Path}).read()
	if err != nil {
		return nil, err
	}
	var whole map[string]any
	if _, err := toml.Decode(source, &whole); err != nil {
		return nil, syntaxError(s.Path, err)
	}
	maps.DeleteFunc(whole, func(section string, _ any) bool { return section != rolesSection && section != agentsSection })
	text, err := encode(whole)
	if err != nil {
		return nil, err
	}
	return ParseTables(s.Path, text)
}

const cardFix = "take it out: the journal keeps no card number"

// holdNoCard refuses what may be a card number. Keys and hashes are long rows of letters and
// digits, so of a key only the comment is judged.
func (t TableText) holdNoCard(name string) error {
	for _, section := range []string{rolesSection, agentsSection} {
		for _, member := range slices.Sorted(maps.Keys(t[section])) {
			if cardguard.InRecord(member) {
				return &Error{File: name, Key: section, Problem: "a name in this looks like a card number", Fix: cardFix}
			}
			for _, key := range slices.Sorted(maps.Keys(t[section][member])) {
				if slices.ContainsFunc(textsOf(key, t[section][member][key]), cardguard.InRecord) {
					return &Error{File: name, Key: memberKey(section, member, key), Problem: "holds what looks like a card number", Fix: cardFix}
				}
			}
		}
	}
	return nil
}

// textsOf are the texts of a key that may hold what people wrote.
func textsOf(key string, value any) (all []string) {
	list, is := value.([]any)
	if !is {
		list = []any{value}
	}
	for _, value := range list {
		text, is := value.(string)
		switch {
		case !is || key == "passphrase_hash":
		case key == "keys":
			if _, comment, _, _, err := ssh.ParseAuthorizedKey([]byte(text)); err == nil {
				all = append(all, comment)
			}
		default:
			all = append(all, text)
		}
	}
	return all
}

// String is the text, as the journal keeps it.
func (t TableText) String() string {
	text, err := encode(t)
	if err != nil { // all of it came from TOML
		return ""
	}
	return text
}

func encode(v any) (string, error) {
	var b bytes.Buffer
	e := toml.NewEncoder(&b)
	e.Indent = ""
	if err := e.Encode(v); err != nil {
		return "", errors.New("the table of agents cannot be written as TOML")
	}
	return strings.TrimSpace(b.String()) + "\n", nil
}

// Agent is the table of an agent, which may be changed, under the name that it has there; nil
// if there is none.
func (t TableText) Agent(name string) (key string, table map[string]any) {
	for key, table := range t[agentsSection] {
		if rights.Same(key, name) {
			return key, table
		}
	}
	return "", nil
}

// Add adds the table of an agent.
func (t TableText) Add(name string, keys map[string]any) {
	if t[agentsSection] == nil {
		t[agentsSection] = map[string]map[string]any{}
	}
	t[agentsSection][name] = keys
}

// Remove takes the table of an agent out, by its key.
func (t TableText) Remove(key string) { delete(t[agentsSection], key) }
