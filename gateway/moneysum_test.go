package gateway

import (
	"math"
	"math/big"
	"math/rand/v2"
	"testing"
)

// TestPlusAndMinus: the sum and the difference are those of whole numbers, or are
// refused, and then are the amount that allows the least: the largest sum, no rest.
func TestPlusAndMinus(t *testing.T) {
	gbp, eur := currencyOf(t, "GBP", 2), currencyOf(t, "EUR", 2)
	edges := []int64{0, 1, 2, 100, 1 << 40, math.MaxInt64 / 2, math.MaxInt64/2 + 1, math.MaxInt64 - 1, math.MaxInt64, -1, -100, math.MinInt64, math.MinInt64 + 1}
	random := rand.New(rand.NewPCG(1, 2))
	for range 200 {
		edges = append(edges, random.Int64N(1<<50), int64(random.Uint64()))
	}
	for _, a := range edges {
		for _, b := range edges {
			m, n := Money{Minor: a, Currency: gbp}, Money{Minor: b, Currency: gbp}
			exact := new(big.Int).Add(big.NewInt(a), big.NewInt(b))
			if got, ok := m.Plus(n); ok != exact.IsInt64() || got.Currency != gbp || ok && got.Minor != exact.Int64() || !ok && got.Minor != math.MaxInt64 {
				t.Errorf("%d plus %d: %d, %t", a, b, got.Minor, ok)
			}
			exact.Sub(big.NewInt(a), big.NewInt(b))
			if got, ok := m.Minus(n); ok != (exact.IsInt64() && exact.Sign() >= 0) || got.Currency != gbp || ok && got.Minor != exact.Int64() || !ok && got.Minor != 0 {
				t.Errorf("%d minus %d: %d, %t", a, b, got.Minor, ok)
			}
			if other, ok := m.Plus(Money{Minor: b, Currency: eur}); ok || other.Minor != math.MaxInt64 {
				t.Errorf("%d plus another currency: %s, %t", a, other, ok)
			}
			if other, ok := m.Minus(Money{Minor: b, Currency: eur}); ok || !other.IsZero() {
				t.Errorf("%d minus another currency: %s, %t", a, other, ok)
			}
		}
		m := Money{Minor: a, Currency: gbp}
		for got, want := range map[[2]any][2]any{pair(m.Plus(Money{})): {m, true}, pair(Money{}.Plus(m)): {m, true}, pair(m.Minus(Money{})): {m, true}} {
			if got != want {
				t.Errorf("with nothing: %v, want %v", got, want)
			}
		}
	}
}

func pair(m Money, ok bool) [2]any { return [2]any{m, ok} }
