package cli

import (
	"fmt"
	"net/http"
	"net/url"
	"os"
	"slices"
	"strings"

	"motoconsole/gateway"
	"motoconsole/internal/app"
	"motoconsole/internal/config"
	"motoconsole/internal/rights"
	"motoconsole/internal/trust"
)

// configuration says that the configuration was read. Loading has already refused a
// configuration that another user could change, or that names such a file.
func configuration(s config.Settings) finding {
	f := finding{"configuration", fine, fmt.Sprintf("%s, site %s", gateway.Clean(s.Path, 300), s.Gateway.Site), ""}
	if s.Live() {
		f.Says += ": LIVE, payments move money"
	}
	switch {
	case !trust.Known():
		f.Verdict, f.Do = unsure, "make sure that no other user may write to it, the journal, the log or their folders"
		f.Says += "; who else could change it is not known: moto cannot read the access lists of this system yet"
	default:
		f.Says += "; only " + trust.Masters + " and you can change it"
	}
	if len(s.Notes) > 0 {
		f.Verdict, f.Do = unsure, "save it without"
		f.Says += "; " + strings.Join(s.Notes, "; ")
	}
	return f
}

// agents says who the user is in the table of agents, if there is one, and what the
// table lacks.
func agents(s config.Settings) []finding {
	if s.Agents == nil {
		return nil
	}
	f := finding{"agents", fine, "you are " + s.Operator + ", " + s.Grant.Role() + ", " + amongAgents(s), ""}
	lacks := s.Agents.Lacks(rights.SettleByHand, rights.Acknowledge, rights.ViewAll)
	switch {
	case s.Tables.InJournal && s.Tables.Version == 0:
		f.Verdict, f.Says, f.Do = failing, stranger(s), "run it as the user who is to keep the table"
	case !s.Grant.Known():
		f.Verdict, f.Says, f.Do = unsure, stranger(s), "run moto check as an agent"
	case len(lacks) > 0:
		f.Verdict, f.Do = unsure, "give it to a role"
		f.Says += "; no agent has the right " + string(lacks[0])
	case os.Getuid() > 0 && trust.Mine(s.Path):
		f.Verdict, f.Do = unsure, "let root, or a user who takes no payments, own the file"
		f.Says += "; you can edit the configuration, so the limits of the table do not bind you"
	}
	if s.Grant.Known() && s.Tables.InJournal && s.Journal.Server == nil {
		f.Says += "; the journal is a file that the user who runs moto can write, so the table does not bind that user"
		if f.Verdict == fine {
			f.Verdict, f.Do = unsure, "keep the journal on a PostgreSQL server, where a role of its own writes the table"
		}
	}
	return []finding{f}
}

// amongAgents says where the table of agents is, and how many there are.
func amongAgents(s config.Settings) string {
	where := "of the configuration"
	if s.Tables.InJournal {
		where = fmt.Sprintf("that the journal keeps, version %d", s.Tables.Version)
	}
	return fmt.Sprintf("of %d in the table %s", len(s.Agents.Agents()), where)
}

// passedOver is a ./config.toml of another user, if there is one.
func (p program) passedOver(configPath string) []finding {
	says := config.PassedOver(configPath, p.getenv)
	if says == "" {
		return nil
	}
	return []finding{{"./config.toml", unsure, says, "start moto in a folder of your own"}}
}

// logFinding looks at the log without making one.
func logFinding(s config.Settings) finding {
	if s.Log.File == "" {
		return finding{"log", fine, "none is kept", ""}
	}
	found, err := trust.Look(s.Log.File, trust.Rule{NoLink: true, OneName: true})
	if err == nil && !found.IsFile() {
		err = trust.ErrNotFile
	}
	if err != nil {
		fault := app.LogFault(s, err)
		return finding{"log", failing, fault.Problem, fault.Fix}
	}
	return finding{"log", fine, gateway.Clean(found.Path, 300) + ", only for " + trust.Masters + " and you", ""}
}

// environment says which of the set variables moto uses, and which it ignores.
func (p program) environment(s config.Settings) finding {
	f := finding{"environment", fine, "nothing in it changes what moto trusts", ""}
	if proxy := proxyFor(s.Gateway.URL); proxy != "" {
		f.Says = "the gateway is reached through the proxy " + proxy + ", which sees nothing of a card"
	}
	if len(p.ignored) == 0 {
		return f
	}
	f.Verdict, f.Do = unsure, "unset "+strings.Join(p.ignored, " and ")+", unless other programs need it"
	f.Says += "; set and not used: " + strings.Join(p.ignored, ", ")
	if slices.ContainsFunc(p.ignored, func(name string) bool { return strings.HasPrefix(name, "SSL_CERT") }) && s.Gateway.CAFile == "" {
		f.Do += "; name the authorities that moto is to trust by gateway.ca_file"
	}
	return f
}

// proxyFor is the host of the proxy that the environment names for an address,
// without any user name and password.
func proxyFor(address string) string {
	target, err := url.Parse(address)
	if err != nil {
		return ""
	}
	proxy, err := http.ProxyFromEnvironment(&http.Request{URL: target})
	if err != nil || proxy == nil {
		return ""
	}
	return gateway.Clean(proxy.Host, 100)
}
