//go:build unix

package cli_test

import (
	"fmt"
	"os/user"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"motoconsole/internal/effort"

	"motoconsole/gateway"
	"motoconsole/internal/cli"
	"motoconsole/internal/journal"
	"motoconsole/internal/journal/sqljournal"
)

// staffed is an office with a table of agents: the test's user with a role of these
// rights, and Ann, who may do everything.
func staffed(t *testing.T, b *bank, as string, given ...string) *office {
	t.Helper()
	o := newOffice(t, b)
	o.people = fmt.Sprintf(`
[roles.clerk]
rights = [%s]
[roles.lead]
rights = ["take", "cancel", "refund", "payout", "hold", "change", "repeat", "override", "settle_by_hand", "acknowledge", "view_all"]
[agents.%q]
role = %q
[agents.ann]
display_name = "Ann Lee"
role = "lead"
`, quoted(given), myself(t), as)
	return o
}

// myself is the name of the user who runs the tests.
func myself(t *testing.T) string {
	t.Helper()
	me, err := user.Current()
	if err != nil {
		t.Fatal(err)
	}
	return me.Username
}

func quoted(names []string) string {
	list := make([]string, len(names))
	for i, name := range names {
		list[i] = fmt.Sprintf("%q", name)
	}
	return strings.Join(list, ", ")
}

// TestStranger: a user who is not in the table cannot start the console, nor any
// command that shows or changes payments.
func TestStranger(t *testing.T) {
	t.Parallel()
	b := startBank(t)
	o := newOffice(t, b)
	o.people = "[roles.clerk]\n[agents.\"not me\"]\nrole = \"clerk\"\n"
	for _, args := range [][]string{{"resolve"}, {"reconcile"}, {"journal", "verify"}, {"journal", "forget", "A17"}, {"lookup", "today"}} {
		if said, code := o.run(t, args...); code != cli.ExitUsage || !strings.Contains(said, "is not in the table of agents: ask the person who keeps "+filepath.Join(o.folder, "supervisor.toml")) {
			t.Errorf("%v: exit code %d, %s", args, code, said)
		}
	}
	p := o.start(t, "priya")
	p.WaitFor(t, "is not in the table of agents")
	if code := p.Wait(t); code != cli.ExitUsage {
		t.Errorf("the console: exit code %d", code)
	}
	if said, code := o.run(t, "check"); code != cli.ExitOK && code != cli.ExitFailed || !strings.Contains(said, "is not in the table of agents") {
		t.Errorf("moto check: exit code %d, %s", code, said)
	}
}

// TestCommandsAndRights tries each command with different rights. A refused one says
// who may, and changes nothing.
func TestCommandsAndRights(t *testing.T) {
	t.Parallel()
	b := startBank(t)
	for _, tc := range []struct {
		name  string
		given []string
		args  []string
		code  int
		says  string
	}{
		{"reconcile without", []string{"take"}, []string{"reconcile"}, cli.ExitFailed, "You may not see the payments of other agents: ask Ann Lee (lead)."},
		{"reconcile with", []string{"view_all"}, []string{"reconcile"}, cli.ExitOK, "0 forgotten"},
		{"verify without", []string{"take"}, []string{"journal", "verify"}, cli.ExitFailed, "You may not see the payments of other agents: ask Ann Lee (lead)."},
		{"resolve", []string{"take"}, []string{"resolve"}, cli.ExitOK, "Every outcome is known."},
		{"settle in another's name", []string{"take", "settle_by_hand"}, []string{"resolve", "--settle", "A17-000000", "--as", "taken", "--reason", "x", "--by", "Ann"}, cli.ExitUsage, "leave out --by"},
		{"settle without a reason", []string{"take", "settle_by_hand"}, []string{"resolve", "--settle", "A17-000000", "--as", "taken"}, cli.ExitUsage, "--reason"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			o := staffed(t, b, "clerk", tc.given...)
			if said, code := o.run(t, tc.args...); code != tc.code || !strings.Contains(said, tc.says) {
				t.Errorf("exit code %d, %s", code, said)
			}
		})
	}
}

