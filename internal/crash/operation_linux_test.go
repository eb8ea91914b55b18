package crash

import (
	"fmt"
	"regexp"
	"strings"
	"time"

	"motoconsole/internal/sandbox"
)

// recent is how many payments agents and the portal choose from: few enough that two of
// them sometimes choose the same one.
const recent = 25

// pickRecent picks a recent payment that a query may find and that has money left.
func (d *desk) pickRecent(ledger []sandbox.Entry) string {
	left := map[string]int64{} // the amount that settles and is not on its way back
	for _, e := range ledger {
		if left[e.TransactionReference] += e.Money; e.Type == "REFUND" {
			left[e.Parent] += e.Money
		}
	}
	var all, pending []string
	for _, e := range ledger {
		if e.Type != "AUTH" || !taken(&e) || e.Visible.After(time.Now()) || left[e.TransactionReference] <= 0 {
			continue
		}
		all = append(all, e.TransactionReference)
		if e.At.UnixNano() > d.office.settled.Load() {
			pending = append(pending, e.TransactionReference)
		}
	}
	if len(pending) > 0 && d.random.IntN(5) < 2 {
		return pending[d.random.IntN(len(pending))]
	}
	if len(all) == 0 {
		return ""
	}
	all = all[max(0, len(all)-recent):]
	return all[d.random.IntN(len(all))]
}

// operations are the options an agent takes, and how often: what moves money most.
var operations = map[string]int{
	"Cancel the payment": 1, "Cancel the held payment": 1, "Reduce the payment": 6, "Hold the payment": 2,
	"Release the held payment": 4, "Change the order reference": 1,
	"Refund the whole payment": 1, "Refund all that is left": 1, "Refund a part": 8,
}

var (
	optionLine = regexp.MustCompile(`(?m)^  (?:(▸) |  )([A-Z][A-Za-z ]*?)(?:\s{3}.*)?\s*$`)
	mostAmount = regexp.MustCompile(`at most £([\d,]+)\.`)
)

// change finds a payment and gives it back, or changes it.
func (l *life) change(reference string) {
	if !l.alive() {
		return
	}
	l.Press("l")
	l.see("the search line", search)
	l.Type(reference + "\n")
	if !l.within(5*time.Second, list) || !l.found() {
		l.goHome()
		return
	}
	l.leave("enter", list)
	for l.options() && l.take() {
		l.reach(typing)
		if !l.fill() || l.done >= l.plan.payment || l.desk.random.IntN(3) == 0 {
			break
		}
		key := "enter" // an unknown outcome has nothing to open
		if strings.Contains(l.Text(), "o  Open") {
			key = "o" // and goes on with the same payment
		}
		l.leave(key, outcome)
		l.done++
	}
	l.goHome()
}

// found waits until the list has a row.
func (l *life) found() bool {
	return l.until(5*time.Second, func(p page) bool { return p == list && strings.Contains(l.Text(), "row 1") })
}

// options opens the options of the payment on the screen. Its state may be unknown for
// a while, or for good.
func (l *life) options() bool {
	if !l.within(5*time.Second, record) {
		return false
	}
	for range 3 {
		l.Press("g")
		if l.within(5*time.Second, choosing) {
			return true
		}
		l.Press("r") // a question was lost
	}
	return false
}

// take takes one of the options.
func (l *life) take() bool {
	var titles []string
	for _, m := range optionLine.FindAllStringSubmatch(l.Text(), -1) {
		for range operations[m[2]] {
			titles = append(titles, m[2])
		}
	}
	if len(titles) == 0 {
		return false
	}
	title := titles[l.desk.random.IntN(len(titles))]
	marked := func() bool {
		for _, m := range optionLine.FindAllStringSubmatch(l.Text(), -1) {
			if m[1] != "" && m[2] == title {
				return true
			}
		}
		return false
	}
	for range 20 {
		if marked() {
			l.leave("enter", choosing)
			return l.alive()
		}
		before := l.Text()
		l.Press("down")
		l.until(2*time.Second, func(page) bool { return l.Text() != before })
	}
	return false
}

// fill fills in the form, as often as it takes, and presses y. It reports whether there
// is an outcome.
func (l *life) fill() bool {
	if !l.within(5*time.Second, operationForm, confirm, refused) {
		return false
	}
	if pageOf(l.Text()) == operationForm {
		switch shown := l.Text(); {
		case strings.Contains(shown, "▸ Amount"), strings.Contains(shown, "▸ Reduce by"):
			l.Type(l.part(shown) + "\n")
		case strings.Contains(shown, "▸ Order"):
			l.desk.renamed++
			l.Type(fmt.Sprintf("R%d%04d\n", l.desk.number, l.desk.renamed))
		}
		l.Type("crash test\n")
	}
	for range 3 {
		if !l.within(6*time.Second, confirm, warned, barred, refused) {
			return false
		}
		switch pageOf(l.Text()) {
		case confirm:
			l.reach(confirming)
			l.until(6*time.Second, func(p page) bool {
				return p != confirm || strings.Contains(l.Text(), "y  ") && !strings.Contains(l.Text(), "Checking that")
			})
			l.quiet()
			l.desk.count.operations.Add(1)
			l.reach(charging)
			l.leave("y", confirm)
			if p := l.see("an outcome of a move", outcome, warned, barred, refused, operationForm); p != warned {
				return l.told(p)
			}
		case warned: // it was given back a moment ago: sometimes that is right
			l.desk.count.warned.Add(1)
			if l.desk.random.IntN(3) > 0 {
				return false
			}
			l.quiet()
			l.Type("it is owed twice\n")
			l.until(5*time.Second, func(p page) bool { return p != warned })
		case barred, refused:
			l.desk.count.barred.Add(1)
			return false
		default: // the page has changed
		}
	}
	return false
}

// part is an amount up to the most that may be given back. Agents use a few amounts
// only, so that theirs coincide.
func (l *life) part(shown string) string {
	most := 5
	if m := mostAmount.FindStringSubmatch(shown); m != nil {
		_, _ = fmt.Sscan(strings.ReplaceAll(m[1], ",", ""), &most)
	}
	return fmt.Sprintf("%d.00", min(1+l.desk.random.IntN(4), max(most, 1)))
}

func (l *life) told(p page) bool {
	if p != outcome {
		return false
	}
	l.reach(told)
	if l.desk.random.IntN(3) == 0 {
		l.until(2*time.Second, func(page) bool { return false })
	}
	return true
}

// within waits a while for one of some pages. It is no error if none comes, because
// queries are lost.
func (l *life) within(d time.Duration, pages ...page) bool {
	return l.until(d, func(p page) bool {
		for _, want := range pages {
			if p == want {
				return true
			}
		}
		return false
	})
}
