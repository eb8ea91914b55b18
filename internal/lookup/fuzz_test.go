package lookup

import (
	"errors"
	"math/rand/v2"
	"regexp"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"motoconsole/gateway"
	"motoconsole/internal/effort"
)

// referenceText matches references that may look like a card number but are not one.
var referenceText = regexp.MustCompile(`\b\d{1,5}-\d{1,3}-\d{1,10}\b`)

// FuzzParse: no line makes Parse panic, errors name a field, and no card number is
// shown or sent.
func FuzzParse(f *testing.F) {
	for _, line := range []string{
		"", "A17", "23-9-80006 declined", "1111 £10.50 yesterday", "name:ann smith from 9am to 11am", `order:"x y`, "2026-11-01..2026-11-20",
		"last 2h agent:priya", "4111 1111 1111 1111", "order:4111111111111111", "between 9am and", "..", "a..b", "from to until", "TE45 6ST 90210-1234",
		"D02 AF30", "JPY 1050 1111", "28-11-2025 3 days ago", `name:“De Silva” x`, "american express ending in 1111", "postcode:123 45", "29 feb", "31/12", "9999-99-99", "\xff", "\x1b]0;x\x07", "£", "..2026-11-20 14:00", "٤١١١", "last 7 d", "at 9", "name: agent:",
	} {
		f.Add(line)
	}
	f.Fuzz(func(t *testing.T, line string) {
		s, err := Parse(line, clockNow(t), time.UTC)
		if err != nil {
			var refused *gateway.FieldError
			if !errors.As(err, &refused) || refused.Field == "" || refused.Rule == "" || LooksLikeCard(refused.Rule) {
				t.Fatalf("%q: %v", line, err)
			}
			return
		}
		if word := lost(line, s); word != "" {
			t.Errorf("%q: %q is not searched for", line, word)
		}
		text := s.Explain()
		if !utf8.ValidString(text) || gateway.Clean(text, len(text)+1) != text {
			t.Errorf("%q: hostile text is shown: %q", line, text)
		}
		if shown := referenceText.ReplaceAllString(text, "|"); gateway.HoldsCardNumber(shown) {
			t.Errorf("%q: a card number is shown: %s", line, text)
		}
		for _, values := range s.texts() {
			for _, v := range values {
				if gateway.HoldsCardNumber(v) && !isReference(v) {
					t.Errorf("%q: a card number would be sent", line)
				}
			}
		}
		if !s.Empty() {
			if err := s.Check(); err != nil {
				t.Errorf("%q: parsed, and then %v", line, err)
			}
		}
		if !s.From.IsZero() && (s.From.After(clockNow(t)) || !s.To.IsZero() && !s.From.Before(s.To)) {
			t.Errorf("%q: from %v to %v", line, s.From, s.To)
		}
		q := s.Query("site")
		if !q.After.IsZero() && !q.Before.IsZero() && q.Before.Unix()-q.After.Unix() < 2 {
			t.Errorf("%q: no second between %v and %v", line, q.After, q.Before)
		}
		s.Matches(gateway.Record{BaseAmount: "1050", CurrencyISO3A: "GBP", MaskedPAN: "411111######1111", OrderReference: line})
	})
}

// TestCardsAnywhere hides a card number among words in many ways. Parse refuses all of
// them.
func TestCardsAnywhere(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewPCG(5, 17))
	cards := []string{"4111111111111111", "5100000000000511", "340000000000611", "4000000000000000006", "3000000000000111", "6011000000000301", "4539578763621486"}
	around := []string{"A17", "declined", "yesterday", "1234", "10.50", "2026-11-20", "23-9-80006", "from 9am", "£5", "TE45 6ST", "x@y", "name:ann", "last 2h"}
	for range effort.Of(20_000, 1000) {
		card := cards[random.IntN(len(cards))]
		if !gateway.HoldsCardNumber(card) {
			t.Fatalf("%d digits are no test card", len(card))
		}
		typed := card
		switch random.IntN(4) {
		case 0:
			typed = divided(random, card, []string{" ", "-", ".", "/", "_", "\u00a0", "–"}[random.IntN(7)])
		case 1:
			typed = []string{"order:", "agent:", "name:", "last4:", "amount:", "email:", "ip:", "ref:", "£", "x", "from:", "site:"}[random.IntN(12)] + card
		case 2:
			typed = `"` + divided(random, card, " ") + `"`
		}
		line := strings.TrimSpace(around[random.IntN(len(around))] + " " + typed + " " + around[random.IntN(len(around))])
		_, err := Parse(line, clockNow(t), time.UTC)
		var refused *gateway.FieldError
		if !errors.As(err, &refused) || refused.Field != "pan" {
			t.Errorf("%q: %v", line, err)
		}
	}
}

// divided writes digits in groups, as on the card or in fours.
func divided(random *rand.Rand, digits, with string) string {
	var groups []string
	for len(digits) > 0 {
		n := min(4+2*random.IntN(2), len(digits))
		groups, digits = append(groups, digits[:n]), digits[n:]
	}
	return strings.Join(groups, with)
}
