package payment

import (
	"strings"
	"testing"
	"time"

	"motoconsole/gateway"
	"motoconsole/internal/effort"
	"motoconsole/internal/journal"
	"motoconsole/internal/payment/paymenttest"
	"motoconsole/internal/rights"
	"motoconsole/internal/sandbox"
)

// disguised are the ways in which a gateway shows a record of ours that does not
// look like ours: faults of the test bank, with own references that they strike.
var disguised = []struct {
	name, own string
	faults    []string
}{
	{"folded to lower case", "A17", []string{"fold"}},
	{"folded to upper case", "a17-köln", []string{"fold"}},
	{"cut to 20 characters", "INVOICE-2026-000412", []string{"cut"}},
	{"cut to 20 bytes", "INVOICE-2026-000412", []string{"cutbytes"}},
	{"cut to 20 bytes in the middle of a character", "éèéèéèéèéèéèéèéèéè", []string{"cutbytes"}},
	{"cut to 20 bytes, and so without a suffix", "注文番号一二三四五六七", []string{"cutbytes"}},
	{"escaped &", "Smith & Sons", []string{"escape"}},
	{"escaped '", "O'Brien", []string{"escape"}},
	{"escaped and folded", "O'Brien & Co", []string{"escape", "fold"}},
	{"of another site", "A17", []string{"othersite"}},
	{"of another order", "A17", []string{"otherorder"}},
	{"counted and not shown", "A17", []string{"norecords"}},
}

// TestWhatLooksLikeAnotherIsNoAbsence: a query finds a record and it is not
// exactly ours. However many hours pass, the payment is not called not taken;
// what was found is kept and shown, a supervisor is called, and the card and the
// order stay barred. When the gateway shows it as it is, it is known.
func TestWhatLooksLikeAnotherIsNoAbsence(t *testing.T) {
	for _, row := range effort.Some(disguised, 12) {
		t.Run(row.name, func(t *testing.T) {
			f := newFloor(t)
			a := f.lose(ordered(row.own), 0)
			for _, fault := range row.faults {
				f.Strike(fault, 0, gateway.TypeQuery)
			}
			e := f.watch(a.ID, 5*time.Minute)
			if e.State != journal.InDoubt || e.Evidence == "" || e.Alarm != "" {
				t.Fatalf("after 5 minutes: %v %v, evidence %q, alarm %q", e.State, e.Outcome, e.Evidence, e.Alarm)
			}
			if e = f.watch(a.ID, 30*time.Hour); e.State != journal.InDoubt || e.Alarm != journal.AlarmsOf(e).Evidence || e.EmptyChecks != 0 {
				t.Fatalf("after 30 hours: %v %v, alarm %q, %d empty answers", e.State, e.Outcome, e.Alarm, e.EmptyChecks)
			}
			if row.faults[0] != "norecords" && e.EvidenceReference == "" {
				t.Errorf("the transaction is not kept: %q", e.Evidence)
			}
			if e.NextCheckAt.IsZero() {
				t.Error("the gateway is not asked any more")
			}
			for _, c := range []Charge{ordered("B18"), ordered(row.own)} {
				if w, err := f.Guard(t.Context(), c); err != nil || len(w) == 0 || !w[0].Bars() {
					t.Errorf("order %s: not barred: %v %v", c.OrderReference, w, err)
				}
			}
			f.Bank.ClearFaults()
			if e = f.check(a.ID); e.Outcome != gateway.OutcomeApproved || e.Resolution != journal.ResolvedQuery {
				t.Errorf("shown as it is: %v %v", e.State, e.Outcome)
			}
		})
	}
}

// TestASupervisorSettlesEvidence either way, and what was found stays to be
// read. What was settled as not taken is still asked about.
func TestASupervisorSettlesEvidence(t *testing.T) {
	for _, row := range effort.Some(disguised, 12) {
		for _, o := range []gateway.Outcome{gateway.OutcomeApproved, gateway.OutcomeNotSent} {
			t.Run(row.name+" "+o.String(), func(t *testing.T) {
				f := newFloor(t)
				a := f.lose(ordered(row.own), 0)
				for _, fault := range row.faults {
					f.Strike(fault, 0, gateway.TypeQuery)
				}
				f.watch(a.ID, 10*time.Minute)
				if _, err := resolverOf(f.Resolver).RuleOn(t.Context(), rights.Everything(), a.SentReference, o, "J. Doe", "seen in the portal"); err != nil {
					t.Fatal(err)
				}
				e := f.Entry(a.ID)
				if e.Outcome != o || e.Resolution != journal.ResolvedSupervisor || e.Evidence == "" || e.Attention() {
					t.Fatalf("%v by %q, evidence %q, attention %v", e.Outcome, e.Resolution, e.Evidence, e.Attention())
				}
				if o == gateway.OutcomeApproved {
					return
				}
				// The same finding is no news; the true record is.
				if e = f.check(a.ID); e.Attention() {
					t.Errorf("what the supervisor has seen raises the alarm again: %q", e.Alarm)
				}
				f.Bank.ClearFaults()
				if e = f.check(a.ID); e.Outcome != gateway.OutcomeApproved || e.Alarm != journal.AlarmsOf(e).Late || !e.Attention() {
					t.Errorf("turned up: %v, alarm %q", e.Outcome, e.Alarm)
				}
			})
		}
	}
}

