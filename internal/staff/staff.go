// Package staff has the commands that list and change the table of agents and roles. It
// decides who may change what in the tables that the journal keeps, and records the changes.
// It only lists the tables of a configuration.
package staff

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"motoconsole/internal/cardguard"
	"motoconsole/internal/config"
	"motoconsole/internal/journal"
	"motoconsole/internal/rights"
	"motoconsole/internal/signers"
)

// Options are what the commands need of the program.
type Options struct {
	// Load loads the configuration that a flag names, with the journal's tables.
	Load func(flag string) (config.Settings, error)
	// Open opens the journal of the settings to be written, and makes one if there is none.
	Open func(ctx context.Context, s config.Settings) (journal.Full, error)
	// Usage makes an error one of wrong usage, and Problem one for people.
	Usage, Problem func(error) error
	// Stranger says why a user may not work here.
	Stranger func(s config.Settings) string
	// Stdin is what a file named - is read from.
	Stdin  io.Reader
	Getenv func(string) string
}

// Commands are the commands, for `moto agents`.
func (o Options) Commands() []*cobra.Command {
	return []*cobra.Command{o.list(), o.add(), o.change(), o.disable(), o.enable(), o.roles(), o.importing(), o.exporting()}
}

// change is one change of the tables.
type change struct {
	was, is config.Settings
	text    config.TableText // is changed
	says    string           // what is done, for the journal
}

// apply changes the tables that the journal keeps, and says what came of it. do changes the
// text and says what it does.
func (o Options) apply(ctx context.Context, out io.Writer, flag string, do func(c *change) error) error {
	s, err := o.Load(flag)
	if err != nil {
		return err
	}
	if !s.Tables.InJournal {
		return o.Usage(fmt.Errorf("the table of agents is in %s: change it there, or let the journal keep it (docs/agents-and-roles.md says how)", s.Path))
	}
	if err := mayKeep(s); err != nil {
		return err
	}
	c := &change{was: s}
	if c.text, err = config.TablesOf(s); err != nil {
		return err
	}
	if err := do(c); err != nil {
		return err
	}
	if c.is, err = o.checked(c, c.text.String()); err != nil {
		return err
	}
	if c.text.String() == s.Tables.Text {
		_, _ = fmt.Fprintln(out, "Nothing has changed: the table of agents has this already.")
		return nil
	}
	store, err := o.Open(ctx, s)
	if err != nil {
		return o.Problem(err)
	}
	version, err := store.ChangeTables(ctx, s.Tables.Version, c.text.String(), s.Operator, c.events()...)
	if err = errors.Join(err, store.Close()); err != nil {
		return o.Problem(err)
	}
	_, _ = fmt.Fprintf(out, "%s. This is version %d of the table of agents.\n", c.says, version)
	return nil
}

// mayKeep says why the user may not change the tables. The first version is for the user who
// may write the journal.
func mayKeep(s config.Settings) error {
	if s.Tables.Version == 0 {
		return nil
	}
	return s.Grant.May(rights.KeepAgents)
}

// checked gives the settings with the changed tables. It refuses tables that take from the
// user the right to change them, so there is always an agent who has it and can use it.
func (o Options) checked(c *change, text string) (config.Settings, error) {
	tables := c.was.Tables
	tables.Text = text
	is, err := toKeep(c.was, tables, o.Getenv)
	if fault, ok := errors.AsType[*config.Error](err); ok && tables.Version > 0 { // the lines are of a text that the user does not see
		fault.File, fault.Line = "", 0
	}
	if err != nil {
		return is, err
	}
	if _, err := config.ParseTables(tables.Name, text); err != nil { // no card number
		return is, err
	}
	switch {
	case is.Grant.Has(rights.KeepAgents):
		return is, nil
	case c.was.Tables.Version == 0:
		return is, o.Usage(fmt.Errorf("you could not change the table of agents any more: put [agents.%s] into it, with a role that has the right keep_agents", config.Key(is.Operator)))
	default:
		return is, o.Usage(errors.New("you could not change the table of agents any more: another agent with the right keep_agents has to do this"))
	}
}

// toKeep are the settings with tables that the journal is to keep. It refuses what a server
// could not use.
func toKeep(was config.Settings, tables config.Tables, getenv func(string) string) (config.Settings, error) {
	is, err := was.ToKeep(tables, getenv)
	if err == nil {
		err = signers.Check(is)
	}
	return is, err
}

// mostSaid is how many characters of names one event has.
const mostSaid = 800

// events are what the journal records of a change: what was done, and then whom it touches.
func (c *change) events() []journal.Audit {
	event := func(result string) journal.Audit {
		return journal.Audit{Kind: journal.AuditAgents, Agent: c.was.Operator, Result: result}
	}
	all := []journal.Audit{event(c.says)}
	added, removed, changed := c.was.Agents.Differences(c.is.Agents)
	for _, some := range []struct {
		says  string
		names []string
	}{{"added: ", added}, {"removed: ", removed}, {"changed: role, rights, limits or keys of ", changed}} {
		for line := range chunks(some.names) {
			all = append(all, event(some.says+line))
		}
	}
	return all
}

// chunks are lists of names, none too long for an event.
func chunks(names []string) func(yield func(string) bool) {
	return func(yield func(string) bool) {
		line := ""
		for i, name := range names {
			if line != "" {
				line += ", "
			}
			if line += name; len(line) > mostSaid || i == len(names)-1 {
				if !yield(line) {
					return
				}
				line = ""
			}
		}
	}
}

// named is the one agent that the arguments name.
func (o Options) named(command string, args []string) (string, error) {
	switch {
	case len(args) != 1 || strings.TrimSpace(args[0]) == "":
		return "", o.Usage(errors.New("name one agent: moto agents " + command + " priya"))
	case cardguard.InRecord(args[0]):
		return "", o.Usage(errors.New("NAME looks like a card number, which moto never takes on the command line: name an agent"))
	}
	return args[0], nil
}

// found is the table of an agent who is there.
func (o Options) found(c *change, name string) (key string, table map[string]any, err error) {
	if key, table = c.text.Agent(name); table == nil {
		return "", nil, o.Usage(errors.New("no agent of the table has this name: moto agents list has them"))
	}
	return key, table, nil
}

// roleFix says which roles there are.
func roleFix(s config.Settings) string {
	var names []string
	for _, r := range s.Agents.Roles() {
		names = append(names, r.Name)
	}
	slices.Sort(names)
	if len(names) == 0 {
		return "the table has no roles yet: moto agents import puts the tables of a file into the journal"
	}
	return "choose from " + strings.Join(names, ", ")
}
