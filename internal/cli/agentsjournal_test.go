//go:build unix

package cli_test

import (
	"bufio"
	"crypto/rand"
	"crypto/rsa"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"

	"golang.org/x/crypto/ssh"

	"motoconsole/internal/cli"
	"motoconsole/internal/config"
	"motoconsole/internal/journal"
	"motoconsole/internal/journal/pgtest"
	"motoconsole/internal/screentest"
)

// inJournal leaves the tables of agents to the journal.
const inJournal = "[rights]\nagents = \"journal\"\n"

// agentsEvent is the event of a change that a test makes by itself.
var agentsEvent = journal.Audit{Kind: journal.AuditAgents, Agent: "ann", Result: "changed"}

// said is what a command says.
func (o *office) said(t *testing.T, args ...string) string {
	t.Helper()
	said, _ := o.run(t, args...)
	return said
}

// step is one command about the tables of agents, and what it says.
type step struct {
	args string
	code int
	says []string
}

func (o *office) steps(t *testing.T, steps []step) {
	t.Helper()
	for _, s := range steps {
		said, code := o.run(t, strings.Split(s.args, "|")...)
		for _, want := range s.says {
			if code != s.code || !strings.Contains(flat(said), flat(want)) {
				t.Errorf("moto %s: exit code %d, %q\nwant %d, %q", s.args, code, said, s.code, want)
			}
		}
		for line := range strings.Lines(said) {
			if n := len([]rune(strings.TrimRight(line, "\n"))); code == cli.ExitOK && strings.HasPrefix(s.args, "agents|list") && !strings.Contains(s.args, "--") && n > 80 {
				t.Errorf("%s: a line of %d columns: %s", s.args, n, line)
			}
		}
	}
}

// weakKey is the line of a key that no server takes.
func weakKey(t *testing.T) string {
	t.Helper()
	private, err := rsa.GenerateKey(rand.Reader, 1024) //nolint:gosec // too short, to be refused
	if err != nil {
		t.Fatal(err)
	}
	public, err := ssh.NewPublicKey(&private.PublicKey)
	if err != nil {
		t.Fatal(err)
	}
	return strings.TrimSpace(string(ssh.MarshalAuthorizedKey(public)))
}