// TestAnAnswerThatDoesNotMatchIsKept: the answer says approved and repeats
// something other than was sent, and the record stays hidden for hours. Its
// transaction is kept, asked for and shown.
func TestAnAnswerThatDoesNotMatchIsKept(t *testing.T) {
	for _, fault := range []string{"wrongorder", "wrongpan", "wrongref"} {
		t.Run(fault, func(t *testing.T) {
			f := newFloor(t)
			if err := f.Bank.SetFault(sandbox.Fault{Name: "hide", Arg: 15 * time.Minute, Types: []string{gateway.TypeAuth}}); err != nil {
				t.Fatal(err)
			}
			f.Fault(fault, gateway.TypeAuth)
			a := f.take(charge())
			e := f.Entry(a.ID)
			if a.State != InDoubt || e.EvidenceReference != "23-9-80001" || !strings.Contains(e.Evidence, "23-9-80001") {
				t.Fatalf("%v %v, evidence %q, reference %q", a.State, a.Outcome, e.Evidence, e.EvidenceReference)
			}
			if got := AttemptOf(e).Evidence; got != e.Evidence {
				t.Errorf("the page says %q", got)
			}
			if e = f.watch(a.ID, 14*time.Minute); e.State != journal.InDoubt || e.Alarm != journal.AlarmsOf(e).Evidence {
				t.Fatalf("hidden: %v %v, alarm %q", e.State, e.Outcome, e.Alarm)
			}
			f.Pass(2 * time.Minute)
			if e = f.check(a.ID); e.Outcome != gateway.OutcomeApproved || e.TransactionReference != "23-9-80001" {
				t.Errorf("shown: %v %v %q", e.State, e.Outcome, e.TransactionReference)
			}
		})
	}
}

// TestOursAndAnother: found is 2, one of them ours to the letter. That one
// decides, and the other is kept.
func TestOursAndAnother(t *testing.T) {
	f := newFloor(t)
	f.Pay(9900)
	a := f.lose(charge(), 0)
	f.Strike("nofilter", 0, gateway.TypeQuery)
	if e := f.check(a.ID); e.Outcome != gateway.OutcomeApproved || e.TransactionReference != "23-9-80002" || e.Alarm != "" || e.Evidence == "" {
		t.Errorf("%v %q, alarm %q, evidence %q", e.Outcome, e.TransactionReference, e.Alarm, e.Evidence)
	}
}

// TestTheSameRecordTwice: a record that is listed twice is one payment.
func TestTheSameRecordTwice(t *testing.T) {
	b := newBench(t, paymenttest.Lost)
	a := b.take(charge())
	record := gateway.Record{
		RequestType: "AUTH", OrderReference: a.SentReference, TransactionReference: "1-2-3",
		ErrorCode: "0", SettleStatus: "0", BaseAmount: "1050", CurrencyISO3A: "GBP",
	}
	b.answers(record, record)
	if e := b.asked(t, a.ID); e.Outcome != gateway.OutcomeApproved || e.Alarm != "" {
		t.Errorf("%v, alarm %q", e.Outcome, e.Alarm)
	}
}

// TestOnlyOthersAreFound: the gateway ignores the filters and ours is hidden.
func TestOnlyOthersAreFound(t *testing.T) {
	f := newFloor(t)
	f.Pay(9900)
	a := f.lose(charge(), 15*time.Minute)
	f.Strike("nofilter", 0, gateway.TypeQuery)
	if e := f.watch(a.ID, 14*time.Minute); e.State != journal.InDoubt || e.EvidenceReference != "23-9-80001" || e.Alarm != journal.AlarmsOf(e).Evidence {
		t.Fatalf("%v %v, evidence %q, alarm %q", e.State, e.Outcome, e.Evidence, e.Alarm)
	}
	f.Pass(2 * time.Minute)
	if e := f.check(a.ID); e.Outcome != gateway.OutcomeApproved || e.TransactionReference != "23-9-80002" {
		t.Errorf("%v %q", e.Outcome, e.TransactionReference)
	}
}

