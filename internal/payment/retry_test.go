package payment

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"time"

	"motoconsole/gateway"
	"motoconsole/internal/payment/paymenttest"
	"motoconsole/internal/rights"
)

// refusing is a bank that refuses with a code of its own, and one of the gateway's.
func refusing(errorCode, bankCode string) func(gateway.AuthRequest) (gateway.AuthResult, error) {
	return func(r gateway.AuthRequest) (gateway.AuthResult, error) {
		info, _ := gateway.LookupCode(errorCode)
		return gateway.AuthResult{Outcome: gateway.OutcomeDeclined, Code: info, Record: gateway.Record{
			RequestType: gateway.TypeAuth, ErrorCode: errorCode, ErrorMessage: info.Message, SettleStatus: "3", OrderReference: r.OrderReference,
			TransactionReference: "23-9-80001", AcquirerResponseCode: bankCode, AcquirerResponseText: "Telltale",
		}}, nil
	}
}

// TestGuardAfterARefusal: what the guard says of the same card after each kind of refusal,
// and for how long.
func TestGuardAfterARefusal(t *testing.T) {
	for _, tc := range []struct {
		errorCode, bankCode string
		want                []WarningKind
	}{
		{"70000", "05", nil},
		{"70000", "51", nil},
		{"70000", "N7", nil},
		{"70000", "", nil},
		{"70000", "14", []WarningKind{NumberRefused}},
		{"70000", "15", []WarningKind{NumberRefused}},
		{"70000", "12", []WarningKind{DoNotRetry}},
		{"70000", "57", []WarningKind{DoNotRetry}},
		{"70000", "41", []WarningKind{DoNotRetry}},
		{"70000", "63", []WarningKind{DoNotRetry}},
		{"30002", "", []WarningKind{DoNotRetry}},
		{"60044", "05", []WarningKind{DoNotRetry}},
	} {
		b := newBench(t, refusing(tc.errorCode, tc.bankCode))
		b.take(charge())
		other := charge()
		other.OrderReference, other.Amount = "B18", paymenttest.Pounds(2000)
		warnsOf(t, b, other, tc.want...)
		b.clock.Wait(29 * 24 * time.Hour)
		warnsOf(t, b, other, tc.want...)
		b.clock.Wait(2 * 24 * time.Hour)
		warnsOf(t, b, other)
	}
}

func warnsOf(t *testing.T, b *bench, c Charge, want ...WarningKind) {
	t.Helper()
	warnings, err := b.Guard(t.Context(), c)
	var kinds []WarningKind
	for _, w := range warnings {
		kinds = append(kinds, w.Kind)
	}
	if err != nil || !slices.Equal(kinds, want) {
		t.Errorf("the guard warns of %v, want %v: %v", kinds, want, err)
	}
}

// clerkAndLead has priya, who may take payments, and mia, who may do everything.
func clerkAndLead() *rights.Table {
	return rights.NewTable([]rights.Role{{Name: "clerk", Rights: rights.Least()}, {Name: "lead", Rights: rights.All()}},
		[]rights.Agent{{Name: "priya", Role: "clerk"}, {Name: "mia", Role: "lead"}}, true)
}

// TestWhoGoesOnAfterARefusal: an agent with the right to override goes on with a reason, and
// any agent where the number may have been corrected.
func TestWhoGoesOnAfterARefusal(t *testing.T) {
	table := clerkAndLead()
	for code, bars := range map[string]map[string]bool{"41": {"priya": true, "mia": false}, "14": {"priya": false, "mia": false}} {
		for agent, barred := range bars {
			b := newBench(t, refusing("70000", code))
			b.take(charge())
			b.Grant = table.Grant(agent)
			w, err := b.Guard(t.Context(), charge())
			if err != nil || len(w) != 1 || w[0].Bars() != barred || strings.Contains(w[0].Refusal, "ask mia") != barred {
				t.Errorf("%s, %s: %+v %v", code, agent, w, err)
			}
		}
	}
}

// TestAnAttemptKeepsNoSealedReason: the journal keeps the codes, and an attempt neither the
// codes of a sealed refusal nor the bank's message, when it is new or read again.
func TestAnAttemptKeepsNoSealedReason(t *testing.T) {
	for _, tc := range []struct {
		errorCode, bankCode string
		sealed              bool
	}{{"70000", "41", true}, {"30002", "05", true}, {"70000", "51", false}} {
		b := newBench(t, refusing(tc.errorCode, tc.bankCode))
		done := b.take(charge())
		e := b.entry(t, done.ID)
		if e.ErrorCode != tc.errorCode || e.BankCode != tc.bankCode {
			t.Errorf("the journal has %s and %s of %+v", e.ErrorCode, e.BankCode, tc)
		}
		for where, a := range map[string]Attempt{"new": done, "read again": AttemptOf(e)} {
			text, err := json.Marshal(a)
			tells := strings.Contains(string(text), "Telltale") || strings.Contains(string(text), "Banned") || a.Result.Record.AcquirerResponseCode == tc.bankCode || a.Result.Code.Code != "70000"
			if err != nil || tells == tc.sealed || a.Outcome != gateway.OutcomeDeclined {
				t.Errorf("%s, %+v: %s %v", where, tc, text, err)
			}
		}
	}
}

