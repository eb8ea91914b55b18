package home

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"motoconsole/gateway"
	"motoconsole/gateway/thousands"
	"motoconsole/internal/ink"
	"motoconsole/internal/payment"
	"motoconsole/internal/payment/takings"
	"motoconsole/ui/kit/draw"
	"motoconsole/ui/kit/theme"
)

// totals are the sums of the day, and what waits elsewhere.
type totals struct {
	takings.Totals

	alarms    int // of these payments, but for those that count as held
	elsewhere int // unknown, held or an alarm, of other agents or other days
}

// totalsOf adds up rows.
func totalsOf(rows []row, changes takings.Changes, now time.Time) totals {
	return totals{Totals: takings.Of(attemptsOf(rows), changes, now)}
}

func attemptsOf(rows []row) []payment.Attempt {
	all := make([]payment.Attempt, len(rows))
	for i, w := range rows {
		all[i] = w.attempt
	}
	return all
}

// counter is one of the totals as shown: name, amount, number.
type counter struct {
	label, short string
	values       []string
	note         string
	besides      string // goes with the value where there is no room for the note
	tone         theme.Tone
}

// counters are the totals as shown. zero stands for a sum of nothing.
func (t totals) counters(zero gateway.Money) []counter {
	amounts := func(sums []takings.Sum) (all []string) {
		for _, s := range sums {
			all = append(all, s.String())
		}
		if len(all) == 0 {
			all = []string{zero.String()}
		}
		return all
	}
	here := t.InDoubt + t.Held + t.alarms
	check := counter{label: "To check", values: []string{thousands.Count(here)}, note: t.waiting()}
	if t.elsewhere > 0 { // the strip above shows them
		check.note = thousands.Count(t.elsewhere) + " elsewhere"
		if here > 0 {
			check.note = "here, " + check.note
		}
	}
	switch {
	case t.alarms > 0:
		check.tone = theme.Bad
	case here > 0:
		check.tone = theme.Warn
	}
	taken := thousands.CountOf(t.Payments, "payment")
	if t.Payments == 0 && t.Raises > 0 { // of a pre-authorisation of another day
		taken = thousands.CountOf(t.Raises, "raise")
	}
	if t.InPart > 0 {
		taken = t.NotCounted()
	}
	return []counter{
		{label: "Taken", values: amounts(t.Taken), note: taken, besides: t.NotCounted()},
		{label: "Given back", short: "Back", values: amounts(t.Back), note: givenWords(t.Given)},
		{label: "Declined", values: []string{thousands.Count(t.Declined)}, note: "no money moved"},
		check,
	}
}

// waiting is what of these payments is to be checked.
func (t totals) waiting() string {
	var kinds []string
	for _, kind := range []struct {
		count int
		word  string
	}{{t.alarms, "alarm"}, {t.InDoubt, "unknown"}, {t.Held, "held"}} {
		if kind.count > 0 {
			kinds = append(kinds, kind.word)
		}
	}
	if len(kinds) == 0 {
		return "nothing open"
	}
	return strings.Join(kinds, " and ")
}

// givenWords count what was given back, by noun.
func givenWords(nouns []string) string {
	slices.Sort(nouns)
	kinds := slices.Compact(slices.Clone(nouns))
	switch len(kinds) {
	case 0:
		return "nothing"
	case 1:
		return thousands.CountOf(len(nouns), kinds[0])
	default:
		return thousands.Count(len(nouns)) + " in all"
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
		if c.besides != "" {
			text += t.Dim.Render(" (" + c.besides + ")")
		}
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
	for i, h := range t.Hours {
		if h.Amount.IsZero() {
			continue
		}
		if first < 0 {
			first = i
		}
		if last = i; most < 0 || h.Amount.Minor > t.Hours[most].Amount.Minor {
			most = i
		}
	}
	if first < 0 {
		return nil, ""
	}
	amounts, counts := 0, 0
	for i := first; i <= last; i++ {
		h := t.at(i)
		amounts, counts = max(amounts, ink.Width(h.Amount.String())), max(counts, ink.Width(thousands.CountOf(h.Count, "payment")))
	}
	for i := first; i <= last; i++ {
		h := t.at(i)
		bars = append(bars, draw.Bar{
			Label: fmt.Sprintf("%02d:00", i), Value: h.Amount.Minor,
			Says: ink.Right(h.Amount.String(), amounts) + "  " + ink.Pad(thousands.CountOf(h.Count, "payment"), counts),
		})
	}
	return bars, fmt.Sprintf("busiest: %02d:00, %s", most, t.Hours[most].Amount)
}

// at is the sum of an hour, which may be zero.
func (t totals) at(hour int) takings.Sum {
	h := t.Hours[hour]
	h.Amount.Currency = t.Taken[0].Amount.Currency
	return h
}
