package floor

import (
	"slices"

	"motoconsole/internal/config"
	"motoconsole/internal/signers"
	"motoconsole/internal/sshd"
)

// signersOf is who may sign in, without the list of revoked keys. There may be none.
func signersOf(s config.Settings) ([]sshd.Agent, error) {
	switch {
	case s.Agents == nil:
		return nil, s.Fault(agentsKey, "is missing: a server has to know its agents", withoutAgent)
	case s.Tables.InJournal && s.Tables.Version == 0: // which is not a table without agents
		return nil, noneSigns(s)
	}
	return signers.Of(s)
}

func noneSigns(s config.Settings) error {
	return s.Fault(agentsKey, "no agent can sign in", "give agents their keys, or set serve.user_ca, as docs/serve.md says")
}

// noSigner reports that no agent can sign in.
func noSigner(agents []sshd.Agent) bool {
	return !slices.ContainsFunc(agents, func(a sshd.Agent) bool { return !a.Disabled })
}
