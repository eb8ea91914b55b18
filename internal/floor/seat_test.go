//go:build unix

package floor

import (
	"runtime"
	"strings"
	"testing"
	"time"
	"weak"

	"motoconsole/internal/app"
	"motoconsole/internal/journal"
	"motoconsole/internal/sshd"
	"motoconsole/ui"
)

const home = "Your payments today"

// TestASessionLingers: an agent who comes back in time goes on where they were. After that a
// fresh session begins.
func TestASessionLingers(t *testing.T) {
	t.Parallel()
	h := newHall(t, "linger = \"7m\"\nper_agent = 1\nmax_sessions = 1", everyone)
	c := h.signIn("priya")
	c.shows(home)
	c.types("n")
	c.shows("Still to ask")
	c.types("A17\r10.50\r4539578763621486")
	c.shows("Visa")
	c.drops()
	if all := h.Sessions(); len(all) != 1 || all[0].Agent != "priya" || all[0].Address != "127.0.0.1" || all[0].Step != "New payment" || all[0].Lost.IsZero() || all[0].Ending {
		t.Errorf("%+v", all)
	}
	if other := h.signIn("ann"); other.status() != 2 || !strings.Contains(other.text(), "no room for another session") {
		t.Errorf("a session that lingers does not count: %q", other.text())
	}
	c = h.signIn("priya")
	c.shows("A17")
	c.shows("he line dropped")
	if strings.Contains(c.text(), "1486") || strings.Contains(c.text(), "ending") {
		t.Error("the card is still there")
	}
	h.time.pass(7 * time.Minute) // of the time that is over
	c.drops()
	h.eventually("the session is over", func() bool {
		h.time.pass(7 * time.Minute) // the wait begins a moment after the line is gone
		return len(h.Sessions()) == 0
	})
	c = h.signIn("priya")
	c.shows(home)
	if strings.Contains(c.text(), "A17") {
		t.Error("the session that was over goes on")
	}
}

// TestALingeringSessionEnds by revocation, by the absolute time, by a supervisor, and
// with the server. With linger 0 it ends with its line.
func TestALingeringSessionEnds(t *testing.T) {
	t.Parallel()
	for name, end := range map[string]func(h *hall){
		"revocation": func(h *hall) {
			h.write("revoked", "sha256: "+fingerprint(h, "priya")+"\n")
			h.door.look(true)
			h.recheck()
		},
		"absolute time": func(h *hall) { h.time.pass(11 * time.Hour) },
		"a supervisor": func(h *hall) {
			if !h.End("priya", "ann", "Ann") || h.End("nobody", "ann", "Ann") {
				t.Error("not ended")
			}
		},
		"the server": func(h *hall) { h.stop() },
		"no linger":  nil,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			linger := "10m"
			if end == nil {
				linger = "0s"
			}
			h := newHall(t, "longest = \"11h\"\nlinger = \""+linger+"\"", everyone)
			h.t = t
			c := h.signIn("priya")
			c.shows(home)
			if end == nil {
				_ = c.conn.Close()
			} else {
				c.drops()
				end(h)
			}
			h.eventually("the session is over", func() bool { return len(h.Sessions()) == 0 })
		})
	}
}

// TestTwoConsolesOnOneConnection: the second takes the first over, or is refused when a
// key is pressed there; the connection goes on.
func TestTwoConsolesOnOneConnection(t *testing.T) {
	t.Parallel()
	h := newHall(t, "", everyone)
	first := h.signIn("priya")
	first.shows(home)
	second := h.on(first.conn)
	second.shows("Your console is open at another terminal")
	first.shows("Press a key to keep the console here")
	third := h.on(first.conn)
	if third.status() != 2 || !strings.Contains(third.text(), "has asked for your console just now") {
		t.Errorf("a third: %q", third.text())
	}
	first.types("n")
	first.shows("Still to ask")
	if second.status() != 2 || !strings.Contains(second.text(), "your console stays there") {
		t.Errorf("%q", second.text())
	}
	second = h.on(first.conn)
	second.shows("Your console is open at another terminal")
	h.time.pass(objects)
	second.shows("Still to ask")
	if first.status() != exitFailed || !strings.Contains(first.text(), "Your console moved to another terminal, at 127.0.0.1") {
		t.Errorf("%q", first.text())
	}
	second.types("A17\r")
	second.shows("A17")
	if n := len(h.Sessions()); n != 1 {
		t.Errorf("%d sessions", n)
	}
	// The agent of another line asks, and gives up.
	other := h.signIn("priya")
	other.shows("Your console is open")
	_ = other.conn.Close()
	other = nil
	h.eventually("nobody asks", func() bool {
		st := h.of("priya")
		st.mu.Lock()
		defer st.mu.Unlock()
		return !st.asked
	})
	second.types("\x03") // ctrl+c
	second.shows("Quit moto?")
	second.types("y")
	if second.status() != 0 {
		t.Errorf("%q", second.text())
	}
	fresh := h.on(first.conn)
	fresh.shows(home)
}

