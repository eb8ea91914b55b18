package flow

import (
	"cmp"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"motoconsole/gateway/thousands"
	"motoconsole/internal/ink"
	"motoconsole/internal/payment"
	"motoconsole/internal/payment/takings"
	"motoconsole/internal/payment/terms"
	"motoconsole/internal/script"
	"motoconsole/ui/kit"
	"motoconsole/ui/kit/draw"
	"motoconsole/ui/kit/theme"
)

// Alert is what a page of warnings says.
type Alert struct {
	Sign     string // before the amount, if the money goes out
	Warnings []payment.Warning
	// Charge is the charge or operation that the warnings are about, and Agent makes it.
	Charge payment.Charge
	Agent  string
	// Word, Says and Say are for a page without warnings: the word of the bar, the facts,
	// and the sentence for the caller.
	Word, Says, Say string
	// Yet and Barred are the bar's words for an operation that is not a charge: that it is
	// not done yet, and that it cannot be done.
	Yet, Barred string
	// Strip is the row below the bar, "" for none.
	Strip string
}

func (w Alert) yet(barred bool) string {
	if barred {
		return cmp.Or(w.Barred, "cannot be charged now")
	}
	var yet string
	switch w.Charge.Kind {
	case terms.Preauthorisation:
		yet = cmp.Or(w.Yet, "not reserved yet")
	case terms.CardCheck:
		yet = cmp.Or(w.Yet, "not checked yet")
	default:
		yet = cmp.Or(w.Yet, "not charged yet")
	}
	if len(w.Warnings) > 0 {
		switch k := w.Warnings[0].Kind; {
		case k == payment.SameTaken, k == payment.CardSeen, k == payment.BackMade && strings.Contains(yet, "given back"): // it was, a moment ago
			yet = strings.TrimSuffix(yet, "yet") + "again yet"
		}
	}
	return yet
}

// WarningBody draws what the guard found: a bar, the earlier payment beside this one,
// what to say, and last the field for a reason. A barred charge has no such field.
func (f *Flow) WarningBody(b *draw.Body, w Alert) (string, *tea.Cursor) {
	t, now := b.Theme, f.Shell.Now()
	barred := f.owner.Barred()
	bar := draw.OutcomeBar{Tone: theme.Warn, Symbol: "!", Word: w.Word, Amount: w.Sign + kit.AmountOf(w.Charge), Card: kit.CardName(w.Charge), Order: w.yet(barred)}
	say, table := w.Say, []string(nil)
	if len(w.Warnings) > 0 {
		first := w.Warnings[0]
		var line script.Name
		bar.Word, bar.Note, line = warningWords(first, now, b.Width < draw.Cosy)
		say = f.Shell.Say(spoken(line, first.Earlier, now))
		table = f.compared(first, w, b.Room())
		if w.Charge.Uncalled() { // no caller is on the line
			bar.Note, say = uncalledNote(first.Kind, bar.Note), ""
		}
	}
	switch {
	case bar.Word == stillUnknown: // as every unknown outcome
		bar.Symbol = "?"
	case barred:
		bar.Tone, bar.Symbol = theme.Bad, "✖"
	}
	b.Edge(bar.Draw(t, b.Width, draw.IsBig(b.Width, b.Height+3))...)
	if w.Strip != "" {
		b.Add(draw.Strip(t, theme.Bad, w.Strip, "", b.Room()))
	}
	texts := f.warningTexts(w, table != nil)
	kept := 0
	if !barred {
		kept = reasonRows
	}
	var saying []string
	if say != "" {
		saying = draw.Say(t, say, b.Room())
		if b.Width < draw.Cosy {
			saying[0] = ""
			if table != nil {
				saying = saying[1:]
			}
		}
	} else {
		saying = []string{""}
	}
	var told []string
	for _, text := range texts {
		told = append(told, ink.Wrap(text, min(b.Room(), draw.Reading))...)
	}
	room := b.Left() - kept - len(saying)
	needed := len(table) + len(told)
	for _, rows := range [][]string{table, told} {
		if len(rows) > 0 {
			needed++ // the free row above
		}
	}
	reasonHint := "kept with the payment"
	if len(w.Warnings) > 0 && !barred {
		next := answerWords(w.Warnings[0].Kind, w.Charge.Uncalled())
		rows := ink.Wrap(next, min(b.Room(), draw.Reading))
		switch {
		case next == "":
		case needed+len(rows) > room: // rows of their own would take the place of the table
			reasonHint = next
		case needed+len(rows)+1 <= room:
			saying, room = append(append(saying, ""), rows...), room-len(rows)-1
		default:
			saying, room = append(saying, rows...), room-len(rows)
		}
	}
	if needed > room && table != nil { // the sentences say it instead
		table, told = nil, nil
		for _, text := range f.warningTexts(w, false) {
			told = append(told, ink.Wrap(text, min(b.Room(), draw.Reading))...)
		}
	}
	if len(table) > 0 {
		b.Gap()
		b.Add(table...)
	}
	if len(told) > 0 {
		b.Gap()
		b.Add(told[:min(len(told), max(1, b.Left()-kept-len(saying)))]...)
	}
	b.Add(saying...)
	if barred {
		return b.String(), nil
	}
	b.Gap()
	at := b.At()
	v := f.Shell.DrawForm(f.Reason, kit.FormStyle{Width: b.Room(), Height: 1, Blank: max(20, min(b.Room()-18, 60))})
	b.Add(v.Rows...)
	indent := v.Answer
	if indent+ink.Width(reasonHint) > b.Room() && v.Wrong == "" { // the answers, which must not be cut
		indent = 0
	}
	hint := draw.HintIn(t, reasonHint, v.Wrong, b.Room()-indent, 2)
	for i := range hint {
		hint[i] = ink.Blanks(indent) + hint[i]
	}
	b.Add(hint...)
	cursor := v.Cursor
	if cursor != nil {
		cursor.X, cursor.Y = cursor.X+b.Margin(), cursor.Y+at
	}
	return b.String(), cursor
}

