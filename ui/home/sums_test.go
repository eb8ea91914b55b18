package home

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"motoconsole/gateway"
	"motoconsole/internal/journal"
	"motoconsole/internal/journal/journaltest"
	"motoconsole/internal/payment"
	"motoconsole/internal/payment/takings"
	"motoconsole/internal/rights"
	"motoconsole/ui/kit"
)

// desks are the desks of agents on one journal.
type desks struct {
	t     *testing.T
	now   time.Time
	store journal.Store
	count int
}

func newDesks(t *testing.T) *desks {
	d := &desks{t: t, now: time.Date(2026, 11, 20, 9, 0, 0, 0, time.Local)} // a Friday
	d.store = journaltest.NewMemory(func() time.Time { return d.now })
	return d
}

// on is the agent's processor.
func (d *desks) on(agent string) *payment.Processor {
	var o payment.Options
	o.Agent, o.Grant, o.Site, o.Store, o.Now = agent, rights.Everything(), "test_site1", d.store, func() time.Time { return d.now }
	return &payment.Processor{Options: payment.Options{Operator: o.Operator, Place: o.Place, Line: o.Line, Records: o.Records, Clocks: o.Clocks, Held: new(payment.HeldAnswers)}}
}

// act is an entry of an agent a minute after the last one, with its outcome.
func (d *desks) act(agent string, o journal.Operation, ref string, minor int64, change func(*journal.Entry), outcome gateway.Outcome) {
	d.t.Helper()
	d.now = d.now.Add(time.Minute)
	d.count++
	e := journaltest.AnAuth(d.t, fmt.Sprint(o.Noun(false), d.count), d.now)
	e.ID, e.SentReference = fmt.Sprint("E", d.count), fmt.Sprint("S", d.count)
	e.Operation, e.Agent, e.Amount.Minor = o, agent, minor
	made := ref
	if o != journal.OpCharge {
		e.Parent = ref
	}
	if o == journal.OpRaise {
		made = fmt.Sprint("23-9-7", d.count)
	}
	switch o {
	case journal.OpRaise:
		e.AuthMethod = string(gateway.AuthIncremental)
	case journal.OpCharge, journal.OpReduce, journal.OpRelease:
		e.AuthMethod = string(gateway.AuthPre)
	default:
	}
	if change != nil {
		change(&e)
	}
	journaltest.Intend(d.t, d.store, e)
	journaltest.Note(d.t, d.store, e.ID, journal.StepAnswered, func(e *journal.Entry) {
		e.State, e.Outcome, e.AnsweredAt, e.TransactionReference = journal.Known, outcome, d.now, made
	})
}

// hold asks for a pre-authorisation to be held, and dated for it to settle on a day.
func hold(e *journal.Entry) { e.Target.SettleStatus = string(gateway.SettleSuspended) }

func dated(day string) func(*journal.Entry) {
	return func(e *journal.Entry) { e.Target.SettleDueDate = day }
}

// before is what the agent saw of the payment.
func before(status, day string) func(*journal.Entry) {
	return func(e *journal.Entry) { e.Before.SettleStatus, e.Before.SettleDueDate = status, day }
}

// taken is a sum in one currency, in minor units.
func taken(t takings.Totals) (minor int64) {
	for _, s := range t.Taken {
		minor += s.Amount.Minor
	}
	return minor
}

// sums are what the floor has of all, after it agrees with itself and with each home.
func (d *desks) sums(name string) takings.Totals {
	d.t.Helper()
	day, err := kit.ReadDay(d.t.Context(), d.on("priya"), d.now)
	if err != nil {
		d.t.Fatal(err)
	}
	all := int64(0)
	for agent, of := range day.Agents {
		all += taken(of)
		p := d.on(agent)
		own, err := p.Since(d.t.Context(), takings.Midnight(d.now))
		if err != nil {
			d.t.Fatal(err)
		}
		holds, err := p.Holds(d.t.Context())
		if err != nil {
			d.t.Fatal(err)
		}
		h := &Page{shell: kit.Shell{Console: &kit.Console{Now: func() time.Time { return d.now }, Agent: agent}}}
		h.learn(kit.JournalMsg{Today: own, Holds: holds})
		if home := h.totals.Totals; taken(home) != taken(of) || home.Payments != of.Payments || home.Held != of.Held {
			d.t.Errorf("%s: %s's home has %v of %d, the floor %v of %d", name, agent, home.Taken, home.Payments, of.Taken, of.Payments)
		}
		hours := int64(0)
		for _, hour := range of.Hours {
			hours += hour.Amount.Minor
		}
		if hours != taken(of) {
			d.t.Errorf("%s: %s took %d, in its hours %d", name, agent, taken(of), hours)
		}
	}
	if all != taken(day.All) {
		d.t.Errorf("%s: the agents took %d, all %d", name, all, taken(day.All))
	}
	return day.All
}

