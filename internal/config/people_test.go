package config

import (
	"path/filepath"
	"strings"
	"testing"

	"motoconsole/internal/rights"
)

// office is a file with a table of agents.
const office = good + `
[roles.agent]
max_payment = "500.00"
[roles.supervisor]
rights = ["take", "cancel", "refund", "override", "settle_by_hand", "acknowledge", "view_all"]
max_refund = "200.00"
max_refund_day = "1000.00"
[agents.priya]
display_name = "Priya Patel"
role = "agent"
extension = "4021"
[agents."Tom B"]
role = "supervisor"
sites = ["test_site12345"]
max_refund = "100.00"
max_payment_day = "5000.00"
`

// loadAs loads a file as the system's user of that name.
func loadAs(t *testing.T, text, user string) (Settings, error) {
	t.Helper()
	l := &loader{
		path: write(t, filepath.Join(t.TempDir(), "config.toml"), text, 0o644), getenv: withPassword,
		account: func() string { return user }, commandLimit: commandLimit,
	}
	return l.load(append(l.sections(), l.password))
}

func TestAgents(t *testing.T) {
	s, err := loadAs(t, office, "TOM  b")
	if err != nil {
		t.Fatal(err)
	}
	limits := s.Grant.Limits()
	if s.Operator != "Tom B" || s.Grant.Role() != "supervisor" || !s.Grant.Has(rights.Refund) || s.Grant.Has(rights.Payout) ||
		limits.Payment.Minor != 0 || limits.PaymentDay.Minor != 500000 || limits.Refund.Minor != 10000 || limits.RefundDay.Minor != 100000 {
		t.Errorf("got %q, %+v", s.Operator, s.Grant)
	}
	if s, err = loadAs(t, office, "priya"); err != nil {
		t.Fatal(err)
	}
	if a := s.Grant.Agent(); a.DisplayName != "Priya Patel" || a.Extension != "4021" || s.Grant.Limits().Payment.Minor != 50000 {
		t.Errorf("got %+v", a)
	}
	for _, r := range rights.All() { // least by default
		if s.Grant.Has(r) != (r == rights.Take) {
			t.Errorf("a role that names no rights has %s: %v", r, s.Grant.Has(r))
		}
	}
}

// TestNotInTheTable: a user who is not in the table may do nothing, whatever name the
// environment gives.
func TestNotInTheTable(t *testing.T) {
	s, err := loadAs(t, office, "eve") // $USER is priya
	if err != nil {
		t.Fatal(err)
	}
	if s.Grant.Known() || s.Operator != "eve" || s.Grant.Has(rights.Take) {
		t.Errorf("got %q, %+v", s.Operator, s.Grant)
	}
}

