package config

import (
	"golang.org/x/crypto/ssh"

	"motoconsole/internal/rights"
	"motoconsole/internal/sshd"
)

// Signers are the agents who can sign in over SSH, with their keys. It refuses a weak key, and
// a key or a principal that two agents have.
func (s Settings) Signers() ([]sshd.Agent, error) { return s.signers(s.Served()) }

func (s Settings) signers(of []rights.Agent) ([]sshd.Agent, error) {
	var agents []sshd.Agent
	for _, a := range of {
		agent := sshd.Agent{Name: a.Name, Principals: a.Principals, Disabled: a.Off()}
		for _, text := range a.Keys {
			key, _, _, _, err := ssh.ParseAuthorizedKey([]byte(text))
			if err != nil || sshd.Weak(key) {
				return nil, s.Fault(memberKey(agentsSection, a.Name, "keys"), "a key is too weak", "use ed25519: ssh-keygen -t ed25519")
			}
			agent.Keys = append(agent.Keys, key)
		}
		agents = append(agents, agent)
	}
	if _, err := sshd.NewAccess(agents, nil, nil); err != nil {
		return nil, s.Fault(agentsSection, err.Error(), "a key or a principal belongs to one agent only: take it out elsewhere")
	}
	return agents, nil
}
