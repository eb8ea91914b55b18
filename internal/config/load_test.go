package config

import (
	"fmt"
	"log/slog"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"motoconsole/gateway"
	"motoconsole/internal/payment/terms"
	"motoconsole/internal/rights"
)

func TestLoadDefaults(t *testing.T) {
	s := mustLoad(t, good, withPassword)
	gbp, err := gateway.ParseCurrency("GBP")
	if err != nil {
		t.Fatal(err)
	}
	if !s.Gateway.Password.Equal(canary) {
		t.Error("the password is not the one in the environment")
	}
	s.Gateway.Password = gateway.Password{}
	want := Settings{Path: s.Path, Operator: "priya", Grant: rights.Everything()}
	want.Gateway.URL = "https://webservices.securetrading.net/json/"
	want.Gateway.Username = "ws@merchant.example"
	want.Gateway.Site = "test_site12345"
	want.Gateway.Sites = []string{"test_site12345"}
	want.Gateway.Timeout = time.Minute
	want.Payment.Currency = gbp
	want.Payment.Currencies = []gateway.Currency{gbp}
	want.Payment.Country = "GB"
	want.Payment.SecurityCodeRequired = true
	want.Payment.DuplicateWindow = 15 * time.Minute
	want.Payment.MaxDeclines = 4
	want.Payment.MaxDeclinesDay, want.Payment.MaxDeclinesMonth = 8, 14
	want.Payment.NotTakenAfter = 6 * time.Minute
	want.Payment.AskGateway = true
	want.Payment.Offer = terms.Offer{Kinds: []terms.Kind{terms.Payment}, Ways: []terms.Way{terms.NextRun}}
	want.Refund.Enabled = true
	want.Refund.Reasons = defaultReasons()
	want.Journal.File = filepath.Join(filepath.Dir(s.Path), "journal.db")
	want.Journal.Keep = 400 * 24 * time.Hour
	want.UI.Colour = "auto"
	want.UI.Characters = "auto"
	want.UI.Contrast = "usual"
	want.UI.PasteCard = true
	want.UI.CardIdle = 90 * time.Second
	want.UI.LockAfter = 15 * time.Minute
	want.Log.Level = slog.LevelInfo
	want.Serve = Serve{
		Listen: ":2222", MaxSessions: 400, PerAgent: 4, PerAddress: 400,
		HandshakeTimeout: 20 * time.Second, IdleTimeout: time.Hour, Longest: 12 * time.Hour, Linger: 10 * time.Minute,
	}
	same(t, s, want)
	if filepath.Base(s.Path) != "config.toml" {
		t.Errorf("Path = %q", s.Path)
	}
	if s.Live() {
		t.Error("a site that begins with test_ is live")
	}
}

func TestLoadEverything(t *testing.T) {
	s := mustLoad(t, `
[gateway]
url = "http://127.0.0.1:8080/json"
username = "ws@merchant.example"
site = "shop_1"
timeout = "5s"
[payment]
currency = "gbp"
currencies = ["EUR", "KWD", "GBP", "JPY"]
country = "us"
max_amount = "1,050.50"
security_code = "optional"
order_length = 8
decimals = { KWD = 3 }
[refund]
enabled = false
max_amount = "200.00"
max_agent_day = "900.00"
max_age_days = 90
reasons = ["Faulty", "Late"]
payouts = true
[operator]
name = "Zoë O'Neil"
[ui]
colour = "never"
characters = "ascii"
contrast = "high"
copy = true
paste_card = false
card_idle = "1m"
lock_after = "5m"
[log]
file = "logs/moto.log"
level = "debug"
`, withPassword)
	if got := fmt.Sprint(s.Payment.Currencies); got != "[EUR KWD GBP JPY]" {
		t.Errorf("Currencies = %s", got)
	}
	if got := s.Payment.Currencies[1].Exponent(); got != 3 {
		t.Errorf("KWD has %d decimals", got)
	}
	if got := s.Payment.MaxAmount.String(); got != "£1,050.50" {
		t.Errorf("MaxAmount = %s", got)
	}
	if r := s.Refund; r.Enabled || r.MaxAmount.String() != "£200.00" || r.MaxAgentDay.String() != "£900.00" || r.MaxAge != 90*24*time.Hour ||
		fmt.Sprint(r.Reasons) != "[Faulty Late]" || !r.Payouts || !s.UI.Copy {
		t.Errorf("Refund = %+v, copy %v", r, s.UI.Copy)
	}
	if !s.Live() {
		t.Error("shop_1 is not live")
	}
	got := fmt.Sprintln(s.Gateway.URL, s.Gateway.Timeout, s.Payment.Currency, s.Payment.Country,
		s.Payment.SecurityCodeRequired, s.Payment.OrderLength, s.Operator, s.UI.Colour, s.UI.Characters, s.UI.Contrast, s.UI.PasteCard, s.UI.CardIdle, s.UI.LockAfter, s.Log.Level)
	if want := fmt.Sprintln("http://127.0.0.1:8080/json/", 5*time.Second, "GBP", "US", false, 8, "Zoë O'Neil", "never", "ascii", "high", false, time.Minute, 5*time.Minute, "DEBUG"); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	if want := filepath.Join(filepath.Dir(s.Path), "logs", "moto.log"); s.Log.File != want {
		t.Errorf("Log.File = %s, want %s", s.Log.File, want)
	}
}