// reasonRows are the free row, the field that asks for a reason and its hint.
const reasonRows = 4

// warningTexts are the warnings as sentences. It leaves out those that a table shows in
// full.
func (f *Flow) warningTexts(w Alert, table bool) (texts []string) {
	if refusal := whoOverrides(w.Warnings); refusal != "" {
		texts = append(texts, refusal)
	}
	for i, warning := range w.Warnings {
		if i == 0 && table && (warning.Kind == payment.SameTaken || warning.Kind == payment.OrderTaken) {
			continue
		}
		texts = append(texts, WarningText(warning, f.Shell.Now(), w.Charge.Uncalled()))
	}
	if w.Says != "" {
		texts = append(texts, w.Says)
	}
	return texts
}

// stillUnknown is the word of the bar where the earlier outcome is unknown.
const stillUnknown = "STILL UNKNOWN"

// spoken is a line about an earlier attempt, with how long ago it was.
func spoken(line script.Name, earlier payment.Attempt, now time.Time) script.Say {
	say := kit.Speak(line, earlier)
	say.With.Ago = ago(now.Sub(earlier.Began))
	return say
}

// warningWords are the bar's words for a warning, the question after them, and what the
// agent says to the caller.
func warningWords(w payment.Warning, now time.Time, narrow bool) (word, note string, say script.Name) {
	e := w.Earlier
	amount, when := e.Charge.Amount.String(), strings.ToUpper(ago(now.Sub(e.Began)))
	paid := "THIS CARD PAID " + amount + " " + when
	if narrow {
		paid = "PAID " + when
	}
	order := "ORDER " + e.Charge.OrderReference + " HAS ALREADY BEEN PAID"
	if narrow {
		order = "ORDER ALREADY PAID"
	}
	asked, another, shows := script.SameCardPaid, script.OrderPaid, script.BankShows
	if takings.IsRaise(e) {
		shows = script.BankShowsMore
	}
	if takings.Reserves(e) { // when it was made: it may have been captured since
		paid, order = amount+" RESERVED ON THIS CARD "+when, amount+" ALREADY RESERVED FOR ORDER "+e.Charge.OrderReference
		if narrow {
			paid, order = "RESERVED "+when, "ORDER ALREADY RESERVED"
		}
		asked, another = script.SameCardReserved, script.OrderReserved
	}
	switch w.Kind {
	case payment.SameTaken, payment.CardSeen:
		return paid, "same caller?", asked
	case payment.OrderTaken, payment.OrderSeen:
		return order, "another payment?", another
	case payment.SameNotTaken, payment.OrderNotTaken:
		return "CALLED NOT TAKEN EARLIER: IT MAY STILL TURN UP", "ask the caller", shows
	case payment.SameInDoubt, payment.OrderInDoubt:
		return stillUnknown, kit.NotAgain(true), script.StillUnknown
	case payment.TooManyTimes:
		return "DECLINED " + strings.ToUpper(thousands.CountOf(w.Count, "time")), "ask for another card", script.CardTriedOut
	case payment.DeclinedToday:
		return "DECLINED " + strings.ToUpper(thousands.CountOf(w.Count, "time")) + " IN A DAY", "ask for another card", script.CardTriedOut
	case payment.DeclinedLately:
		return "DECLINED " + strings.ToUpper(thousands.CountOf(w.Count, "time")) + " IN 30 DAYS", "ask for another card", script.CardTriedOut
	case payment.DoNotRetry:
		return "DO NOT TRY THIS CARD AGAIN", "ask for another card", script.CardTriedOut
	case payment.NumberRefused:
		return "THE BANK DOES NOT KNOW THIS NUMBER", "ask for the number again", script.NumberUnknown
	case payment.SameNumber:
		return "THE SAME NUMBER, WHICH THE BANK DOES NOT KNOW", "ask for the number again", script.NumberUnknown
	case payment.BackInDoubt:
		return stillUnknown, kit.NotAgain(false), script.BackUnknown
	case payment.BackMade:
		return "GIVEN BACK " + when, "once more?", script.BackMade
	case payment.BackNotMade:
		return "CALLED NOT GIVEN BACK EARLIER: IT MAY STILL TURN UP", "ask the caller", script.BackShows
	case payment.OverLimit:
		return "MORE THAN YOU MAY TAKE", "ask a supervisor", script.AskSupervisor
	default:
		return "SOMETHING IS IN THE WAY", "ask a supervisor", script.AskSupervisor
	}
}
