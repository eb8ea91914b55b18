package charge

import (
	"testing"
	"time"

	"motoconsole/internal/payment/terms"
)

// TestSaySettlement: the agent tells the caller when the money is taken, as chosen.
func TestSaySettlement(t *testing.T) {
	friday := terms.On(time.Date(2026, 12, 4, 0, 0, 0, 0, time.UTC))
	for _, tc := range []struct {
		kind terms.Kind
		s    terms.Settlement
		want string
	}{
		{terms.Payment, terms.Settlement{}, "“It is taken within a day.”"},
		{terms.Payment, terms.Unchecked(), "“It is taken within a day.”"},
		{terms.Payment, friday, "“It is taken on Friday 4 December.”"},
		{terms.Payment, terms.Hold(), "“It is only held; nothing is taken until we release it.”"},
		{terms.Preauthorisation, terms.Hold(), "“It is only reserved; nothing is taken yet.”"},
		{terms.Preauthorisation, friday, "“It is reserved now, and taken on Friday 4 December.”"},
	} {
		if got := saySettlement(tc.kind, tc.s); got != tc.want {
			t.Errorf("%v %v: %s", tc.kind, tc.s, got)
		}
	}
}
