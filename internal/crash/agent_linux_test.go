package crash

import (
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"motoconsole/internal/screentest"
)

func agent(i int) string { return []string{"priya", "ben", "chloe", "dev"}[i%agents] }

// payment is a payment that a caller wants to make.
type payment struct{ order, amount, card string }

// desk is an agent's place of work, where consoles run one after the other.
type desk struct {
	office  *office
	witness *witness
	budget  *atomic.Int64 // how many consoles are still to be killed
	count   *counts
	random  *rand.Rand
	name    string
	number  int

	orders  int
	renamed int
	cutOff  []payment // whose outcome the agent does not know
	away    bool      // the last console could not start, because the journal was away
}

// counts are the figures of the agents' work for the table.
type counts struct{ kills, away, charges, operations, repeats, barred, warned atomic.Int64 }

// work opens consoles until the budget is spent, and kills each of them.
func (d *desk) work(t *testing.T) {
	for n := 1; d.budget.Add(-1) >= 0; n++ {
		// Each console runs in a subtest, which closes the terminal when it ends.
		d.away = false
		if !t.Run(fmt.Sprintf("%s-%d", d.name, n), d.life) {
			return
		}
		if d.away {
			d.budget.Add(1)
			d.count.away.Add(1)
			time.Sleep(time.Second)
			continue
		}
		d.count.kills.Add(1)
	}
}

// exitUsage is the exit code of a console that cannot start with its configuration.
const exitUsage = 2

// life is one console, from its start until it is killed.
func (d *desk) life(t *testing.T) {
	cmd := d.office.command(t, "--config", filepath.Join(d.office.folder, d.name+".toml"))
	l := &life{t: t, desk: d, plan: d.draw()}
	l.PTY = screentest.StartPTY(t, cmd, 80, 24, screentest.Timeout(patience))
	l.reach(starting)
	for l.alive() {
		l.see("home", home)
		l.done++
		reference := ""
		if d.orders > 0 && d.random.IntN(5) > 0 { // each agent begins with a payment
			reference = d.pickRecent(d.office.bank.truth(t))
		}
		if reference == "" {
			l.charge(d.next())
		} else {
			l.change(reference)
		}
		if l.done > l.plan.payment {
			l.kill() // its moment never came, because the payment was barred
		}
	}
	code := l.Wait(t)
	if !l.killed.Load() && d.office.server != nil && code == exitUsage && strings.Contains(strings.ReplaceAll(l.Text(), "\n", ""), "cannot be reached") {
		d.away = true // the journal's server did not answer when it started
		return
	}
	if !l.killed.Load() {
		t.Errorf("the console ended by itself, with exit code %d:\n%s\n\nThe log ends with\n%s", code, l.Text(), d.office.lastLog())
	}
}

// next is a new payment or, from an impatient agent, one payments whose outcome the
// agent does not know.
func (d *desk) next() payment {
	if len(d.cutOff) > 0 && d.random.IntN(2) == 0 {
		i := d.random.IntN(len(d.cutOff))
		d.count.repeats.Add(1)
		return d.cutOff[i]
	}
	d.orders++
	cards := []string{"4111111111111111", "4111110000000211", "5100000000000511", "5124990000000101"}
	p := payment{
		order:  fmt.Sprintf("P%d%04d", d.number, d.orders),
		amount: fmt.Sprintf("%d.%02d", 30+d.number+4*(d.orders/100), d.orders%100),
		card:   cards[d.random.IntN(len(cards))],
	}
	if d.orders%15 == 0 && d.orders < 75 { // the bar on declined cards stays away
		p.amount, p.card = "700.00", "4000000000000812"
	}
	return p
}

// settled forgets a payment that the agent need not make again.
func (d *desk) settled(p payment) {
	for i, c := range d.cutOff {
		if c == p {
			d.cutOff = append(d.cutOff[:i], d.cutOff[i+1:]...)
			return
		}
	}
}

// unsettled remembers a payment that the agent may need to make again.
func (d *desk) unsettled(p payment) {
	d.settled(p)
	d.cutOff = append(d.cutOff, p)
}

// moment is the event after which a console is killed.
type moment int

const (
	starting moment = iota
	typing
	confirming
	charging // y was pressed: most are killed here
	told
	left // the outcome, for home
	moments
)

// plan says when a console dies: a random time after a moment of its nth payment or
// operation.
type plan struct {
	payment int
	moment  moment
	after   time.Duration
}

func (d *desk) draw() plan {
	p := plan{payment: 1 + d.random.IntN(4), moment: charging}
	if d.random.IntN(5) < 2 {
		p.moment = moment(d.random.IntN(int(moments)))
	}
	most := 400 * time.Millisecond
	switch p.moment {
	case charging:
		// Between the key and the answer come the journal, for an operation the recheck, the
		// connection and the bank, each with its milliseconds.
		most = []time.Duration{3 * time.Millisecond, 40 * time.Millisecond, 300 * time.Millisecond, time.Second, 4 * time.Second}[d.random.IntN(5)]
	case told, left:
		most = 5 * time.Second // of asking for the outcome
	default:
	}
	p.after = time.Duration(d.random.Int64N(int64(most)))
	return p
}