// TestAgentsInTheJournal: a keeper fills the tables, changes them and reads them back. What is
// refused changes nothing and says why; every change is an event with the keeper's name.
func TestAgentsInTheJournal(t *testing.T) {
	t.Parallel()
	o := newOffice(t, startBank(t))
	o.people = inJournal
	me := myself(t)
	key := o.keyOf(t, "priya")
	const roles = "[roles.clerk]\nmax_payment = \"500.00\"\n[roles.keeper]\nrights = [\"take\", \"view_all\", \"keep_agents\"]\n"
	mine := fmt.Sprintf("[agents.%s]\nrole = \"keeper\"\n", config.Key(me))
	good := o.write(t, "good.toml", "# "+strings.Repeat("a comment ", 9)+"\n"+roles+mine+"[agents.ann]\nrole = \"keeper\"\ndisplay_name = \"Ann Lee\"\n")
	file := func(name, text string) string { return o.write(t, name, text) }

	o.steps(t, []step{ // there is no table yet
		{"lookup|today", cli.ExitUsage, []string{"the journal has no table of agents yet: moto agents import FILE puts one there"}},
		{"agents|list", cli.ExitUsage, []string{"the journal has no table of agents yet"}},
		{"agents|export", cli.ExitUsage, []string{"the journal has no table of agents yet"}},
		{"agents|add|priya|--role|clerk", cli.ExitUsage, []string{"the table has no roles yet"}},
		{"agents|import|" + file("others.toml", roles+"[agents.ann]\nrole = \"keeper\"\n"), cli.ExitUsage, []string{"you could not change the table of agents any more: put [agents." + config.Key(me) + "] into it"}},
		{"agents|import|" + file("weak.toml", roles+strings.Replace(mine, "keeper", "clerk", 1)), cli.ExitUsage, []string{"you could not change the table of agents any more"}},
		{"agents|import|" + file("wrong.toml", roles+mine+"role = 3\n"), cli.ExitUsage, []string{"wrong.toml:7: agents: is set a second time"}},
		{"agents|import|" + file("norole.toml", roles+mine+"[agents.x]\nrole = \"y\"\n"), cli.ExitUsage, []string{"norole.toml:8: agents.x.role: there is no such role"}},
		{"agents|import|" + file("card.toml", roles+mine+"display_name = \"x 4539578763621486\"\n"), cli.ExitUsage, []string{"display_name: holds what looks like a card number"}},
		{"agents|import|" + file("twice.toml", roles+mine+"[agents.x]\nrole = \"clerk\"\nprincipals = [\"a\"]\n[agents.y]\nrole = \"clerk\"\nprincipals = [\"a\"]\n"), cli.ExitUsage, []string{"twice.toml: agents: two agents have the same principal; a key or a principal belongs to only one agent"}},
		{"agents|import|" + file("weak key.toml", roles+mine+"keys = [\""+weakKey(t)+"\"]\n"), cli.ExitUsage, []string{"weak key.toml: agents." + me + ".keys: a key is too weak; use ed25519"}},
		{"agents|import|" + filepath.Join(o.folder, "none.toml"), cli.ExitUsage, []string{"FILE: the file cannot be read"}},
		{"agents|import", cli.ExitUsage, []string{"name one file"}},
		{"check", cli.ExitFailed, []string{"agents the journal has no table of agents yet"}},
	})
	if err := os.Remove(filepath.Join(o.folder, "card.toml")); err != nil { // the test's own, and the only place of the number
		t.Fatal(err)
	}
	o.steps(t, []step{
		{"agents|import|" + good, cli.ExitOK, []string{"This is version 1 of the table of agents."}},
		{"agents|import|" + good, cli.ExitOK, []string{"Nothing has changed"}},
		{"check", cli.ExitOK, []string{"you are " + me + ", keeper, of 2 in the table that the journal keeps, version 1", "the journal is a file that the user who runs moto can write, so the table does not bind that user"}},
		{"lookup|A17", cli.ExitFailed, []string{"nothing found"}},
		{"agents|add|priya|--role|clerk|--display-name|Priya Patel|--extension|4021|--site|test_floor1|--max-payment|100|--key|" + filepath.Join(o.folder, "priya.pub"), cli.ExitOK, []string{"priya was added, role clerk. This is version 2"}},
		{"agents|add|PRIYA|--role|clerk", cli.ExitUsage, []string{"this agent is in the table already"}},
		{"agents|add|sam", cli.ExitUsage, []string{"--role is missing"}},
		{"agents|add|sam|--role|boss", cli.ExitUsage, []string{"--role: the table has no such role: choose from clerk, keeper"}},
		{"agents|add|sam|--role|clerk|--max-refund|1x", cli.ExitUsage, []string{"agents.sam.max_refund: write the amount"}},
		{"agents|add|sam|--role|clerk|--site|elsewhere", cli.ExitUsage, []string{"agents.sam.sites: each must be a site of [gateway]"}},
		{"agents|add|eve|--role|clerk|--key|" + filepath.Join(o.folder, "priya.pub"), cli.ExitUsage, []string{"agents: two agents have the same key; a key or a principal belongs to only one agent"}},
		{"agents|change|ann|--principal|priya", cli.ExitUsage, []string{"agents: two agents have the same principal"}},
		{"agents|add|sam|--role|clerk|--key|" + good, cli.ExitUsage, []string{"agents.sam.keys: each must be a public key of SSH"}},
		{"agents|add|4539578763621486|--role|clerk", cli.ExitUsage, []string{"NAME looks like a card number"}},
		{"agents|add|sam|--role|clerk|--display-name|4539 5787 6362 1486", cli.ExitUsage, []string{"display_name: must be a person's name"}},
		{"agents|change|priya", cli.ExitUsage, []string{"name what to change"}},
		{"agents|change|nobody|--role|clerk", cli.ExitUsage, []string{"no agent of the table has this name"}},
		{"agents|change|Priya|--extension||--max-payment-day|900", cli.ExitOK, []string{"priya was changed: extension, max_payment_day. This is version 3"}},
		{"agents|change|" + me + "|--role|clerk", cli.ExitUsage, []string{"you could not change the table of agents any more: another agent with the right keep_agents has to do this"}},
		{"agents|disable|" + me, cli.ExitUsage, []string{"you could not change the table of agents any more"}},
		{"agents|disable|priya", cli.ExitOK, []string{"priya was disabled. This is version 4"}},
		{"agents|disable|priya", cli.ExitOK, []string{"Nothing has changed"}},
		{"agents|list", cli.ExitOK, []string{"AGENT NAME ROLE SIGNS IN BY SITES", "priya Priya Patel clerk - (disabled) test_floor1", "ann Ann Lee keeper desk all"}},
		{"agents|list|--json", cli.ExitOK, []string{`"name":"priya","display_name":"Priya Patel","role":"clerk","disabled":true,"sites":["test_floor1"],"extension":"","keys":1,"principals":["priya"],"second_factor":false,"passphrase":false,"max_payment":"100.00","max_payment_day":"900.00"`}},
		{"agents|list|--csv", cli.ExitOK, []string{"priya,Priya Patel,clerk,true,test_floor1,,1,priya,false,false,100.00,900.00,,"}},
		{"agents|list|--csv|--json", cli.ExitUsage, []string{"choose one of"}},
		{"agents|roles", cli.ExitOK, []string{"clerk (1) take; at most 500.00 a payment", "keeper (2) take, view_all, keep_agents"}},
		{"agents|enable|priya", cli.ExitOK, []string{"priya was enabled. This is version 5"}},
		{"journal|events", cli.ExitOK, []string{"version 1 of the table of agents (", "The tables of a file were imported", me + " - added: ann, ", "priya was disabled", "changed: role, rights, limits or keys of priya"}},
		{"journal|verify", cli.ExitOK, []string{"0 payments"}},
	})

	exported, code := o.run(t, "agents", "export")
	if code != cli.ExitOK || !strings.HasPrefix(exported, "# Version 5 of the journal's table of agents\n") || !strings.Contains(exported, strings.TrimSpace(key)) {
		t.Fatalf("exit code %d, %s", code, exported)
	}
	later := file("later.toml", exported+"[agents.sam]\nrole = \"clerk\"\n")
	o.steps(t, []step{
		{"agents|disable|ann", cli.ExitOK, []string{"version 6"}},
		{"agents|remove|" + me, cli.ExitUsage, []string{"you could not change the table of agents any more: another agent with the right keep_agents has to do this"}},
		{"agents|remove|sam", cli.ExitUsage, []string{"no agent of the table has this name"}},
		{"agents|remove|4539578763621486", cli.ExitUsage, []string{"NAME looks like a card number"}},
		{"agents|import|" + later, cli.ExitUsage, []string{"the table of agents has changed since the file was exported: that was version 5, and it is 6 now"}},
		{"agents|import|" + file("anyway.toml", exported[strings.Index(exported, "\n"):]), cli.ExitOK, []string{"version 7"}},
		{"agents|remove|ANN", cli.ExitOK, []string{"ann was removed. This is version 8"}},
		{"journal|events", cli.ExitOK, []string{"ann was removed", "removed: ann"}},
		{"agents|enable|ann", cli.ExitUsage, []string{"no agent of the table has this name"}},
		{"agents|list|--csv", cli.ExitOK, []string{"priya,Priya Patel,clerk,false"}},
	})
	// Back into the configuration, where it is the same table; and there it is not changed.
	o.people = exported
	o.steps(t, []step{
		{"agents|list|--csv", cli.ExitOK, []string{"priya,Priya Patel,clerk,false,test_floor1,,1,priya,false,false,100.00,900.00,,"}},
		{"agents|disable|priya", cli.ExitUsage, []string{"the table of agents is in"}},
		{"check", cli.ExitOK, []string{"you are " + me + ", keeper, of 3 in the table of the configuration"}},
	})
	if again, code := o.run(t, "agents", "export"); code != cli.ExitOK || again != exported[strings.Index(exported, "\n")+2:] {
		t.Errorf("exit code %d, %s", code, again)
	}
	o.people = inJournal + "[agents.priya]\nrole = \"clerk\"\n"
	o.steps(t, []step{{"agents|list", cli.ExitUsage, []string{"agents.priya: has no place beside agents = \"journal\""}}})
}