// word is what home calls a payment of another day.
func (d *desks) word(ref string) string {
	entries, err := d.store.ByTransaction(d.t.Context(), ref)
	if err != nil {
		d.t.Fatal(err)
	}
	holds, err := d.on("priya").Holds(d.t.Context())
	if err != nil {
		d.t.Fatal(err)
	}
	made := payment.AttemptOf(entries[len(entries)-1])
	return kit.WordOf(takings.Present([]payment.Attempt{made}, holds)[0], d.now).Word
}

// The record that home opens has the day that was set last, by whomever.
func TestRecordHasTheDaySetLast(t *testing.T) {
	d := newDesks(t)
	d.act("priya", journal.OpCharge, "23-9-1", 10000, dated("2026-11-23"), gateway.OutcomeApproved)
	for _, day := range []string{"2026-11-25", "2026-11-24"} {
		d.act("tom", journal.OpDueDate, "23-9-1", 0, dated(day), gateway.OutcomeApproved)
	}
	own, err := d.on("priya").Since(t.Context(), takings.Midnight(d.now))
	if err != nil {
		t.Fatal(err)
	}
	holds, err := d.on("priya").Holds(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if r := rowOf(takings.Present(own, holds)[0], d.now).record; r.SettleDueDate != "2026-11-24" {
		t.Errorf("%q", r.SettleDueDate)
	}
}

// What is reserved counts once, on the day that it is captured, no matter who made, raised,
// reduced or captured it.
func TestWhatIsReservedCountsWhenItIsCaptured(t *testing.T) {
	const ref, later, past = "23-9-1", "2026-12-10", "2026-11-23"
	approved, held := gateway.OutcomeApproved, gateway.OutcomeHeld
	reserve := func(d *desks) { d.act("priya", journal.OpCharge, ref, 10000, hold, held) }
	reserveFor := func(day string) func(d *desks) {
		return func(d *desks) { d.act("priya", journal.OpCharge, ref, 10000, dated(day), approved) }
	}
	do := func(agent string, o journal.Operation, minor int64, change func(*journal.Entry)) func(d *desks) {
		return func(d *desks) { d.act(agent, o, ref, minor, change, approved) }
	}
	capture := func(minor int64) func(*desks) { return do("tom", journal.OpRelease, minor, nil) }
	holdIt := do("tom", journal.OpHold, 10000, nil)
	monday := func(d *desks) { d.now = time.Date(2026, 11, 23, 10, 0, 0, 0, time.Local) }
	tuesday := func(d *desks) { d.now = time.Date(2026, 11, 24, 10, 0, 0, 0, time.Local) }
	for name, tc := range map[string]struct {
		story []func(*desks)
		taken int64
		word  string
	}{
		"reserved":                                  {[]func(*desks){reserve}, 0, "RESERVED"},
		"captured on its day":                       {[]func(*desks){reserve, capture(10000)}, 10000, "CAPTURED"},
		"captured on another day":                   {[]func(*desks){reserve, monday, capture(10000)}, 10000, "CAPTURED"},
		"captured the day before":                   {[]func(*desks){reserve, monday, capture(10000), tuesday, do("priya", journal.OpOrder, 0, nil)}, 0, "CAPTURED"},
		"captured, and held again":                  {[]func(*desks){reserve, monday, capture(10000), holdIt}, 0, "HELD"},
		"captured, held and released the next day":  {[]func(*desks){reserve, monday, capture(10000), tuesday, holdIt, capture(10000)}, 0, "CAPTURED"},
		"captured twice on a day":                   {[]func(*desks){reserve, monday, capture(10000), holdIt, capture(10000)}, 10000, "CAPTURED"},
		"captured, and cancelled":                   {[]func(*desks){reserve, monday, capture(10000), do("priya", journal.OpCancel, 10000, nil)}, 0, "CANCELLED"},
		"captured for a later day":                  {[]func(*desks){reserve, do("priya", journal.OpDueDate, 0, dated(later)), monday, capture(10000)}, 0, "CAPTURED"},
		"reduced, then captured":                    {[]func(*desks){reserve, monday, do("priya", journal.OpReduce, 3000, nil), capture(7000)}, 7000, "CAPTURED"},
		"captured, then reduced":                    {[]func(*desks){reserve, monday, capture(10000), do("priya", journal.OpReduce, 3000, nil)}, 7000, "CAPTURED"},
		"raised, then captured":                     {[]func(*desks){reserve, monday, do("ben", journal.OpRaise, 5000, before("2", "")), capture(15000)}, 15000, "CAPTURED"},
		"raised by another, all on a day":           {[]func(*desks){reserve, do("ben", journal.OpRaise, 5000, before("2", "")), capture(15000)}, 15000, "CAPTURED"},
		"raised, and still reserved":                {[]func(*desks){reserve, monday, do("ben", journal.OpRaise, 5000, before("2", ""))}, 0, "RESERVED"},
		"raised for a later day":                    {[]func(*desks){reserveFor(later), monday, do("ben", journal.OpRaise, 5000, before("0", later))}, 0, "RESERVED"},
		"raised for a later day, on the same day":   {[]func(*desks){reserveFor(later), do("ben", journal.OpRaise, 5000, before("0", later))}, 0, "RESERVED"},
		"raised, and put off":                       {[]func(*desks){reserveFor(past), monday, do("ben", journal.OpRaise, 5000, before("0", past)), do("tom", journal.OpDueDate, 0, dated(later))}, 0, "RESERVED"},
		"put off by another":                        {[]func(*desks){reserveFor(past), do("tom", journal.OpDueDate, 0, dated(later)), monday, do("tom", journal.OpOrder, 0, nil)}, 0, "RESERVED"},
		"for a later day, held and released":        {[]func(*desks){reserveFor(later), holdIt, capture(10000)}, 0, "CAPTURED"},
		"for a later day, and held":                 {[]func(*desks){reserveFor(later), holdIt}, 0, "HELD"},
		"held by the gateway's checks and released": {[]func(*desks){func(d *desks) { d.act("priya", journal.OpCharge, ref, 10000, nil, held) }, capture(10000)}, 10000, "CAPTURED"},
	} {
		t.Run(name, func(t *testing.T) {
			d := newDesks(t)
			for _, step := range tc.story {
				step(d)
			}
			sums := d.sums(name)
			if got := taken(sums); got != tc.taken || sums.Payments != int(min(1, tc.taken)) {
				t.Errorf("%d of %d payments taken, want %d", got, sums.Payments, tc.taken)
			}
			if word := d.word(ref); word != tc.word {
				t.Errorf("it is %s, want %s", word, tc.word)
			}
		})
	}
}

// The sums of a day are what was captured on it first and is captured at its end, whatever
// several agents did with several pre-authorisations on several days.
func TestSumsOfAnyStory(t *testing.T) {
	type reservation struct {
		left       int64
		held, over bool
		captured   time.Time // the day of its first capture
	}
	for seed := range uint64(60) {
		rng, d := rand.New(rand.NewPCG(seed, 1)), newDesks(t) //nolint:gosec // not for secrets
		all := map[string]*reservation{}
		var refs []string
		for day := range 3 {
			d.now = time.Date(2026, 11, 20+day, 9, 0, 0, 0, time.Local)
			for range 12 {
				agent := []string{"priya", "ben", "tom"}[rng.IntN(3)]
				if len(refs) < 3 && rng.IntN(3) == 0 {
					ref := fmt.Sprint("23-9-", len(refs))
					refs, all[ref] = append(refs, ref), &reservation{left: 10000, held: true}
					d.act(agent, journal.OpCharge, ref, 10000, hold, gateway.OutcomeHeld)
				}
				if len(refs) == 0 {
					continue
				}
				ref := refs[rng.IntN(len(refs))]
				r := all[ref]
				switch do := rng.IntN(6); {
				case r.over:
				case do == 0 && r.held && r.captured.IsZero():
					r.left += 5000
					d.act(agent, journal.OpRaise, ref, 5000, before("2", ""), gateway.OutcomeHeld)
				case do == 1 && r.left > 3000:
					r.left -= 1000
					d.act(agent, journal.OpReduce, ref, 1000, nil, gateway.OutcomeApproved)
				case do == 2 && !r.held:
					r.held = true
					d.act(agent, journal.OpHold, ref, r.left, nil, gateway.OutcomeApproved)
				case do == 3 && rng.IntN(4) == 0:
					r.over = true
					d.act(agent, journal.OpCancel, ref, r.left, nil, gateway.OutcomeApproved)
				case r.held && do > 3:
					r.held = false
					d.act(agent, journal.OpRelease, ref, r.left, nil, gateway.OutcomeApproved)
					if r.captured.IsZero() {
						r.captured = takings.Midnight(d.now)
					}
				}
			}
			want := int64(0)
			for _, r := range all {
				if !r.over && !r.held && r.captured.Equal(takings.Midnight(d.now)) {
					want += r.left
				}
			}
			if got := taken(d.sums(fmt.Sprint("seed ", seed, " day ", day))); got != want {
				t.Errorf("seed %d, day %d: %d taken, want %d", seed, day, got, want)
			}
		}
	}
}
