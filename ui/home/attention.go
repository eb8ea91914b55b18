package home

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"motoconsole/gateway/thousands"
	"motoconsole/internal/ink"
	"motoconsole/internal/payment"
	"motoconsole/internal/payment/takings"
	"motoconsole/ui/kit"
	"motoconsole/ui/kit/draw"
	"motoconsole/ui/kit/theme"
)

// concern is one kind of attempts at all desks that need attention.
type concern struct {
	tone    theme.Tone
	what    string // with its symbol
	brief   string // the same for little room
	counted string // behind another concern: "1 held"
	rows    []row
}

// concernsOf are the concerns, the worst first: alarms, unknown outcomes, held money.
func concernsOf(msg kit.JournalMsg, now time.Time) (all []concern) {
	needs := kit.NeedsOf(msg)
	alarms, open, held, reserved := needs.Alarms, needs.InDoubt, needs.Held, needs.Reserved
	rows := func(list []payment.Attempt) (rows []row) {
		for _, a := range takings.Present(list, msg.Holds) {
			rows = append(rows, rowOf(a, now))
		}
		return rows
	}
	if n := len(alarms); n > 0 {
		count := kit.HowMany(n, needs.MoreAlarms, "alarm")
		all = append(all, concern{theme.Bad, "! " + count + ": " + kit.AlarmWords(alarms) + ". Tell a supervisor.", "! " + count + ": tell a supervisor", count, rows(alarms)})
	}
	if len(open) > 0 {
		what, again := kit.WhatNeeds(open, needs.MoreInDoubt)
		count := thousands.Count(len(open)) + " unknown"
		if needs.MoreInDoubt {
			count += " or more"
		}
		all = append(all, concern{
			theme.Warn, "? " + what + ": " + again, "? Unknown: " + again, count, rows(open),
		})
	}
	if len(held) > 0 {
		c := concern{tone: theme.Warn, counted: thousands.Count(len(held)) + " held"}
		what := thousands.CountOf(len(held), "held payment")
		for _, m := range held {
			if !m.FromCaller {
				what = thousands.Count(len(held)) + " held"
			}
			c.rows = append(c.rows, heldRow(m, now))
		}
		c.what = "! " + what + ": tell a supervisor"
		c.brief = c.what
		all = append(all, c)
	}
	if len(reserved) > 0 {
		c := concern{tone: theme.Plain, counted: thousands.Count(len(reserved)) + " reserved"}
		for _, m := range reserved {
			c.rows = append(c.rows, heldRow(m, now))
		}
		c.brief = "○ " + thousands.Count(len(reserved)) + " reserved"
		c.what = "○ " + thousands.CountOf(len(reserved), "pre-authorisation") + " to capture"
		all = append(all, c)
	}
	return all
}

// details are the rows of a concern at the right of its strip. What another agent made
// names its owner. room is what there is for them: what does not fit is left out from the
// end, and more says how many rows follow.
func (c concern) details(width, room int, agent string) string {
	if len(c.rows) == 0 {
		return ""
	}
	w := c.rows[0]
	var parts []string
	say := func(text string) {
		if text != "" {
			parts = append(parts, text)
		}
	}
	say(w.amount)
	if ch := w.attempt.Charge; width >= draw.Cosy && ch.Last4 != "" && (w.attempt.ID != "" || width >= draw.Wide) { // who took what is held goes before its card
		say(strings.TrimSpace(ch.Brand.Name() + " " + ch.Last4))
	}
	say(w.order)
	if owner := cmp.Or(w.owner, w.holder, w.agent); owner != "" && (width >= draw.Wide || width >= draw.Cosy && owner != agent) {
		by := "by " + owner
		if w.when != "" && width >= draw.Wide {
			by = w.when + " " + by
		}
		say(by)
	}
	rest := ""
	if more := len(c.rows) - 1; more > 0 {
		rest = fmt.Sprintf(", and %s more", thousands.Count(more))
	}
	for len(parts) > 1 && ink.Width(strings.Join(parts, " · ")+rest) > room {
		parts = parts[:len(parts)-1]
	}
	return strings.Join(parts, " · ") + rest
}

// strips are the rows at the top that ask for attention, the worst first, as many as
// always have room.
func (h *Page) strips(t *theme.Theme, width, room, most int) []string {
	out := make([]string, most)
	all := h.concerns
	if h.journal.Problem != "" { // the row at the end says it in full
		unread := "✖ The journal cannot be read"
		all = slices.Insert(slices.Clone(all), 0, concern{tone: theme.Bad, what: unread, brief: "✖ Journal unreadable"})
	}
	for at, c := range all[:min(most, len(all))] {
		what, details := c.what, c.details(width, room-4-ink.Width(c.what), h.shell.Console.Agent)
		if width < draw.Cosy {
			what = c.brief
		}
		if more := all[at+1:]; at == most-1 && len(more) > 0 {
			var counts []string
			for _, m := range more {
				counts = append(counts, m.counted)
			}
			others := "and " + strings.Join(counts, ", ")
			details = strings.TrimPrefix(details+", "+others, ", ")
			if ink.Width(what)+2+ink.Width(details) > room-2 {
				details = others
			}
			if ink.Width(what)+2+ink.Width(details) > room-2 {
				what = c.brief
			}
		}
		out[at] = draw.Strip(t, c.tone, what, details, room)
	}
	return out
}
