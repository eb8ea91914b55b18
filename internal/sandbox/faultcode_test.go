package sandbox

import "testing"

// A fault gives each code that leaves the outcome open, with the money taken or not,
// for payments, refunds and updates. The ledger says what really happened.
func TestOpenEndsOnRequest(t *testing.T) {
	for _, code := range []string{"60010", "60034", "99999"} {
		for _, paid := range []bool{false, true} {
			name := code
			if paid {
				name += "paid"
			}
			b := newBank()
			sale, held := buySettled(t, b), buy(t, b, "settlestatus", "2")
			before := b.book.Len()
			for _, tc := range []struct {
				request fields
				kind    string
				money   int64
			}{
				{auth(), "ERROR", 1050},
				{refund(sale, "baseamount", "50"), "ERROR", -50},
				{updateOf(held, "settlestatus", "3"), "TRANSACTIONUPDATE", -1050},
			} {
				setFault(t, b, name)
				answers := send(t, b, tc.request)
				if len(answers) != 1 {
					t.Fatalf("%s: %d answers", name, len(answers))
				}
				wantRefused(t, answers[0], tc.kind, code, "")
				entries := b.Ledger()
				last := entries[len(entries)-1]
				wanted := tc.money
				if !paid {
					wanted = 0
				}
				if !last.Done || last.Booked != paid || last.Money != wanted || last.Faults[0] != name {
					t.Errorf("%s of %s: the ledger says %+v", name, last.Type, last)
				}
			}
			booked, stands := 0, "2"
			if paid {
				booked, stands = 2, "3"
			}
			if got := b.book.Len() - before; got != booked {
				t.Errorf("%s: %d booked, want %d", name, got, booked)
			}
			status(t, b, held, stands)
			setFault(t, b, name)
			want(t, send(t, b, queryFor("transactionreference", values(sale)))[0], "errorcode", "0") // no query is struck
		}
	}
}