// TestFourEyesByHand: neither the agent who took a payment nor one without the right
// can settle it. With four eyes off the agent settles it, and the journal says so.
func TestFourEyesByHand(t *testing.T) {
	effort.Whole(t)
	t.Parallel()
	b := startBank(t)
	for _, tc := range []struct {
		name, people, refused string
		given                 []string
	}{
		{"no right", "", "You may not settle an unknown outcome by hand: ask Ann Lee (lead).", []string{"take"}},
		{"took it", "", "You may not settle by hand what you did yourself: ask Ann Lee (lead).", []string{"take", "settle_by_hand"}},
		{"a shop of one person", "[rights]\nfour_eyes = false\n", "", []string{"take", "settle_by_hand", "view_all"}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			o := staffed(t, b, "clerk", tc.given...)
			o.people += tc.people
			p := o.console(t, "priya")
			charge(t, p, ordered("FAULT-close-A17"))
			firstOutcome(t, p)
			e := o.only(t)
			said, code := o.run(t, "resolve", "--settle", e.SentReference, "--as", "not-taken", "--reason", "the bank said so")
			after := o.only(t)
			if tc.refused != "" {
				if code != cli.ExitFailed || !strings.Contains(said, tc.refused) || after.State == journal.Known {
					t.Errorf("exit code %d, %s; the journal has %v", code, said, after.State)
				}
				return
			}
			if code != cli.ExitOK || after.Outcome != gateway.OutcomeNotSent {
				t.Errorf("exit code %d, %s; the journal has %v", code, said, after.Outcome)
			}
			if role := o.roleOf(t, e.ID, journal.StepRuling); role != "clerk (four eyes are off)" {
				t.Errorf("the journal keeps the role %q", role)
			}
			if role := o.roleOf(t, e.ID, journal.StepIntent); role != "clerk" {
				t.Errorf("the intent has the role %q", role)
			}
			o.verify(t)
		})
	}
}

// TestAcknowledgingByHand: an agent acknowledges the alarm of a payment that turned up
// after all. The agent needs the right and a reason, and did not take the payment.
func TestAcknowledgingByHand(t *testing.T) {
	effort.Whole(t)
	t.Parallel()
	b := startBank(t)
	o := newOffice(t, b)
	p := o.console(t, "sam")
	e := inDoubt(t, o, p, "FAULT-lost.9m-A17")
	if said, code := o.run(t, "resolve", "--settle", e.SentReference, "--as", "not-taken", "--reason", "the bank said so", "--by", "J. Doe"); code != cli.ExitOK {
		t.Fatalf("exit code %d: %s", code, said)
	}
	b.release(t)
	eventually(t, "it turns up", func() bool { return o.only(t).Alarm != "" })
	leave(t, p)
	settle := func(who *office) (string, int) {
		return who.run(t, "resolve", "--settle", e.SentReference, "--as", "taken", "--reason", "seen to")
	}
	for _, tc := range []struct {
		name, refused string
		given         []string
	}{
		{"no right", "You may not acknowledge alarms: ask Ann Lee (lead).", []string{"take", "settle_by_hand", "view_all"}},
		{"took it", "You may not acknowledge the alarm of what you did yourself: ask Ann Lee (lead).", []string{"take", "acknowledge"}},
		{"may", "", []string{"take", "acknowledge"}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			who := staffed(t, b, "clerk", tc.given...)
			copyFile(t, o.journal, who.journal)
			if tc.name == "took it" {
				alter(t, who.journal, "DROP TRIGGER entries_same_attempt; DROP TRIGGER entries_with_event; UPDATE entries SET agent = '"+myself(t)+"'")
			}
			if said, code := who.run(t, "resolve"); tc.name == "may" && (code != cli.ExitFailed || strings.Contains(said, e.SentReference) ||
				!strings.Contains(said, "1 of other agents: You may not see the payments of other agents: ask Ann Lee (lead).") || !strings.Contains(said, "1 payment needs attention")) {
				t.Errorf("what another agent left open: exit code %d: %s", code, said)
			}
			said, code := settle(who)
			after := who.only(t)
			if tc.refused != "" {
				if code != cli.ExitFailed || !strings.Contains(said, tc.refused) || after.AcknowledgedBy != "" {
					t.Errorf("exit code %d, %s; acknowledged by %q", code, said, after.AcknowledgedBy)
				}
				return
			}
			if code != cli.ExitOK || !strings.Contains(said, "acknowledged") || after.AcknowledgedBy != myself(t) || after.Reason != "seen to" {
				t.Errorf("exit code %d, %s; acknowledged by %q for %q", code, said, after.AcknowledgedBy, after.Reason)
			}
			if role := who.roleOf(t, e.ID, journal.StepRuling); role != "clerk" {
				t.Errorf("the journal keeps the role %q", role)
			}
		})
	}
}

