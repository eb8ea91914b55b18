package flow

import (
	"regexp"
	"strings"
	"testing"
	"time"

	"motoconsole/gateway"
	"motoconsole/internal/journal"
	"motoconsole/internal/payment"
	"motoconsole/internal/payment/terms"
	"motoconsole/internal/script"
	"motoconsole/ui/kit"
)

// The warnings of an earlier raise say that it reserved, and not that it paid.
func TestWarningsOfARaise(t *testing.T) {
	now := time.Date(2026, 11, 21, 14, 2, 0, 0, time.Local)
	gbp, err := gateway.ParseCurrency("GBP")
	if err != nil {
		t.Fatal(err)
	}
	raise := payment.Attempt{
		Operation: journal.OpRaise, Parent: "23-9-1", Agent: "ben", Began: now.Add(-4 * time.Minute),
		Charge: payment.Charge{Amount: gateway.Money{Minor: 1200, Currency: gbp}, Brand: gateway.Visa, Last4: "1111", OrderReference: "A17"},
	}
	for kind, want := range map[payment.WarningKind][]string{
		payment.SameTaken: {
			"£12.00 RESERVED ON THIS CARD 4 MINUTES AGO", "“Did we reserve £12.00 on this card 4 minutes ago?”",
			"£12.00 was reserved on a card ending 1111, 4 minutes ago, by ben (order A17). Same caller?",
		},
		payment.SameNotTaken: {
			"CALLED NOT TAKEN EARLIER: IT MAY STILL TURN UP", "“Does your bank show £12.00 more reserved?”",
			"A raise by £12.00 of what is reserved on a card ending 1111 was sent 4 minutes ago by ben (order A17), its answer was lost, and it was called not made.",
		},
	} {
		w := payment.Warning{Kind: kind, Earlier: raise}
		word, _, line := warningWords(w, now, false)
		say := script.Lines{}.Say(spoken(line, raise, now))
		if text := WarningText(w, now, false); word != want[0] || say != want[1] || !strings.HasPrefix(text, want[2]) {
			t.Errorf("%q, %q, %q", word, say, text)
		}
	}
}

// TestEveryWarningHasItsWords: no kind of warning borrows the words of another, and one
// that screens do not know bars the charge and says so.
func TestEveryWarningHasItsWords(t *testing.T) {
	words := func(kind payment.WarningKind) (bar, text string) {
		w := payment.Warning{Kind: kind, Refusal: map[bool]string{true: "You may take at most £5.00."}[kind == payment.OverLimit]}
		bar, _, _ = warningWords(w, time.Time{}, false)
		return bar, WarningText(w, time.Time{}, false)
	}
	strange := payment.OverLimit + 1
	unknownBar, unknownText := words(strange)
	if !(payment.Warning{Kind: strange}).Bars() || !strings.Contains(unknownText, "Do not go on") {
		t.Errorf("a warning without words: %q, %q", unknownBar, unknownText)
	}
	seen := map[string]payment.WarningKind{}
	for kind := payment.SameInDoubt; kind < strange; kind++ {
		bar, text := words(kind)
		if bar == unknownBar || text == unknownText || bar == "" || text == "" {
			t.Errorf("warning %d has no words of its own: %q, %q", kind, bar, text)
		}
		if other, twice := seen[text]; twice {
			t.Errorf("warnings %d and %d have one text: %q", other, kind, text)
		}
		seen[text] = kind
	}
}

