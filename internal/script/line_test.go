package script

import (
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"
)

// TestLines: each line can be said. It has no word that a caller must never hear, no code,
// and none but its own places; it fits, and a configuration could have it word for word.
func TestLines(t *testing.T) {
	names := map[Name]bool{}
	key := regexp.MustCompile(`^[a-z][a-z_]{0,31}$`) // as a configuration shows one
	digits := regexp.MustCompile(`[0-9]`)
	for _, l := range all {
		if names[l.name] || !key.MatchString(string(l.name)) {
			t.Errorf("%s: a second one, or no key", l.name)
		}
		names[l.name] = true
		first, _ := utf8.DecodeRuneInString(strings.TrimPrefix(l.words, "{"))
		if problem, fix := Problem(l.name, l.words, none); problem != "" || !unicode.IsLetter(first) || !strings.ContainsAny(l.words[len(l.words)-1:], ".?") {
			t.Errorf("%s: %q %s; %s", l.name, l.words, problem, fix)
		}
		if digits.MatchString(placeShape.ReplaceAllString(l.words, "")) {
			t.Errorf("%s has a figure: %q", l.name, l.words)
		}
		for _, p := range strings.Fields(l.places) {
			if !slices.ContainsFunc(places, func(known place) bool { return known.name == p }) {
				t.Errorf("%s: there is no place {%s}", l.name, p)
			}
		}
	}
	if len(all) < 100 {
		t.Errorf("%d lines", len(all))
	}
}

func none(string, []string) string { return "" }

// TestForbidden: the words that a caller must never hear, and words like them that are
// harmless.
func TestForbidden(t *testing.T) {
	for _, text := range []string{
		"Your card was reported lost.", "It is STOLEN.", "They suspect fraud.", "That looks fraudulent.", "It is suspicious.", "We must pick up the card.",
		"I have to keep the card.", "Your card is restricted.", "It was blocked.", "Your account is closed.", "You have no money.", "You have insufficient funds.",
		"They ask for a pick-up.", "A pick\u2011up was asked for.", "It was picked-up.", "We pick it up.", "A PICKUP.", "It was lost-and-found.", "Not *stolen*?", "Ｓｔｏｌｅｎ.", "frauds", "Reported lóst.",
		"A thief had it.", "There are restrictions.", "Not\u00a0enough  money.",
	} {
		if Forbidden(text) == "" {
			t.Errorf("%q may be said", text)
		}
	}
	for _, text := range []string{"May we keep your details?", "Please pick a date.", "The cloister, the blockade and a lostling."} {
		if word := Forbidden(text); word != "" {
			t.Errorf("%q may not be said in %q", word, text)
		}
	}
}

// TestOwnLines: which words a configuration may give a line, and the way out of those that
// it may not.
func TestOwnLines(t *testing.T) {
	nearest := func(written string, names []string) string {
		if i := slices.IndexFunc(names, func(n string) bool { return n[0] == written[0] && len(n)-len(written) < 2 }); i >= 0 {
			return names[i]
		}
		return ""
	}
	for _, tc := range []struct {
		name         Name
		words        string
		problem, fix string
	}{
		{Approved, "Done: {amount} for {order}, by {brand} ending {last4}. Thank you.", "", ""},
		{Approved, "Done: {amont}.", "a name in braces is unknown", "did you mean {amount}?"},
		{Approved, "Done: {pan}.", "a name in braces is unknown", "it may have {amount}, {order}, {brand}, {last4}, {card}"},
		{Approved, "Done {day}.", "has nothing to put in {day} here", "it may have"},
		{Ask("number"), "Your {card}?", "has nothing to put in {card} here", "write the line without braces"},
		{Approved, "Done: {amount.", "has a brace without its other half", "it may have"},
		{Approved, "Done: amount}.", "has a brace without its other half", "it may have"},
		{Approved, "“Done.”", "has quotation marks", "leave them out"},
		{Declined, "The bank says that it was stolen.", `has "stolen", which a caller must never hear`, "the bank to tell"},
		{Approved, strings.Repeat("ab ", 46), "", ""},
		{Approved, strings.Repeat("あ", 69), "", ""},
		{Approved, strings.Repeat("あ", 70), "is too long by 2 characters", "a wide one counting twice"},
		{Declined, "They ask for a pick-up.", `has "pick up", which a caller must never hear`, "the bank to tell"},
		{Approved, strings.Repeat("ab ", 46) + "{last4}", "is too long by 4 characters", "138 characters"},
	} {
		problem, fix := Problem(tc.name, tc.words, nearest)
		if problem != tc.problem || !strings.Contains(fix, tc.fix) || (fix == "") != (problem == "") {
			t.Errorf("%s: %q: %q; %q", tc.name, tc.words, problem, fix)
		}
	}
}

// TestSay: a line is said in the words of the configuration, or in moto's own where there is
// nothing to fill in.
func TestSay(t *testing.T) {
	own := Lines{Approved: "Done: {amount}, order {order}.", Ask("number"): "The long number?"}
	for _, tc := range []struct {
		lines Lines
		say   Say
		want  string
	}{
		{nil, Say{}, ""},
		{own, Say{}, ""},
		{nil, Say{Approved, Values{Amount: "£10.50"}}, "“That has gone through, thank you: £10.50.”"},
		{own, Say{Approved, Values{Amount: "£10.50", Order: "A17"}}, "“Done: £10.50, order A17.”"},
		{own, Say{Approved, Values{Amount: "£10.50"}}, "“That has gone through, thank you: £10.50.”"},
		{own, Say{Line: Ask("number")}, "“The long number?”"},
		{own, Say{Approved, Values{Amount: "£10.50", Order: "{last4}", Last4: "1111"}}, "“Done: £10.50, order {last4}.”"},
	} {
		if got := tc.lines.Say(tc.say); got != tc.want {
			t.Errorf("%+v: %s", tc.say, got)
		}
	}
}