func TestURLIsCompleted(t *testing.T) {
	for in, want := range map[string]string{
		"https://a.example":              "https://a.example/json/",
		"https://a.example/":             "https://a.example/json/",
		"https://a.example/json":         "https://a.example/json/",
		"https://a.example/json/":        "https://a.example/json/",
		"https://a.example//":            "https://a.example/json/",
		"https://a.example/proxy":        "https://a.example/proxy/json/",
		"HTTPS://a.example:8443/p/json/": "https://a.example:8443/p/json/",
		"http://localhost:80":            "http://localhost:80/json/",
		"http://127.1.2.3":               "http://127.1.2.3/json/",
		"http://[::1]:9":                 "http://[::1]:9/json/",
	} {
		if got, problem, _ := endpointURL(in); got != want || problem != "" {
			t.Errorf("%s: got %q (%s), want %q", in, got, problem, want)
		}
	}
}

func TestLive(t *testing.T) {
	for site, live := range map[string]bool{"test_a": false, "test_": false, "shop": true, "TEST_a": true, "mytest_": true, "": true} {
		var s Settings
		s.Gateway.Site = site
		if s.Live() != live {
			t.Errorf("site %q: Live() = %v", site, !live)
		}
	}
}

func TestSandbox(t *testing.T) {
	s := Sandbox(env("USER", "priya"))
	if s.Path != "" || s.Live() || s.Gateway.Site != "test_sandbox" || s.Operator != "priya" ||
		s.Payment.Currency.Code() != "GBP" || s.Payment.Currency.Exponent() != 2 || len(s.Payment.Currencies) != 1 ||
		s.Payment.Country != "GB" || !s.Payment.SecurityCodeRequired || s.Gateway.Timeout != time.Minute || s.UI.Colour != "auto" || s.Grant.Bounded() {
		t.Errorf("got %+v", s)
	}
	for _, user := range []string{"", "a\x1bb", strings.Repeat("x", 65)} {
		if got := Sandbox(env("USER", user)).Operator; got != "agent" {
			t.Errorf("USER=%q: operator %q", user, got)
		}
	}
}

func TestPathsResolve(t *testing.T) {
	home := t.TempDir()
	s := mustLoad(t, good+"[log]\nfile = \"~/a.log\"\n", env("USER", "p", "HOME", home, passwordVariable, canary))
	if want := filepath.Join(home, "a.log"); s.Log.File != want {
		t.Errorf("got %s, want %s", s.Log.File, want)
	}
	s = mustLoad(t, good+"[log]\nfile = \"/var/log/a.log\"\n", withPassword)
	if s.Log.File != "/var/log/a.log" {
		t.Errorf("got %s", s.Log.File)
	}
}

// Printed settings must not show the password.
func TestSettingsPrintNoPassword(t *testing.T) {
	s := mustLoad(t, good, withPassword)
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x"} {
		if got := fmt.Sprintf(verb, s); strings.Contains(got, canary) {
			t.Errorf("%s prints the password", verb)
		}
	}
}
