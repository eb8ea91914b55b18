package operate

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"motoconsole/gateway"
	"motoconsole/internal/ink"
	"motoconsole/internal/payment/option"
	"motoconsole/internal/statement"
	"motoconsole/ui/kit"
	"motoconsole/ui/kit/draw"
	"motoconsole/ui/kit/theme"
)

const (
	notNowWide   = 8 // the column of the words "Not now"
	leastPreview = 7 // rows of the preview below the list
	leastList    = 6 // rows of the list above it

	// afterWide is the column of labels in the preview of the payment after it.
	afterWide = 20
)

// optionsPage lists the options. For the marked one it says what it does, what to say,
// and why it may be impossible.
func (s *Page) optionsPage(width, height int) string {
	b := draw.NewBody(s.Shell.Theme.Theme, width, height)
	b.Gap()
	b.Add(s.subject(b.Room()))
	switch {
	case width >= draw.Wide:
		s.optionsWide(b)
	case width < draw.Cosy:
		b.Gap()
		below := draw.HintRows
		for _, e := range s.entries { // the same for all: nothing moves with the mark
			below = max(below, len(s.brief(e, b.Room())))
		}
		below = max(draw.HintRows, min(below, b.Left()-leastList-1))
		b.Add(s.list(b.Room(), b.Left()-below-1)...)
		b.To(-below)
		b.Add(s.briefIn(s.entries[s.at], b.Room(), below)...)
	default:
		b.Gap()
		preview := leastPreview
		for _, e := range s.entries {
			preview = max(preview, len(s.what(e, draw.Inside(b.Room())))+len(s.toSay(e, draw.Inside(b.Room())))+1) // the list needs the row of air more
		}
		preview = max(leastPreview, min(preview, b.Left()-leastList-1))
		b.Add(s.list(b.Room(), b.Left()-preview-1)...)
		b.To(-preview - 1)
		b.Add(draw.Panel{Title: s.entries[s.at].title(), Rows: s.aboutIn(s.entries[s.at], draw.Inside(b.Room()), preview-1)}.Draw(b.Theme, b.Room(), preview)...)
	}
	return b.String()
}

// previews are the marked option, and the payment after it.
func (s *Page) previews(width int) []string {
	t, e := s.Shell.Theme.Theme, s.entries[s.at]
	rows, o := s.preview(e, width, 12), e.first()
	if !o.Legal() || o.Kind != option.Cancel && o.Kind != option.RefundWhole {
		return rows
	}
	var after []string
	add := func(label, value string) {
		after = append(after, draw.Fact(t, label, value, afterWide, draw.Inside(width)))
	}
	after = append(after, "")
	if o.Kind == option.Cancel {
		add("Amount to settle", gateway.Money{Currency: o.Most.Currency}.String())
	}
	if s.nothingTaken() {
		add("Let go", o.Most.String())
	} else {
		add("Given back", o.Most.String())
		add("Can be given back", "nothing")
	}
	return append(rows, draw.Panel{Title: "After that", Rows: after}.Draw(t, width, 0)...)
}

// preview is an option in a panel of a height.
func (s *Page) preview(e entry, width, height int) []string {
	return draw.Panel{Title: e.title(), Rows: append([]string{""}, s.about(e, draw.Inside(width))...)}.Draw(s.Shell.Theme.Theme, width, height)
}

// list are the options around the marked one, in room rows.
func (s *Page) list(width, room int) []string {
	rows := s.listRows(width, func(int) bool { return true })
	if len(rows) > room {
		rows = s.listRows(width, func(i int) bool { return i == s.at })
	}
	if len(rows) > room && width >= draw.Cosy-2*draw.Margin(draw.Cosy) { // the reason is whole in the preview
		rows = s.listRows(width, func(int) bool { return false })
	}
	marked := slices.IndexFunc(rows, func(r listRow) bool { return r.entry == s.at })
	first := max(0, min(marked-room/2, len(rows)-room))
	var shown []string
	for _, r := range rows[first:min(first+room, len(rows))] {
		shown = append(shown, r.text)
	}
	more := func(arrow string, n int) string {
		return s.Shell.Theme.Dim.Render(fmt.Sprintf("  %s %d more", arrow, n))
	}
	if first > 0 && marked > first {
		shown[0] = more("↑", entriesIn(rows[:first+1]))
	}
	if last := first + room - 1; last < len(rows)-1 && marked < last {
		shown[len(shown)-1] = more("↓", entriesIn(rows[last:]))
	}
	return shown
}

