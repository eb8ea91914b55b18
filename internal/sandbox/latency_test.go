package sandbox

import (
	"testing"
	"time"

	"motoconsole/gateway"
	"motoconsole/internal/sandbox/faults"
)

func TestParseLatency(t *testing.T) {
	for text, want := range map[string]Latency{
		"300ms":           {Mean: 300 * time.Millisecond},
		"300ms±100ms":     {Mean: 300 * time.Millisecond, Spread: 100 * time.Millisecond},
		"300ms+-100ms":    {Mean: 300 * time.Millisecond, Spread: 100 * time.Millisecond},
		" 1.5s ± 200ms ":  {Mean: 1500 * time.Millisecond, Spread: 200 * time.Millisecond},
		"0":               {},
		"1m±1m":           {Mean: time.Minute, Spread: time.Minute},
		"0s+-10ms":        {Spread: 10 * time.Millisecond},
		"250us +- 1000us": {Mean: 250 * time.Microsecond, Spread: time.Millisecond},
	} {
		got, err := ParseLatency(text)
		if err != nil || got != want {
			t.Errorf("%q: %v %v, want %v", text, got, err, want)
		}
		if again, err := ParseLatency(got.String()); err != nil || again != got {
			t.Errorf("%q prints as %q", text, got)
		}
	}
	for _, text := range []string{"", "±", "300", "300ms±", "±100ms", "-300ms", "300ms±-1ms", "300ms+-+-1ms", "300ms±1ms±1ms", "2m", "1s±2m", "NaNs", "soon"} {
		if got, err := ParseLatency(text); err == nil {
			t.Errorf("%q is taken for %v", text, got)
		}
	}
}

func TestLatencyDistribution(t *testing.T) {
	const n = 4000
	l := Latency{Mean: 300 * time.Millisecond, Spread: 100 * time.Millisecond}
	x, y := faults.NewDice(1), faults.NewDice(1)
	var sum time.Duration
	within, above := 0, 0
	for range n {
		d := l.draw(x)
		if d != l.draw(y) {
			t.Fatal("the same seed draws differently")
		}
		sum += d
		if d >= 200*time.Millisecond && d <= 400*time.Millisecond {
			within++
		}
		if d > l.Mean {
			above++
		}
	}
	if mean := sum / n; mean < 295*time.Millisecond || mean > 305*time.Millisecond {
		t.Errorf("mean %v, want 300ms", mean)
	}
	if share := float64(within) / n; share < 0.93 || share > 0.98 {
		t.Errorf("%.3f within the spread, want 19 of 20", share)
	}
	if share := float64(above) / n; share < 0.45 || share > 0.55 {
		t.Errorf("%.3f above the mean, want half", share)
	}
	zero := 0
	for range n {
		d := Latency{Spread: time.Second}.draw(x)
		if d < 0 {
			t.Fatalf("an answer in %v", d)
		}
		if d == 0 {
			zero++
		}
	}
	if zero < n*45/100 || zero > n*55/100 {
		t.Errorf("%d of %d cut off at zero, want half", zero, n)
	}
}

func TestLatencyOfAnswers(t *testing.T) {
	b := newBank(func(c *Config) { c.Latency = Latency{Mean: 80 * time.Millisecond} })
	s := served(t, b)
	for range 2 {
		began := time.Now()
		if result, fail := pay(t, s, nil, ample, "A17-abcdef"); result.Outcome != gateway.OutcomeApproved {
			t.Errorf("%v %v", result.Outcome, fail)
		}
		if took := time.Since(began); took < 80*time.Millisecond || took > ample {
			t.Errorf("answered after %v, want 80ms", took)
		}
	}
	began := time.Now()
	if status, _, _ := post(t, b, []byte("{")); status != 200 || time.Since(began) < 80*time.Millisecond {
		t.Errorf("broken JSON: status %d after %v", status, time.Since(began))
	}
}

// A slow bank may have faults too, and take longer than a client may.
func TestLatencyWithFault(t *testing.T) {
	t.Parallel()
	lim := usualLimits()
	// A limit that a busy machine does not exceed by itself.
	lim.write = 3 * time.Second
	const latency = 4 * time.Second
	b := newBank(func(c *Config) { c.Latency = Latency{Mean: latency} })
	s, err := listen("127.0.0.1:0", b, lim)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = s.Close() }()
	began := time.Now()
	_, fail := pay(t, s, nil, ample, "FAULT-garble-abcdef")
	if fail == nil || fail.Kind != gateway.KindGarbled || time.Since(began) < latency {
		t.Errorf("%v after %v", fail, time.Since(began))
	}
}
