package thousands

import (
	"strconv"
	"testing"
)

// TestThereAndBack: Ungroup undoes Group.
func TestThereAndBack(t *testing.T) {
	for n := 1; n < 2_000_000_000; n = n*3 + 1 {
		digits := strconv.Itoa(n)
		grouped := Group(digits, ",")
		if back, ok := Ungroup(grouped); !ok || back != digits {
			t.Errorf("%s is written %s and read %s, %v", digits, grouped, back, ok)
		}
		if n >= 1000 {
			if _, ok := Ungroup(grouped[:len(grouped)-1]); ok {
				t.Errorf("%s lacks a digit and is read", grouped[:len(grouped)-1])
			}
			if _, ok := Ungroup("0," + grouped); ok {
				t.Errorf("0,%s is read", grouped)
			}
		}
	}
}

func TestUngroup(t *testing.T) {
	for text, want := range map[string]string{
		"0": "0", "007": "007", "999": "999", "1,050": "1050", "1,234,567": "1234567", "1234": "1234",
		"": "", ",": "", "1,": "", ",500": "", "1,05": "", "1,0500": "", "0,500": "", "1234,567": "", "1.050": "", "1 050": "", "a": "", "1,a50": "",
	} {
		if got, ok := Ungroup(text); got != want || ok != (want != "") {
			t.Errorf("%q: %q, %v", text, got, ok)
		}
	}
}

func TestGroup(t *testing.T) {
	for digits, want := range map[string]string{"": "", "1": "1", "999": "999", "1000": "1 000", "1234567": "1 234 567"} {
		if got := Group(digits, " "); got != want {
			t.Errorf("%q: %q", digits, got)
		}
	}
}

// TestCountOf: one thing has no s.
func TestCountOf(t *testing.T) {
	for n, want := range map[int]string{0: "0 payments", 1: "1 payment", 2: "2 payments", 11: "11 payments", 1050: "1 050 payments"} {
		if got := CountOf(n, "payment"); got != want {
			t.Errorf("%d: %q", n, got)
		}
	}
}
