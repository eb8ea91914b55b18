package record

import (
	"slices"
	"strings"
	"time"

	"motoconsole/gateway"
	"motoconsole/internal/statement"
	"motoconsole/ui/kit"
	"motoconsole/ui/kit/draw"
)

// step is one of a story. One with a link opens that record.
type step struct {
	draw.Event

	at   time.Time
	link int // among the links, -1 for none
}

// story tells what has happened, from the gateway's records and the journal, and what is
// still to come.
func (s *view) story(width int) section {
	part := section{title: "Story"}
	steps := s.steps()
	events := make([]draw.Event, len(steps))
	part.items = make([]int, len(s.links()))
	for i, step := range steps {
		events[i] = step.Event
		events[i].When = s.shell.When(step.at)
		if !step.Done && step.When != "" {
			events[i].When = step.When
		}
		if step.link >= 0 {
			part.items[step.link] = i
			events[i].Marked = step.link == s.mark()
			part.focused = part.focused || events[i].Marked
		}
	}
	part.rows = draw.Timeline(s.shell.Theme.Theme, events, width)
	return part
}

// steps are in the order of their time. What has none comes first.
func (s *view) steps() (steps []step) {
	links := 0
	told := map[string]bool{}
	for _, b := range s.tree() {
		one := s.recordStep(b, told)
		if !b.self && b.record.TransactionReference != "" {
			one.link = links
			links++
		}
		steps = append(steps, one)
	}
	if len(steps) == 0 && s.record.RequestType != "" {
		steps = append(steps, s.recordStep(branch{record: s.record, self: true, children: s.children}, told))
	}
	steps = append(steps, s.journalSteps(told)...)
	slices.SortStableFunc(steps, func(a, b step) int { return a.at.Compare(b.at) })
	return append(steps, s.toCome()...)
}

// recordStep is what a record tells of itself, with the reason that the journal has.
// It notes which attempt of the journal it told of.
func (s *view) recordStep(b branch, told map[string]bool) step {
	r := b.record
	one := step{link: -1, Event: draw.Event{Done: true, Word: "of", Agent: r.OperatorName}}
	if r.RequestType == "" {
		one.Text = "the original payment " + r.TransactionReference
		return one
	}
	one.at, _ = r.StartedAt()
	symbol, words := statement.Status(r, b.self && kit.ReservedNow(s.seen), s.shell.Now()) // what was given back of it is a step of its own
	one.Word = stepWord(r)
	switch word, after, _ := strings.Cut(words, ", "); {
	case statement.FlowOf(r) != statement.Out && statement.AwaitsSettlement(r):
		words = word
	case statement.FlowOf(r) == statement.Out && after != "": // the step is called refunded already
		words = kit.Capital(strings.TrimPrefix(after, "settlement "))
	}
	amount := s.shell.AmountOf(r)
	asked, known := statement.Asked(r, s.shell.Console.Currencies()...)
	if settles, ok := statement.Settles(r, s.shell.Console.Currencies()...); ok && known && settles != asked && statement.FlowOf(r) == statement.In {
		amount = asked.String() // another step tells that it was reduced or raised
	}
	became := symbol + " " + words
	if made := s.seen.Made; b.self && made.ID != "" && s.changedSince() { // a step of its own tells what it became
		then := kit.WordOf(made, made.Began)
		became = then.Symbol + " " + kit.Titled(then.Word)
	}
	if statement.FlowOf(r) == statement.None {
		amount = ""
	}
	reason := ""
	if r.SubscriptionNumber != "" && !b.self {
		became += ", number " + gateway.Clean(r.SubscriptionNumber, 10) + " of the series"
	}
	for _, v := range s.seen.Acts {
		if b.self || !kit.MadeBy(v, r) {
			continue
		}
		told[v.ID] = true
		one.Agent, reason = gateway.Clean(v.Agent, 64), gateway.Clean(v.Charge.Reason, 200)
	}
	if made := s.seen.Made; b.self && made.ID != "" {
		one.Agent, reason = gateway.Clean(made.Agent, 64), gateway.Clean(made.Charge.Reason, 200)
	}
	one.Text = because(amount, became, reason, r.Outcome().MovesMoney())
	if b.self && len(s.tree()) > 0 {
		one.Note = "this " + statement.Noun(r)
	}
	return one
}

// stepWord names a record's step.
func stepWord(r gateway.Record) string {
	switch kind := statement.KindOf(r); {
	case kit.OnlyTried(r):
		return "tried"
	case kind == statement.Payment:
		return strings.ToLower(kit.MadeLabel(r))
	case kind == statement.Repeat:
		return "repeated"
	case kind == statement.Raise:
		return "raised"
	case kind == statement.Refund:
		return "refunded"
	case kind == statement.Payout:
		return "paid out"
	case kind == statement.CardCheck, kind == statement.ThreeDCheck:
		return "checked"
	default:
		return "made"
	}
}

// toCome is what the record waits for.
func (s *view) toCome() []step {
	r := s.record
	amount, moves := statement.Settles(r, s.shell.Console.Currencies()...)
	if !moves {
		return nil
	}
	come := func(when, word, text string) []step {
		return []step{{link: -1, Event: draw.Event{When: when, Word: word, Text: text}}}
	}
	switch gateway.SettleStatus(r.SettleStatus) {
	case gateway.SettlePending, gateway.SettleOverride:
		when := "next run"
		if day, err := time.Parse(time.DateOnly, r.SettleDueDate); err == nil && r.SettleDueDate > s.shell.Now().UTC().Format(time.DateOnly) {
			when = day.Format("2 Jan")
		}
		return come(when, "settles", statement.Sign(r)+amount.String())
	case gateway.SettleSettling:
		return come("soon", "settles", statement.Sign(r)+amount.String()+", with the bank now")
	case gateway.SettleSuspended:
		when := "later"
		if until, ok := statement.HeldUntil(r); ok {
			when = until.Local().Format("2 Jan")
		}
		if statement.IsCapturable(r) {
			return come(when, "ends", "cancelled unless it is captured")
		}
		return come(when, "ends", "cancelled unless it is released")
	default:
		return nil
	}
}
