package lookup

import (
	"errors"
	"math/rand/v2"
	"regexp"
	"strings"
	"testing"
	"time"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"motoconsole/gateway"
	"motoconsole/gateway/personname"
	"motoconsole/internal/effort"
)

// ourWords are the words of the search language, listed here independently of the code.
// Every other word has to be searched for as typed.
var ourWords = strings.Fields(`
	from since after to until till before between and on at around last past this next ago of today yesterday tomorrow noon midday midnight am pm utc gmt bst z
	monday tuesday wednesday thursday friday saturday sunday mon tue tues wed weds thu thur thurs fri sat sun
	jan feb mar apr may jun jul aug sep sept oct nov dec january february march april june july august september october november december
	m min mins minute minutes h hr hrs hour hours d day days w wk wks week weeks month months ms hs ds ws
	approved authorised authorized successful approval authorisation authorization held suspended cancelled canceled cancellation declined decline
	rejected rejection refused failed refusal failure unknown pending settling settled paid not accepted
	payment charge refund refunded payout accountcheck cardcheck card account check visa mastercard amex maestro discover diners jcb mybank american
	express club ending in with or and nor plus & + | / mc`)

// timeShape matches texts that only say a time: numbers with separators, and with
// letters after them.
var timeShape = regexp.MustCompile(`^[0-9]{1,5}([-./:t+][0-9]{1,4}){0,7}(am|pm|st|nd|rd|th|z|m|h|d|w|[a-z]{3,9}[0-9]{0,4})?$`)

// lost is a word of the line that the search does not contain, or "".
func lost(line string, s Search) string {
	var all []string
	for _, values := range s.texts() {
		all = append(all, values...)
	}
	for _, a := range s.Amounts {
		all = append(all, a.String())
	}
	fold := func(text string) string { return strings.ToLower(norm.NFC.String(text)) }
	searched := fold(strings.Join(all, " "))
	plain := fold(personname.Plain(searched))
	for _, word := range strings.FieldsFunc(narrow(line), func(r rune) bool { return unicode.IsSpace(r) || strings.ContainsRune(quotes, r) }) {
		bare := fold(word)
		if key, value, ok := strings.Cut(bare, ":"); ok {
			if _, known := findKey(key); known || key == "from" || key == "since" || key == "to" || key == "until" || key == "before" || key == "after" || key == "on" || key == "at" || key == "date" {
				bare = value
			}
		}
		for part := range strings.SplitSeq(bare, "..") {
			switch {
			case part == "", strings.Contains(searched, part), strings.Contains(plain, fold(personname.Plain(part))):
				continue
			case ours(strings.TrimSuffix(part, ",")):
				continue
			}
			if figures := strings.Trim(part, "£€$¥abcdefghijklmnopqrstuvwxyz"); len(s.Amounts) > 0 && figures != "" && strings.Contains(searched, figures) {
				continue
			}
			if len(s.Amounts) > 0 && strings.Trim(part, "£€$¥") == "" {
				continue
			}
			return word
		}
	}
	return ""
}

func ours(word string) bool {
	if timeShape.MatchString(word) {
		return true
	}
	for _, w := range ourWords {
		if word == w || word == w+"s" || word == w+"es" {
			return true
		}
	}
	return false
}

