package crash

import (
	"sync/atomic"
	"testing"
	"time"

	"motoconsole/internal/screentest"
)

// life is one console and the plan for its death.
type life struct {
	*screentest.PTY
	t      *testing.T
	desk   *desk
	plan   plan
	done   int // payments and operations begun
	killed atomic.Bool
	looked sight
}

func (l *life) alive() bool {
	select {
	case <-l.Exited():
		return false
	default:
		return true
	}
}

func (l *life) kill() {
	if !l.alive() {
		return
	}
	l.killed.Store(true)
	l.Kill()
	<-l.Exited()
}

// reach starts the kill once its moment has come.
func (l *life) reach(m moment) {
	if m == l.plan.moment && (m == starting || l.done == l.plan.payment) {
		time.AfterFunc(l.plan.after, l.kill)
	}
}

// until waits for a page, and remembers what the screen says meanwhile. It returns
// false if the console died or the time is up.
func (l *life) until(d time.Duration, is func(page) bool) bool {
	return l.Watch(l.Exited(), d, func(shown string) bool {
		l.desk.witness.see(l.looked.next(shown, time.Now()))
		return is(pageOf(shown))
	})
}

// see waits for one of some pages and returns which; elsewhere once the console
// is dead.
func (l *life) see(what string, pages ...page) page {
	l.t.Helper()
	var found page
	ok := l.until(patience, func(p page) bool {
		for _, want := range pages {
			if p == want {
				found = p
				return true
			}
		}
		return false
	})
	if !ok && l.alive() {
		l.t.Fatalf("%s did not appear within %v:\n%s", what, patience, l.Text())
	}
	if !ok {
		return elsewhere
	}
	return found
}

// leave presses a key until its page is gone, because a page that has just appeared
// ignores keys for a moment.
func (l *life) leave(key string, p page) {
	for range 30 {
		if !l.alive() {
			return
		}
		l.Press(key)
		if l.until(2*time.Second, func(now page) bool { return now != p && now != elsewhere || p == confirm && now != p }) {
			return
		}
	}
	if l.alive() {
		l.t.Fatalf("%s does not leave this page:\n%s", key, l.Text())
	}
}

// quiet is longer than pages ignore keys.
func (l *life) quiet() {
	select {
	case <-time.After(700 * time.Millisecond):
	case <-l.Exited():
	}
}

// charge takes a payment and follows what the screen says.
func (l *life) charge(p payment) {
	if !l.alive() {
		return
	}
	l.Press("n")
	l.see("the form", form)
	l.reach(typing)
	l.Type(p.order + "\n" + p.amount + "\n")
	l.Type(p.card + "\n")
	l.Type("12/30" + "123" + "Ann Smith\n" + "No 789\n" + "TE45 6ST\n")
	switch l.see("a page after the form", confirm, warned, barred, refused) {
	case confirm:
		l.reach(confirming)
		l.quiet()
		l.confirmed(p)
	case warned: // the payment was taken: the caller need not pay again
		l.desk.count.warned.Add(1)
		l.desk.settled(p)
	case barred: // it may have been taken: ask again later
		l.desk.count.barred.Add(1)
	default:
	}
	l.goHome()
}

// confirmed presses y and waits for the result.
func (l *life) confirmed(p payment) {
	if !l.alive() {
		return
	}
	l.desk.unsettled(p)
	l.desk.count.charges.Add(1)
	l.reach(charging)
	l.leave("y", confirm)
	// A second y may have gone back to the form from a page that bars the charge.
	switch l.see("an outcome", outcome, warned, barred, refused, form) {
	case outcome:
		if is := outcomeLine.FindStringSubmatch(l.Text()); is != nil && (is[1] == "APPROVED" || is[1] == "HELD" || is[1] == "DECLINED") {
			l.desk.settled(p)
		}
		l.reach(told)
		if l.desk.random.IntN(3) == 0 { // sometimes the agent waits for better news
			l.until(4*time.Second, func(page) bool { return false })
		}
	case warned:
		l.desk.count.warned.Add(1)
	default:
	}
}

// goHome leaves the open page and the pages below it.
func (l *life) goHome() {
	for range 20 {
		if !l.alive() {
			return
		}
		p := l.see("a page", home, form, confirm, warned, barred, refused, outcome, discard, search, list, record, choosing, operationForm)
		switch p {
		case home:
			l.reach(left)
			return
		case elsewhere:
			return
		case outcome:
			l.leave("enter", p)
		case discard:
			l.leave("y", p)
		default:
			l.leave("esc", p)
		}
	}
	l.t.Fatalf("there is no way home:\n%s", l.Text())
}
