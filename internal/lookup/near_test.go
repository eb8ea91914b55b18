package lookup

import "testing"

// Joining words, and words close to search words, are understood or refused. None of
// them is taken for an order reference.
func TestNearWords(t *testing.T) {
	for line, want := range map[string]string{
		// joiners
		"10.50 or 20.50":           "amount=10.50 amount=20.50",
		"visa or mastercard":       "brand=VISA,MASTERCARD",
		"brand:visa or amex":       "brand=VISA,AMEX",
		"declined and held":        "status=declined,held",
		"declined & held":          "status=declined,held",
		"declined, or held":        "status=declined,held",
		"1111 or 2222":             "last4=1111,2222",
		"1111 and visa and today":  "brand=VISA last4=1111 time",
		"refunds or payouts":       "type=REFUND",
		"visa or declined":         refused,
		"1111 or today":            refused,
		"or":                       refused,
		"and 1111":                 refused,
		"1111 or":                  refused,
		"visa or or amex":          refused,
		"order:my and order":       refused,
		"order:A17 or order:B18":   "order=A17,B18",
		"smith and jones":          refused,
		"name:smith and jones":     refused,
		"name:ann or bob":          refused,
		"agent:priya or bob":       refused,
		"agent:priya or agent:bob": "agent=priya,bob",
		"premise:Rose and Crown":   "premise=Rose and Crown",
		`"or"`:                     "order=or",
		"order:and":                "order=and",
		// keys
		"house:789":    refused,
		"sort:refund":  refused,
		"first_name:a": refused,
		"INV:17":       refused,
		"order:INV:17": "order=INV:17",
		"17:4x":        "order=17:4x",
		// near-words
		"mc 1111": "brand=MASTERCARD last4=1111", "voided": refused, "accepted": refused, "cft": refused, "eur": refused, "paypal": refused, "yest": refused,
		"this monday": refused, "next": refused, "pounds": refused, "the 1111": refused, "auth": refused, "mr": refused,
		"not accepted": "status=not accepted",
		// last four
		"*1111": "last4=1111", "...1111": "last4=1111", "x1111": "last4=1111", "XX1111": "last4=1111", "•1111": "last4=1111", "…1111": "last4=1111",
		"xy1111": "order=xy1111", "x111": "order=x111",
		// amounts
		"10p": refused, ".50": refused, "10.": refused, "(10.50)": refused, ">100": refused, "<=10.50": refused, "10.50-20.50": refused,
		"￥1050": "amount=JPY 1050", "￡10.50": "amount=GBP 10.50", "１０．５０": "amount=10.50", "₩1050": refused, "￦1050": refused,
		// addresses
		"<ann@example.com>": "email=ann@example.com", "mailto:ann@example.com": "email=ann@example.com", "<MAILTO:Ann@example.com>, 1111": "email=Ann@example.com last4=1111",
		"email:<ann@example.com>": "email=ann@example.com", "email:mailto:ann@example.com": "email=ann@example.com",
		"ann@": refused, "@example.com": refused, "email:ann": refused, "ann@b@c": refused, "ann@example.": refused, "mailto:": refused, "a@b": "email=a@b", "order:ann@": "order=ann@",
		// times
		"9am-11am": "time", "9:00-11:00": "time", "9:00–11:00": "time", "mon-wed": "time", "9-11am": refused, "9-11 am": refused, "9am-11": refused, "fri-17": refused,
		"28nov2025": "time", "28nov25": "time", "28nov2026": refused, "20251128": refused, "28112025": refused, "20269999": "order=20269999",
		"11-28-2025": refused, "11-28-25": refused, "23-86-2026": "ref=23-86-2026", "reference:11-28-2026": "ref=11-28-2026", "23-9-80006": "ref=23-9-80006",
		"INV-17": "order=INV-17", "a-b": "order=a-b",
	} {
		if got := inShort(t, line); got != want {
			t.Errorf("%q: %s, want %s", line, got, want)
		}
	}
	same := map[string]string{"9am-11am": "9am to 11am", "9:00-11:00 yesterday": "yesterday 9:00 to 11:00", "mon-wed": "monday to wednesday"}
	for line, other := range same {
		a, b := parse(t, line), parse(t, other)
		if !a.From.Equal(b.From) || !a.To.Equal(b.To) {
			t.Errorf("%q: %v to %v, want %v to %v", line, a.From, a.To, b.From, b.To)
		}
	}
}
