//go:build unix

package floor

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"motoconsole/gateway"
	"motoconsole/internal/journal"
	"motoconsole/internal/rights"
	"motoconsole/internal/sandbox"
	"motoconsole/ui/kit"
)

// holding is a test bank that keeps answers to payments until it is told to let go.
type holding struct {
	bank  *sandbox.Bank
	got   chan struct{} // closed when a payment has come
	goOn  chan struct{} // closed to answer
	first sync.Once
}

// ServeHTTP implements http.Handler.
func (h *holding) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, _ := io.ReadAll(r.Body)
	r.Body = io.NopCloser(strings.NewReader(string(body)))
	if strings.Contains(string(body), `"AUTH"`) && strings.Contains(string(body), "securitycode") {
		h.first.Do(func() { close(h.got) })
		<-h.goOn
	}
	h.bank.ServeHTTP(w, r)
}

// led is a floor of Priya and Tom, which Ann supervises.
func led(keys map[string]string) string {
	return fmt.Sprintf(`
[roles.agent]
[roles.lead]
rights = ["take", "view_all", "see_floor", "end_sessions"]
[agents.priya]
role = "agent"
keys = [%q]
[agents.tom]
role = "agent"
keys = [%q]
[agents.ann]
display_name = "Ann Lee"
role = "lead"
keys = [%q]
`, keys["priya"], keys["tom"], keys["ann"])
}

// TestASupervisor sees where two agents are, says a line to one, and ends a session while
// its payment is on its way: the session ends when the outcome is recorded. An agent
// without the right sees nothing.
func TestASupervisor(t *testing.T) {
	t.Parallel()
	bank := &holding{bank: sandbox.New(sandbox.Config{Username: "u", Password: gateway.NewPassword("secret"), Site: "test_floor"}), got: make(chan struct{}), goOn: make(chan struct{})}
	server := httptest.NewServer(bank)
	defer server.Close()
	h := newHallAt(t, server.URL+"/json/", "", led)
	letGo := sync.OnceFunc(func() { close(bank.goOn) })
	defer letGo()
	priya, tom, ann := h.signIn("priya"), h.signIn("tom"), h.signIn("ann")
	for _, c := range []*client{priya, tom, ann} {
		c.shows(home)
	}
	tom.types("o")
	tom.shows("You may not see the floor: ask Ann Lee (lead).")
	ann.types("o")
	ann.shows("In a call")
	ann.shows("priya")
	ann.shows("tom")
	ann.types("\x1b[B") // from ann to priya
	ann.shows("priya, 127.0.0.1")
	ann.types("m")
	ann.shows("Message to priya")
	ann.types("Ring me please\r")
	ann.shows("priya was told")
	priya.shows("Ann Lee: Ring me please")

	priya.types("n")
	priya.shows("Still to ask")
	priya.types("A17\r10.50\r4111111111111111\r")
	priya.types("1230123Ann Smith\rNo 789\rTE456ST\r")
	priya.shows("Check with the caller")
	tries := 0
	h.eventually("the payment is on its way", func() bool {
		if tries++; tries%400 == 0 { // a key before the page could be read does nothing
			priya.types("y")
		}
		select {
		case <-bank.got:
			return true
		default:
			return false
		}
	})
	ann.shows("Charging")
	ann.types("x")
	ann.shows("End priya’s session?")
	ann.types("y")
	h.eventually("the session ends", func() bool { all := h.Sessions(); return len(all) == 3 && all[1].Ending })
	ann.shows("Ending")
	select {
	case err := <-priya.ended:
		t.Fatalf("it ended before the bank had answered: %v", err)
	default:
	}
	letGo()
	if code := priya.status(); code != exitFailed || !strings.Contains(priya.text(), "Ann Lee ended the session: ask them before you sign in again.") {
		t.Errorf("%d, %q", code, priya.text())
	}
	made, err := h.own.Journal().Recent(t.Context(), "priya", 2)
	if err != nil || len(made) != 1 || made[0].State != journal.Known || made[0].Outcome != gateway.OutcomeApproved {
		t.Errorf("the journal has %+v, %v", made, err)
	}
	h.eventually("the session is over", func() bool { return len(h.Sessions()) == 2 })
	tom.types("n")
	tom.shows("Still to ask")
	log := h.log()
	for _, line := range []string{`"end of a session"`, `"message"`} {
		if !strings.Contains(strings.ReplaceAll(log, "event=message", `event="message"`), line) {
			t.Errorf("the log has no %s", line)
		}
	}
	if strings.Contains(log, "Ring me") {
		t.Error("the log has what was said")
	}
	shown := ann.text()
	for _, part := range []string{"4111", "1111", "12/30", "••••", "of 16", "Ann Smith", "TE45"} {
		if strings.Contains(shown, part) {
			t.Errorf("the floor shows %q", part)
		}
	}
}

// TestEveryRightOnTheFloor: what each right alone, and each beside the floor's, allows there.
func TestEveryRightOnTheFloor(t *testing.T) {
	t.Parallel()
	h := newHall(t, "", led)
	tom := h.signIn("tom")
	tom.shows(home)
	may := func(all ...rights.Right) *supervisor {
		st := &seat{floor: h.Floor, agent: "ann"}
		st.grant.Set(rights.NewTable([]rights.Role{{Name: "some", Rights: all}}, []rights.Agent{{Name: "ann", Role: "some"}}, true).Grant("ann"))
		return &supervisor{floor: h.Floor, seat: st, process: h.own}
	}
	for _, right := range rights.All() {
		for _, s := range []struct {
			*supervisor

			sees, ends bool
		}{{may(right), right == rights.SeeFloor, false}, {may(right, rights.SeeFloor), true, right == rights.EndSessions}} {
			if all, err := s.Sessions(); (err == nil && len(all) == 1) != s.sees {
				t.Errorf("%s: sees %v, %v", right, all, err)
			}
			if told, err := s.Say("tom", "A line"); (err == nil && told == 1) != s.sees {
				t.Errorf("%s: says %d, %v", right, told, err)
			}
			shows := s.sees && right == rights.ViewAll
			if sums, err := s.Day(t.Context(), func(context.Context) (kit.DaySums, error) { return kit.DaySums{At: time.Now()}, nil }); (err == nil && !sums.At.IsZero()) != shows {
				t.Errorf("%s: sums %v, %v", right, sums, err)
			}
			if _, refused := s.End("nobody").(*rights.Refusal); refused == s.ends { //nolint:errorlint // it is not wrapped
				t.Errorf("%s: ends: %v", right, !refused)
			}
		}
	}
	lead := may(rights.SeeFloor, rights.EndSessions)
	for _, text := range []string{"", "   ", "take 4111 1111 1111 1111 please"} {
		if told, err := lead.Say("", text); err == nil || told > 0 || strings.Contains(err.Error(), "4111") {
			t.Errorf("%q: %d, %v", text, told, err)
		}
	}
	if err := lead.End("ann"); err == nil {
		t.Error("it ended its own session")
	}
	if err := lead.End("tom"); err != nil || tom.status() != exitFailed {
		t.Errorf("%v", err)
	}
}