// TestDeclinesOfADayAndOfAMonth: one card may be declined so often in an hour, in 24 hours
// and in 30 days. The first bars the card for all, the others unless the agent may override.
func TestDeclinesOfADayAndOfAMonth(t *testing.T) {
	table := clerkAndLead()
	for name, tc := range map[string]struct {
		policy   Policy
		declines int
		gap      time.Duration
		want     []WarningKind
		count    int
	}{
		"seven in a day":         {Policy{}, 7, 3 * time.Hour, nil, 0},
		"eight in a day":         {Policy{}, 8, 2 * time.Hour, []WarningKind{DeclinedToday}, 8},
		"eight in more":          {Policy{}, 8, 4 * time.Hour, nil, 0},
		"thirteen in a month":    {Policy{}, 13, 48 * time.Hour, nil, 0},
		"fourteen in a month":    {Policy{}, 14, 48 * time.Hour, []WarningKind{DeclinedLately}, 14},
		"fourteen in more":       {Policy{}, 14, 60 * time.Hour, nil, 0},
		"both":                   {Policy{}, 14, 2 * time.Hour, []WarningKind{DeclinedToday}, 12},
		"as often in an hour":    {Policy{MaxDeclines: 20}, 20, time.Minute, []WarningKind{TooManyTimes}, 20},
		"a day's own figure":     {Policy{MaxDeclinesDay: 2}, 2, 2 * time.Hour, []WarningKind{DeclinedToday}, 2},
		"a month's own figure":   {Policy{MaxDeclinesMonth: 3}, 3, 48 * time.Hour, []WarningKind{DeclinedLately}, 3},
		"a day above the hour's": {Policy{MaxDeclinesDay: 20}, 8, 2 * time.Hour, nil, 0},
	} {
		b := newBench(t, refusing("70000", "51"))
		b.Policy = tc.policy
		for range tc.declines {
			b.take(charge())
			b.clock.Wait(tc.gap)
		}
		for agent, mayOverride := range map[string]bool{"priya": false, "mia": true} {
			b.Grant = table.Grant(agent)
			warnsOf(t, b, charge(), tc.want...)
			for _, w := range must(b.Guard(t.Context(), charge())) {
				if w.Count != tc.count || w.Bars() != (w.Kind == TooManyTimes || !mayOverride) || !w.TookNothing() {
					t.Errorf("%s, %s: %d declines, bars %v", name, agent, w.Count, w.Bars())
				}
			}
		}
	}
}

func must(w []Warning, err error) []Warning {
	if err != nil {
		panic(err)
	}
	return w
}

// TestACorrectedNumberOverridesNothing: an agent without the right to override takes a
// payment by saying that the number was corrected, and nothing else with those words.
func TestACorrectedNumberOverridesNothing(t *testing.T) {
	b := newBench(t, refusing("70000", "14"))
	b.take(charge())
	b.Grant = clerkAndLead().Grant("priya")
	corrected := charge()
	corrected.Reason = "the caller read it again"
	if done := b.take(corrected); done.Outcome != gateway.OutcomeNotSent || b.bank.Sent() != 1 {
		t.Errorf("a reason went past a warning without the right: %v", done.Outcome)
	}
	corrected.Corrected = OnlyRenumbered(must(b.Guard(t.Context(), charge())))
	b.bank.Answer = paymenttest.Approve
	done := b.take(corrected)
	if done.Outcome != gateway.OutcomeApproved || b.bank.Sent() != 2 || b.entry(t, done.ID).OverrideReason != corrected.Reason {
		t.Errorf("a corrected number: %v, %d sent", done.Outcome, b.bank.Sent())
	}
	if OnlyRenumbered(must(b.Guard(t.Context(), charge()))) {
		t.Error("after a payment the correction alone is asked for")
	}
	if again := b.take(corrected); again.Outcome != gateway.OutcomeNotSent || b.bank.Sent() != 2 {
		t.Errorf("the correction went past an earlier payment: %v", again.Outcome)
	}
}
