package config

import (
	"maps"
	"os"
	"os/user"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"motoconsole/gateway"
	"motoconsole/internal/cardguard"
	"motoconsole/internal/rights"
	"motoconsole/internal/samename"
)

// This file reads the tables of roles and agents: [roles.NAME] and [agents.NAME].

const (
	maxRole  = 32
	roleFix  = "write [roles.NAME], such as [roles.supervisor]"
	agentFix = "write [agents.NAME] with the name that the agent logs in with, such as [agents.priya]"
)

var extensionShape = regexp.MustCompile(`^[0-9*#]{1,8}$`)

// keptSecret is the file of a second factor's secret, as the journal's table may name it.
var keptSecret = regexp.MustCompile(`^totp/[\pL\pN_][\pL\pN_.@+-]{0,63}$`)

// people checks [rights], [roles] and [agents].
func (l *loader) people() error {
	fourEyes := !l.doc.has("rights.four_eyes") || l.raw.Rights.FourEyes
	from := l
	switch in := l.raw.Rights.Agents; {
	case in == InJournal && l.raw.Journal.Group != "":
		return l.fail("rights.agents", "has no place beside journal.group: each member of the group could change the table", "keep the table in the configuration, or the journal on a PostgreSQL server")
	case in == InJournal:
		var err error
		if from, err = l.journalTables(); err != nil {
			return err
		}
	case l.doc.has("rights.agents") && in != inConfiguration:
		return l.fail("rights.agents", `must be "configuration" or "journal"`, `write agents = "journal", or leave the key out`)
	case !l.doc.has("agents"):
		for _, name := range slices.Sorted(maps.Keys(l.raw.Roles)) {
			return member{l, "roles", name}.fail("", "says nothing without agents", agentFix+", or take the roles out")
		}
		l.out.Grant = rights.Everything()
		return nil
	}
	for _, key := range []string{"operator.name", "operator.passphrase_hash"} {
		if l.doc.has(key) {
			return l.fail(key, "has no meaning beside a table of agents: the agent is the user who is logged in", "take it out, and give each agent a table of their own")
		}
	}
	return l.staff(from, fourEyes)
}

// staff takes roles and agents from where their tables are, and the user's place among them.
func (l *loader) staff(from *loader, fourEyes bool) error {
	roles, err := from.roles()
	if err != nil {
		return err
	}
	agents, err := from.agents(roles)
	if err != nil {
		return err
	}
	l.out.Agents = rights.NewTable(roles, agents, fourEyes)
	l.out.Grant = l.out.Agents.Grant(l.account())
	l.out.Operator = gateway.Clean(l.out.Grant.Agent().Name, maxOperator)
	if own := l.out.SitesOfAgent(); len(own) > 0 && !slices.Contains(own, l.out.Gateway.Site) {
		l.out.Gateway.Site = own[0] // an agent with none may do nothing here
	}
	if hash := l.out.Grant.Agent().PassphraseHash; hash != "" {
		l.out.Passphrase, _ = parsePassphrase(hash) // no error: it was read once already
	}
	return nil
}

func (l *loader) roles() ([]rights.Role, error) {
	var roles []rights.Role
	for _, name := range slices.Sorted(maps.Keys(l.raw.Roles)) {
		m := member{l, "roles", name}
		problem := reasonProblem(name)
		switch {
		case utf8.RuneCountInString(name) > maxRole:
			return nil, m.fail("", "the name of a role must be at most 32 characters", roleFix)
		case problem != "":
			return nil, m.fail("", "the name of a role "+problem, roleFix)
		case slices.ContainsFunc(roles, func(r rights.Role) bool { return rights.Same(r.Name, name) }):
			return nil, m.fail("", "this role is in the table twice", "keep one of them")
		}
		in, role := l.raw.Roles[name], rights.Role{Name: name, Rights: rights.Least()}
		if m.has("rights") {
			role.Rights = nil
		}
		for _, written := range in.Rights {
			right := rights.Right(written)
			if !slices.Contains(rights.All(), right) {
				return nil, m.fail("rights", "a right in this is unknown", rightFix(written))
			}
			if slices.Contains(role.Rights, right) {
				return nil, m.fail("rights", "a right is in this twice", "keep one of them")
			}
			role.Rights = append(role.Rights, right)
		}
		var err error
		if role.Limits, err = m.limits(in.MaxPayment, in.MaxPaymentDay, in.MaxRefund, in.MaxRefundDay); err != nil {
			return nil, err
		}
		roles = append(roles, role)
	}
	return roles, nil
}

