//go:build unix

package cli_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"motoconsole/internal/cli"
	"motoconsole/internal/effort"
	"motoconsole/internal/journal"
	"motoconsole/internal/rights"
)

// unknownOf is the attempt of an agent whose outcome is unknown.
func (o *office) unknownOf(t *testing.T, agent string) journal.Entry {
	t.Helper()
	for _, e := range o.entries(t) {
		if e.Agent == agent && e.State != journal.Known {
			return e
		}
	}
	t.Fatalf("%s has no unknown outcome", agent)
	return journal.Entry{}
}

// TestAnothersAttemptOverSSH: an agent who asks for another agent's attempts by each of
// their names, in every way that there is over SSH, learns nothing of them and changes
// nothing. Nor does the agent get the other's console by the other's name.
func TestAnothersAttemptOverSSH(t *testing.T) {
	t.Parallel()
	s := floorOf(t, startBank(t), "").serve(t)
	joe := s.at(t, "joe")
	take(t, joe, with(func(e *entry) { e.order, e.amount = "B18", "20.43" }), "APPROVED")
	joe.Press("enter")
	joe.WaitFor(t, "Your payments today")
	charge(t, joe, with(func(e *entry) { e.order, e.amount = "FAULT-close-C19", "31.57" }))
	firstOutcome(t, joe)
	secrets := []string{"20.43", "31.57", "Ann Smith", "TE45"}
	var names []string
	unknown := s.unknownOf(t, "joe")
	for _, e := range s.entries(t) {
		secrets = append(secrets, e.Last4)
		for _, name := range []string{e.ID, e.OwnReference, e.SentReference, e.TransactionReference, e.RequestReference} {
			if name != "" {
				names = append(names, name)
			}
		}
	}
	learns := func(how, said string) {
		t.Helper()
		for _, secret := range secrets {
			if strings.Contains(said, secret) {
				t.Errorf("%s tells %q: %s", how, secret, said)
			}
		}
	}
	takes := effort.Every(5) // each command and each name, in turn
	for _, name := range names {
		for _, command := range []string{"lookup %s", "find %s", "lookup --json %s", "lookup --csv %s", "resolve --settle %s --as taken --reason x", "resolve --settle %s --as not-taken --reason x"} {
			if !takes() {
				continue
			}
			command = fmt.Sprintf(command, name)
			said, code := s.asks(t, "priya", command)
			if code == cli.ExitOK && !strings.Contains(command, "--csv") {
				t.Errorf("%s: %d %q", command, code, said)
			}
			learns(command, said)
		}
	}
	for _, command := range []string{"resolve", "lookup today", "lookup agent:joe", "check"} {
		said, _ := s.asks(t, "priya", command)
		learns(command, said)
	}
	if e := s.unknownOf(t, "joe"); e.ID != unknown.ID || e.Resolution != unknown.Resolution {
		t.Errorf("the attempt is %+v", e)
	}
	cmd := s.ssh(t, "priya")
	cmd.Args = slices.Insert(cmd.Args, 1, "-l", "joe")
	priya := s.open(t, cmd)
	priya.WaitFor(t, "Your payments today")
	learns("the console", priya.Text())
	priya.Press("l")
	priya.WaitFor(t, "Type what the caller tells you")
	for _, name := range effort.Some(names, 3) {
		priya.Type(name + "\n")
		priya.WaitFor(t, "othing found")
		learns("Find "+name, priya.Text())
		for range name {
			priya.Press("backspace")
		}
		priya.WaitFor(t, "Type what the caller tells you")
	}
	priya.Press("ctrl+c")
	priya.Wait(t)
	s.stop(t)
}

// whatOpens are, for each right alone, the paths that it opens over SSH: keys on home, and
// commands. A right that opens none of these has a row too: rights of records and forms
// show nothing to an agent who took nothing.
var whatOpens = map[rights.Right][]string{
	rights.Take:         {"n"},
	rights.Preauthorise: nil, rights.CheckCard: nil, // the site takes payments only
	rights.Defer: nil, rights.TakeHeld: nil, rights.SettleAtOnce: nil, // beside the right to take
	rights.Repeat: nil, rights.Uncalled: nil, rights.Cancel: nil, rights.Refund: nil, rights.Hold: nil, rights.Change: nil, rights.Override: nil,
	rights.Payout:       {"p"},
	rights.SettleByHand: {"settle"},
	rights.Acknowledge:  nil, // of an alarm that there is
	rights.ViewAll:      {"v", "lookup", "find", "resolve"},
	rights.SeeFloor:     {"o"},
	rights.EndSessions:  nil, // beside the right to see the floor
	rights.SeeReasons:   nil, // of a refusal that there is
	rights.KeepAgents:   nil, // of the commands on the host

	rights.OverrideRecorder: nil, // where a recording cannot be proved to be paused
}

