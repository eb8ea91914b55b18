package config

import (
	"strings"
	"testing"

	"motoconsole/internal/script"
)

// TestScript: [script] words lines by their names; the others stay moto's own.
func TestScript(t *testing.T) {
	s := mustLoad(t, good+"\n[script]\napproved = \"Done: {amount}, {order}.\"\nask_number = \"The long number?\"\n", withPassword)
	if len(s.Script) != 2 || s.Script[script.Approved] != "Done: {amount}, {order}." {
		t.Errorf("%v", s.Script)
	}
	if s := mustLoad(t, good+"\n[script]\napproved = \""+script.Words(script.Approved)+"\"\n", withPassword); s.Script != nil {
		t.Errorf("%v", s.Script)
	}
}

// TestWrongScript: one sentence with the line, the key and the way out, and no word of what
// was written but a word that a caller must never hear.
func TestWrongScript(t *testing.T) {
	for line, want := range map[string]string{
		`aproved = "x"`:                                   "script.aproved: there is no such key; did you mean approved?",
		`whatever = "x"`:                                  "script.whatever: there is no such key; take it out; [script] has the keys that docs/script.md lists",
		`approved = 3`:                                    `script.approved: must be a text; write it in double quotes, such as approved = "..."`,
		`approved = ""`:                                   "script.approved: is empty; write the words to say, or take it out for moto's own",
		`approved = "Done {amont}."`:                      "script.approved: a name in braces is unknown; did you mean {amount}?",
		`approved = "Done {pan}."`:                        "script.approved: a name in braces is unknown; it may have {amount}, {order}, {brand}, {last4}, {card}",
		`approved = "Done {day}."`:                        "script.approved: has nothing to put in {day} here; it may have {amount}, {order}, {brand}, {last4}, {card}",
		`ask_number = "Is it {card}?"`:                    "script.ask_number: has nothing to put in {card} here; write the line without braces",
		`approved = "{amount"`:                            "script.approved: has a brace without its other half; it may have {amount}, {order}, {brand}, {last4}, {card}",
		`approved = "` + strings.Repeat("a ", 70) + `b"`:  "script.approved: is too long by 3 characters; a line may have 138 characters with its places filled, a wide one counting twice: three rows of a narrow screen",
		`approved = "` + strings.Repeat("a ", 200) + `b"`: "script.approved: must be at most 300 characters; write the words to say, or take it out for moto's own",
		`approved = "Card 4111 1111 1111 1111."`:          "script.approved: must be in words; write the words to say, or take it out for moto's own",
		`approved = "Done\u001b[31m."`:                    "script.approved: must not hold control or invisible characters; write the words to say, or take it out for moto's own",
		`bank_refused = "Your card was reported stolen."`: `script.bank_refused: has "stolen", which a caller must never hear; say it in other words; what a refusal means is for the bank to tell`,
	} {
		_, err := load(t, good+"\n[script]\n"+line+"\n", withPassword)
		if err == nil || !strings.HasSuffix(err.Error(), ": "+want) || !strings.Contains(err.Error(), "config.toml:") {
			t.Errorf("%s\ngot  %v\nwant %s", line, err, want)
		}
	}
}
