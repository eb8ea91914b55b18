//go:build unix

package floor

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"motoconsole/internal/app"
)

// TestPeopleChange: agents come, go and get other rights while sessions are open; a file
// with a fault changes nothing, and what needs a restart is named.
func TestPeopleChange(t *testing.T) {
	t.Parallel()
	h := newHall(t, "", func(keys map[string]string) string {
		return fmt.Sprintf("[roles.agent]\n[agents.priya]\nrole = \"agent\"\nkeys = [%q]\n", keys["priya"])
	})
	look := func() {
		h.door.look(true)
		h.recheck()
	}
	if _, err := h.connect("ann"); err == nil {
		t.Error("Ann signs in")
	}
	priya := h.signIn("priya")
	priya.shows(home)
	st := h.of("priya")
	if st.settings.Grant.Has("refund") || !st.settings.Grant.Has("take") {
		t.Fatal("other rights than the role's")
	}

	h.configure("", func(keys map[string]string) string {
		return fmt.Sprintf("[roles.agent]\nrights = [\"refund\"]\nmax_payment = \"5.00\"\n[agents.priya]\nrole = \"agent\"\nkeys = [%q]\n[agents.ann]\nrole = \"agent\"\nkeys = [%q]\n", keys["priya"], keys["ann"])
	})
	look()
	if g := st.settings.Grant; !g.Has("refund") || g.Has("take") || g.Limits().Payment.Minor != 500 {
		t.Errorf("%+v", g)
	}
	priya.types("n")
	priya.shows("You may not take payments")
	ann := h.signIn("ann")
	ann.shows(home)

	h.write("config.toml", "[agents.")
	look()
	if !st.settings.Grant.Has("refund") || len(h.Sessions()) != 2 {
		t.Error("a file with a fault changes something")
	}
	if notes := strings.Join(h.door.of("ann").Notes, "; "); !strings.Contains(notes, "cannot be used") {
		t.Errorf("moto check of an agent says %q", notes)
	}

	h.configure("max_sessions = 7", func(keys map[string]string) string {
		return fmt.Sprintf("[roles.agent]\n[agents.ann]\nrole = \"agent\"\nkeys = [%q]\n", keys["ann"])
	})
	look()
	if priya.status() != exitFailed || !strings.Contains(priya.text(), "You were removed from this server's agents") {
		t.Errorf("%q", priya.text())
	}
	if _, err := h.connect("priya"); err == nil {
		t.Error("Priya signs in")
	}
	if notes := h.door.of("ann").Notes; len(notes) > 0 {
		t.Errorf("%q", notes)
	}
	ann.drops()
	h.configure("max_sessions = 7", func(keys map[string]string) string {
		return fmt.Sprintf("[roles.agent]\n[agents.priya]\nrole = \"agent\"\nkeys = [%q]\n", keys["priya"])
	})
	look()
	h.eventually("the session without a line is over", func() bool { return len(h.Sessions()) == 0 })
	log := h.log()
	for _, want := range []string{
		`"added":["ann"],"removed":null,"changed":["priya"]`, `"removed":["priya"],"changed":["ann"]`, `"sections":["serve"]`,
		"agents and roles stay as they were",
	} {
		if !strings.Contains(log, want) {
			t.Errorf("the log has no %s", want)
		}
	}
}

// TestASiteTakenAway ends the session of who works there.
func TestASiteTakenAway(t *testing.T) {
	t.Parallel()
	at := func(sites string) func(keys map[string]string) string {
		return func(keys map[string]string) string {
			return fmt.Sprintf("[roles.agent]\n[agents.priya]\nrole = \"agent\"\nsites = [%s]\nkeys = [%q]\n", sites, keys["priya"])
		}
	}
	h := newHall(t, "", at(`"test_floor", "test_floor2"`))
	priya := h.signIn("priya")
	priya.shows(home)
	h.configure("", at(`"test_floor"`))
	h.door.look(true)
	h.recheck()
	if all := h.Sessions(); len(all) != 1 || all[0].Ending {
		t.Fatalf("%+v", all)
	}
	h.configure("", at(`"test_floor2"`))
	h.door.look(true)
	h.recheck()
	if priya.status() != exitFailed || !strings.Contains(priya.text(), "You may not work at this site any more") {
		t.Errorf("%q", priya.text())
	}
	priya = h.signIn("priya")
	priya.shows(home)
}

// TestASiteTakenAwayWhileItOpens is not opened, and the session ends: the look at all
// sessions may have been just before.
func TestASiteTakenAwayWhileItOpens(t *testing.T) {
	t.Parallel()
	h := newHall(t, "", func(keys map[string]string) string {
		return fmt.Sprintf("[roles.agent]\n[agents.priya]\nrole = \"agent\"\nsites = [\"test_floor\"]\nkeys = [%q]\n", keys["priya"])
	})
	priya := h.signIn("priya")
	priya.shows(home)
	st := h.everyone()[0]
	if next, err := st.runAt(settingsAt(&st.settings, "test_floor2"), app.Terminal{}, nil); next != "" || !errors.Is(err, errSite) {
		t.Errorf("%q, %v", next, err)
	}
	if priya.status() != exitFailed || !strings.Contains(priya.text(), "You may not work at this site any more") {
		t.Errorf("%q", priya.text())
	}
}

// TestDisabledWhileAListCannotBeRead: a list of revoked keys or of authorities that cannot be
// read keeps no session of an agent who was disabled, removed or given fewer rights.
func TestDisabledWhileAListCannotBeRead(t *testing.T) {
	t.Parallel()
	for name, table := range map[string]string{
		"disabled": "[roles.agent]\n[agents.priya]\nrole = \"agent\"\ndisabled = true\nkeys = [%q]\n[agents.ann]\nrole = \"agent\"\nkeys = [%q]\n",
		"removed":  "[roles.agent]\n[agents.pria]\nrole = \"agent\"\nkeys = [%q]\n[agents.ann]\nrole = \"agent\"\nkeys = [%q]\n",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			h := newHall(t, "", everyone)
			priya, ann := h.signIn("priya"), h.signIn("ann")
			priya.shows(home)
			ann.shows(home)
			look := func() {
				h.door.look(true)
				h.recheck()
			}
			h.write("revoked", "rubbish that is no key\n")
			if look(); len(h.Sessions()) != 2 {
				t.Error("a list that cannot be read ends a session")
			}
			h.configure("", func(k map[string]string) string { return fmt.Sprintf(table, k["priya"], k["ann"]) })
			before := h.door.version
			if look(); h.door.version == before {
				t.Error("the watch is not told")
			}
			if priya.status() != exitFailed {
				t.Errorf("%q", priya.text())
			}
			ann.types("n")
			ann.shows("Order reference")
			if _, err := h.connect("ann"); err == nil {
				t.Error("Ann signs in without the list")
			}
		})
	}
}
