package payment

import (
	"testing"
	"time"

	"motoconsole/gateway"
	"motoconsole/internal/journal"
	"motoconsole/internal/payment/option"
)

// rename changes the order reference of a transaction.
func (f *floor) rename(reference, to string) Reversal {
	f.t.Helper()
	return f.do(reference, option.MoveOrder, func(a *Action) { a.OrderReference = to })
}

// TestARenamedOrderIsGuarded under its new reference: the guard of the journal
// asks why, for our payments and for those of the portal, and so it does when
// the change was in doubt and is found done, by a query or by a supervisor.
func TestARenamedOrderIsGuarded(t *testing.T) {
	otherCard := priced("B18", 999)
	otherCard.Last4 = "2222"
	for name, payment := range map[string]func(*floor) (string, string){
		"ours": func(f *floor) (string, string) {
			a := f.take(priced("A17", 4800))
			return a.Result.Record.TransactionReference, a.ID
		},
		"the portal's": func(f *floor) (string, string) { return f.pay(4800), "" },
	} {
		for how, change := range map[string]func(*floor, string){
			"done": func(f *floor, ref string) {
				if v := f.rename(ref, "B18"); v.Outcome != gateway.Approved {
					f.t.Fatalf("%v %q", v.Outcome, v.Problem)
				}
			},
			"in doubt, and found done": func(f *floor, ref string) {
				f.fault("lost", gateway.TypeUpdate)
				v := f.rename(ref, "B18")
				if e := f.check(v.ID); v.State != InDoubt || e.Outcome != gateway.Approved {
					f.t.Fatalf("%v, then %v", v.State, e.Outcome)
				}
			},
			"in doubt, and settled by hand": func(f *floor, ref string) {
				f.fault("lost", gateway.TypeUpdate)
				v := f.rename(ref, "B18")
				if _, err := f.Resolver.Override(f.t.Context(), v.SentReference, gateway.Approved, "J. Doe", "seen in the portal"); err != nil {
					f.t.Fatal(err)
				}
			},
			"twice": func(f *floor, ref string) { f.rename(ref, "B17"); f.rename(ref, "B18") },
		} {
			t.Run(name+" "+how, func(t *testing.T) {
				f := newFloor(t)
				ref, id := payment(f)
				change(f, ref)
				w, err := f.Guard(t.Context(), otherCard)
				if err != nil || len(w) != 1 || w[0].Kind != OrderTaken || w[0].Earlier.Charge.OrderReference != "B18" || w[0].Earlier.Charge.Amount != pounds(4800) {
					t.Errorf("the guard: %+v %v", w, err)
				}
				if a := f.take(otherCard); a.Outcome != gateway.NotSent {
					t.Errorf("charged without a reason: %v", a.Outcome)
				}
				if id == "" {
					return
				}
				e := f.entry(id)
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
		f := newFloor(t)
		a := f.lose(charge(), 0)
		for _, name := range names {
			if v := f.rename("23-9-80001", name); v.Outcome != gateway.Approved {
				t.Fatalf("%v %q", v.Outcome, v.Problem)
			}
		}
		if e := f.watch(a.ID, time.Hour); e.Outcome != gateway.Approved || e.Resolution != journal.ResolvedQuery || e.CurrentReference != names[len(names)-1] {
			t.Errorf("%v: %v %v, now %q", names, e.State, e.Outcome, e.CurrentReference)
		}
	}
}
