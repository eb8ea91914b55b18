package cli

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"motoconsole/internal/app"
	"motoconsole/internal/config"
	"motoconsole/internal/journal"
	"motoconsole/internal/journal/sqljournal"
	"motoconsole/internal/staff"
)

// settings finds and loads the configuration, for a user who may work here.
func (p program) settings(flag string) (config.Settings, error) {
	s, err := p.load(flag)
	if err == nil && !s.Grant.Known() {
		err = usageError{errors.New(stranger(s))}
	}
	return s, err
}

// siteFlag is the help of --site.
const siteFlag = "the `site` to work for, one of gateway.sites (default: gateway.site)"

// at are the settings for the site that was asked for on the command line; "" asks
// for none.
func at(s config.Settings, site string) (config.Settings, error) {
	switch own := s.SitesOfAgent(); {
	case site == "":
		return s, nil
	case slices.Contains(own, site):
		return s.At(site), nil
	default:
		return s, usageError{errors.New("--site: choose from " + strings.Join(own, ", "))}
	}
}

// stranger says why a user may not work here: they are not in the table of agents, or
// disabled there.
func stranger(s config.Settings) string {
	switch {
	case s.Operator == "":
		return "moto cannot tell which user it runs as, so it cannot find you in [agents]: run moto as a user who is there"
	case s.Grant.Disabled():
		return s.Operator + " is disabled in the table of agents: ask the person who keeps it"
	case s.Tables.InJournal && s.Tables.Version == 0:
		return staff.Empty
	case s.Tables.InJournal:
		return s.Operator + " is not in the table of agents: ask the person who keeps it to run moto agents add"
	}
	return s.Operator + " is not in the table of agents: ask the person who keeps " + s.Path + " to add [agents." + config.Key(s.Operator) + "] to it"
}

// load finds and loads the configuration.
func (p program) load(flag string) (config.Settings, error) {
	switch {
	case p.served != nil && flag != "":
		return config.Settings{}, usageError{errors.New("--config has no meaning over SSH: leave it out")}
	case p.served != nil:
		return *p.served, nil
	}
	path, err := config.Find(flag, p.getenv)
	if err != nil {
		return config.Settings{}, usageError{err}
	}
	if passed := config.PassedOver(flag, p.getenv); passed != "" {
		_, _ = fmt.Fprintln(p.stderr, "moto:", passed)
	}
	return config.Load(path, p.getenv, p.tables)
}

// people loads a configuration for a command about the table of agents.
func (p program) people(flag string) (config.Settings, error) {
	return p.withoutPassword(flag, p.tables)
}

// toMake are the settings of a journal that is to be made or brought up to date. Its tables of
// agents, if it is to keep them, cannot be read before that: who may make it, its server says.
func (p program) toMake(flag string) (config.Settings, error) {
	s, err := p.withoutPassword(flag)
	if err != nil || s.Tables.InJournal {
		return s, err
	}
	return p.settings(flag)
}

// tables reads the tables of agents and roles that the journal keeps. A journal in a file
// that does not exist yet has none. One that an older moto made is brought up to date, as a
// console does when it starts.
func (p program) tables(s config.Settings) (config.Tables, error) {
	store, err := sqljournal.Open(context.Background(), app.JournalOptions(s, app.ToRead))
	switch fault := journal.FaultOf(err); {
	case fault == journal.FaultMissing && s.Journal.Server == nil:
		return config.Tables{}, nil
	case fault == journal.FaultMissing, fault == journal.FaultReadOnly:
		store, err = openToWrite(context.Background(), s)
	}
	if err != nil {
		return config.Tables{}, problem(err)
	}
	defer func() { _ = store.Close() }()
	newest, err := store.Tables(context.Background())
	return config.Tables{Version: newest.Version, Text: newest.Text, Hash: newest.Hash, Lost: newest.Lost}, problem(err)
}