// TestTheRegistry: what is told of sessions, and to them.
func TestTheRegistry(t *testing.T) {
	t.Parallel()
	h := newHall(t, "", everyone)
	changes, cancel := h.Changes()
	defer cancel()
	told := func(what string, is func() bool) {
		t.Helper()
		for late := time.After(patient); !is(); {
			select {
			case <-changes:
			case <-late:
				t.Fatalf("nothing is told: %s, %+v", what, h.Sessions())
			}
		}
	}
	priya := h.signIn("priya")
	told("Priya is at home", func() bool { all := h.Sessions(); return len(all) == 1 && all[0].Step == "Home" })
	ann := h.signIn("ann")
	told("Ann is there", func() bool {
		all := h.Sessions()
		return len(all) == 2 && all[0].Agent == "ann" && all[0].Step == "Home"
	})
	priya.types("n")
	told("Priya takes a payment", func() bool { return h.Sessions()[1].Step == "New payment" })
	if n := h.Say("priya", "Ring me please"); n != 1 {
		t.Errorf("%d were told", n)
	}
	priya.shows("Ring me please")
	if n := h.Say("", "We close at six"); n != 2 {
		t.Errorf("%d were told", n)
	}
	ann.shows("We close at six")
	if strings.Contains(ann.text(), "Ring me") {
		t.Error("Ann is told what was said to Priya")
	}
	h.End("priya", "ann", "Ann Lee")
	if priya.status() != exitFailed || !strings.Contains(priya.text(), "Ann Lee ended the session") {
		t.Errorf("%q", priya.text())
	}
	told("Priya is gone", func() bool { return len(h.Sessions()) == 1 })
	h.recordsEnd("ann ended the session")
}

// recordsEnd waits until the journal has the end of Priya's console, and why.
func (h *hall) recordsEnd(why string) {
	h.t.Helper()
	h.eventually("the journal has the end: "+why, func() bool {
		events, err := h.own.Audits(h.t.Context(), time.Time{}, "priya")
		if err != nil {
			h.t.Fatal(err)
		}
		for _, e := range events {
			if e.Kind == journal.AuditEnd && strings.HasPrefix(e.Result, "the console ended: ") {
				if e.Result != "the console ended: "+why {
					h.t.Fatalf("the journal has %q", e.Result)
				}
				return true
			}
		}
		return false
	})
}

// TestNoMemoryForASession refuses it, and the journal does not say that the agent left.
func TestNoMemoryForASession(t *testing.T) {
	t.Parallel()
	h := newHall(t, "max_sessions = 1", everyone)
	vault, err := h.vaults.Vault()
	if err != nil {
		t.Fatal(err)
	}
	c := h.signIn("priya")
	c.shows("There is no memory for card data")
	if code := c.status(); code == exitOK {
		t.Error("it ended well")
	}
	h.recordsEnd("there was no memory for card data")
	vault.Close()
	h.signIn("priya").shows(home)
}

// TestADefectIsNotLeaving: the journal does not say that the agent left a console which a
// defect ended. The next sign-in gets a new one.
func TestADefectIsNotLeaving(t *testing.T) {
	t.Parallel()
	h := newHall(t, "linger = \"7m\"", everyone)
	priya := h.signIn("priya")
	priya.shows(home)
	h.mu.Lock()
	st := h.seats["priya"]
	h.mu.Unlock()
	st.mu.Lock()
	screen := st.screen
	st.mu.Unlock()
	screen.Send(ui.WantedMsg{Says: "A key ends this", Keep: func() { panic("a defect") }})
	priya.shows("A key ends this")
	priya.types("n")
	if code := priya.status(); code != exitFailed {
		t.Errorf("exit status %d", code)
	}
	h.recordsEnd(app.ErrPanicked.Error())
	h.signIn("priya").shows(home)
}

// TestASeatKeepsNoLine: a console that goes on without its terminal keeps nothing of the
// connection, whose buffers have the last that was typed; neither of the first, with
// which the console began, nor of a later one, nor of one that was taken over.
func TestASeatKeepsNoLine(t *testing.T) {
	t.Parallel()
	h := newHall(t, "linger = \"7m\"", everyone)
	line := func() weak.Pointer[sshd.Session] {
		h.mu.Lock()
		st := h.seats["priya"]
		h.mu.Unlock()
		st.mu.Lock()
		defer st.mu.Unlock()
		if st.line == nil { // between two
			return weak.Pointer[sshd.Session]{}
		}
		return weak.Make(st.line.ssh)
	}
	gone := func(what string, w weak.Pointer[sshd.Session]) {
		h.eventually(what+" is kept by nothing", func() bool {
			runtime.GC()
			return w.Value() == nil
		})
	}
	c := h.signIn("priya")
	c.shows(home)
	first := line()
	c.drops()
	gone("the first line", first)
	for _, what := range []string{"the second line", "the third line"} {
		c = h.signIn("priya")
		c.shows(home)
		w := line()
		c.drops()
		gone(what, w)
	}
	c = h.signIn("priya")
	c.shows(home)
	w := line()
	other := h.signIn("priya")
	other.shows("Your console is open at another terminal")
	h.eventually("the console moves", func() bool {
		h.time.pass(objects)
		now := line()
		return now != w && now.Value() != nil
	})
	gone("the line that was taken over", w)
}
