package clock

import (
	"testing"
	"time"
)

func TestSince(t *testing.T) {
	early := Now()
	if d, ok := early.Add(time.Minute).Since(early); !ok || d != time.Minute {
		t.Errorf("a minute later is %v, %v", d, ok)
	}
	if d, ok := Now().Since(early); !ok || d < 0 {
		t.Errorf("the clock went back by %v, or its boot changed: %v", -d, ok)
	}
	for _, other := range []Reading{{}, {Boot: "another", At: early.At}} {
		if _, ok := early.Since(other); ok {
			t.Errorf("%v can be compared with %v", early, other)
		}
		if _, ok := other.Since(early); ok {
			t.Errorf("%v can be compared with %v", other, early)
		}
	}
}

func TestBootIsNoNumber(t *testing.T) {
	for _, r := range Now().Boot {
		if r < 'a' || r > 'z' {
			t.Fatalf("the name of the boot has %q", r)
		}
	}
}
