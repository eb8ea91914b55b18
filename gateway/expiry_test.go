package gateway

import (
	"strings"
	"testing"
	"time"
)

func TestParseExpiry(t *testing.T) {
	for text, want := range map[string]Expiry{
		"12/30": {12, 2030}, "12/2030": {12, 2030}, "1230": {12, 2030}, "122030": {12, 2030}, "01/27": {1, 2027}, "1/27": {1, 2027},
		"12-30": {12, 2030}, "12.30": {12, 2030}, "12 30": {12, 2030}, "12 / 30": {12, 2030}, " 12/30\n": {12, 2030},
		"02/28": {2, 2028}, "12/-30": {12, 2030}, "02/00": {2, 2000}, "12/99": {12, 2099}, "12/1999": {12, 1999}, "02/2100": {2, 2100},
	} {
		got, err := ParseExpiry(text)
		if err != nil || got != want {
			t.Errorf("%q is %v, %v; want %v", text, got, err, want)
		}
	}
	for text, rule := range map[string]string{
		"": "enter the expiry date", "  ": "enter the expiry date",
		"00/30": "01 to 12", "13/30": "01 to 12", "99/99": "01 to 12", "0030": "01 to 12", "0/30": "01 to 12",
		"12": "MM/YY", "12/": "MM/YY", "/30": "MM/YY", "12/3": "MM/YY", "12/030": "MM/YY", "12/20300": "MM/YY", "012/30": "MM/YY",
		"123": "MM/YY", "12345": "MM/YY", "1234567": "MM/YY", "12/30/31": "MM/YY", "30 12 2030": "MM/YY", "ab/cd": "MM/YY",
		"+1/30": "MM/YY", "1e/30": "MM/YY", "Dec 30": "MM/YY", "12\\30": "MM/YY", "12:30": "MM/YY",
		"١٢/٣٠": "MM/YY", "１２/３０": "MM/YY", "١٢٣٠": "MM/YY", "12/3\x00": "MM/YY", "12\u200b/30": "MM/YY",
		strings.Repeat("1", 10000): "MM/YY", strings.Repeat("/", 10000): "MM/YY", "4111111111111111": "MM/YY",
	} {
		got, err := ParseExpiry(text)
		if err == nil || got != (Expiry{}) {
			t.Errorf("%q is %v", text, got)
			continue
		}
		checkFieldError(t, err, "expirydate", text)
		if !strings.Contains(err.Error(), rule) {
			t.Errorf("%q: %v, want %q", text, err, rule)
		}
	}
}

// A card is valid to the end of its month, in every time zone.
func TestExpiryCheck(t *testing.T) {
	tokyo, newYork := time.FixedZone("", 9*3600), time.FixedZone("", -5*3600)
	at := func(zone *time.Location, y int, m time.Month, d, h int) time.Time {
		return time.Date(y, m, d, h, 59, 59, 999999999, zone)
	}
	const past, far, month = "has expired", "20 years", "01 to 12"
	for _, c := range []struct {
		e    Expiry
		now  time.Time
		rule string
	}{
		{Expiry{11, 2026}, at(time.UTC, 2026, 11, 1, 0), ""},
		{Expiry{11, 2026}, at(time.UTC, 2026, 11, 30, 23), ""},
		{Expiry{11, 2026}, time.Date(2026, 12, 1, 0, 0, 0, 0, time.UTC), past},
		{Expiry{10, 2026}, at(time.UTC, 2026, 11, 1, 0), past},
		{Expiry{12, 2025}, at(time.UTC, 2026, 1, 1, 0), past},
		{Expiry{12, 2026}, at(time.UTC, 2026, 12, 31, 23), ""},
		{Expiry{12, 2026}, time.Date(2027, 1, 1, 0, 0, 0, 0, time.UTC), past},
		{Expiry{2, 2028}, at(time.UTC, 2028, 2, 29, 23), ""}, // a leap year
		{Expiry{2, 2028}, time.Date(2028, 3, 1, 0, 0, 0, 0, time.UTC), past},
		{Expiry{2, 2027}, at(time.UTC, 2027, 2, 28, 23), ""},
		{Expiry{2, 2100}, at(time.UTC, 2100, 2, 28, 23), ""}, // not a leap year
		{Expiry{2, 2100}, time.Date(2100, 3, 1, 0, 0, 0, 0, time.UTC), past},
		{Expiry{11, 2026}, at(tokyo, 2026, 11, 30, 23), ""}, // the agent's calendar counts
		{Expiry{11, 2026}, at(newYork, 2026, 11, 30, 23), ""},
		{Expiry{11, 2046}, at(time.UTC, 2026, 11, 1, 0), ""},
		{Expiry{12, 2046}, at(time.UTC, 2026, 11, 30, 23), far},
		{Expiry{1, 2047}, at(time.UTC, 2026, 12, 31, 23), far},
		{Expiry{12, 2046}, at(time.UTC, 2026, 12, 31, 23), ""},
		{Expiry{12, 9999}, at(time.UTC, 2026, 11, 1, 0), far},
		{Expiry{12, 1999}, at(time.UTC, 2026, 11, 1, 0), past},
		{Expiry{2, 2000}, at(time.UTC, 2026, 11, 1, 0), past},
		{Expiry{1, 2105}, at(time.UTC, 2099, 12, 31, 23), ""}, // over the century
		{Expiry{}, at(time.UTC, 2026, 11, 1, 0), month},
		{Expiry{13, 2030}, at(time.UTC, 2026, 11, 1, 0), month},
		{Expiry{-1, 2030}, at(time.UTC, 2026, 11, 1, 0), month},
	} {
		err := c.e.Check(c.now)
		if c.rule == "" {
			if err != nil {
				t.Errorf("%v at %v: %v", c.e, c.now, err)
			}
			continue
		}
		checkFieldError(t, err, "expirydate", c.e.String())
		if err == nil || !strings.Contains(err.Error(), c.rule) {
			t.Errorf("%v at %v: %v, want %q", c.e, c.now, err, c.rule)
		}
	}
}

func TestExpiryString(t *testing.T) {
	for e, want := range map[Expiry]string{{1, 2027}: "01/2027", {12, 2030}: "12/2030", {}: "00/0000"} {
		if e.String() != want || e.IsZero() != (e == Expiry{}) {
			t.Errorf("%#v is %q", e, e.String())
		}
	}
}

func FuzzParseExpiry(f *testing.F) {
	for _, text := range []string{"12/30", "1230", "122030", "1/27", "13/30", "", "//", "١٢/٣٠", "12 / 2030", "0\x00/30", "12345"} {
		f.Add(text)
	}
	now := time.Date(2026, 11, 21, 0, 0, 0, 0, time.UTC)
	f.Fuzz(func(t *testing.T, text string) {
		e, err := ParseExpiry(text)
		if err != nil {
			checkFieldError(t, err, "expirydate", text)
			return
		}
		if e.Month < 1 || e.Month > 12 || e.Year < 0 || e.Year > 9999 {
			t.Fatalf("%q is %#v", text, e)
		}
		if again, err := ParseExpiry(e.String()); err != nil || again != e {
			t.Fatalf("%q is %s, which is %v, %v", text, e, again, err)
		}
		if err := e.Check(now); err != nil {
			checkFieldError(t, err, "expirydate", text)
		}
	})
}
