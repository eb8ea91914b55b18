package lookup

import (
	"slices"
	"strings"

	"motoconsole/internal/lookup/when"
)

// Some words of the search language have other meanings as well: Sun is a day and a
// surname, ron a currency and a man. This file alone decides how such a word is
// read:
//
// - After name:, firstname:, lastname:, street: and premise: a word without digits
// belongs to the value. A word that cannot be a name ends it (declined, yesterday,
// since monday, american express). A word that may be either is refused: the agent
// shows by quotes, or by the order of words, which it is. After agent: every search
// word except a day's short name ends the value, because most agents sign in by a
// single word.
// - A currency's code in capitals is a currency. In small letters it is one only
// next to figures, and not if it is itself a word or a name.
// - A word of everyday speech, and the name of a key or a month without its value,
// is not an order reference: "order 1111", "not settled", "jan 2026" are refused.
// order: and quotes make it one.
// - Four digits and two letters apart are a Dutch postcode if the letters are
// capitals or postcode: precedes them. In small letters they are refused, for 1050
// kr is money and 1111 mr a card and a customer.
//
// A quoted word is never a search word.

// ambiguousNames are search words, besides days and months, that are also the names
// of people or streets.
var ambiguousNames = strings.Fields("held charge charges visa visas discover diners maestro maestros paid unknown")

// wordsNotMoney are currency codes that are also words or names.
var wordsNotMoney = strings.Fields("all ang bam bob cop cup ern gel kes lak mad mop mur nad pen ron rub sos top try yer")

// loose are words that are not an order reference by themselves, with the sentence
// that refuses each.
var loose = []struct{ words, rule string }{
	{"not no none without except", "a search cannot exclude: say what to find, such as approved; before an order reference write order:"},
	{"at in of by for with on over under above below than around the a an is are was were my his her their me please find show search any some", "leave that word out, or write order: before an order reference; a time of day is written as 14:30"},
	{
		"this that last past next ago now yest tday tmrw recent recently lately earlier later lunch lunchtime weekend fortnight " +
			"morning afternoon evening night tonight year years quarter week weeks month months day days hour hours minute minutes january february march april may june july august " +
			"september october november december jan feb mar apr jun jul aug sep sept oct nov dec",
		"name a day or a range, such as 20 nov, last week or 2026-11-01..2026-11-30; before an order reference write order:, and name: before a name",
	},
	{
		"accepted authorise authorize success succeeded ok voided void reversed reversal chargeback chargebacks disputed expired captured completed complete active open closed error errors " +
			"status outcome approve cancel refuse",
		"an outcome is approved, declined, held, reserved, captured, pre-authorisation, cancelled, pending, settling, settled, refunded, refused or unknown; before an order reference write order:",
	},
	{
		"cft auth auths sale sales purchase purchases transaction transactions repeat repeats subscription subscriptions check checks credit credits debit debits",
		"a kind of request is payments, refunds, payouts or card checks; write others after kind:, and an order reference after order:",
	},
	{
		"paypal applepay googlepay apple google klarna unionpay vpay electron delta solo switch cards american express club contactless",
		"a brand is visa, mastercard, amex, maestro, discover, diners or jcb; write others after brand:, and an order reference after order:",
	},
	{"mr mrs ms miss mx dr", "before a customer's name write name:; before an order reference write order:"},
}

// shortFor are short forms of search words.
var shortFor = map[string][2]string{
	"mc": {"brand", "mastercard"}, "m/c": {"brand", "mastercard"}, "canx": {"status", "cancelled"},
}

// notAnOrder refuses a single word that is not an order reference.
func notAnOrder(word string) error {
	for _, l := range loose {
		if slices.Contains(strings.Fields(l.words), word) {
			return refuse("orderreference", l.rule)
		}
	}
	_, code := besideFigures(word)
	if _, said := saidMoney(word); code || said || isVague(word) {
		return refuse("currencyiso3a", "write a currency by its code in capitals, as in EUR; before an order reference write order:")
	}
	if row, ok := findKey(word); ok {
		return refuse(row.field, "put a colon after that word, as in order:A17 or card:1111; before an order reference write order:")
	}
	return nil
}

// unsureDutch reports four digits and two small letters apart.
func unsureDutch(text string) bool {
	digits, letters, _ := strings.Cut(text, " ")
	return len(digits) == 4 && digitsOnly(digits) && len(letters) == 2 && letters != strings.ToUpper(letters)
}

// mark says whether a word ends a value, and whether that is certain.
type mark int

const (
	goesOn    mark = iota // the word belongs to the value
	ends                  // the word does not belong to the value
	ambiguous             // the word may be either
)

// behind says whether the word at a place ends the value of the key before it.
func (p *parser) behind(key, value string, at int) mark {
	if at >= len(p.tokens) || p.tokens[at].quoted {
		return ends
	}
	t := p.tokens[at]
	if strings.ContainsAny(t.text, ":@0123456789") {
		return ends
	}
	said := goesOn
	_, _, two := p.twoWords(at)
	_, money := p.money(at)
	_, state := meaning(t.lower())
	_, code := currencyCode(t.text)
	joined := p.isJoiner(at) && key != "street" && key != "premise" // Rose and Crown
	switch timed, certain := p.timed(at); {
	case timed && certain, two > 0, money > 0:
		said = ends
	case state && !slices.Contains(ambiguousNames, t.lower()):
		said = ends
	case code && value != strings.ToUpper(value): // in capitals too, it may be a name
		said = ends
	case timed, state, code, joined:
		said = ambiguous
	}
	if key == "agent" && said == ambiguous && !shortDay(t.lower()) {
		said = ends
	}
	return said
}

// timed reports that the word at a place begins an expression of time, and whether
// it can be nothing else. The name of a day or month may be a person's as well,
// unless a whole date or an "on" settles it; so may "to" without a time after it.
func (p *parser) timed(at int) (said, certain bool) {
	probe := when.New(p.search.now.In(p.search.zone())) // without other words for the time
	words := p.lower(at)
	used, err := probe.Read(words)
	switch {
	case used == 0, used == 1 && err != nil:
		return false, false
	case used == 1:
		return true, slices.Contains([]string{"today", "yesterday", "tomorrow"}, words[0])
	}
	probe = when.New(p.search.now.In(p.search.zone()))
	month, _ := probe.Read([]string{"1", strings.TrimSuffix(words[0], ",")})
	return true, month != 2
}

// shortDay reports the first letters of a day of the week.
func shortDay(word string) bool {
	return slices.Contains([]string{"mon", "tue", "wed", "thu", "fri", "sat", "sun"}, word)
}

// ambiguousName refuses a word that may belong to a value.
func ambiguousName(field string) error {
	return refuse(field, `the last word may be part of the name, or say a day, an outcome or a card: put the whole name in quotes, as in name:"Yi Sun", or the other word before it, as in held name:Kim`)
}
