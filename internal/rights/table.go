package rights

import (
	"reflect"
	"slices"

	"motoconsole/internal/samename"
)

// Role is what all agents of one kind may do.
type Role struct {
	Name   string
	Rights []Right
	Limits Limits
}

// Agent is one person who works with the console.
type Agent struct {
	// Name is the name of the system's user. Payments are recorded and sent with it.
	Name        string
	DisplayName string // for people; "" is the Name
	Role        string
	// Disabled says that the agent may do nothing, whatever the role.
	Disabled  bool
	Sites     []string // where the agent works; nil is every site, and none of it no site of this host
	Extension string   // of the agent's telephone
	Limits    Limits
	// PassphraseHash is the hash of the passphrase that unlocks the agent's console; ""
	// for none.
	PassphraseHash string
	// Keys are the public keys with which the agent signs in over SSH, as authorized_keys
	// has them, and Principals the names in certificates that stand for the agent.
	Keys       []string
	Principals []string
	// TOTPFile and TOTPCommand say where the secret of the agent's second factor is: in a
	// file, or in what a command prints. Without either the agent has none.
	TOTPFile    string
	TOTPCommand []string
}

// SecondFactor reports that the agent signs in with a code too.
func (a Agent) SecondFactor() bool { return a.TOTPFile != "" || len(a.TOTPCommand) > 0 }

// Off reports an agent who may do nothing here: disabled, or with no site but those of other hosts.
func (a Agent) Off() bool { return a.Disabled || a.Sites != nil && len(a.Sites) == 0 }

// Shown is the agent's name for people.
func (a Agent) Shown() string {
	if a.DisplayName != "" {
		return a.DisplayName
	}
	return a.Name
}

// Table is who works here. It does not change.
type Table struct {
	roles    []Role
	agents   []Agent
	fourEyes bool
}

// NewTable is the table of these agents. With four eyes, no agent settles by
// hand a payment that the same agent took. Every agent's role is among the roles.
func NewTable(roles []Role, agents []Agent, fourEyes bool) *Table {
	return &Table{roles: slices.Clone(roles), agents: slices.Clone(agents), fourEyes: fourEyes}
}

// FourEyes reports that no agent rules on what the same agent did.
func (t *Table) FourEyes() bool { return t != nil && t.fourEyes }

// Agents are all agents. A nil table has none.
func (t *Table) Agents() []Agent {
	if t == nil {
		return nil
	}
	return slices.Clone(t.agents)
}

// Same reports two spellings of one agent's name.
func Same(a, b string) bool { return samename.Fold(a) == samename.Fold(b) }

// Grant is what a user of the system may do. A user who is not in the table may do
// nothing.
func (t *Table) Grant(user string) Grant {
	for _, a := range t.agents {
		if Same(a.Name, user) {
			return Grant{table: t, agent: a, role: t.role(a.Role), known: !a.Off()}
		}
	}
	return Grant{table: t, agent: Agent{Name: user}}
}

// Differences are the agents who came, went, or may do or are something else in a later
// table.
func (t *Table) Differences(later *Table) (added, removed, changed []string) {
	before, after := byName(t), byName(later)
	for _, a := range later.Agents() {
		was, has := before[a.Name]
		switch {
		case !has:
			added = append(added, a.Name)
		case t.fourEyes != later.fourEyes, !reflect.DeepEqual(was, a), !reflect.DeepEqual(t.role(was.Role), later.role(a.Role)):
			changed = append(changed, a.Name)
		}
	}
	for _, a := range t.Agents() {
		if _, has := after[a.Name]; !has {
			removed = append(removed, a.Name)
		}
	}
	return added, removed, changed
}

func byName(t *Table) map[string]Agent {
	agents := map[string]Agent{}
	for _, a := range t.Agents() {
		agents[a.Name] = a
	}
	return agents
}

// holders are the agents who have a right.
func (t *Table) holders(r Right) []Agent {
	if t == nil {
		return nil
	}
	var list []Agent
	for _, a := range t.agents {
		if !a.Off() && slices.Contains(t.role(a.Role).Rights, r) {
			list = append(list, a)
		}
	}
	return list
}

// Roles are all roles. A nil table has none.
func (t *Table) Roles() []Role {
	if t == nil {
		return nil
	}
	return slices.Clone(t.roles)
}

// Lacks are the rights that no agent has.
func (t *Table) Lacks(all ...Right) []Right {
	return slices.DeleteFunc(all, func(r Right) bool { return len(t.holders(r)) > 0 })
}

func (t *Table) role(name string) Role {
	i := slices.IndexFunc(t.roles, func(r Role) bool { return r.Name == name })
	if i < 0 {
		return Role{}
	}
	return t.roles[i]
}