// rightFix says which rights there are, or which one was meant.
func rightFix(written string) string {
	var names []string
	for _, r := range rights.All() {
		names = append(names, string(r))
	}
	if meant := near(written, names); meant != "" {
		return "did you mean " + meant + "?"
	}
	return "choose from " + strings.Join(names, ", ")
}

func (l *loader) agents(roles []rights.Role) ([]rights.Agent, error) {
	var agents []rights.Agent
	known := map[string]bool{}
	for _, name := range slices.Sorted(maps.Keys(l.raw.Agents)) {
		m := member{l, "agents", name}
		text, problem := operatorName(name)
		switch {
		case problem != "":
			return nil, m.fail("", "the name of an agent "+problem, agentFix)
		case known[samename.Fold(text)]:
			return nil, m.fail("", "this agent is in the table twice: other capitals and spaces make no other agent", "keep one of them")
		}
		agent, err := m.agent(text, l.raw.Agents[name], roles)
		if err != nil {
			return nil, err
		}
		agents, known[samename.Fold(text)] = append(agents, agent), true
	}
	return agents, nil
}

// agent checks the table of one agent.
func (m member) agent(name string, in agentTable, roles []rights.Role) (rights.Agent, error) {
	fail := func(key, problem, fix string) (rights.Agent, error) { return rights.Agent{}, m.fail(key, problem, fix) }
	agent := rights.Agent{Name: name, Role: in.Role, Disabled: in.Disabled, Sites: in.Sites, Extension: in.Extension, PassphraseHash: in.PassphraseHash, Keys: in.Keys, Principals: in.Principals, TOTPCommand: in.TOTPCommand}
	if !m.has("principals") {
		agent.Principals = []string{name}
	}
	if m.has("display_name") {
		text, problem := operatorName(in.DisplayName)
		if problem != "" {
			return fail("display_name", problem, `write the agent's name, such as display_name = "Priya Patel"`)
		}
		agent.DisplayName = text
	}
	if m.l.inJournal { // a keeper of the table names no file and no program of a host
		switch {
		case m.has("totp_command"):
			return fail("totp_command", "has no place in the journal's table: each server would run it", "keep the secret in a file of each host, with totp_file, or the table in the configuration")
		case m.has("totp_file") && !keptSecret.MatchString(in.TOTPFile):
			return fail("totp_file", "must be a plain name in the folder totp beside the configuration of each host", `write totp_file = "totp/priya", or keep the table in the configuration`)
		}
	}
	if m.has("totp_file") {
		path, problem := m.l.resolve(in.TOTPFile)
		if problem != "" || in.TOTPFile == "" {
			return fail("totp_file", "is not the path of a file", `write the path of the file with the agent's secret, such as totp_file = "totp/priya"`)
		}
		agent.TOTPFile = path
	}
	if len(in.TOTPCommand) > 0 && strings.Contains(in.TOTPCommand[0], "/") { // as for a command that printed runs
		path, problem := m.l.resolve(in.TOTPCommand[0])
		if problem != "" {
			return fail("totp_command", problem, "write the whole path")
		}
		agent.TOTPCommand = append([]string{path}, in.TOTPCommand[1:]...)
	}
	var problem error
	if m.has("passphrase_hash") {
		_, problem = parsePassphrase(in.PassphraseHash)
	}
	foreign := func(site string) bool { return !slices.Contains(m.l.out.Gateway.Sites, site) }
	if m.l.keptSites {
		agent.Sites = slices.DeleteFunc(slices.Clone(in.Sites), foreign)
	}
	switch {
	case !m.has("role"):
		return fail("role", "is missing", `write the name of a role, such as role = "supervisor"`)
	case !slices.ContainsFunc(roles, func(r rights.Role) bool { return r.Name == in.Role }):
		return fail("role", "there is no such role", "name one that has a table, written as there: [roles.NAME]")
	case m.has("sites") && len(in.Sites) == 0:
		return fail("sites", "is empty", "leave the key out for every site")
	case !m.l.keptSites && slices.ContainsFunc(in.Sites, foreign):
		return fail("sites", "each must be a site of [gateway]", "write one of gateway.sites, or leave the key out")
	case m.has("extension") && (!extensionShape.MatchString(in.Extension) || cardguard.Answer.Finds(cardguard.Runes(in.Extension))):
		return fail("extension", "must be at most 8 digits", `write extension = "4021"`)
	case slices.ContainsFunc(in.Keys, func(text string) bool { return publicKey(text) == nil }):
		return fail("keys", "each must be a public key of SSH", `copy the line of the agent's id_ed25519.pub, such as keys = ["ssh-ed25519 AAAA..."]`)
	case slices.ContainsFunc(in.Principals, func(name string) bool { return !principalShape.MatchString(name) }):
		return fail("principals", "each must be a name of letters, digits and . _ @ + -, at most 64", `write the name that certificates have, such as principals = ["priya"]`)
	case m.has("totp_file") && m.has("totp_command"):
		return fail("totp_file", "the secret is set twice, by totp_file and totp_command", "keep one of them")
	case m.has("totp_command") && (len(in.TOTPCommand) == 0 || in.TOTPCommand[0] == ""):
		return fail("totp_command", "is empty", `write the program and its arguments, such as ["pass", "show", "moto/priya"]`)
	case problem != nil:
		return fail("passphrase_hash", "is "+problem.Error(), "run moto passphrase and copy the line it prints")
	}
	var err error
	agent.Limits, err = m.limits(in.MaxPayment, in.MaxPaymentDay, in.MaxRefund, in.MaxRefundDay)
	return agent, err
}

