package statement

import (
	"testing"

	"motoconsole/gateway"
)

// TestRaised: a raise is called one, moves no money of its own, and its amount is a
// part of its pre-authorisation.
func TestRaised(t *testing.T) {
	raise := func(reference, status, code string) gateway.Record {
		return gateway.Record{
			RequestType: gateway.TypeAuth, AccountType: "MOTO", AuthMethod: "INCREMENTAL", TransactionReference: reference, ParentTransaction: "23-9-1",
			ErrorCode: code, SettleStatus: status, BaseAmount: "500", SettleBaseAmount: "500", CurrencyISO3A: "GBP",
		}
	}
	pre := gateway.Record{
		RequestType: gateway.TypeAuth, AuthMethod: "PRE", TransactionReference: "23-9-1", ErrorCode: "0", SettleStatus: "2",
		BaseAmount: "2000", SettleBaseAmount: "2500", CurrencyISO3A: "GBP",
	}
	for _, status := range []string{"0", "1", "2", "10", "100"} {
		r := raise("23-9-2", status, "0")
		symbol, words := Status(r, false, tableNow)
		moved, known := Moved(r)
		_, settles := Settles(r)
		if symbol+words != "✔Raised" || !known || !moved.IsZero() || settles || Text(r) != "£5.00" || KindOf(r).String() != "raise" ||
			Settlement(r, tableNow) != "Settles with the pre-authorisation that it raised" {
			t.Errorf("status %s: %s %s, %s moved, %s, %s", status, symbol, words, moved, Text(r), Settlement(r, tableNow))
		}
	}
	declined := raise("23-9-3", "3", "70000")
	if _, words := Status(declined, false, tableNow); words != "Declined" || Settlement(declined, tableNow) != "Nothing settles: declined" {
		t.Errorf("%s, %s", words, Settlement(declined, tableNow))
	}
	family := []gateway.Record{raise("23-9-2", "2", "0"), raise("23-9-2", "2", "0"), declined, raise("23-9-4", "2", "0")}
	if m := RaisedBy(pre, family); m.Minor != 1000 {
		t.Errorf("raised by %s", m)
	}
	if _, _, reduced := Reduced(pre); reduced {
		t.Error("what was raised is called reduced")
	}
	if m := RaisedBy(raise("23-9-2", "2", "0"), family); !m.IsZero() {
		t.Errorf("a raise was raised by %s", m)
	}
}
