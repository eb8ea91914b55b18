package home

import (
	"fmt"
	"slices"
	"strings"

	"motoconsole/gateway"
	"motoconsole/internal/ink"
	"motoconsole/internal/payment"
	"motoconsole/ui/kit"
	"motoconsole/ui/kit/draw"
	"motoconsole/ui/kit/theme"
)

// totals are the sums of a day. Currencies are never added up. Taken counts what is
// approved now, so not a payment that was cancelled, is held or is only reserved. Given back counts
// refunds, reductions and payouts, of payments of any day. A raise is no payment of
// its own: its money counts once its pre-authorisation is taken.
type totals struct {
	taken, back          []sum
	payments, raises     int
	given                []string // the noun of each attempt that gave back
	declined, open, held int
	elsewhere            int     // unknown or held, of other agents or other days
	hours                [24]sum // hours of the first currency
}

// sum is an amount in one currency and its number of payments.
type sum struct {
	amount gateway.Money
	count  int
}

func add(sums []sum, m gateway.Money, count int) []sum {
	for i := range sums {
		if total, ok := sums[i].amount.Plus(m); ok {
			sums[i] = sum{total, sums[i].count + count}
			return sums
		}
	}
	return append(sums, sum{m, count})
}

// reductions are what pre-authorisations were reduced by, by their references.
type reductions map[string]gateway.Money

func reductionsOf(rows []row) reductions {
	less := reductions{}
	for _, w := range rows {
		if a := w.attempt; a.State == payment.Done && a.Outcome.MovesMoney() && kit.OfReserved(a) {
			less[a.Parent], _ = less[a.Parent].Plus(a.Charge.Amount)
		}
	}
	return less
}

// left is what of an attempt's amount is taken, or stays reserved.
func (less reductions) left(a payment.Attempt) gateway.Money {
	m := a.Charge.Amount
	if ref := a.Result.Record.TransactionReference; ref != "" && kit.IsPayment(a) {
		m, _ = m.Minus(less[ref])
	}
	return m
}

// totalsOf adds up rows.
func totalsOf(rows []row) (t totals) {
	less := reductionsOf(rows)
	taken := less.left
	for _, w := range rows {
		a := w.attempt
		switch {
		case a.State == payment.InDoubt:
			t.open++
		case a.State != payment.Done:
		case kit.IsRaise(a) && a.Outcome == gateway.OutcomeHeld, // reserved, as its pre-authorisation is
			kit.Waits(a), !a.Charge.Kind.TakesMoney() && a.Outcome != gateway.OutcomeDeclined: // no money has moved, as the agent asked
		case a.Outcome == gateway.OutcomeHeld:
			t.held++
		case a.Outcome == gateway.OutcomeDeclined:
			t.declined++
		case a.Outcome != gateway.OutcomeApproved:
		case kit.IsPayment(a):
			t.taken = add(t.taken, taken(a), 1)
			t.payments++
		case kit.IsRaise(a): // its pre-authorisation may be of another day
			t.taken = add(t.taken, taken(a), 0)
			t.raises++
		case kit.OfReserved(a): // what was reserved was not taken
		case kit.GivesBack(a):
			t.back = add(t.back, a.Charge.Amount, 1)
			t.given = append(t.given, a.Noun())
		}
	}
	most := func(a, b sum) int { return b.count - a.count }
	slices.SortStableFunc(t.taken, most)
	slices.SortStableFunc(t.back, most)
	if len(t.taken) == 0 {
		return t
	}
	for _, w := range rows {
		a := w.attempt
		if !kit.IsPayment(a) && !kit.IsRaise(a) || kit.Waits(a) || a.State != payment.Done || a.Outcome != gateway.OutcomeApproved || a.Charge.Amount.Currency != t.taken[0].amount.Currency {
			continue
		}
		hour := &t.hours[a.Began.Local().Hour()]
		hour.amount, _ = hour.amount.Plus(taken(a))
		if kit.IsPayment(a) {
			hour.count++
		}
	}
	return t
}

// counter is one of the totals as shown: name, amount, number.
type counter struct {
	label, short string
	values       []string
	note         string
	tone         theme.Tone
}

// counters are the totals as shown. zero stands for a sum of nothing.
func (t totals) counters(zero gateway.Money) []counter {
	amounts := func(sums []sum) (all []string) {
		for _, s := range sums {
			all = append(all, s.amount.String())
		}
		if len(all) == 0 {
			all = []string{zero.String()}
		}
		return all
	}
	check := counter{label: "To check", values: []string{kit.Count(t.open + t.held)}, note: "nothing open"}
	switch {
	case t.open > 0 && t.held > 0:
		check.note = "unknown and held"
	case t.open > 0:
		check.note = "unknown"
	case t.held > 0:
		check.note = "held"
	}
	if t.elsewhere > 0 { // the strip above shows them
		also := kit.Count(t.elsewhere) + " elsewhere"
		if t.open+t.held > 0 {
			also = "here, " + also
		}
		check.note = also
	}
	if t.open+t.held > 0 {
		check.tone = theme.Warn
	}
	taken := kit.CountOf(t.payments, "payment")
	if t.payments == 0 && t.raises > 0 { // of a pre-authorisation of another day
		taken = kit.CountOf(t.raises, "raise")
	}
	return []counter{
		{label: "Taken", values: amounts(t.taken), note: taken},
		{label: "Given back", short: "Back", values: amounts(t.back), note: givenWords(t.given)},
		{label: "Declined", values: []string{kit.Count(t.declined)}, note: "no money moved"},
		check,
	}
}