// TestEveryAnswerHasItsStep: each question of the guard says what to do for each answer,
// also where the caller does not know, and what it asks about is as old as the bar says.
func TestEveryAnswerHasItsStep(t *testing.T) {
	now := time.Date(2026, 11, 21, 14, 2, 0, 0, time.Local)
	w := payment.Warning{Earlier: payment.Attempt{Began: now.Add(-8 * time.Minute)}}
	for _, kind := range []payment.WarningKind{
		payment.SameTaken, payment.CardSeen, payment.OrderTaken, payment.OrderSeen, payment.BackMade,
		payment.SameNotTaken, payment.OrderNotTaken, payment.BackNotMade,
	} {
		w.Kind = kind
		bar, _, line := warningWords(w, now, true)
		say := script.Lines(nil).Say(spoken(line, w.Earlier, now))
		if !strings.HasSuffix(say, "?”") || strings.Contains(bar, "AGO") && !strings.Contains(say, "8 minutes ago") {
			t.Errorf("%v: %q, %q", kind, bar, say)
		}
		for _, uncalled := range []bool{false, true} {
			next := answerWords(kind, uncalled)
			for _, step := range []string{": Esc.", "ay why.", "ot sure: Esc, ask a supervisor."} {
				if strings.Count(next, step) != 1 {
					t.Errorf("%v, uncalled %v: %q lacks %q", kind, uncalled, next, step)
				}
			}
			if asked := kind == payment.SameTaken || kind == payment.CardSeen; strings.Contains(next, "No, or not sure: ") != asked {
				t.Errorf("%v: %q", kind, next)
			}
		}
	}
}

// nextStep is what a warning says that the agent does: ask, look, wait, leave it, or go on
// and say why.
var nextStep = regexp.MustCompile(`(?i)\b(ask (a supervisor|the caller|for another card)|check (with|in)|esc\b|go on only|wait for it|look at)`)

// TestEveryWarningHasANextStep: no warning leaves the agent with a fact alone, with a
// caller on the line or without.
func TestEveryWarningHasANextStep(t *testing.T) {
	for kind := payment.SameInDoubt; kind <= payment.OverLimit+1; kind++ {
		for _, uncalled := range []bool{false, true} {
			w := payment.Warning{Kind: kind, Refusal: map[bool]string{true: "You may take at most £5.00. Ask a supervisor."}[kind == payment.OverLimit]}
			if says := WarningText(w, time.Time{}, uncalled) + " " + answerWords(kind, uncalled); !nextStep.MatchString(says) {
				t.Errorf("warning %d, uncalled %v, has no next step: %s", kind, uncalled, says)
			}
		}
	}
}

// TestNoCallerIsAsked: where no caller asks for the charge, the page of a warning neither asks
// one nor waits for another card.
func TestNoCallerIsAsked(t *testing.T) {
	for kind := payment.SameInDoubt; kind <= payment.OverLimit; kind++ {
		w := payment.Warning{Kind: kind}
		_, note, _ := warningWords(w, time.Time{}, false)
		for _, text := range []string{uncalledNote(kind, note), WarningText(w, time.Time{}, true), answerWords(kind, true)} {
			if lower := strings.ToLower(text); strings.Contains(lower, "caller") || strings.Contains(lower, "another card") {
				t.Errorf("%v: %s", kind, text)
			}
		}
	}
}

// TestReservedBefore: the warning says that an earlier pre-authorisation reserved the
// amount and took nothing.
func TestReservedBefore(t *testing.T) {
	gbp, _ := gateway.ParseCurrency("GBP")
	earlier := payment.Attempt{Charge: payment.Charge{Amount: gateway.Money{Minor: 1050, Currency: gbp}, OrderReference: "A17", Kind: terms.Preauthorisation}}
	for _, kind := range []payment.WarningKind{payment.SameTaken, payment.OrderTaken} {
		w := payment.Warning{Kind: kind, Earlier: earlier}
		word, _, say := warningWords(w, time.Time{}, false)
		for _, text := range []string{word, script.Lines{}.Say(kit.Speak(say, earlier)), WarningText(w, time.Time{}, false)} {
			if lower := strings.ToLower(text); !strings.Contains(lower, "reserve") || strings.Contains(lower, "paid") || strings.Contains(lower, "taken") {
				t.Errorf("%v: %s", kind, text)
			}
		}
	}
}
