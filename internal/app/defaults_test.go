package app

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"motoconsole/internal/config"
	"motoconsole/internal/payment"
	"motoconsole/internal/payment/evidence"
)

// TestDefaultsAreTheRules: what the configuration says of a key that is left out, and
// the least that it allows, are the figures of the rules themselves, which do not know
// the configuration.
func TestDefaultsAreTheRules(t *testing.T) {
	p := config.Sandbox(func(string) string { return "" }).Payment
	if p.DuplicateWindow != payment.DefaultWindow || p.MaxDeclines != payment.DefaultDeclines {
		t.Errorf("duplicates count for %v and %d declines: the guard says %v and %d", p.DuplicateWindow, p.MaxDeclines, payment.DefaultWindow, payment.DefaultDeclines)
	}
	if p.NotTakenAfter != evidence.DefaultAbsent {
		t.Errorf("not taken after %v: the rule says %v", p.NotTakenAfter, evidence.DefaultAbsent)
	}
	for after, allowed := range map[time.Duration]bool{evidence.MinAbsent: true, evidence.MinAbsent - time.Second: false} {
		path := filepath.Join(t.TempDir(), "config.toml")
		text := fmt.Sprintf("[gateway]\nurl = \"https://webservices.securetrading.net\"\nusername = \"ws@merchant.example\"\nsite = \"test_site1\"\n"+
			"[payment]\ncurrency = \"GBP\"\nnot_taken_after = \"%v\"\n", after)
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		_, err := config.Load(path, func(name string) string {
			return map[string]string{"MOTO_GATEWAY_PASSWORD": "secret", "USER": "priya"}[name]
		})
		if (err == nil) != allowed || err != nil && !strings.Contains(err.Error(), "not_taken_after") {
			t.Errorf("not_taken_after %v: %v", after, err)
		}
	}
}