// TestOnlyKeepersChangeAgents: without the right every command that changes or exports the
// table is refused, and says who has it; one who is disabled has none.
func TestOnlyKeepersChangeAgents(t *testing.T) {
	t.Parallel()
	o := newOffice(t, startBank(t))
	o.people = inJournal
	me := myself(t)
	table := func(role, more string) string {
		return "[roles.clerk]\nrights = [\"take\", \"view_all\"]\n[roles.keeper]\nrights = [\"keep_agents\"]\n[agents.ann]\ndisplay_name = \"Ann Lee\"\nrole = \"keeper\"\n" +
			fmt.Sprintf("[agents.%s]\nrole = %q\n%s", config.Key(me), role, more)
	}
	whole := o.write(t, "whole.toml", table("keeper", ""))
	o.steps(t, []step{{"agents|import|" + whole, cli.ExitOK, []string{"version 1"}}})
	version := int64(1)
	for name, test := range map[string]struct{ text, list string }{
		"another role":     {table("clerk", ""), "Ann Lee"},
		"disabled":         {table("keeper", "disabled = true\n"), me + " is disabled in the table of agents: ask the person who keeps it"},
		"not in the table": {strings.Split(table("", ""), "[agents."+config.Key(me))[0], me + " is not in the table of agents: ask the person who keeps it to run moto agents add"},
	} {
		store := o.opened(t)
		v, err := store.ChangeTables(t.Context(), version, test.text, "ann", agentsEvent)
		if err != nil {
			t.Fatal(err)
		}
		version = v
		_ = store.Close()
		for _, args := range []string{"agents|add|sam|--role|clerk", "agents|change|ann|--role|clerk", "agents|disable|ann", "agents|enable|" + me, "agents|import|" + whole, "agents|export"} {
			o.steps(t, []step{{args, cli.ExitFailed, []string{"You may not change the table of agents: ask Ann Lee (keeper)."}}})
		}
		if said, _ := o.run(t, "agents", "list"); !strings.Contains(said, test.list) {
			t.Errorf("%s: %s", name, said)
		}
		if name != "another role" {
			o.steps(t, []step{{"lookup|today", cli.ExitUsage, []string{test.list}}, {"agents|roles", cli.ExitUsage, []string{test.list}}})
		}
	}
	store := o.opened(t)
	if is, err := store.Tables(t.Context()); err != nil || is.Version != version {
		t.Errorf("%+v, %v", is, err)
	}
}

