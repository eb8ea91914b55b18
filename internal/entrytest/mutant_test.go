package entrytest

import (
	"testing"

	tea "charm.land/bubbletea/v2"

	"motoconsole/forms"
)

// mutant breaks a rule of the form by changing a message before the form gets it; nil
// drops the message.
type mutant func(*console, tea.Msg) tea.Msg

// dropped is a mutant that loses a key.
func dropped(text string) mutant {
	return func(_ *console, msg tea.Msg) tea.Msg {
		if k, ok := msg.(tea.KeyPressMsg); ok && k.Text == text {
			return nil
		}
		return msg
	}
}

// in is a mutant that acts in one field only.
func in(field string, m mutant) mutant {
	return func(d *console, msg tea.Msg) tea.Msg {
		if d.page == editing && d.form.Focused().Name() == field {
			return m(d, msg)
		}
		return msg
	}
}

// near is a seed shortly before the first one that shows a rare fault, for -short. If
// the seeds' keys have changed since, a later seed shows it.
var near = map[string]uint64{
	"a comma in an amount is dropped": 1120, "a letter in a currency is dropped": 110, "a slash in a date is dropped": 85,
}

// TestABrokenRuleIsFound: a test that cannot fail proves nothing.
func TestABrokenRuleIsFound(t *testing.T) {
	for name, m := range map[string]mutant{
		"a comma in an amount is dropped":       in("baseamount", dropped(",")),
		"a letter in a currency is dropped":     in("currencyiso3a", dropped("E")),
		"a slash in a date is dropped":          in("expirydate", dropped("/")),
		"a 0 at the front of a card is dropped": in("pan", dropped("0")),
		"an Enter after a move is not swallowed": func(d *console, msg tea.Msg) tea.Msg {
			if k, ok := msg.(tea.KeyPressMsg); ok && forms.Plain(k).Code == tea.KeyEnter {
				d.form.FocusField(d.form.Focused().Name())
			}
			return msg
		},
		"a line feed does nothing": func(_ *console, msg tea.Msg) tea.Msg {
			if k, ok := msg.(tea.KeyPressMsg); ok && k.Code == 'j' && k.Mod == tea.ModCtrl {
				return nil
			}
			return msg
		},
		"an Enter charges": func(d *console, msg tea.Msg) tea.Msg {
			if k, ok := msg.(tea.KeyPressMsg); ok && d.page == confirming && k.Code == tea.KeyEnter {
				return tea.KeyPressMsg{Code: 'y', Text: "y"}
			}
			return msg
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			j := newJudge(t)
			j.mutant = m
			first := uint64(1)
			if testing.Short() {
				first = near[name]
			}
			for seed := max(first, 1); seed < 4000; seed++ {
				if f, keys := plausible(seed); j.fault(f, seed, keys) != "" {
					t.Logf("seed %d", seed)
					return
				}
			}
			t.Error("no sequence shows it")
		})
	}
}