// limits reads the limits of a role or an agent. They are in the main currency.
func (m member) limits(payment, paymentDay, refund, refundDay string) (rights.Limits, error) {
	var limits rights.Limits
	for _, k := range []struct {
		key, text string
		to        *gateway.Money
	}{
		{"max_payment", payment, &limits.Payment},
		{"max_payment_day", paymentDay, &limits.PaymentDay},
		{"max_refund", refund, &limits.Refund},
		{"max_refund_day", refundDay, &limits.RefundDay},
	} {
		if !m.has(k.key) {
			continue
		}
		most, err := gateway.ParseMoney(k.text, m.l.out.Payment.Currency)
		if err != nil { // a rule, which never holds what was written
			return rights.Limits{}, m.fail(k.key, err.Error(), maxAmountFix)
		}
		*k.to = most
	}
	return limits, nil
}

// member is one table that the user names.
type member struct {
	l             *loader
	section, name string
}

// has reports whether the table sets a key.
func (m member) has(key string) bool {
	_, has := m.l.doc.lookup(m.section, m.name, key)
	return has
}

// fail is the error for a key of the table, or for "" the table itself.
func (m member) fail(key, problem, fix string) error {
	path := []string{m.section, m.name}
	if key != "" {
		path = append(path, key)
	}
	return m.l.doc.failAt(path, memberKey(m.section, m.name, key), problem, fix)
}

// plainName is a name that needs no quotes in a configuration.
var plainName = regexp.MustCompile(`^[A-Za-z0-9_-]+$`)

// Key is the name of an agent as [agents.NAME] has it: with quotes where a
// configuration needs them, such as for a user of a Windows domain.
func Key(name string) string {
	switch {
	case plainName.MatchString(name):
		return name
	case strings.Contains(name, "'"):
		return strconv.Quote(name)
	default:
		return "'" + name + "'"
	}
}

// account is the name of the user that the process runs as. It does not come from the
// environment, which the user can change.
func account() string {
	if id := os.Getuid(); id >= 0 {
		if u, err := user.LookupId(strconv.Itoa(id)); err == nil {
			return u.Username
		}
		return ""
	}
	if u, err := user.Current(); err == nil {
		return u.Username
	}
	return ""
}
