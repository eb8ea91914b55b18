package floor

import (
	"context"
	"time"

	"motoconsole/internal/app"
	"motoconsole/internal/payment/takings"
	"motoconsole/internal/rights"
	"motoconsole/ui/kit"
)

// dayRests is how long the sums of a day are given out before they are read again. It is
// shorter than the beat in which the pages ask.
const dayRests = 4 * time.Second

// dayShare is how much of the time may go into reading days. The sums of a long day rest
// for longer, up to dayRestsAtMost: one slow read must not leave a supervisor with old sums.
const (
	dayShare       = 25
	dayRestsAtMost = time.Minute
)

// day is what the agents of a site did today, added up once for all supervisors who look.
type day struct {
	turn chan struct{} // holds a token while no read is under way
	last kit.DaySums
	took time.Duration // the last read
}

func newDay() *day {
	d := &day{turn: make(chan struct{}, 1)}
	d.turn <- struct{}{}
	return d
}

// get is the day as it was read a moment ago, or read now. A supervisor who asks while it is read
// waits for it.
func (d *day) get(ctx context.Context, now func() time.Time, read func(context.Context) (kit.DaySums, error)) (kit.DaySums, error) {
	select {
	case <-d.turn:
	case <-ctx.Done():
		return kit.DaySums{}, ctx.Err()
	}
	defer func() { d.turn <- struct{}{} }()
	if age := now().Sub(d.last.At); age >= 0 && age < min(max(dayRests, dayShare*d.took), dayRestsAtMost) && takings.Midnight(d.last.At).Equal(takings.Midnight(now())) {
		return d.last, nil
	}
	began := now()
	all, err := read(ctx)
	if err == nil {
		d.last, d.took = all, now().Sub(began)
	}
	return all, err
}

// dayOf is the day of a process's site.
func (f *Floor) dayOf(process *app.Process) *day {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.days[process] == nil {
		f.days[process] = newDay()
	}
	return f.days[process]
}

// Day implements kit.Supervisor.
func (s *supervisor) Day(ctx context.Context, read func(context.Context) (kit.DaySums, error)) (kit.DaySums, error) {
	if err := s.may(rights.SeeFloor, rights.ViewAll); err != nil {
		return kit.DaySums{}, err
	}
	return s.floor.dayOf(s.process).get(ctx, s.floor.now, read)
}
