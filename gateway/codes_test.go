package gateway

import (
	"encoding/json"
	"os"
	"testing"
)

// TestErrorCodes compares the embedded table with the collected one, row by
// row.
func TestErrorCodes(t *testing.T) {
	text, err := os.ReadFile("testdata/error-codes.json")
	if err != nil {
		t.Fatal(err)
	}
	var want []CodeInfo
	if err := json.Unmarshal(text, &want); err != nil {
		t.Fatal(err)
	}
	if len(want) != 255 || len(errorCodes()) != 255 {
		t.Errorf("%d codes collected, %d embedded, want 255", len(want), len(errorCodes()))
	}
	classes := map[CodeClass]bool{
		ClassOK: true, ClassFixField: true, ClassOtherCard: true, ClassState: true, ClassWaitRetry: true, ClassPending: true,
		ClassUnknown: true, ClassLogin: true, ClassConfig: true, ClassSoftware: true, ClassClientUsage: true, ClassPortal: true,
	}
	for _, w := range want {
		got, ok := LookupCode(w.Code)
		if !ok || got.Code != w.Code || got.Message != w.Message || got.Class != w.Class || got.Money != w.Money ||
			got.Basis != w.Basis || got.Action != w.Action {
			t.Errorf("%s:\n got %+v\nwant %+v", w.Code, got, w)
		}
		if !classes[got.Class] || got.Message == "" || got.Action == "" {
			t.Errorf("%s: %+v", w.Code, got)
		}
		switch got.Money {
		case MoneyOK:
			if w.Code != "0" || got.Outcome() != OutcomeApproved {
				t.Errorf("%s is taken for done", w.Code)
			}
		case MoneyNone, MoneyDeclined, MoneyUnknown:
			if got.Outcome() == OutcomeApproved {
				t.Errorf("%s is taken for an approval", w.Code)
			}
		default:
			t.Errorf("%s: money %q", w.Code, got.Money)
		}
	}
	// The vendor's own list of codes after which the state is not known.
	for _, code := range []string{"60010", "60034", "99999"} {
		if info, _ := LookupCode(code); info.Outcome() != OutcomeUnknown || info.Basis != "D" {
			t.Errorf("%s: %+v", code, info)
		}
	}
	if info, ok := LookupCode("\x1b[2J1234567890"); ok || info.Outcome() != OutcomeUnknown || info.Code == "\x1b[2J1234567890" {
		t.Errorf("unlisted: %+v", info)
	}
}
