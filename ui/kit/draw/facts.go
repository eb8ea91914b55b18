package draw

import (
	"slices"
	"strings"

	"motoconsole/internal/ink"
	"motoconsole/ui/kit/theme"
)

// Check is the bank's result for a part of the address, or for the code.
type Check struct {
	Name         string
	Tone         theme.Tone // amber where it does not match: that does not decide the payment
	Symbol, Word string
}

// Badge is the check on a surface of its own.
func (c Check) Badge(t *theme.Theme) string {
	return t.Raised.Chip(t.Dim.Render(c.Name) + " " + t.Mark(c.Tone, c.Symbol, c.Word))
}

// Row is the check in a list.
func (c Check) Row(t *theme.Theme, column, width int) string {
	return Fact(t, c.Name, t.Mark(c.Tone, c.Symbol, c.Word), column, width)
}

// Badges are the checks side by side, in as many rows as they take.
func Badges(t *theme.Theme, checks []Check, width int) []string {
	const gap = 2
	var rows []string
	for _, c := range checks {
		badge := c.Badge(t)
		if last := len(rows) - 1; last >= 0 && ink.Width(rows[last])+gap+ink.Width(badge) <= width {
			rows[last] += ink.Blanks(gap) + badge
			continue
		}
		rows = append(rows, ink.Cut(badge, width))
	}
	return rows
}

// CheckMarks are the checks in one row: their names, or only their symbols.
func CheckMarks(t *theme.Theme, checks []Check, width int) string {
	marks := make([]string, len(checks))
	for i, c := range checks {
		marks[i] = c.Name + " " + t.Symbol(c.Tone).Render(c.Symbol)
	}
	return ink.Cut(strings.Join(marks, "  "), width)
}

// Event is a line of a story.
type Event struct {
	Done             bool // false: it is to come
	When, Word, Text string
	Note             string // follows the text where there is room for all of it
	Agent            string
	Marked           bool // it can be opened, and Enter opens it
}

// Timeline are events one below the other. In a narrow width the agents are left out
// first, then the notes, then the sentences are cut.
func Timeline(t *theme.Theme, events []Event, width int) []string {
	when, word, agent := 0, 0, 0
	for _, e := range events {
		when, word, agent = max(when, ink.Width(e.When)), max(word, ink.Width(e.Word)), max(agent, ink.Width(e.Agent))
	}
	column := 2 + when + 2 + word + 2
	events = slices.Clone(events)
	for i, e := range events {
		if noted := e.Text + " · " + e.Note; e.Note != "" && column+ink.Width(noted) <= width {
			events[i].Text = noted
		}
	}
	withAgent := agent > 0
	for _, e := range events {
		withAgent = withAgent && column+ink.Width(e.Text)+2+agent <= width
	}
	rows := make([]string, 0, len(events))
	for _, e := range events {
		dot, text := t.Text.Render("●"), e.Text
		switch {
		case e.Marked:
			dot = t.Focus.Render("▸")
		case !e.Done:
			dot, text = t.Dim.Render("○"), t.Dim.Render(e.Text)
		default:
		}
		row := dot + " " + t.Dim.Render(ink.Pad(e.When, when)) + "  " + t.Strong.Render(ink.Pad(e.Word, word)) + "  "
		if room := width - column; ink.Width(e.Text) > room {
			text = ink.CutWords(e.Text, room)
		}
		row += text
		if withAgent {
			row = ink.Apart(row, t.Dim.Render(e.Agent), width)
		}
		if e.Marked {
			row = t.Selected.Row(row, width)
		}
		rows = append(rows, row)
	}
	return rows
}

// Step is one of a few steps in order.
type Step struct {
	Done       bool
	Word, When string
}

// Progress are steps from left to right with the times below.
func Progress(t *theme.Theme, steps []Step) []string {
	var above, below strings.Builder
	for i, s := range steps {
		if i > 0 {
			above.WriteString("  " + t.Line.Render("────") + "  ")
			below.WriteString(ink.Blanks(8))
		}
		wide := max(ink.Width(s.Word), ink.Width(s.When))
		symbol, word := t.Symbol(theme.OK).Render("✔"), t.Text
		if !s.Done {
			symbol, word = t.Dim.Render("○"), t.Dim
		}
		above.WriteString(symbol + " " + word.Render(ink.Pad(s.Word, wide)))
		below.WriteString("  " + t.Dim.Render(ink.Pad(s.When, wide)))
	}
	return []string{above.String(), below.String()}
}

// Bar is one bar of a chart: its length, and its value in words.
type Bar struct {
	Label string
	Value int64
	Says  string
}

// Chart are bars one below the other. The bars shrink first, to nothing.
func Chart(t *theme.Theme, bars []Bar, width int) []string {
	label, says, most := 0, 0, int64(1)
	for _, b := range bars {
		label, says, most = max(label, ink.Width(b.Label)), max(says, ink.Width(b.Says)), max(most, b.Value)
	}
	room := max(0, width-label-2-2-says)
	rows := make([]string, 0, len(bars))
	for _, b := range bars {
		long := 0
		if b.Value > 0 && room > 0 {
			long = max(1, int(b.Value*int64(room)/most))
		}
		row := t.Dim.Render(ink.Pad(b.Label, label)) + "  " + t.Text.Render(repeat("━", long))
		rows = append(rows, ink.Cut(ink.Pad(row, label+2+room)+"  "+ink.Right(b.Says, says), width))
	}
	return rows
}

// Money draws what stays of an amount and what went back, as lengths, with words below.
func Money(t *theme.Theme, stays, back int64, staysSays, backSays string, width int) []string {
	long := width
	if sum := stays + back; sum > 0 {
		long = int(stays * int64(width) / sum)
		if back > 0 {
			long = min(long, width-1)
		}
		if stays > 0 {
			long = max(long, 1)
		}
	}
	return []string{
		t.Text.Render(repeat("━", long)) + t.Dim.Render(repeat("─", width-long)),
		ink.Apart(t.Strong.Render(staysSays), t.Dim.Render(backSays), width),
	}
}

func repeat(s string, n int) string { return strings.Repeat(s, max(0, n)) }
