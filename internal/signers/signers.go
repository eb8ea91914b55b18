// Package signers works out who may sign in over SSH by a table of agents, and what no table
// may say of that. So the command that writes a table refuses what a server would.
package signers

import (
	"golang.org/x/crypto/ssh"

	"motoconsole/internal/config"
	"motoconsole/internal/rights"
	"motoconsole/internal/sshd"
)

const section = "agents"

// Of are the agents who can sign in at a server with these settings.
func Of(s config.Settings) ([]sshd.Agent, error) { return read(s, s.Served()) }

// Check refuses a table by which a server could not tell who signs in. It looks at all agents:
// another host may have serve.user_ca, by which an agent without keys signs in.
func Check(s config.Settings) error {
	_, err := read(s, s.Agents.Agents())
	return err
}

// read refuses a weak key, and a key or a principal that two agents have.
func read(s config.Settings, of []rights.Agent) ([]sshd.Agent, error) {
	var agents []sshd.Agent
	for _, a := range of {
		agent := sshd.Agent{Name: a.Name, Principals: a.Principals, Disabled: a.Off()}
		for _, text := range a.Keys {
			key, _, _, _, err := ssh.ParseAuthorizedKey([]byte(text))
			if err != nil || sshd.Weak(key) {
				return nil, s.Fault(section+"."+config.Key(a.Name)+".keys", "a key is too weak", "use ed25519: ssh-keygen -t ed25519")
			}
			agent.Keys = append(agent.Keys, key)
		}
		agents = append(agents, agent)
	}
	if _, err := sshd.NewAccess(agents, nil, nil); err != nil {
		return nil, s.Fault(section, err.Error(), "a key or a principal belongs to only one agent: take it out elsewhere")
	}
	return agents, nil
}
