package flow

import (
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"motoconsole/forms"
	"motoconsole/gateway"
	"motoconsole/internal/payment"
	"motoconsole/internal/screentest"
	"motoconsole/ui/kit"
	"motoconsole/ui/kit/theme"
)

// made counts what a flow asked of its page.
type made struct{ confirmed, left int }

func (m *made) OpenConfirm() tea.Cmd { m.confirmed++; return nil }

func (m *made) LeaveForm() tea.Cmd { m.left++; return nil }

func (m *made) Barred() bool { return false }

// newTestFlow is a flow on its confirm page, and a clock for it.
func newTestFlow(t *testing.T) (f *Flow, m *made, clock *time.Time) {
	t.Helper()
	now := time.Date(2026, 11, 21, 14, 2, 0, 0, time.UTC)
	theme, keys := kit.ThemeOf(theme.New(theme.Options{Level: theme.True})), kit.NewKeyMap()
	shell := kit.Shell{
		Console: &kit.Console{Now: func() time.Time { return now }, Form: forms.PaymentOptions{}},
		Theme:   &theme, Keys: &keys,
		Notify: func(string) {},
	}
	m = &made{}
	flow := New(shell, m, Confirming, keys.Confirm.Charge, keys.Confirm.Back)
	return &flow, m, &now
}

// everyKey are keys that an agent may press on any page.
func everyKey() []tea.KeyPressMsg {
	keys := []tea.KeyPressMsg{
		{Code: tea.KeyEnter},
		{Code: tea.KeyEscape},
		{Code: tea.KeyTab},
		{Code: tea.KeyBackspace},
		{Code: tea.KeyF1},
		{Code: 'r', Mod: tea.ModCtrl},
		{Code: 'y', Mod: tea.ModCtrl},
		{Code: 'y', Mod: tea.ModAlt},
	}
	for c := ' '; c < 0x7f; c++ {
		keys = append(keys, tea.KeyPressMsg{Code: c, Text: string(c)})
	}
	return keys
}

// TestOneKeyAgrees: only one key moves money, only once, and only after the agent could
// read the page and every check has ended.
func TestOneKeyAgrees(t *testing.T) {
	for _, tc := range []struct {
		name                 string
		quiet, agreed, ready bool
	}{
		{"read and answered", true, false, true},
		{"not read", false, false, true},
		{"not answered", true, false, false},
		{"agreed before", true, true, true},
	} {
		for _, k := range everyKey() {
			f, _, now := newTestFlow(t)
			f.StartGrace()
			if tc.quiet {
				*now = now.Add(time.Minute)
			}
			did := 0
			f.Agree(k, tc.agreed, tc.ready, func() tea.Cmd { did++; return nil })
			want := 0
			if tc.quiet && !tc.agreed && tc.ready && k.String() == "y" {
				want = 1
			}
			if did != want {
				t.Errorf("%s, %q: it was done %d times, want %d", tc.name, k.String(), did, want)
			}
		}
	}
}

// TestNoKeyWhileSending: no key stops a request on its way or makes another.
func TestNoKeyWhileSending(t *testing.T) {
	for _, k := range everyKey() {
		f, m, _ := newTestFlow(t)
		f.Stage = Sending
		if _, handled := f.Step(k); !handled || f.Stage != Sending || *m != (made{}) {
			t.Errorf("%q does something", k.String())
		}
	}
}

// TestUnseen: a warning counts as seen if the agent has seen the same one about the
// same attempt or record.
func TestUnseen(t *testing.T) {
	w := func(kind payment.WarningKind, id, reference string) payment.Warning {
		return payment.Warning{Kind: kind, Earlier: payment.Attempt{
			ID: id, Result: gateway.AuthResult{Record: gateway.Record{TransactionReference: reference}},
		}}
	}
	f, _, _ := newTestFlow(t)
	f.Warnings = []payment.Warning{w(payment.SameTaken, "a", "1"), w(payment.CardSeen, "", "2")}
	for _, tc := range []struct {
		warning payment.Warning
		unseen  bool
	}{
		{w(payment.SameTaken, "a", "1"), false},
		{w(payment.CardSeen, "", "2"), false},
		{w(payment.SameInDoubt, "a", "1"), true},
		{w(payment.SameTaken, "b", "1"), true},
		{w(payment.CardSeen, "", "3"), true},
	} {
		if got := f.Unseen([]payment.Warning{tc.warning}); got != tc.unseen {
			t.Errorf("%v %q: unseen %v", tc.warning.Kind, tc.warning.Earlier.ID, got)
		}
	}
}

// TestReasonOnceGiven: while the agent types a reason, only its field holds it, since
// it may become a card number.
func TestReasonOnceGiven(t *testing.T) {
	f, _, now := newTestFlow(t)
	warnings := []payment.Warning{{Kind: payment.SameTaken}}
	f.Warn()
	*now = now.Add(time.Minute)
	press := func(k tea.KeyPressMsg) {
		t.Helper()
		if _, handled := f.Step(k); !handled {
			t.Fatalf("%v is not for the page of warnings", k)
		}
	}
	for _, c := range "45395787" {
		press(tea.KeyPressMsg{Code: c, Text: string(c)})
		if reason := f.Given(warnings); reason != "" {
			t.Fatal("a reason is read before it is given")
		}
	}
	press(tea.KeyPressMsg{Code: tea.KeyEnter})
	if f.Stage != Confirming || f.Given(warnings) != "45395787" || f.Given(nil) != "" {
		t.Errorf("stage %v, reason %q, without warnings %q", f.Stage, f.Given(warnings), f.Given(nil))
	}
	if f.Warn(); f.Given(warnings) != "" {
		t.Error("another warning takes over the reason")
	}
}

// TestGatewayWordsAreSafe: pages draw no control character, escape sequence or
// invisible sign from the gateway's sentence or from a field's name.
func TestGatewayWordsAreSafe(t *testing.T) {
	f, _, _ := newTestFlow(t)
	withSheet := *f
	withSheet.Sheet = forms.New(forms.NewCountry("GB"))
	refused := func(code gateway.CodeInfo, message string, fields ...string) string {
		return kit.Reason(payment.Attempt{
			Outcome: gateway.OutcomeRejected, Fields: fields,
			Result: gateway.AuthResult{Code: code, Record: gateway.Record{ErrorMessage: message}},
		}, f.FieldLabel)
	}
	for place, words := range map[string]func(text string) string{
		"the gateway's sentence":            func(text string) string { return refused(gateway.CodeInfo{Code: "30000"}, text) },
		"the sentence of the table":         func(text string) string { return refused(gateway.CodeInfo{Code: "30000", Message: text}, "") },
		"a field of the answer":             func(text string) string { return refused(gateway.CodeInfo{}, "", text) },
		"a field's name without a form":     f.FieldLabel,
		"a field's name that no field has":  withSheet.FieldLabel,
		"several fields, one of them known": func(text string) string { return refused(gateway.CodeInfo{}, "", "pan", text) },
	} {
		for _, text := range screentest.Hostile() {
			if got := words(text); gateway.Clean(got, len(got)) != got {
				t.Errorf("%s: %.60q is drawn as %.120q", place, text, got)
			}
		}
	}
}
