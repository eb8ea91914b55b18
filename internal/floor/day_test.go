package floor

import (
	"context"
	"errors"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"motoconsole/internal/payment/takings"
	"motoconsole/ui/kit"
)

// Supervisors share the sums of the day: a second one who looks while they are read waits, and for
// the next seconds all get the same. What could not be read is read again at once, and the
// sums of yesterday are shown to none of them.
func TestSupervisorsShareTheDay(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d, reads, takes := newDay(), 0, 100*time.Millisecond
		var broken error
		read := func(context.Context) (kit.DaySums, error) {
			reads++
			at := time.Now()
			time.Sleep(takes)
			return kit.DaySums{At: at}, broken
		}
		ask := func() {
			var all sync.WaitGroup
			for range 20 {
				all.Go(func() {
					if sums, err := d.get(t.Context(), time.Now, read); err != nil || sums.At.IsZero() {
						t.Error(sums, err)
					}
				})
			}
			all.Wait()
		}
		ask()
		if reads != 1 {
			t.Errorf("20 supervisors read the day %d times", reads)
		}
		time.Sleep(dayRests)
		ask()
		if reads != 2 {
			t.Errorf("later it was read %d times", reads)
		}
		time.Sleep(dayRests)
		broken = errors.New("locked")
		for range 2 {
			if _, err := d.get(t.Context(), time.Now, read); err == nil {
				t.Error("there are sums of what cannot be read")
			}
		}
		if reads != 4 {
			t.Errorf("what could not be read was read %d times", reads)
		}
		broken = nil
		midnight := takings.Midnight(time.Now()).AddDate(0, 0, 1)
		time.Sleep(time.Until(midnight.Add(-2 * time.Second)))
		ask()
		time.Sleep(time.Until(midnight.Add(time.Second)))
		ask()
		if reads != 6 {
			t.Errorf("over midnight it was read %d times", reads)
		}
		// Of a day that takes a second to read, the sums rest for longer.
		takes = time.Second
		time.Sleep(dayRests)
		for range 10 {
			ask()
			time.Sleep(dayRests)
		}
		if reads != 8 {
			t.Errorf("a long day was read %d times in 40 seconds", reads-6)
		}
		// One slow read leaves old sums for a minute and not for longer.
		takes = 9 * time.Second
		time.Sleep(dayRestsAtMost)
		ask()
		takes = 100 * time.Millisecond
		time.Sleep(dayRestsAtMost - takes - 9*time.Second)
		if ask(); reads != 9 {
			t.Errorf("within a minute of a slow read it was read %d times", reads-8)
		}
		time.Sleep(10 * time.Second)
		if ask(); reads != 10 {
			t.Errorf("a minute after a slow read it was read %d times", reads-8)
		}
		gone, cancel := context.WithCancel(t.Context())
		cancel()
		<-d.turn
		if _, err := d.get(gone, time.Now, read); err == nil {
			t.Error("who has gone waits on")
		}
	})
}