// TestRestoredTable: a restored backup gives back the rights of its day. Every look at the table
// says so on a host that saw a later one, until a user with the right confirms it there.
func TestRestoredTable(t *testing.T) {
	t.Parallel()
	o := newOffice(t, startBank(t))
	o.people = inJournal
	me := config.Key(myself(t))
	first := o.write(t, "first.toml", "[roles.clerk]\nrights = [\"take\", \"view_all\"]\n[roles.keeper]\nrights = [\"view_all\", \"settle_by_hand\", \"acknowledge\", \"keep_agents\"]\n[agents.priya]\nrole = \"clerk\"\n[agents.ann]\nrole = \"keeper\"\n["+
		"agents."+me+"]\nrole = \"keeper\"\n")
	backup := filepath.Join(o.folder, "backup.db")
	const lost = "the journal has lost version 3 of the table of agents, which this user on this host saw last, as after a restore: rights that were taken away since are there again in version 1"
	restore := func() {
		for _, end := range []string{"", "-wal", "-shm"} {
			if err := os.Remove(o.journal + end); err != nil && !os.IsNotExist(err) {
				t.Fatal(err)
			}
		}
		text, err := os.ReadFile(backup)
		if err == nil {
			err = os.WriteFile(o.journal, text, 0o600)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	o.steps(t, []step{
		{"agents|confirm", cli.ExitUsage, []string{"the journal has no table of agents yet"}},
		{"agents|import|" + first, cli.ExitOK, []string{"version 1"}},
		{"journal|backup|" + backup, cli.ExitOK, []string{""}},
		{"agents|disable|priya", cli.ExitOK, []string{"version 2"}},
		{"agents|confirm", cli.ExitOK, []string{"There is nothing to confirm: the journal has lost no version that this user saw on this host. The newest is version 2."}},
		{"agents|change|" + myself(t) + "|--role|clerk", cli.ExitUsage, []string{"could not change"}},
		{"agents|disable|ann", cli.ExitOK, []string{"version 3"}},
	})
	restore()
	for range 2 { // looking is not confirming
		o.steps(t, []step{
			{"agents|list|--csv", cli.ExitOK, []string{lost}},
			{"check", cli.ExitOK, []string{lost, "look at moto agents list, and then run moto agents confirm"}},
			{"resolve", cli.ExitOK, []string{""}},
		})
	}
	if log := o.keyText(t, "moto.log"); !strings.Contains(log, lost) {
		t.Errorf("the log does not say it: %s", log)
	}
	o.steps(t, []step{
		{"agents|confirm|x", cli.ExitUsage, []string{"takes no arguments"}},
		{"agents|confirm", cli.ExitOK, []string{"The table of agents is confirmed in the place of version 3, for each user and host that saw that version last. It is version 2 now."}},
		{"journal|events", cli.ExitOK, []string{"version 1 of the table of agents was confirmed in the place of version 3, which the journal had lost"}},
		{"journal|verify", cli.ExitOK, []string{""}},
	})
	for _, args := range [][]string{{"agents", "list"}, {"check"}} {
		if said := o.said(t, args...); strings.Contains(flat(said), "has lost") {
			t.Errorf("%v: %s", args, said)
		}
	}
}

// TestTwoKeepersAtOnce: of two who change the same version one is told, and every change that
// was kept is in the table.
func TestTwoKeepersAtOnce(t *testing.T) {
	t.Parallel()
	o := newOffice(t, startBank(t))
	o.people = inJournal
	first := o.write(t, "first.toml", fmt.Sprintf("[roles.keeper]\nrights = [\"view_all\", \"keep_agents\"]\n[agents.%s]\nrole = \"keeper\"\n", config.Key(myself(t))))
	o.steps(t, []step{{"agents|import|" + first, cli.ExitOK, []string{"version 1"}}})
	var all sync.WaitGroup
	var mu sync.Mutex
	var kept []string
	for i := range 6 {
		name := fmt.Sprint("agent", i)
		cmd := o.command(t, "supervisor", "agents", "add", name, "--role", "keeper")
		all.Go(func() {
			out, _ := cmd.CombinedOutput()
			mu.Lock()
			defer mu.Unlock()
			switch code := cmd.ProcessState.ExitCode(); {
			case code == cli.ExitOK:
				kept = append(kept, name)
			case code != cli.ExitFailed || !strings.Contains(string(out), "another keeper has changed the table of agents at the same moment"):
				t.Errorf("exit code %d, %s", code, out)
			}
		})
	}
	all.Wait()
	said, _ := o.run(t, "agents", "list")
	if len(kept) == 0 {
		t.Error("no change was kept")
	}
	for i := range 6 {
		if name := fmt.Sprint("agent", i); strings.Contains(said, name) != slices.Contains(kept, name) {
			t.Errorf("%s is in the table: %v\n%s", name, strings.Contains(said, name), said)
		}
	}
	o.verify(t)
}

// TestDisabledOnAnotherHost: two servers have one journal on a database server, with the
// table of agents in it. An agent who is disabled by the keeper's role is ended on both; one
// who is added may sign in on both. The role of the consoles changes nothing of the table.
func TestDisabledOnAnotherHost(t *testing.T) {
	t.Parallel()
	database := pgtest.Shared(t)
	o := floorOf(t, startBank(t), "")
	database.Do(t, "CREATE ROLE agents_desk LOGIN", "CREATE ROLE agents_keeper LOGIN")
	t.Cleanup(func() {
		database.Do(t, "DROP SCHEMA IF EXISTS agents CASCADE", "DROP OWNED BY agents_desk, agents_keeper", "DROP ROLE agents_desk, agents_keeper")
	})
	as := func(user string) string {
		return fmt.Sprintf("url = %q\nschema = %q", "postgres://"+user+"@/postgres?host="+database.Folder, "agents")
	}
	tables, serve, _ := strings.Cut(o.people, "[serve]")
	tables += fmt.Sprintf("[roles.keeper]\nrights = [\"view_all\", \"keep_agents\"]\n[agents.%s]\nrole = \"keeper\"\n", config.Key(myself(t)))
	file := o.write(t, "agents.toml", tables)
	o.people = inJournal + "[serve]" + serve
	o.server = as(database.Owner)
	o.steps(t, []step{{"journal|migrate|--grant|agents_desk|--keeper|agents_keeper", cli.ExitOK, []string{"Role agents_keeper may use it, and keep the table of agents in it."}}})
	o.server = as("agents_desk")
	o.steps(t, []step{
		{"agents|import|" + file, cli.ExitUsage, []string{"Consoles only read the table of agents: name in --config a configuration whose user may write it."}},
		{"serve", cli.ExitUsage, []string{"the journal's table of agents: agents: no agent can sign in"}},
	})
	keeper := o.write(t, "keeper.toml", strings.Replace(o.keyText(t, "supervisor.toml"), "agents_desk@", "agents_keeper@", 1))
	keeps := func(args ...string) {
		t.Helper()
		if out, err := commandAt(t, filepath.Join(o.folder, "home"), append(append([]string{"agents"}, args...), "--config", keeper)...).CombinedOutput(); err != nil {
			t.Fatalf("%v: %v, %s", args, err, out)
		}
	}
	keeps("import", file)

	first := o.serve(t)
	second := o.started(t, o.command(t, "supervisor", "serve"))
	here, there := first.at(t, "priya"), second.at(t, "priya")
	ann := second.at(t, "ann")
	keeps("disable", "priya")
	for name, p := range map[string]*screentest.PTY{"here": here, "there": there} {
		if code := p.Wait(t); code != cli.ExitFailed {
			t.Errorf("%s: exit code %d", name, code)
		}
	}
	if said := string(there.Recorded()); !strings.Contains(said, "You were disabled in the table of agents") {
		t.Errorf("%q", said)
	}
	if said, code := second.asks(t, "priya", "check"); code != 255 || !strings.Contains(said, "Permission denied") {
		t.Errorf("exit code %d: %s", code, said)
	}
	keeps("enable", "priya")
	eventually(t, "priya signs in again", func() bool { _, code := first.asks(t, "priya", "resolve"); return code == cli.ExitOK })
	keeps("change", "priya", "--role", "lead")
	eventually(t, "priya sees all", func() bool {
		said, _ := second.asks(t, "priya", "check")
		return strings.Contains(said, "you are priya, lead, of 4 in the table that the journal keeps, version 4")
	})
	ann.WaitFor(t, "Your payments today")
	if n := strings.Count(o.said(t, "journal", "events"), "priya was disabled"); n != 1 {
		t.Errorf("the journal tells %d times that priya was disabled", n)
	}
	first.stop(t)
	second.stop(t)
}

// TestAwayWithTheTables: while the journal's server is away, who may do what stays as it was
// read last: sessions go on, and agents sign in. Nothing else that needs the tables starts:
// a server waits for them.
func TestAwayWithTheTables(t *testing.T) {
	t.Parallel()
	needs(t, "ssh", "ssh-keygen")
	database, w, _ := overWire(t, "away_tables")
	o := floorOf(t, database.bank, "")
	o.server = database.server
	tables, serve, _ := strings.Cut(o.people, "[serve]")
	file := o.write(t, "agents.toml", tables+fmt.Sprintf("[roles.keeper]\nrights = [\"keep_agents\"]\n[agents.%s]\nrole = \"keeper\"\n", config.Key(myself(t))))
	o.people = inJournal + "[serve]" + serve
	o.steps(t, []step{{"agents|import|" + file, cli.ExitOK, []string{"version 1"}}})
	s := o.serve(t)
	priya := s.at(t, "priya")
	w.cut()
	priya.Press("n")
	priya.WaitFor(t, "Order reference")
	ann := s.open(t, s.ssh(t, "ann"))
	ann.WaitFor(t, "Your payments today")
	o.steps(t, []step{
		{"agents|list", cli.ExitUsage, []string{"cannot be reached"}},
		{"agents|disable|ann", cli.ExitUsage, []string{"cannot be reached"}},
		{"lookup|today", cli.ExitUsage, []string{"cannot be reached"}},
		{"check", cli.ExitUsage, []string{"✖ configuration the journal postgres://", "the configuration must be corrected"}},
	})
	later := o.command(t, "supervisor", "serve")
	out, err := later.StdoutPipe()
	if err == nil {
		err = later.Start()
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = later.Process.Kill() })
	lines := bufio.NewReader(out)
	if line, _ := lines.ReadString('\n'); !strings.HasPrefix(line, "moto waits, and serves consoles as soon as it can: the journal postgres://") {
		t.Errorf("it says %q", line)
	}
	w.mend(t)
	if line, _ := lines.ReadString('\n'); !strings.HasPrefix(line, "moto serves consoles on ") {
		t.Errorf("it says %q", line)
	}
	eventually(t, "the table is changed", func() bool { _, code := o.run(t, "agents", "disable", "ann"); return code == cli.ExitOK })
	if code := ann.Wait(t); code != cli.ExitFailed {
		t.Errorf("exit code %d", code)
	}
	if err := later.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	if err := later.Wait(); err != nil {
		t.Errorf("told to end: %v", err)
	}
	priya.Press("ctrl+c")
	priya.Wait(t)
	s.stop(t)
}
