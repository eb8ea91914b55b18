package app

import (
	"slices"
	"testing"
	"time"

	"motoconsole/gateway"
	"motoconsole/internal/charset"
	"motoconsole/internal/rights"
	"motoconsole/ui"
)

// TestStanding: each fault is one sentence, and without faults there is none.
func TestStanding(t *testing.T) {
	for name, tc := range map[string]struct {
		health health
		want   []string
	}{
		"all is well":               {health{}, nil},
		"the clocks nearly agree":   {health{ahead: -MostDrift}, nil},
		"the opening has a problem": {health{problem: "the gateway refuses the sign-in: no payment can be taken"}, []string{"The gateway refuses the sign-in: no payment can be taken."}},
		"the sign-in was refused":   {health{refused: true}, []string{"The gateway refused the sign-in: moto asks again before the next payment."}},
		"it is refused from the start": {
			health{problem: "the gateway refuses the sign-in: no payment can be taken", refused: true}, []string{"The gateway refuses the sign-in: no payment can be taken."},
		},
		"the clock is behind": {health{ahead: 90 * time.Second}, []string{"This machine's clock is 1m30s behind the gateway's: tell a supervisor."}},
		"the clock is ahead":  {health{ahead: -2 * time.Hour}, []string{"This machine's clock is 2h0m0s ahead of the gateway's: tell a supervisor."}},
		"the disk is full":    {health{nearlyFull: true}, []string{"The disk with the journal is nearly full: tell a supervisor."}},
		"an event waits":      {health{waiting: 1}, []string{"The journal cannot be written, with 1 audit event waiting. Tell a supervisor."}},
		"events wait":         {health{waiting: 40}, []string{"The journal cannot be written, with 40 audit events waiting. Tell a supervisor."}},
		"everything at once": {health{refused: true, ahead: time.Hour, nearlyFull: true}, []string{
			"The gateway refused the sign-in: moto asks again before the next payment.",
			"This machine's clock is 1h0m0s behind the gateway's: tell a supervisor.",
			"The disk with the journal is nearly full: tell a supervisor.",
		}},
	} {
		if got := tc.health.sentences(); !slices.Equal(got, tc.want) {
			t.Errorf("%s: %q", name, got)
		}
	}
}

// TestWhatTheProcessKnows: home gets the faults of gateway and clock that the process
// knows of, for as long as they last.
func TestWhatTheProcessKnows(t *testing.T) {
	f := newFloor(t)
	vault, err := gateway.NewVault()
	if err != nil {
		t.Fatal(err)
	}
	s, err := f.NewSession(Agent{Name: "priya", Grant: rights.Everything()}, Terminal{Vault: vault, Charset: charset.Unicode})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	want := func(what string, sentences ...string) {
		t.Helper()
		if got := s.screens(Agent{}, Terminal{}).Warnings(); !slices.Equal(got, sentences) {
			t.Errorf("%s: %q", what, got)
		}
	}
	want("before it is asked")
	if err := f.signIn.Prove(t.Context()); err != nil {
		t.Fatal(err)
	}
	want("the gateway answers")
	f.signIn.Refused()
	want("a refusal", "The gateway refused the sign-in: moto asks again before the next payment.")
	if err := f.signIn.Prove(t.Context()); err != nil {
		t.Fatal(err)
	}
	want("it answers again")
	f.notices.opened(ui.OpenedMsg{Problem: "no sign-in"})
	want("the opening", "No sign-in.")
	f.notices.opened(ui.OpenedMsg{})
	want("the opening succeeds")
	now := f.signIn.Now
	f.signIn.Now = func() time.Time { return now().Add(-time.Hour) }
	if got := s.screens(Agent{}, Terminal{}).Warnings(); len(got) != 1 {
		t.Errorf("a clock that is behind: %q", got)
	}
}