// TestEveryRightOverSSH: each right alone opens its own paths over SSH and no other.
func TestEveryRightOverSSH(t *testing.T) {
	t.Parallel()
	o := floorOf(t, startBank(t), "max_sessions = 100")
	name := func(r rights.Right) string { return "a_" + string(r) }
	all := rights.All()
	slices.SortStableFunc(all, func(a, b rights.Right) int { // who settles it comes last
		return map[bool]int{true: 1}[a == rights.SettleByHand] - map[bool]int{true: 1}[b == rights.SettleByHand]
	})
	o.people += "[refund]\npayouts = true\n"
	for _, r := range all {
		if _, has := whatOpens[r]; !has {
			t.Errorf("the right %s has no row", r)
		}
		o.people += fmt.Sprintf("[roles.r_%s]\nrights = [%q]\n[agents.%s]\nrole = \"r_%s\"\nkeys = [%q]\n", r, r, name(r), r, o.keyOf(t, name(r)))
	}
	s := o.serve(t)
	joe := s.at(t, "joe")
	take(t, joe, with(func(e *entry) { e.order, e.amount = "B18", "20.43" }), "APPROVED")
	joe.Press("enter")
	joe.WaitFor(t, "Your payments today")
	charge(t, joe, with(func(e *entry) { e.order, e.amount = "FAULT-close-C19", "31.57" }))
	firstOutcome(t, joe)
	sent := s.unknownOf(t, "joe").SentReference
	for _, r := range append(effort.Some(all[:len(all)-1], 5), all[len(all)-1]) {
		opens := func(path string, open bool, said string) {
			t.Helper()
			if open != slices.Contains(whatOpens[r], path) {
				t.Errorf("%s opens %s: %v\n%s", r, path, open, said)
			}
		}
		for path, command := range map[string]string{"lookup": "lookup B18", "find": "find --csv B18", "resolve": "resolve"} {
			said, _ := s.asks(t, name(r), command)
			opens(path, strings.Contains(said, "20.43") || strings.Contains(said, "31.57"), said)
		}
		said, code := s.asks(t, name(r), "resolve --settle "+sent+" --as not-taken --reason 'the bank said so'")
		opens("settle", code == cli.ExitOK, said)
		if code != cli.ExitOK && !strings.Contains(said, "You may not") {
			t.Errorf("%s: %q", r, said)
		}
		if said, _ = s.asks(t, name(r), "check"); !strings.Contains(said, "you are "+name(r)) {
			t.Errorf("%s: check: %q", r, said)
		}
		p := s.open(t, s.ssh(t, name(r)))
		p.WaitFor(t, "ayments today")
		for path, x := range map[string]struct{ page, refusal string }{
			"n": {"Still to ask", "You may not take payments"},
			"p": {"not a refund", "You may not pay money out"},
			"v": {"B18", "You may not see the payments of other agents"},
			"o": {"On now", "You may not see the floor"},
		} {
			p.Press(path)
			p.WaitUntil(t, path+" as "+string(r), func(shown string) bool {
				return strings.Contains(flat(shown), flat(x.page)) || strings.Contains(flat(shown), flat(x.refusal))
			})
			opens(path, !strings.Contains(flat(p.Text()), flat(x.refusal)), p.Text())
			if !strings.Contains(flat(p.Text()), flat(x.refusal)) {
				grace()
				p.Press("esc")
				p.WaitFor(t, "Your payments today")
			}
		}
		leave(t, p)
	}
	if e := s.entries(t); slices.ContainsFunc(e, func(e journal.Entry) bool { return strings.HasPrefix(e.Agent, "a_") }) {
		t.Errorf("they made attempts: %+v", e)
	}
	s.stop(t)
}
