package payment

import (
	"context"
	"time"

	"motoconsole/gateway"
	"motoconsole/internal/clock"
	"motoconsole/internal/journal"
	"motoconsole/internal/payment/doubt"
	"motoconsole/internal/payment/resolve"
	"motoconsole/internal/rights"
)

// smallWorld is what is the same in all states: the engine, and how the world
// around it is.
type smallWorld struct {
	rule   doubt.Rule
	mutant smallMutant
	// lag is the delay of a record that becomes visible late.
	lag rel
	// refusesAgain lets a query be refused with 401 as well, right after an AUTH
	// was.
	refusesAgain bool
	silent       bool // no supervisor says anything
	faults       int8

	processor *Processor
	resolver  *resolve.Resolver
	store     *smallStore
	asking    smallAsking
	// Where the clocks stood at an earlier instant, while the engine reads them.
	wallThen, steadyThen rel
	settled              *Attempt // what Processor.News was told

	written map[smallWrite]smallWritten
	unseen  int // queries that found nothing although the gateway had booked
}

// smallAsking is how the gateway answers the next query.
type smallAsking struct {
	fails, refuses bool
	ahead          time.Duration // the clock of the host that answers
}

// The times of the engine, in seconds.
var (
	sendWithin   = seconds(doubt.LookTime + doubt.DefaultPatience)
	patienceTime = seconds(doubt.DefaultPatience)
	deadlineTime = seconds(gateway.DefaultTimeout)
)

const (
	// quickLag is as late as a record may become visible for the rule to hold.
	quickLag = rel(doubt.DefaultAbsent/time.Second) - 5
	// slowLag is a quarter of an hour, as slow as the gateway has ever been said to be.
	slowLag = rel(15 * 60)
	// clockStep is by how much the time of day is set.
	clockStep = rel(600)
	// smallHostsApart is how far the clock of the gateway's other host is ahead: more
	// than the rule waits, and not as much as the time of day is set by. Where
	// our clock and the gateway's are wrong by the same time, and the machine was
	// started again, the rule takes both for right, and says so.
	smallHostsApart = rel(500)
)

func newSmallWorld(faults int8) *smallWorld {
	w := &smallWorld{rule: DefaultRule(), lag: quickLag, faults: faults, written: map[smallWrite]smallWritten{}}
	w.store = &smallStore{w: w}
	wall := func() time.Time { return w.wallThen.on(smallWall) }
	steady := func() clock.Reading { return w.steadyThen.steady() }
	w.processor = &Processor{Options: Options{
		Operator: Operator{Agent: "desk", Grant: rights.Everything()},
		Place:    Place{Site: simSite},
		Line:     Line{SignIn: &SignIn{Gateway: w, Site: simSite, Clocks: clock.Clocks{Now: wall}}, Deadline: gateway.DefaultTimeout},
		Records:  Records{Store: w.store, Owner: "desk", Host: "small"},
		Watchers: Watchers{News: telling(func(a Attempt) { w.settled = &a })},
		Clocks:   clock.Clocks{Now: wall, Steady: steady},
	}}
	w.processor.SignIn.proved = true
	w.resolver = resolve.New(resolve.Options{Gateway: w, Store: w.store, Owner: "resolver", Clocks: clock.Clocks{Now: wall, Steady: steady}})
	return w
}

// start is the first state.
func (w *smallWorld) start() smallState {
	s := smallState{left: w.faults}
	set := func(at *rel) { *at = never }
	s.clocks(set, set, set)
	s.tidy()
	return s
}

// Query implements Querier. Tries that the gateway has booked and shows are
// found by the order reference, however folded, and by the transaction.
func (w *smallWorld) Query(_ context.Context, q gateway.Query) (gateway.QueryResult, error) {
	switch {
	case w.asking.refuses:
		return gateway.QueryResult{}, &gateway.Error{Kind: gateway.KindSignIn, Written: true, Status: 401}
	case w.asking.fails:
		return gateway.QueryResult{}, &gateway.Error{Kind: gateway.KindTimeout, Written: true}
	}
	result := gateway.QueryResult{Outcome: gateway.OutcomeApproved, At: smallTheirs.Add(w.asking.ahead)}
	s := w.store.s
	for i := range s.tries {
		if asksFor(q, i) && s.shows(i) {
			result.Records = append(result.Records, s.record(i))
		}
	}
	result.Found = len(result.Records)
	return result, nil
}

func asksFor(q gateway.Query, i int) bool {
	for _, sent := range q.OrderReferences {
		if sent == smallSent[i] {
			return true
		}
	}
	for _, made := range q.TransactionReferences {
		if made == smallMade[i] {
			return true
		}
	}
	return false
}

// shows reports a booking that queries find.
func (s *smallState) shows(i int) bool { return s.tries[i].booked && s.tries[i].visible == never }