// entriesIn counts the rows that are not free.
func entriesIn(rows []listRow) (n int) {
	for _, r := range rows {
		if r.entry >= 0 {
			n++
		}
	}
	return n
}

// listRow is a row of the list; entry is -1 in a free one.
type listRow struct {
	text  string
	entry int
}

// listRows are the rows of all options. whole picks those whose reason for not being
// possible takes as many rows as it needs.
func (s *Page) listRows(width int, whole func(entry int) bool) (rows []listRow) {
	for i, e := range s.entries {
		begins := i > 0 && s.entries[i-1].place != e.place
		if begins && s.entries[i-1].place != answers {
			rows = append(rows, listRow{"", -1})
		}
		label := ""
		if e.place == notNow && (i == 0 || begins) {
			label = "Not now"
		}
		for _, row := range s.entryRows(e, label, i == s.at && s.chooses(), whole(i), width) {
			rows = append(rows, listRow{row, i})
		}
	}
	return rows
}

func (s *Page) entryRows(e entry, label string, marked, whole bool, width int) []string {
	t, o := s.Shell.Theme, e.first()
	mark := "  "
	if marked {
		mark = t.Focus.Render("▸") + " "
	}
	text, style := e.title(), t.Text
	if marked {
		style = t.Focus
	}
	switch e.place {
	case answers:
		if o.Kind == option.Wait && !o.Until.IsZero() {
			text += ": try again from " + o.Until.Local().Format("Monday 2 January, 15:04")
		}
		rows := draw.Marked(t.Theme, theme.Warn, "!", text, width-2)
		for i, row := range rows {
			rows[i] = mark + row
			if marked {
				rows[i] = t.Selected.Row(rows[i], width)
			}
			mark = ink.Blanks(2)
		}
		return rows
	case notNow:
		mark = t.Dim.Render(ink.Pad(label, notNowWide)) + mark
		text = e.short() + ": " + begunSmall(gateway.Clean(o.Refusal, 200))
		room := width - notNowWide - 2
		lines := []string{ink.CutWords(text, room)}
		if whole {
			lines = ink.Wrap(text, room)
		}
		rows := make([]string, len(lines))
		for i, line := range lines {
			rows[i] = mark + t.Dim.Render(line)
			if marked {
				rows[i] = t.Selected.Row(rows[i], width)
			}
			mark = ink.Blanks(notNowWide + 2)
		}
		return rows
	default:
		text = ink.Apart(style.Render(ink.Cut(text, width-2)), t.Strong.Render(howMuch(o))+" ", width-2)
	}
	if marked {
		return []string{t.Selected.Row(mark+text, width)}
	}
	return []string{mark + text}
}

// subject is the payment in a line.
func (s *Page) subject(width int) string {
	t, r := s.Shell.Theme, s.record
	what := s.Shell.AmountOf(r)
	if statement.FlowOf(r) == statement.None {
		what = statement.What(r)
	}
	parts := []string{kit.CardOf(r), "order " + s.ownOrder()}
	if !kit.ReservedNow(s.seen) { // then its time says it
		parts = append(parts, statusWords(r, s.Shell.Now()))
	}
	if at, ok := r.StartedAt(); ok && width >= draw.Cosy-2 {
		parts = append(parts, strings.ToLower(kit.MadeLabel(r))+" "+s.Shell.When(at))
	}
	room := width - ink.Width(what) - 3
	for len(parts) > 1 && ink.Width(strings.Join(parts, " · ")) > room { // a part is whole or not there
		parts = parts[:len(parts)-1]
	}
	return t.Strong.Render(what) + "   " + t.Dim.Render(ink.CutWords(strings.Join(parts, " · "), room))
}

// statusWords is how far a record is, in a word or two.
func statusWords(r gateway.Record, now time.Time) string {
	if statement.AwaitsSettlement(r) {
		return "not settled yet"
	}
	_, words := statement.Status(r, false, now)
	return strings.ToLower(words)
}
