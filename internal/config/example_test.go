package config

import (
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"motoconsole/internal/payment/terms"
	"motoconsole/internal/rights"
)

const examplePath = "../../config.toml.example"

func example(t *testing.T) string {
	t.Helper()
	text, err := os.ReadFile(examplePath)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func TestExampleLoads(t *testing.T) {
	s := mustLoad(t, example(t), withPassword)
	if s.Live() {
		t.Error("the example is for a live site")
	}
	if want := "https://webservices.securetrading.net/json/"; s.Gateway.URL != want {
		t.Errorf("URL = %s, want %s", s.Gateway.URL, want)
	}
}

// noDefault are the keys whose line in the file is an example.
var noDefault = []string{"journal.file", "journal.group", "journal.url", "journal.password_file", "journal.password_command", "journal.root_certificate", "journal.role", "journal.schema", "journal.pool", "gateway.ca_file", "gateway.password_file", "gateway.password_command", "gateway.password_store", "payment.max_amount", "refund.max_amount", "refund.max_agent_day", "operator.name", "operator.passphrase_hash", "serve.host_key", "serve.user_ca", "serve.revoked", "serve.metrics"}

// Every key of the schema has a line in its section with a comment above it, and the
// line has the default.
func TestExampleDocumentsEveryKey(t *testing.T) {
	set := regexp.MustCompile(`^(# )?([a-z0-9_]+) = .`)
	head := regexp.MustCompile(`^(# )?\[([a-z]+)(\.[a-z0-9_]+)?\]$`)
	documented := make(map[string]bool)
	var section, before string
	var uncommented strings.Builder
	for _, line := range strings.Split(example(t), "\n") {
		if m := head.FindStringSubmatch(line); m != nil { // the section of [agents.priya] is agents
			section = m[2]
		}
		if m := set.FindStringSubmatch(line); m != nil {
			key := section + "." + m[2]
			documented[key] = true
			if !strings.HasPrefix(before, "# ") {
				t.Errorf("%s: no comment above it", key)
			}
			if !slices.Contains(noDefault, key) && section != "roles" && section != "agents" && section != "consent" && section != "recorder" && section != "sites" {
				line = strings.TrimPrefix(line, "# ")
			}
		}
		uncommented.WriteString(line + "\n")
		before = line
	}
	for _, l := range new(file).leaves() {
		if l.section == "script" && !documented[l.key()] { // the table of docs/script.md has it: TestScriptIsDocumented
			continue
		}
		if l.section == "sites" && documented["form."+l.name] { // the comment says so
			delete(documented, l.key())
			continue
		}
		if !documented[l.key()] {
			t.Errorf("%s is not in %s", l.key(), examplePath)
		}
		delete(documented, l.key())
	}
	for key := range documented {
		t.Errorf("%s is in %s and nowhere else", key, examplePath)
	}

	as, out := mustLoad(t, example(t), withPassword), mustLoad(t, uncommented.String(), withPassword)
	as.Path, out.Path = "", ""
	as.Journal.File, out.Journal.File = "", "" // beside each file: this user has no home
	as.Gateway.Password = out.Gateway.Password
	same(t, out, as)
}

// The example lines must be valid too.
func TestExampleLinesWithoutDefault(t *testing.T) {
	text := example(t)
	for _, line := range []string{`max_amount = "5000.00"`, `max_amount = "500.00"`, `max_agent_day = "2000.00"`, `name = "priya"`} {
		if !strings.Contains(text, "# "+line+"\n") {
			t.Fatalf("the example has no %s", line)
		}
		text = strings.Replace(text, "# "+line, line, 1)
	}
	s := mustLoad(t, text, env(passwordVariable, canary))
	if s.Payment.MaxAmount.String() != "£5,000.00" || s.Refund.MaxAmount.String() != "£500.00" || s.Operator != "priya" {
		t.Errorf("got %s, %s", s.Payment.MaxAmount, s.Operator)
	}
}

// The tables of roles and agents load as the example has them.
func TestExampleAgents(t *testing.T) {
	text := strings.Replace(example(t), "# totp_command = ", "# or ", 1) // beside totp_file it is a fault
	begins, ends := strings.Index(text, "# [roles."), strings.Index(text, "[ui]")
	uncommented := regexp.MustCompile(`(?m)^# (\[[a-z.]+\]$|[a-z_]+ = )`).ReplaceAllString(text[begins:ends], "$1")
	s, err := loadAs(t, text[:begins]+uncommented+text[ends:], "priya")
	if err != nil {
		t.Fatal(err)
	}
	if !s.Grant.Has(rights.Refund) || s.Grant.Agent().DisplayName != "Priya Patel" || s.Grant.Limits().Refund.String() != "£100.00" {
		t.Errorf("got %+v", s.Grant)
	}
	for _, r := range rights.All() {
		if !strings.Contains(text, string(r)) {
			t.Errorf("the example does not name the right %s", r)
		}
	}
}

// The table of a site loads as the example has it.
func TestExampleSite(t *testing.T) {
	text := example(t)
	begins, ends := strings.Index(text, "# [sites."), strings.Index(text, "[form]\n")
	uncommented := regexp.MustCompile(`(?m)^# (\[[a-z0-9_.]+\]$|[a-z0-9_]+ = )`).ReplaceAllString(text[begins:ends], "$1")
	s := mustLoad(t, text[:begins]+uncommented+text[ends:], withPassword)
	if s.Payment.Currency.Code() != "EUR" || !s.Payment.Offer.Recipient || s.Payment.Offer.Fields.Of("billingemail") != terms.Required {
		t.Errorf("got %+v", s.Payment)
	}
}
