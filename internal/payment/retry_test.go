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

// TestWhoGoesOnAfterARefusal: an agent with the right to override goes on with a reason, and
// any agent where the number may have been corrected.
func TestWhoGoesOnAfterARefusal(t *testing.T) {
	table := rights.NewTable([]rights.Role{{Name: "clerk", Rights: rights.Least()}, {Name: "lead", Rights: rights.All()}},
		[]rights.Agent{{Name: "priya", Role: "clerk"}, {Name: "mia", Role: "lead"}}, true)
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
