package forms

import (
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
)

func TestPostcode(t *testing.T) {
	for _, c := range []struct {
		country, typed, value string
		ok, complete          bool
	}{
		// the six outward shapes, and the one postcode without one
		{"GB", "M1 1AE", "M1 1AE", true, true},
		{"GB", "B33 8TH", "B33 8TH", true, true},
		{"GB", "CR2 6XH", "CR2 6XH", true, true},
		{"GB", "DN55 1PT", "DN55 1PT", true, true},
		{"GB", "W1A 0AX", "W1A 0AX", true, true},
		{"GB", "EC1A 1BB", "EC1A 1BB", true, true},
		{"GB", "GIR 0AA", "GIR 0AA", true, true},
		{"GB", "gir0aa", "GIR 0AA", true, true},
		{"GB", "te456st", "TE45 6ST", true, true},
		{"GB", "TE12 3ST", "TE12 3ST", true, true},
		{"GB", "tr45 6st", "TR45 6ST", true, true},
		{"GB", "m11ae", "M1 1AE", true, true},
		{"GB", " M1  1AE ", "M1 1AE", true, true},
		{"GB", "TE４５ 6ST", "TE45 6ST", true, true},
		{"GB", "", "", true, false},
		{"GB", "TE45", "TE45", false, false},
		{"GB", "TE45 6S", "TE45 6S", false, false},
		{"GB", "TE45 6STX", "TE45 6STX", false, false},
		{"GB", "TEE5 6ST", "TEE5 6ST", false, false},
		{"GB", "T456 6ST", "T456 6ST", false, false},
		{"GB", "TE45-6ST", "TE45 6ST", true, true},
		{"GB", "12345", "12345", false, false},
		{"GB", "ÀB1 1AA", "ÀB1 1AA", false, false},
		{"US", "12345", "12345", true, false},
		{"US", "12345-6789", "12345-6789", true, true},
		{"US", "12345 6789", "12345-6789", true, true},
		{"US", "123456789", "12345-6789", true, true},
		{"US", "1234", "1234", false, false},
		{"US", "123456", "123456", false, false},
		{"US", "TE45 6ST", "TE45 6ST", false, false},
		{"CA", "k1a0b1", "K1A 0B1", true, true},
		{"CA", "K1A 0B1", "K1A 0B1", true, true},
		{"CA", "K1A-0B1", "K1A 0B1", true, true},
		{"CA", "K1A 0B", "K1A 0B", false, false},
		{"CA", "1A1 A1A", "1A1 A1A", false, false},
		{"FR", "75008", "75008", true, false},
		{"IE", "d02 af30", "D02 AF30", true, false},
		{"IE", "d02af30", "D02 AF30", true, false},
		{"IE", "d02 af", "D02 AF", true, false}, // the gateway does not check it
		{"NL", "1234ab", "1234 AB", true, false},
		{"SE", "11455", "114 55", true, false},
		{"", "anything 9", "ANYTHING 9", true, false},
	} {
		f := postcodeOf(func() string { return c.country })
		into(f, c.typed)
		if f.Complete() != c.complete || f.Value() != c.value {
			t.Errorf("%s %q: %q, complete %v", c.country, c.typed, f.Value(), f.Complete())
		}
		if err := f.Check(); (err == nil) != c.ok {
			t.Errorf("%s %q: %v", c.country, c.typed, err)
		}
		if f.leave(); c.ok && show(f, false) != c.value {
			t.Errorf("%s %q: left as %q", c.country, c.typed, show(f, false))
		}
	}
}

// TestPostcodeOfFullWidth: the letters and signs of an input method are sent as
// plain ones for every country.
func TestPostcodeOfFullWidth(t *testing.T) {
	for country, want := range map[string]string{"GB": "SW1A 1AA", "IE": "SW1A1AA", "JE": "SW1A1AA", "": "SW1A1AA"} {
		for how, enters := range map[string]func(f *PostcodeField) error{
			"typed":  func(f *PostcodeField) error { into(f, "ＳＷ1Ａ1ａＡ"); return nil },
			"pasted": func(f *PostcodeField) error { return f.Paste("ＳＷ1Ａ1ａＡ") },
		} {
			f := postcodeOf(func() string { return country })
			if err := enters(f); err != nil || f.Value() != want {
				t.Errorf("%q %s: %q, want %q (%v)", country, how, f.Value(), want, err)
			}
		}
	}
	f := postcodeOf(func() string { return "JP" })
	if err := f.Paste("１００－０００１"); err != nil || f.Value() != "100-0001" {
		t.Errorf("%q: %v", f.Value(), err)
	}
}

// TestForcesPostOffice: the gateway refuses the shape of a BFPO number, and the
// sentence names the way out.
func TestForcesPostOffice(t *testing.T) {
	for text, forces := range map[string]bool{"BFPO 57": true, "bfpo57": true, "ＢＦＰＯ 801": true, "BFPO": true, "BFPO X": false, "57": false} {
		f := postcodeOf(func() string { return "GB" })
		into(f, text)
		if err := f.Check(); err == nil || strings.Contains(err.Error(), "BF1") != forces {
			t.Errorf("%q: %v", text, err)
		}
	}
	f := postcodeOf(func() string { return "GB" })
	if into(f, "bf13aa"); f.Check() != nil || f.Value() != "BF1 3AA" {
		t.Errorf("%q: %v", f.Value(), f.Check())
	}
}

// TestTheWaysOutOfABFPONumber: the agent types its postcode or clears the field.
func TestTheWaysOutOfABFPONumber(t *testing.T) {
	for _, clears := range [][]tea.KeyPressMsg{{ctrl('u')}, {bksp, bksp, bksp, bksp, bksp, bksp, bksp}} {
		for _, then := range []string{"", "BF1 3AA"} {
			p, _ := payment(t)
			p.FocusField("billingpostcode")
			say(p, "BFPO 57")
			if event := p.Update(enter); event != Refused {
				t.Fatalf("a BFPO number is left: %v", event)
			}
			wantShown(t, p.Form, "a BFPO number is not a postcode: ask for the one that begins with BF1, or clear it")
			for _, k := range clears {
				p.Update(k)
			}
			say(p, then)
			if p.Update(enter); p.Field("billingpostcode").Check() != nil || p.Postcode() != then {
				t.Errorf("%q: %q, %v", then, p.Postcode(), p.Field("billingpostcode").Check())
			}
			wantFocus(t, p.Form, "orderreference") // the field asked for next
		}
	}
}
