package rights

import (
	"html"
	"slices"
	"strings"
)

// Grant is what one agent may do. The zero value allows nothing, so wiring that
// forgets the grant is refused.
type Grant struct {
	everything bool // there is no table
	table      *Table
	agent      Agent
	role       Role
	known      bool // the agent is in the table
	live       *Live
}

// Everything is the grant of each user of a configuration without a table of agents.
func Everything() Grant { return Grant{everything: true} }

// Refusal is a right that is missing.
type Refusal struct {
	Right    Right
	Sentence string // for people: what is not allowed, and who may
}

// Error is the sentence.
func (e *Refusal) Error() string { return e.Sentence }

// Bounded reports that not everything is allowed: there is a table.
func (g Grant) Bounded() bool { return !g.now().everything }

// Known reports an agent who may work here at all: one in the table, or every user if
// there is none.
func (g Grant) Known() bool {
	g = g.now()
	return g.everything || g.known
}

// Disabled reports an agent of the table who may do nothing for now.
func (g Grant) Disabled() bool { return g.now().agent.Off() }

// Agent is the agent, as the table has it; zero without a table.
func (g Grant) Agent() Agent { return g.now().agent }

// Role is the name of the agent's role, for the journal; "" without a table.
func (g Grant) Role() string { return g.now().role.Name }

// Limits are the lower of the agent's and of the role's.
func (g Grant) Limits() Limits {
	g = g.now()
	return g.agent.Limits.Lower(g.role.Limits)
}

// Has reports that the agent has a right.
func (g Grant) Has(r Right) bool {
	g = g.now()
	return g.everything || g.known && slices.Contains(g.role.Rights, r)
}

// May says, as a *Refusal, why the agent may not use all of these rights, by the
// first that is missing.
func (g Grant) May(all ...Right) error {
	g = g.now()
	for _, r := range all {
		if !g.Has(r) {
			return &Refusal{Right: r, Sentence: "You may not " + r.says() + g.ask(r)}
		}
	}
	return nil
}

// At says why the agent may not work for a site. A user who is not in the table has
// no rights at all, whatever the site.
func (g Grant) At(site string) error {
	g = g.now()
	if g.agent.Sites == nil || slices.Contains(g.agent.Sites, site) {
		return nil
	}
	return &Refusal{Sentence: "You may not work for the site " + site + ": ask the person who keeps the configuration."}
}

// Why is the sentence of May, "" for an agent who may.
func (g Grant) Why(all ...Right) string {
	g = g.now()
	if err := g.May(all...); err != nil {
		return err.Error()
	}
	return ""
}

// By reports whether a name in the journal or at the gateway is the agent's. The
// gateway may return a name escaped, and a reconciliation copies it into the journal.
func By(name, agent string) bool {
	return Same(html.UnescapeString(name), agent)
}

// Sees reports that the agent may see what an agent of that name did.
func (g Grant) Sees(agent string) bool {
	g = g.now()
	return g.Has(ViewAll) || g.known && By(agent, g.agent.Name)
}

// MaySee says, as a *Refusal, why the agent may not see what agents of these names
// made together.
func (g Grant) MaySee(agents ...string) error {
	g = g.now()
	if slices.ContainsFunc(agents, g.Sees) {
		return nil
	}
	return g.May(ViewAll)
}

// MayRule says why the agent may not rule on an outcome in doubt that another agent,
// or the same one, took. Role is what the journal keeps of the agent who rules.
func (g Grant) MayRule(takenBy string) (role string, err error) {
	g = g.now()
	if err := g.May(SettleByHand); err != nil {
		return "", err
	}
	return g.fourEyes(takenBy, SettleByHand, "settle by hand what you did yourself")
}

// MayAcknowledge is MayRule for an alarm.
func (g Grant) MayAcknowledge(takenBy string) (role string, err error) {
	g = g.now()
	if err := g.May(Acknowledge); err != nil {
		return "", err
	}
	return g.fourEyes(takenBy, Acknowledge, "acknowledge the alarm of what you did yourself")
}

// MayUnlock says why the user may not unlock the second factor of an agent. The user who runs
// the server need not be in the table. An agent of the table goes by the right alone.
func (g Grant) MayUnlock(whose string, runsServer bool) error {
	g = g.now()
	if g.onlyRuns(runsServer) {
		return nil
	}
	if !g.Has(EndSessions) {
		return &Refusal{Right: EndSessions, Sentence: "You may not unlock the second factor of an agent" + g.ask(EndSessions)}
	}
	_, err := g.fourEyes(whose, EndSessions, "unlock your own second factor")
	return err
}

// MayConfirm says why the user may not confirm a table of agents that was restored. The table
// does not decide: its rights are the old ones. The user must run the server, or be one whom the
// database or the system lets change the table.
func MayConfirm(runsServer, keepsTables bool) error {
	if runsServer || keepsTables {
		return nil
	}
	return &Refusal{Right: KeepAgents, Sentence: "You may not confirm a table of agents that was restored, since its rights are the old ones: let a keeper do it, " +
		"with the configuration whose user may write the table, or the user who owns the journal's file, or the user who runs moto serve."}
}

// onlyRuns reports a user who runs the server and is not in the table.
func (g Grant) onlyRuns(server bool) bool {
	g = g.now()
	return server && g.table != nil && !g.Known() && !g.Disabled()
}

// alone is what the journal keeps of a role that decided on its own work.
const alone = " (four eyes are off)"

func (g Grant) fourEyes(takenBy string, r Right, what string) (role string, err error) {
	g = g.now()
	switch {
	case g.everything || !By(takenBy, g.agent.Name):
		return g.Role(), nil
	case g.table.fourEyes:
		return "", &Refusal{Right: r, Sentence: "You may not " + what + g.ask(r)}
	default:
		return g.Role() + alone, nil
	}
}

// mostNamed is how many agents a sentence names.
const mostNamed = 3

// ask ends a sentence: it says whom to ask.
func (g Grant) ask(r Right) string {
	g = g.now()
	others := slices.DeleteFunc(g.table.holders(r), func(a Agent) bool { return Same(a.Name, g.agent.Name) })
	if len(others) == 0 {
		return ". No other agent may either: ask the person who keeps the configuration."
	}
	more := len(others) > mostNamed
	others = others[:min(len(others), mostNamed)]
	same := !slices.ContainsFunc(others, func(a Agent) bool { return a.Role != others[0].Role })
	names := make([]string, len(others))
	for i, a := range others {
		if names[i] = a.Shown(); !same || i == len(others)-1 && !more {
			names[i] += " (" + a.Role + ")"
		}
	}
	if more {
		names = append(names, "another "+others[0].Role)
		if !same {
			names[mostNamed] = "another who may"
		}
	}
	if n := len(names); n > 1 {
		names = []string{strings.Join(names[:n-1], ", ") + " or " + names[n-1]}
	}
	return ": ask " + names[0] + "."
}
