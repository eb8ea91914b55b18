package clock

import (
	"os"
	"path/filepath"
	"testing"
	"time"
)

// Zone ignores $TZ, and is UTC if the machine's zone is unknown.
func TestZone(t *testing.T) {
	before := Zone().String()
	_, offset := time.Unix(0, 0).In(Zone()).Zone()
	t.Setenv("TZ", "Asia/Tokyo")
	if _, now := time.Unix(0, 0).In(Zone()).Zone(); Zone().String() != before || now != offset {
		t.Errorf("%d s, then %d s", offset, now)
	}
	path := filepath.Join(t.TempDir(), "zone")
	for _, text := range []string{"", "no zone"} {
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		if zone := zoneOf(path); zone != time.UTC {
			t.Errorf("%q: %v", text, zone)
		}
	}
	if zone := zoneOf(path + "-not"); zone != time.UTC {
		t.Errorf("no file: %v", zone)
	}
}
