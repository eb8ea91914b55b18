package gateway

import "testing"

func TestPlainName(t *testing.T) {
	for text, want := range map[string]string{
		"O’Brien": "O'Brien", "O‘Brien": "O'Brien", "Oʼbrien": "O'brien", "O`Brien": "O'Brien", "D´Angelo": "D'Angelo", "O＇Brien": "O'Brien",
		"Smith‑Jones": "Smith-Jones", "Smith‐Jones": "Smith-Jones", "Smith–Jones": "Smith-Jones", "Smith−Jones": "Smith-Jones",
		"Ann\u00a0 Smith ": "Ann Smith", "Smith\u00adJones": "SmithJones", "Mu\u0308ller": "Müller", "Müller": "Müller",
		"क्‍ष": "क्‍ष", "می‌خواهم": "می‌خواهم", "": "",
	} {
		if got := PlainName(text); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
		if got := PlainName(want); got != want {
			t.Errorf("%q is not plain: %q", want, got)
		}
	}
}