// TestKey: moto finds the table under the name that it says to write, however the
// system writes the user's name.
func TestKey(t *testing.T) {
	for name, key := range map[string]string{
		"priya": "priya", "john.doe": "'john.doe'", `CORP\priya`: `'CORP\priya'`, "priya@corp.example": "'priya@corp.example'",
		"Zoë Q": "'Zoë Q'", "o'brien": `"o'brien"`, `CORP\o'brien`: `"CORP\\o'brien"`,
	} {
		if got := Key(name); got != key {
			t.Errorf("%s: got %s, want %s", name, got, key)
		}
		text := good + "[roles.a]\n[agents." + Key(name) + "]\nrole = \"a\"\n"
		for user, known := range map[string]bool{name: true, strings.ToUpper(name): true, "x" + name: false, "": false} {
			s, err := loadAs(t, text, user)
			if err != nil || s.Grant.Known() != known || known && s.Operator != name {
				t.Errorf("%s as %q: %v, %q, %v", name, user, s.Grant.Known(), s.Operator, err)
			}
		}
		if _, after, domain := strings.Cut(name, `\`); domain {
			if s, err := loadAs(t, text, after); err != nil || s.Grant.Known() {
				t.Errorf("%s of no domain is %s: %v", after, name, err)
			}
		}
	}
}

func TestWithoutAgents(t *testing.T) {
	s, err := loadAs(t, good+"[rights]\nfour_eyes = false", "eve")
	if err != nil {
		t.Fatal(err)
	}
	if s.Agents != nil || s.Grant.Bounded() || !s.Grant.Known() || s.Operator != "priya" || !s.Grant.Has(rights.Payout) {
		t.Errorf("got %q, %+v", s.Operator, s.Grant)
	}
}

func TestAgentsFourEyes(t *testing.T) {
	for text, alone := range map[string]bool{"": false, "[rights]\nfour_eyes = true": false, "[rights]\nfour_eyes = false": true} {
		s, err := loadAs(t, office+text, "Tom B")
		if err != nil {
			t.Fatal(err)
		}
		if _, err := s.Grant.MayRule("tom b"); (err == nil) != alone {
			t.Errorf("%q: %v", text, err)
		}
	}
}

func TestAgentsPassphrase(t *testing.T) {
	hash, err := hashed("correct horse battery", leastRounds)
	if err != nil {
		t.Fatal(err)
	}
	for user, has := range map[string]bool{"priya": false, "Tom B": true} {
		s, err := loadAs(t, office+"passphrase_hash = \""+hash+"\"", user)
		if err != nil {
			t.Fatal(err)
		}
		if s.Passphrase.IsZero() == has || has && !s.Passphrase.Matches("correct horse battery") {
			t.Errorf("%s has a passphrase: %v", user, !s.Passphrase.IsZero())
		}
	}
}

// wrongPeople are tables of roles and agents that Load refuses. They follow a file of
// six lines, so they begin on line 7.
var wrongPeople = []struct{ name, text, want string }{
	{"roles alone", "[roles.a]", "config.toml:7: roles.a: says nothing without agents; write [agents.NAME] with the name that the agent logs in with, such as [agents.priya], or take the roles out"},
	{"no agent", "[roles.a]\n[agents]", "config.toml:8: agents: is empty; write [agents.NAME] on a line by itself and its keys below it, or take it out"},
	{"no role", "[roles]\n[agents.priya]\nrole = \"a\"", "config.toml:7: roles: is empty; write [roles.NAME] on a line by itself and its keys below it, or take it out"},
	{"agents as a text", "[roles.a]\n[x]", "config.toml:8: x: there is no such section; take it out; the sections are " + sectionNames},
	{"agents as a list", "[[agents]]\nrole = \"a\"", "config.toml:7: agents: must be a section of its own; write [agents.NAME] on a line by itself and its keys below it"},
	{"agent as a text", "[agents]\npriya = \"" + canary + "\"", "config.toml:8: agents.priya: must be a section of its own; write [agents.NAME] on a line by itself and its keys below it"},
	{"key outside its table", "[agents]\nrole = \"" + canary + "\"", "config.toml:8: agents.role: must be a section of its own; write [agents.NAME] on a line by itself and its keys below it"},
	{"name beside agents", "[roles.a]\n[agents.priya]\nrole = \"a\"\n[operator]\nname = \"tom\"", "config.toml:11: operator.name: has no meaning beside a table of agents: the agent is the user who is logged in; take it out, and give each agent a table of their own"},
	{"passphrase beside agents", "[roles.a]\n[agents.priya]\nrole = \"a\"\n[operator]\npassphrase_hash = \"x\"", "config.toml:11: operator.passphrase_hash: has no meaning beside a table of agents: the agent is the user who is logged in; take it out, and give each agent a table of their own"},
	{"near miss", "[roles.a]\nrigths = []\n[agents.priya]", "config.toml:8: roles.a.rigths: there is no such key; did you mean rights?"},
	{"no file of a secret", "[roles.agent]\n[agents.priya]\nrole = \"agent\"\ntotp_file = \"\"", "config.toml:10: agents.priya.totp_file: is not the path of a file; write the path of the file with the agent's secret, such as totp_file = \"totp/priya\""},
	{"no command of a secret", "[roles.agent]\n[agents.priya]\nrole = \"agent\"\ntotp_command = []", "config.toml:10: agents.priya.totp_command: is empty; write the program and its arguments, such as [\"pass\", \"show\", \"moto/priya\"]"},
	{"a secret set twice", "[roles.agent]\n[agents.priya]\nrole = \"agent\"\ntotp_file = \"x\"\ntotp_command = [\"y\"]", "config.toml:10: agents.priya.totp_file: the secret is set twice, by totp_file and totp_command; keep one of them"},
	{"no such key", "[agents.priya]\nsalary = 3", "config.toml:8: agents.priya.salary: there is no such key; take it out; [agents] has display_name, role, disabled, sites, extension, max_payment, max_payment_day, max_refund, max_refund_day, passphrase_hash, keys, principals, totp_file, totp_command"},
	{"secret as a key", "[agents.priya]\n\"" + canary + "\" = 3", "config.toml:8: agents.priya: there is no such key; take it out; [agents] has display_name, role, disabled, sites, extension, max_payment, max_payment_day, max_refund, max_refund_day, passphrase_hash, keys, principals, totp_file, totp_command"},
	{"secret as a name", "[roles.a]\n[agents.\"" + canary + "\"]\nrole = 3", "config.toml:9: agents.role: must be a text; write it in double quotes, such as role = \"...\""},
	{"key of another section", "[agents.priya]\nkeep_days = 3", "config.toml:8: agents.priya.keep_days: this key belongs to another section; move it below [journal]"},
	{"key of agents elsewhere", "[journal]\nextension = \"1\"", "config.toml:8: journal.extension: this key belongs to another section; move it below [agents.NAME]"},
	{"wrong type", "[roles.a]\nrights = \"take\"\n[agents.priya]", "config.toml:8: roles.a.rights: must be a list of texts; write it in brackets, such as rights = [\"...\", \"...\"]"},
	{"table for a text", "[agents.priya.role]\nx = 1", "config.toml:7: agents.priya.role: must be a text; write it in double quotes, such as role = \"...\""},
	{"twice", "[roles.a]\n[agents.priya]\n[agents.priya]", "config.toml:9: agents: is set a second time; keep one of them"},
	{"twice in other capitals", "[roles.a]\n[agents.priya]\nrole = \"a\"\n[agents.Priya]\nrole = \"a\"", "config.toml:8: agents.priya: this agent is in the table twice: other capitals and spaces make no other agent; keep one of them"},
	{"role twice", "[roles.a]\n[roles.\" A\"]\n[agents.priya]\nrole = \"a\"", "config.toml:8: roles: the name of a role must be a text that neither begins nor ends with a space; write [roles.NAME], such as [roles.supervisor]"},
	{"role twice in other capitals", "[roles.a]\n[roles.A]\n[agents.priya]\nrole = \"a\"", "config.toml:7: roles.a: this role is in the table twice; keep one of them"},
	{"card as a role", "[roles.\"4111 1111 1111 1111\"]\n[agents.priya]", "config.toml:7: roles: the name of a role must be in words; write [roles.NAME], such as [roles.supervisor]"},
	{"long role", "[roles." + strings.Repeat("x", 33) + "]\n[agents.priya]", "config.toml:7: roles: the name of a role must be at most 32 characters; write [roles.NAME], such as [roles.supervisor]"},
	{"card as an agent", "[roles.a]\n[agents.4111111111111111]", "config.toml:8: agents: the name of an agent must be a person's name; write [agents.NAME] with the name that the agent logs in with, such as [agents.priya]"},
	{"no role of an agent", "[roles.a]\n[agents.priya]\nextension = \"1\"", "config.toml:8: agents.priya.role: is missing; write the name of a role, such as role = \"supervisor\""},
	{"unknown role", "[roles.a]\n[agents.priya]\nrole = \"" + canary + "\"", "config.toml:9: agents.priya.role: there is no such role; name one that has a table, written as there: [roles.NAME]"},
	{"unknown right", "[roles.a]\nrights = [\"" + canary + "\"]\n[agents.priya]", "config.toml:8: roles.a.rights: a right in this is unknown; choose from " + rightNames},
	{"near right", "[roles.a]\nrights = [\"refunds\"]\n[agents.priya]", "config.toml:8: roles.a.rights: a right in this is unknown; did you mean refund?"},
	{"right twice", "[roles.a]\nrights = [\"take\", \"take\"]\n[agents.priya]", "config.toml:8: roles.a.rights: a right is in this twice; keep one of them"},
	{"another site", "[roles.a]\n[agents.priya]\nrole = \"a\"\nsites = [\"" + canary + "\"]", "config.toml:10: agents.priya.sites: each must be a site of [gateway]; write one of gateway.sites, or leave the key out"},
	{"no site", "[roles.a]\n[agents.priya]\nrole = \"a\"\nsites = []", "config.toml:10: agents.priya.sites: is empty; leave the key out for every site"},
	{"limit", "[roles.a]\nmax_refund = \"10.005\"\n[agents.priya]", "config.toml:8: roles.a.max_refund: GBP has 2 decimals: write the amount as 10.50; leave the key out for no maximum of your own"},
	{"limit of an agent", "[roles.a]\n[agents.priya]\nrole = \"a\"\nmax_payment_day = \"0\"", "config.toml:10: agents.priya.max_payment_day: the amount must be more than zero; leave the key out for no maximum of your own"},
	{"extension", "[roles.a]\n[agents.priya]\nrole = \"a\"\nextension = \"" + canary + "\"", "config.toml:10: agents.priya.extension: must be at most 8 digits; write extension = \"4021\""},
	{"display name", "[roles.a]\n[agents.priya]\nrole = \"a\"\ndisplay_name = \"a\\u001b[2J\"", "config.toml:10: agents.priya.display_name: must not hold control or invisible characters; write the agent's name, such as display_name = \"Priya Patel\""},
	{"passphrase itself", "[roles.a]\n[agents.priya]\nrole = \"a\"\npassphrase_hash = \"hunter2\"", "config.toml:10: agents.priya.passphrase_hash: is not a hash that moto passphrase has printed; run moto passphrase and copy the line it prints"},
	{"empty passphrase", "[roles.a]\n[agents.priya]\nrole = \"a\"\npassphrase_hash = \"\"", "config.toml:10: agents.priya.passphrase_hash: is not a hash that moto passphrase has printed; run moto passphrase and copy the line it prints"},
	{"four eyes", "[rights]\nfour_eyes = 2", "config.toml:8: rights.four_eyes: must be true or false; write it without quotes, such as four_eyes = true"},
}

const (
	sectionNames = "gateway, payment, sites, form, consent, script, recorder, refund, journal, operator, rights, roles, agents, ui, log, serve"
	rightNames   = "take, preauthorise, check_card, defer, take_held, settle_at_once, repeat, merchant_initiated, cancel, refund, payout, hold, change, override, " +
		"settle_by_hand, acknowledge, view_all, see_floor, end_sessions, see_reasons, keep_agents, override_recorder"
)

func TestWrongPeople(t *testing.T) {
	for _, c := range wrongPeople {
		t.Run(c.name, func(t *testing.T) {
			_, err := loadAs(t, good+c.text+"\n", "priya")
			if got := message(t, err); got != c.want {
				t.Errorf("\ngot  %s\nwant %s", got, c.want)
			}
		})
	}
}
