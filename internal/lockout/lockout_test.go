package lockout

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"motoconsole/internal/clock"
)

// machine has both clocks. Its time of day can be set, and it can be restarted.
type machine struct {
	at     time.Time
	boot   string
	steady time.Duration
}

func newMachine() *machine {
	return &machine{at: time.Date(2026, 11, 20, 9, 0, 0, 0, time.UTC), boot: "one", steady: time.Hour}
}

func (m *machine) now() Now { return Now{m.at, clock.Reading{Boot: m.boot, At: m.steady}} }

func (m *machine) wait(d time.Duration) {
	m.at = m.at.Add(d)
	m.steady += d
}

func (m *machine) set(d time.Duration) { m.at = m.at.Add(d) }

func (m *machine) restart(boot string) { m.boot, m.steady = boot, 0 }

func TestTenTries(t *testing.T) {
	m := newMachine()
	var tally Tally
	var left time.Duration
	for n := range Most {
		if tally, left = tally.Take(m.now()); left != 0 {
			t.Fatalf("try %d: not taken for %v", n+1, left)
		}
		if n%2 == 0 {
			m.wait(24 * time.Hour) // days between do not help
		}
	}
	if tally, left = tally.Take(m.now()); left != Lasts {
		t.Errorf("the eleventh: %v", left)
	}
	m.wait(Lasts - time.Second)
	if tally, left = tally.Take(m.now()); left != time.Second {
		t.Errorf("a second before: %v", left)
	}
	m.wait(time.Second)
	for n := range Most {
		if tally, left = tally.Take(m.now()); left != 0 {
			t.Fatalf("try %d of the next ten: %v", n+1, left)
		}
	}
	if _, left = tally.Take(m.now()); left != Lasts {
		t.Errorf("after twenty: %v", left)
	}
}

// TestLocksGrow: of a second factor each lock in a row lasts twice as long, up to eight hours,
// by either clock. One of a passphrase always lasts as long.
func TestLocksGrow(t *testing.T) {
	for grows, want := range map[bool][]time.Duration{
		true:  {30 * time.Minute, time.Hour, 2 * time.Hour, 4 * time.Hour, 8 * time.Hour, 8 * time.Hour},
		false: {Lasts, Lasts, Lasts},
	} {
		for _, restarts := range []bool{false, true} {
			m := newMachine()
			tally := Tally{Grows: grows}
			for i, lasts := range want {
				var left time.Duration
				for range Most {
					if tally, left = tally.Take(m.now()); left != 0 {
						t.Fatalf("lock %d: a try is not taken for %v", i+1, left)
					}
				}
				if restarts {
					m.restart(fmt.Sprint("boot ", i))
				}
				if _, left = tally.Look(m.now()); left != lasts {
					t.Errorf("grows %v, lock %d: %v, want %v", grows, i+1, left, lasts)
				}
				m.wait(lasts - time.Second)
				if _, left = tally.Look(m.now()); left != time.Second {
					t.Errorf("grows %v, lock %d, a second before its end: %v", grows, i+1, left)
				}
				m.wait(time.Second)
			}
		}
	}
}

// TestClocks: setting the time of day ends no lock while the machine runs, and makes
// none last longer than half an hour.
func TestClocks(t *testing.T) {
	closed := func(m *machine) (tally Tally) {
		for range Most {
			tally, _ = tally.Take(m.now())
		}
		return tally
	}
	for name, c := range map[string]struct {
		change func(*machine)
		want   time.Duration
	}{
		"nothing":                       {func(*machine) {}, Lasts},
		"ten minutes":                   {func(m *machine) { m.wait(10 * time.Minute) }, 20 * time.Minute},
		"set on by a day":               {func(m *machine) { m.set(24 * time.Hour) }, Lasts},
		"set back by a day":             {func(m *machine) { m.set(-24 * time.Hour) }, Lasts},
		"set back, and half an hour":    {func(m *machine) { m.set(-24 * time.Hour); m.wait(Lasts) }, 0},
		"started anew":                  {func(m *machine) { m.restart("two") }, Lasts},
		"started anew after a while":    {func(m *machine) { m.restart("two"); m.wait(10 * time.Minute) }, 20 * time.Minute},
		"started anew half an hour ago": {func(m *machine) { m.restart("two"); m.wait(Lasts) }, 0},
		"started anew and set back":     {func(m *machine) { m.restart("two"); m.set(-24 * time.Hour); m.wait(time.Minute) }, Lasts},
	} {
		m := newMachine()
		tally := closed(m)
		c.change(m)
		tally, left := tally.Look(m.now())
		if left != c.want {
			t.Errorf("%s: %v left, want %v", name, left, c.want)
		}
		m.wait(left)
		if _, left = tally.Look(m.now()); left != 0 {
			t.Errorf("%s: after that %v are left", name, left)
		}
	}
}

// TestNeverMoreThanTen: in any order of tries, waits and settings of the clock, no half
// hour has more than ten wrong tries while the machine runs, and a console accepts a
// try after half an hour without one.
func TestNeverMoreThanTen(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2)) //nolint:gosec // repeatable
	for range 300 {
		m := newMachine()
		memory := NewMemory(m.now)
		var wrong []time.Duration
		for range 200 {
			switch random.IntN(4) {
			case 0:
				m.wait(time.Duration(random.Int64N(int64(12 * time.Minute))))
			case 1:
				m.set(time.Duration(random.Int64N(int64(48*time.Hour))) - 24*time.Hour)
			default:
				left, err := memory.Take()
				if err != nil {
					t.Fatal(err)
				}
				if left == 0 {
					wrong = append(wrong, m.steady)
				}
			}
			if n := len(wrong); n > Most && n%Most == 1 && wrong[n-1]-wrong[n-2] < Lasts {
				t.Fatalf("try %d came %v after the one before it", n, wrong[n-1]-wrong[n-2])
			}
		}
		m.wait(Lasts)
		if left, _, err := memory.Left(); left != 0 || err != nil {
			t.Fatalf("closed for %v after half an hour", left)
		}
		if left, _ := memory.Take(); left != 0 {
			t.Fatal("none is taken after half an hour")
		}
		if err := memory.Right(); err != nil {
			t.Fatal(err)
		}
	}
}