// TestATransactionOfAnotherOrder: an answer named a transaction but not the
// outcome, and a query for that transaction finds another order. The record
// decides nothing, even if it speaks of the money.
func TestATransactionOfAnotherOrder(t *testing.T) {
	for name, record := range map[string]gateway.Record{
		"approved":     {ErrorCode: "0", SettleStatus: "0"},
		"declined":     {ErrorCode: "70000", SettleStatus: "3"},
		"cancelled":    {ErrorCode: "0", SettleStatus: "3"},
		"not accepted": {ErrorCode: "30000"},
	} {
		for _, kept := range []string{"as an outcome that is not known", "as evidence"} {
			t.Run(name+" "+kept, func(t *testing.T) {
				b := newBench(t, func(gateway.AuthRequest) (gateway.AuthResult, error) {
					named := gateway.Record{ErrorCode: "60010", TransactionReference: "23-9-1"}
					if kept == "as evidence" {
						return gateway.AuthResult{Outcome: gateway.OutcomeUnknown}, &gateway.Error{Kind: gateway.KindMismatch, Written: true, Record: named}
					}
					return gateway.AuthResult{Outcome: gateway.OutcomeUnknown, Record: named}, nil
				})
				a := b.take(charge())
				record.RequestType, record.OrderReference, record.TransactionReference = "AUTH", "OTHER-ZZ1234", "23-9-1"
				record.BaseAmount, record.CurrencyISO3A, record.SiteReference = "1050", "GBP", "test_site"
				b.bank.Found = func(q gateway.Query) (gateway.QueryResult, error) {
					r := gateway.QueryResult{Outcome: gateway.OutcomeApproved, At: b.clock.Now()}
					if len(q.TransactionReferences) > 0 {
						r.Records, r.Found = []gateway.Record{record}, 1
					}
					return r, nil
				}
				for range 60 {
					b.clock.Wait(time.Minute)
					b.asked(t, a.ID)
				}
				if e := b.entry(t, a.ID); e.State != journal.InDoubt || e.Alarm != journal.AlarmsOf(e).Evidence || !strings.Contains(e.Evidence, "23-9-1") {
					t.Errorf("%v %v, alarm %q, evidence %q", e.State, e.Outcome, e.Alarm, e.Evidence)
				}
			})
		}
	}
}

// TestAQueryThatFailsAndPointsToSomething is evidence: the gateway refused to
// carry it out, or the answer cannot be read, and all the same it counts or
// names a record.
func TestAQueryThatFailsAndPointsToSomething(t *testing.T) {
	named := gateway.Record{TransactionReference: "23-9-1", OrderReference: "a17"}
	for name, answer := range map[string]struct {
		result    gateway.QueryResult
		err       error
		reference string
	}{
		"an errorcode, and found":    {gateway.QueryResult{Found: 1}, &gateway.QueryError{Found: 1}, ""},
		"an errorcode, and a record": {gateway.QueryResult{Found: 1, Records: []gateway.Record{named}}, &gateway.QueryError{Found: 1}, "23-9-1"},
		"garbled, and found":         {gateway.QueryResult{}, &gateway.Error{Kind: gateway.KindGarbled, Written: true, Found: 1}, ""},
		"truncated, and a reference": {gateway.QueryResult{}, &gateway.Error{Kind: gateway.KindTruncated, Written: true, Records: []gateway.Record{named}}, "23-9-1"},
		"no JSON, and both":          {gateway.QueryResult{}, &gateway.Error{Kind: gateway.KindShape, Written: true, Found: 1, Records: []gateway.Record{named}}, "23-9-1"},
	} {
		t.Run(name, func(t *testing.T) {
			b := newBench(t, paymenttest.Lost)
			a := b.take(charge())
			b.bank.Found = func(gateway.Query) (gateway.QueryResult, error) { return answer.result, answer.err }
			b.asked(t, a.ID)
			b.answers() // from now on it finds nothing
			for range 60 {
				b.clock.Wait(time.Minute)
				b.asked(t, a.ID)
			}
			e := b.entry(t, a.ID)
			if e.State != journal.InDoubt || e.Evidence == "" || e.Alarm != journal.AlarmsOf(e).Evidence {
				t.Errorf("%v %v, evidence %q, alarm %q", e.State, e.Outcome, e.Evidence, e.Alarm)
			}
			if e.EvidenceReference != answer.reference {
				t.Errorf("the transaction is kept as %q: %q", e.EvidenceReference, e.Evidence)
			}
		})
	}
}