// givenWords count what was given back, by noun.
func givenWords(nouns []string) string {
	slices.Sort(nouns)
	kinds := slices.Compact(slices.Clone(nouns))
	switch len(kinds) {
	case 0:
		return "nothing"
	case 1:
		return kit.CountOf(len(nouns), kinds[0])
	default:
		return kit.Count(len(nouns)) + " in all"
	}
}

func (c counter) value(t *theme.Theme, text string) string {
	if c.tone != theme.Plain {
		return t.Words(c.tone).Render(text)
	}
	return t.Strong.Render(text)
}

// panels are counters side by side, or nil if one would be cut.
func panels(t *theme.Theme, counters []counter, width int) []string {
	const gap = 1
	rows, need := 1, 0
	wide := make([]int, len(counters))
	for i, c := range counters {
		rows = max(rows, len(c.values))
		for _, text := range append([]string{c.label, c.note}, c.values...) {
			wide[i] = max(wide[i], ink.Width(text)+width-draw.Inside(width))
		}
		need += wide[i]
	}
	spare := width - gap*(len(counters)-1) - need
	if spare < 0 {
		return nil
	}
	if each := (spare + need) / len(counters); slices.Max(wide) <= each { // all of one width if they fit
		for i := range wide {
			wide[i] = each
		}
		wide[len(wide)-1] += (spare + need) - each*len(counters)
	} else {
		wide[0] += spare
	}
	blocks := make([]draw.Block, len(counters))
	for i, c := range counters {
		p := draw.Panel{Rows: []string{t.Dim.Render(c.label)}}
		for _, v := range c.values {
			p.Rows = append(p.Rows, c.value(t, v))
		}
		p.Rows = append(p.Rows, t.Dim.Render(c.note))
		blocks[i] = draw.Block{Width: wide[i], Rows: p.Draw(t, wide[i], rows+2)}
	}
	return draw.Beside(gap, blocks...)
}

// lines are counters in running text.
func lines(t *theme.Theme, counters []counter, width int) []string {
	var rows []string
	line := ""
	for _, c := range counters {
		label := c.label
		if c.short != "" {
			label = c.short
		}
		text := t.Dim.Render(label) + " " + c.value(t, strings.Join(c.values, ", "))
		if line != "" && ink.Width(line)+2+ink.Width(text) > width {
			rows, line = append(rows, line), ""
		}
		if line != "" {
			line += "  "
		}
		line += text
	}
	return append(rows, line)
}

// facts are counters one below the other.
func facts(t *theme.Theme, counters []counter, width int) []string {
	var rows []string
	for _, c := range counters {
		for i, v := range c.values {
			label, note := "", ""
			if i == 0 {
				label, note = c.label, c.note
			}
			rows = append(rows, ink.Apart(draw.Fact(t, label, c.value(t, v), 12, width-ink.Width(note)-1), t.Dim.Render(note), width))
		}
	}
	return rows
}

// byHour are the bars of the day's hours, from the first in which something was taken
// to the last, and the busiest hour.
func (t totals) byHour() (bars []draw.Bar, busiest string) {
	first, last, most := -1, -1, -1
	for i, h := range t.hours {
		if h.amount.IsZero() {
			continue
		}
		if first < 0 {
			first = i
		}
		if last = i; most < 0 || h.amount.Minor > t.hours[most].amount.Minor {
			most = i
		}
	}
	if first < 0 {
		return nil, ""
	}
	amounts, counts := 0, 0
	for i := first; i <= last; i++ {
		h := t.at(i)
		amounts, counts = max(amounts, ink.Width(h.amount.String())), max(counts, ink.Width(kit.CountOf(h.count, "payment")))
	}
	for i := first; i <= last; i++ {
		h := t.at(i)
		bars = append(bars, draw.Bar{
			Label: fmt.Sprintf("%02d:00", i), Value: h.amount.Minor,
			Says: ink.Right(h.amount.String(), amounts) + "  " + ink.Pad(kit.CountOf(h.count, "payment"), counts),
		})
	}
	return bars, fmt.Sprintf("busiest: %02d:00, %s", most, t.hours[most].amount)
}

// at is the sum of an hour, which may be zero.
func (t totals) at(hour int) sum {
	h := t.hours[hour]
	h.amount.Currency = t.taken[0].amount.Currency
	return h
}
