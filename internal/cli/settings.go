package cli

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"motoconsole/internal/config"
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

// stranger says that the user is not in the table of agents.
func stranger(s config.Settings) string {
	if s.Operator == "" {
		return "moto cannot tell which user it runs as, so it cannot find you in [agents]: run moto as a user who is there"
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
	return config.Load(path, p.getenv)
}