// record is the gateway's record of a try.
func (s *smallState) record(i int) gateway.Record {
	r := gateway.Record{
		RequestType: gateway.TypeAuth, OrderReference: smallSent[i], SiteReference: simSite, TransactionReference: smallMade[i],
		BaseAmount: smallAmount.BaseAmount(), CurrencyISO3A: smallAmount.Currency.Code(), ErrorCode: "0", SettleStatus: "0",
	}
	if s.tries[i].folded {
		r.OrderReference = "a17-m0"
	}
	return r
}

// tidy leaves out of a state what decides nothing any more, so that more of
// them are the same.
func (s *smallState) tidy() {
	for i := range s.tries {
		t := &s.tries[i]
		hears := t.phase == phaseWaiting || t.phase == phaseDoubted
		if t.phase < phaseAgreed || t.phase > phaseGoing || t.phase == phaseDisowning {
			t.began, t.beganSteady = never, never
		}
		if t.phase != phaseGoing && !hears {
			t.going = never
		}
		if s.tries[1-i].phase > phaseGuarded {
			t.yes = never
		}
		if t.net != netOnWay && t.net != netSlow {
			t.arriveBy = never
		}
		if !hears && (t.net == netBooked || t.net == netDelayed) || t.phase == phaseDone && t.net == netNone {
			t.net = netOver
		}
		if t.visible <= 0 {
			t.visible = never
		}
		t.slow = t.slow && t.phase == phaseGoing
		if t.phase == phaseDone {
			t.reason = false
		}
		if t.told == gateway.OutcomeApproved {
			t.told = gateway.OutcomeUnknown
		}
		s.tidyRow(i)
		if t.phase == phaseDone && t.unkept <= phaseWaiting {
			t.reply = replyNone
		}
		if t.phase == phaseDone && t.net == netOver && t.unkept == phaseIdle {
			s.tidyEnded(i)
		}
	}
	if !s.check.heard {
		s.check = smallCheck{here: never, steady: never, at: never}
	}
	if s.tries[0].phase > phaseGuarded && s.tries[1].phase > phaseGuarded {
		s.steps = 0
	}
	for p := range s.paused {
		s.paused[p] = s.paused[p] && s.busy(p)
	}
}

// tidyEnded is for a try that has ended, with nothing on its way any more.
func (s *smallState) tidyEnded(i int) {
	t, r := &s.tries[i], &s.rows[i]
	if !t.booked {
		t.told, t.excused = gateway.OutcomeUnknown, false
		s.tries[1-i].must, t.must = false, false
	}
	checked := s.check.heard && int(s.check.row) == i
	switch {
	case !s.has(i) || !r.known() || checked:
	case r.outcome.MovesMoney() && !r.next, !r.outcome.MovesMoney() && !t.booked: // it stays as it is
		r.referenced, r.evidence, r.alarm, r.next = false, noEvidence, 0, false
		t.visible, t.folded, t.pointed = never, false, false
		if r.outcome.MovesMoney() {
			r.resolution, t.told, t.excused = 0, gateway.OutcomeUnknown, false
		}
	}
}

func (s *smallState) tidyRow(i int) {
	r := &s.rows[i]
	if !r.beingSent() && r.sendTaken <= 0 {
		r.sendTaken, r.sendUntil = never, never
	}
	if !r.beingChecked() && r.checkTaken <= 0 {
		r.checkTaken, r.checkUntil = never, never
	}
	other := &s.tries[1-i]
	within := other.phase == phaseIdle || other.phase <= phaseRecorded && other.other != s.tries[i].other
	if !within && (r.known() || r.answeredAt != never) && r.intentAt != never {
		r.intentAt = -1
	}
	if !r.beingSent() {
		s.tries[i].died = false
	}
}

// busy reports a process that has something to do at once, or waits for an
// answer.
func (s *smallState) busy(process int) bool {
	if process == smallResolver {
		return s.check.heard
	}
	phase := s.tries[process].phase
	return phase >= phaseAgreed && phase < phaseDone || s.tries[process].unkept != phaseIdle
}

// asIfThen lets the engine read clocks that stand where they stood at an
// earlier instant.
func (w *smallWorld) asIfThen(wall, steady rel, read func()) {
	w.wallThen, w.steadyThen = wall, steady
	read()
	w.wallThen, w.steadyThen = 0, 0
}

// listed reports an entry that people are told of.
func (w *smallWorld) listed(s *smallState, i int) bool {
	w.store.s = s
	open, _ := w.store.Unresolved(context.Background(), 9)
	for _, e := range open {
		if e.ID == smallIDs[i] {
			return true
		}
	}
	return false
}

var _ journal.Store = (*smallStore)(nil)