// TestSearchedWholeOrRefused: moto searches for a whole line, or refuses it and names
// the word. It never searches for less.
func TestSearchedWholeOrRefused(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewPCG(11, 28))
	pieces := []string{
		"A17", "1111", "£10.50", "JPY 1050", "1050 JPY", "¥1050", "BHD 1.234", "10,50", "today", "25 oct from 1am to 2am", "28-11-2025", "28.11.2025", "2025-11-28",
		"last 7d", "3 days ago", "sat", "D02 AF30", "1234 AB", "TE45 6ST", "K1A0B1", "10115", "postcode:D02AF30", "postcode:K1A 0B1", "postcode:123 45",
		"name:mcdonald", "name:O’Brien", "name:ann smith", "name:garcia lopez", `name:"De Silva"`, "name:Smith, Ann", "name:Nguyễn", "name:क्षमा", "name:Z̸̡̢̛a", "payouts", "declines", "american express",
		"visa", "refunds", "2026112800017", "1234567890123", "order:", "order:A 17", `order:"A 17"`, `"two words"`, "street:High Street", "premise:No 789", "agent:Pri ya",
		"a@b.example", "192.0.2.1", "23-9-80006", "411111######1111", "x\u200by", "a\u0301\u0302\u0303\u0304", "é", "ÅÄÖ", "１７", "12.30", "GBP", "eur 5", "or", "&", "-", `5"`, "ending 1111",
		"status:held", "type:payouts", "last4:1111", "amount:5 GBP", "ip:::1", "(x)", "A-1", "17/18", "1/2", "2026", "00:30", "noon", "x..y", "2026-11-01..2026-11-20", "+5", "B&B", "x:y",
	}
	searched, refusals := 0, 0
	for range effort.Of(30_000, 1000) {
		var words []string
		for range 1 + random.IntN(3) {
			words = append(words, pieces[random.IntN(len(pieces))])
		}
		line := strings.Join(words, " ")
		s, err := Parse(line, clockNow(t), zone(t))
		if err != nil {
			var refused *gateway.FieldError
			if !errors.As(err, &refused) || refused.Field == "" || refused.Rule == "" {
				t.Fatalf("%q: %v", line, err)
			}
			refusals++
			continue
		}
		searched++
		if word := lost(line, s); word != "" {
			t.Errorf("%q: %q is not searched for: %s", line, word, said(s))
		}
	}
	if least := effort.Of(3000, 100); searched < least || refusals < least {
		t.Errorf("%d searched, %d refused: that tests little", searched, refusals)
	}
}

// TestOneMeaning: a line means the same in any order of its words, or is refused if a
// word follows a name that it may be part of.
func TestOneMeaning(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewPCG(3, 9))
	pieces := []string{
		"1111", "JPY 1050", "£10.50", "28-11-2025", "D02 AF30", "1234 AB", "name:ann smith", "postcode:K1A 0B1", "payouts", "held", "visa", "american express", "agent:priya",
		"order:A17", "a@b.example", "23-9-80006", "amount:5 GBP", "street:High Street",
	}
	for range effort.Of(2000, 300) {
		words := append([]string(nil), pieces...)
		random.Shuffle(len(words), func(i, j int) { words[i], words[j] = words[j], words[i] })
		words = words[:2+random.IntN(4)]
		if strings.Contains(strings.Join(words, " "), "visa 1111") {
			continue
		}
		sorted := func(s Search) string {
			var all []string
			for _, values := range append(s.texts(), texts(s.States), texts(s.Filter.PaymentTypes)) {
				all = append(all, strings.Join(values, ","))
			}
			for _, a := range s.Amounts {
				all = append(all, a.String())
			}
			return strings.Join(all, "|") + s.From.Format(time.DateTime) + s.To.Format(time.DateTime)
		}
		one, err := Parse(strings.Join(words, " "), clockNow(t), zone(t))
		if err != nil {
			continue
		}
		random.Shuffle(len(words), func(i, j int) { words[i], words[j] = words[j], words[i] })
		line := strings.Join(words, " ")
		if strings.Contains(line, "visa 1111") {
			continue
		}
		other, err := Parse(line, clockNow(t), zone(t))
		if err != nil {
			if err.Error() != ambiguousName("billinglastname").Error() && err.Error() != ambiguousName("billingstreet").Error() {
				t.Errorf("%q: %v", line, err)
			}
			continue
		}
		a, b := strings.Split(sorted(one), ""), strings.Split(sorted(other), "")
		if len(a) != len(b) { // the order of alternatives does not matter
			t.Errorf("%q: %s, in another order %s", line, said(one), said(other))
		}
	}
}
