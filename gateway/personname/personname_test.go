package personname

import (
	"strings"
	"testing"
)

func TestPlainName(t *testing.T) {
	for text, want := range map[string]string{
		"O’Brien": "O'Brien", "O‘Brien": "O'Brien", "Oʼbrien": "O'brien", "O`Brien": "O'Brien", "D´Angelo": "D'Angelo", "O＇Brien": "O'Brien",
		"Smith‑Jones": "Smith-Jones", "Smith‐Jones": "Smith-Jones", "Smith–Jones": "Smith-Jones", "Smith−Jones": "Smith-Jones",
		"Ann\u00a0 Smith ": "Ann Smith", "Smith\u00adJones": "SmithJones", "Mu\u0308ller": "Müller", "Müller": "Müller",
		"क्\u200dष": "क्\u200dष", "می\u200cخواهم": "می\u200cخواهم", "": "",
	} {
		if got := Plain(text); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
		if got := Plain(want); got != want {
			t.Errorf("%q is not plain: %q", want, got)
		}
	}
}

func TestSplitName(t *testing.T) {
	for name, want := range map[string][2]string{
		"": {"", ""}, "Lovelace": {"", "Lovelace"}, "Ada Lovelace": {"Ada", "Lovelace"}, " Ada  B King ": {"Ada B", "King"},
		"Jan van der Berg": {"Jan", "van der Berg"}, "Ana de la Cruz": {"Ana", "de la Cruz"}, "Mary Mc Donald": {"Mary", "Mc Donald"},
		"van der Berg": {"", "van der Berg"}, "Pat O’Brien": {"Pat", "O'Brien"}, "Van Morrison": {"Van", "Morrison"}, "Ben Al King": {"Ben Al", "King"},
		"Jo St John": {"Jo", "St John"}, "Y": {"", "Y"}, "John E Smith": {"John E", "Smith"}, "José Ortega y Gasset": {"José Ortega", "y Gasset"},
		"Smith, Ann": {"Ann", "Smith"}, "van der Berg, Jan": {"Jan", "van der Berg"}, "García López , José": {"José", "García López"}, "Smith,": {"", "Smith"}, ", Ann": {"", "Ann"}, ",": {"", ","},
		"Mr Smith": {"", "Smith"}, "mrs. Ann Smith": {"Ann", "Smith"}, "Dr Miss Ann Smith": {"Ann", "Smith"}, "Mr": {"", "Mr"}, "Smith, Mr Ann": {"Ann", "Smith"}, "Mr Smith, Ann": {"Ann", "Smith"},
		"John Smith Jr.": {"John Jr.", "Smith"}, "John Smith, Jr": {"John Jr", "Smith"}, "John Smith III": {"John III", "Smith"}, "Jan van der Berg Sr": {"Jan Sr", "van der Berg"},
		"van der Berg Jr": {"Jr", "van der Berg"}, "Smith Jr": {"Jr", "Smith"}, "Smith, Jr.": {"Jr.", "Smith"}, "Smith, John Jr.": {"John Jr.", "Smith"},
	} {
		if first, last := Split(name); first != want[0] || last != want[1] {
			t.Errorf("%q: %q and %q, want %q", name, first, last, want)
		}
	}
}

// Each letter that Unicode does not decompose has a plain one.
func TestPlainLetters(t *testing.T) {
	for _, r := range "ßæøđðþłıœ" {
		if plain := Letters(string(r)); strings.Trim(plain, "abcdefghijklmnopqrstuvwxyz") != "" || plain == "" {
			t.Errorf("%c is %q", r, plain)
		}
	}
	if got := Letters("strøm, æon, groß, é, smith"); got != "strom, aeon, gross, é, smith" {
		t.Error(got)
	}
}
