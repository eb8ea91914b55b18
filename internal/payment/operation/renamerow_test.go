package operation

import (
	"testing"
	"time"

	"motoconsole/internal/effort"

	"motoconsole/gateway"
	"motoconsole/internal/journal"
	"motoconsole/internal/payment"
	"motoconsole/internal/payment/option"
	"motoconsole/internal/payment/paymenttest"
	"motoconsole/internal/rights"
)

// rename changes the order reference of a transaction.
func (f *counter) rename(reference, to string) Operation {
	f.T.Helper()
	return f.do(reference, option.Order, func(a *Request) { a.OrderReference = to })
}

// TestARenamedOrderIsGuarded under its new reference: the guard of the journal
// asks why, for our payments and for those of the portal, and so it does when
// the change was in doubt and is found done, by a query or by a supervisor.
func TestARenamedOrderIsGuarded(t *testing.T) {
	effort.Whole(t)
	otherCard := priced("B18", 999)
	otherCard.Last4 = "2222"
	for name, pays := range map[string]func(*counter) (string, string){
		"ours": func(f *counter) (string, string) {
			a := f.charge(priced("A17", 4800))
			return a.Result.Record.TransactionReference, a.ID
		},
		"the portal's": func(f *counter) (string, string) { return f.Pay(4800), "" },
	} {
		for how, change := range map[string]func(*counter, string){
			"done": func(f *counter, ref string) {
				if v := f.rename(ref, "B18"); v.Outcome != gateway.OutcomeApproved {
					f.T.Fatalf("%v %q", v.Outcome, v.Problem)
				}
			},
			"in doubt, and found done": func(f *counter, ref string) {
				f.Fault("lost", gateway.TypeUpdate)
				v := f.rename(ref, "B18")
				if e := f.check(v.ID); v.State != payment.InDoubt || e.Outcome != gateway.OutcomeApproved {
					f.T.Fatalf("%v, then %v", v.State, e.Outcome)
				}
			},
			"in doubt, and settled by hand": func(f *counter, ref string) {
				f.Fault("lost", gateway.TypeUpdate)
				v := f.rename(ref, "B18")
				if _, err := resolverOf(f.Processor.Resolver).RuleOn(f.T.Context(), rights.Everything(), v.SentReference, gateway.OutcomeApproved, "J. Doe", "seen in the portal"); err != nil {
					f.T.Fatal(err)
				}
			},
			"twice": func(f *counter, ref string) { f.rename(ref, "B17"); f.rename(ref, "B18") },
		} {
			t.Run(name+" "+how, func(t *testing.T) {
				f := newFullCounter(t)
				ref, id := pays(f)
				change(f, ref)
				w, err := f.Processor.Guard(t.Context(), otherCard)
				if err != nil || len(w) != 1 || w[0].Kind != payment.OrderTaken || w[0].Earlier.Charge.OrderReference != "B18" || w[0].Earlier.Charge.Amount != paymenttest.Pounds(4800) {
					t.Errorf("the guard: %+v %v", w, err)
				}
				if a := f.charge(otherCard); a.Outcome != gateway.OutcomeNotSent {
					t.Errorf("charged without a reason: %v", a.Outcome)
				}
				if id == "" {
					return
				}
				e := f.Entry(id)
				if e.CurrentReference != "B18" || e.OwnReference != "A17" || e.SentReference[:4] != "A17-" {
					t.Errorf("now %q, sent as %q", e.CurrentReference, e.SentReference)
				}
				if seen := f.see(ref); seen.Made.ID != id {
					t.Errorf("the record's page says it was made by %q", seen.Made.ID)
				}
				if found := f.reconcile(time.Hour); len(found.Forgotten)+len(found.Others)+len(found.Differences) != 0 {
					t.Errorf("compared with the gateway: %+v", found)
				}
			})
		}
	}
}

// TestAPaymentInDoubtIsRenamed before it was found: it is looked for under both
// references, and is not called not taken.
func TestAPaymentInDoubtIsRenamed(t *testing.T) {
	for _, names := range [][]string{{"B18"}, {"B17", "B18"}, {"B17", "A17"}} {
		f := newFullCounter(t)
		a := f.lose(charge(), 0)
		for _, name := range names {
			if v := f.rename("23-9-80001", name); v.Outcome != gateway.OutcomeApproved {
				t.Fatalf("%v %q", v.Outcome, v.Problem)
			}
		}
		if e := f.watch(a.ID, time.Hour); e.Outcome != gateway.OutcomeApproved || e.Resolution != journal.ResolvedQuery || e.CurrentReference != names[len(names)-1] {
			t.Errorf("%v: %v %v, now %q", names, e.State, e.Outcome, e.CurrentReference)
		}
	}
}