// TestNoRightToOverride: the guard warns an agent who may not override it, and takes
// no reason and no yes.
func TestNoRightToOverride(t *testing.T) {
	t.Parallel()
	b := startBank(t)
	o := staffed(t, b, "clerk", "take")
	p := o.console(t, "priya")
	take(t, p, caller(), "✔ APPROVED")
	fill(t, p, ordered("B18"))
	p.WaitFor(t, "same caller?")
	p.WaitFor(t, barredPage)
	says(t, p, "ask Ann Lee (lead).")
	p.Type("a reason\n")
	agree(t, p)
	p.Press("esc")
	p.WaitFor(t, "New payment")
	b.wantAuths(t, 1)
	if n := len(o.entries(t)); n != 1 {
		t.Errorf("the journal has %d attempts, want 1", n)
	}
}

// TestNoTestCardOnALiveSite: a live site refuses a test card and takes the caller's,
// with a table of agents or without.
func TestNoTestCardOnALiveSite(t *testing.T) {
	t.Parallel()
	b := startBank(t, "--site", "floor1")
	o := newOffice(t, b)
	o.site = "floor1"
	p := o.console(t, "priya")
	p.WaitFor(t, "LIVE")
	p.Press("n")
	p.WaitFor(t, "Still to ask")
	p.Type("A17\n10.50\n" + testPAN + "\n")
	p.WaitFor(t, "This is a test card, and this site is live:")
	b.wantAuths(t, 0)
	if n := len(o.entries(t)); n != 0 {
		t.Errorf("the journal has %d attempts, want none", n)
	}
	p.Press("ctrl+u")
	p.Type(canary + "\n12/30" + testCode + "Ann Smith\nNo 789\nTE45 6ST\n")
	p.WaitFor(t, confirmPage)
	grace()
	agree(t, p)
	p.WaitFor(t, "✔ APPROVED")
	b.wantAuths(t, 1)
}

// TestLookupShowsOwn: without the right to see all, the list holds the agent's own
// payments and none of others.
func TestLookupShowsOwn(t *testing.T) {
	effort.Whole(t)
	t.Parallel()
	b := startBank(t)
	others := newOffice(t, b)
	take(t, others.console(t, "sam"), ordered("B18"), "✔ APPROVED")
	for _, tc := range []struct {
		as   string
		sees bool
	}{{"clerk", false}, {"lead", true}} {
		o := staffed(t, b, tc.as, "take")
		p := o.console(t, "priya")
		take(t, p, with(func(e *entry) { e.order, e.amount = "C"+tc.as, "12.50" }), "✔ APPROVED")
		said, code := o.run(t, "lookup", "today")
		if code != cli.ExitOK || !strings.Contains(said, "C"+tc.as) || strings.Contains(said, "B18-") != tc.sees {
			t.Errorf("%s: exit code %d, %s", tc.as, code, said)
		}
	}
}

// roleOf is the role in the history of the agent who last took a step of an entry.
func (o *office) roleOf(t *testing.T, id, step string) string {
	t.Helper()
	store, err := sqljournal.Open(t.Context(), sqljournal.Options{Path: o.journal, ReadOnly: true})
	if err != nil {
		t.Fatal(err)
	}
	defer store.Close() //nolint:errcheck // it was only read
	events, err := store.History(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range slices.Backward(events) {
		if e.Step == step {
			return e.Role
		}
	}
	return "none"
}
