package find

import (
	"fmt"
	"slices"
	"strings"

	"motoconsole/gateway"
	"motoconsole/internal/ink"
	"motoconsole/internal/lookup"
	"motoconsole/internal/statement"
	"motoconsole/ui/kit"
	"motoconsole/ui/kit/draw"
	"motoconsole/ui/kit/theme"
)

// why is what the outcome's words leave out: the bank's answer of what it refused, or
// how long it is held.
func (w *row) why() string {
	r := w.record
	switch {
	case r.ErrorCode != "" && r.ErrorCode != gateway.CodeFine:
		return fmt.Sprintf("“%s” (code %s)", r.ErrorMessage, r.ErrorCode)
	case w.reserved:
		return statement.ReservedShort(r)
	case statement.HeldShort(r) != "":
		return statement.HeldShort(r)
	default:
		return ""
	}
}

// answerLabel is the label of what the bank answered.
const answerLabel = "Answer"

// whyLabel is what the preview calls why: the bank answers a refusal, and says nothing of
// how long it holds.
func (w *row) whyLabel() string {
	switch r := w.record; {
	case r.ErrorCode != "" && r.ErrorCode != gateway.CodeFine:
		return answerLabel
	case w.reserved:
		return "Reserved"
	default:
		return "Held"
	}
}

// whyBelow gives the reason in a row of its own, which says until when it is held or reserved.
func (w *row) whyBelow() string {
	why, label := w.why(), w.whyLabel()
	if why == "" || label == answerLabel {
		return why
	}
	return label + " " + why
}

// notAgain is what must not be done while the outcome is unknown, as a clause, or that it
// may be done; "" for what moto does not send.
func (w *row) notAgain() string {
	kind := statement.KindOf(w.record)
	switch {
	case w.outcome != gateway.OutcomeUnknown:
		return ""
	case kind == statement.CardCheck:
		return kit.MayCheckAgain
	case statement.FlowOf(w.record) == statement.None:
		return ""
	}
	return kit.NotAgain(kind == statement.Payment || kind == statement.Repeat)
}

// brief is the selected row in one row of words: on a narrow screen there is no
// preview.
func (l *Page) brief(t *theme.Theme, width int) string {
	w := l.list.current()
	if w == nil {
		return ""
	}
	_, words := w.status()
	at := localTime(w.record, "2 Jan 2006 15:04:05")
	if again := w.notAgain(); again != "" {
		return t.Dim.Render(ink.CutWords(joined(at, words+": "+again, w.why(), w.source()), width))
	}
	return t.Dim.Render(ink.CutWords(joined(at, strings.TrimSpace(words+" "+w.why()), w.source()), width))
}

func (w *row) source() string {
	if w.kept {
		return "from the journal"
	}
	return ""
}

// previewBelow is the selected row in three rows below the list, with what its columns
// cut or have no room for.
func (l *Page) previewBelow(t *theme.Theme, width int) (p draw.Panel, ok bool) {
	w := l.list.current()
	if w == nil {
		return p, false
	}
	r, inside := w.record, draw.Inside(width)
	symbol, words := w.status()
	words, more, _ := strings.Cut(words, ", ")
	by := ""
	if r.OperatorName != "" {
		by = "by " + r.OperatorName
	}
	const note = "Enter opens it"
	return draw.Panel{Title: ink.Cut(r.OrderReference, inside-len(note)-2), Note: note, Rows: []string{
		t.Mark(w.tone(), symbol, words) + "  " + ink.Cut(joined(w.amount, lookup.CardText(r), localTime(r, "Monday 2 January, 15:04")+w.zone()), inside-ink.Width(symbol+words)-3),
		t.Dim.Render(ink.CutWords(joined(statement.What(r), r.TransactionReference, by, more, w.source()), inside)),
		w.drawAgain(t, joined(w.whyBelow(), w.checksLine()), inside),
	}}, true
}

// drawAgain is a row with what must not be done before the rest of it.
func (w *row) drawAgain(t *theme.Theme, rest string, width int) string {
	again := w.notAgain()
	if again == "" {
		return ink.CutWords(rest, width)
	}
	again = kit.Capital(again)
	if rest != "" {
		rest = ink.CutWords(" · "+rest, width-ink.Width(again))
	}
	return t.Warn.Render(again) + rest
}

// joined are the texts that are not empty, with a dot between.
func joined(texts ...string) string {
	return strings.Join(slices.DeleteFunc(texts, func(text string) bool { return text == "" }), " · ")
}

// checksLine are the checks with their names, "" where the bank made none.
func (w *row) checksLine() string {
	c := w.record.Checks()
	if c == (gateway.Checks{}) || w.why() != "" {
		return ""
	}
	return "Address " + lookup.CheckSymbol(c.Address) + "  Postcode " + lookup.CheckSymbol(c.Postcode) + "  Security code " + lookup.CheckSymbol(c.SecurityCode)
}

// previewBeside is all that the record of the selected row says of itself, in rows
// beside the list.
func (l *Page) previewBeside(t *theme.Theme, width, high int) []string {
	w := l.list.current()
	if w == nil {
		return nil
	}
	const column, note = 12, "preview"
	r, inside := w.record, draw.Inside(width)
	symbol, words := w.status()
	rows := []string{"", ink.Apart(t.Mark(w.tone(), symbol, words), t.Strong.Render(w.amount), inside), w.drawAgain(t, "", inside)}
	fact := func(label, value string) {
		rows = append(rows, draw.Facts(t, label, value, column, inside)...)
	}
	must := func(label, value string) { // one row for every payment: nothing below it moves
		if value == "" {
			value = "–"
		}
		rows = append(rows, draw.Fact(t, label, ink.CutWords(value, inside-column), column, inside))
	}
	card, by, settlement := lookup.CardText(r), "", ""
	if r.ExpiryDate != "" {
		card += ", expires " + kit.Expires(r.ExpiryDate)
	}
	if r.OperatorName != "" {
		by = " by " + r.OperatorName
	}
	if w.outcome != gateway.OutcomeNotSent {
		settlement = statement.Settlement(r, l.shell.Now())
	}
	must("Card", card)
	must("Time", localTime(r, detailTime)+w.zone()+by)
	must("Kind", statement.What(r))
	must("Settlement", settlement)
	must("Reference", r.TransactionReference)
	rows = append(rows, "")
	label, c := "Checks", r.Checks()
	for _, check := range []draw.Check{kit.CheckOf("Address", c.Address), kit.CheckOf("Postcode", c.Postcode), kit.CheckOf("Security code", c.SecurityCode)} {
		rows = append(rows, draw.Fact(t, label, check.Badge(t), column, inside))
		label = ""
	}
	rows = append(rows, "")
	fact(w.whyLabel(), w.why())
	fact("Customer", strings.TrimSpace(r.Billing.FirstName+" "+r.Billing.LastName))
	fact("Address", kit.Joined(r.Billing.Premise, r.Billing.Street, r.Billing.Postcode))
	fact("Known", w.source())
	return draw.Panel{Title: ink.Cut(r.OrderReference, inside-len(note)-2), Note: note, Rows: rows}.Draw(t, width, high)
}
