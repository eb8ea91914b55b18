package home

import (
	"fmt"
	"strings"

	"github.com/charmbracelet/x/ansi"

	"motoconsole/gateway"
	"motoconsole/internal/ink"
	"motoconsole/internal/payment"
	"motoconsole/internal/statement"
	"motoconsole/ui/kit"
)

// unresolvedShown is how many unresolved payments home lists.
const unresolvedShown = 4

// writeUnresolved is the banner of what is still unknown and of what turned out
// wrong, of every desk.
func (h *Page) writeUnresolved(b *strings.Builder, width int) {
	var open, alarms []payment.Attempt
	for _, a := range h.journal.Unresolved {
		if kit.IsOpen(a) {
			open = append(open, a)
		} else {
			alarms = append(alarms, a)
		}
	}
	t := h.shell.Theme
	bar := func(style ink.Surface, text string) {
		b.WriteString(style.Render(kit.Pad(ansi.Truncate(" "+text, width, "…"), width)) + "\n")
	}
	rows := func(list []payment.Attempt) {
		for _, a := range list[:min(len(list), unresolvedShown)] {
			// Whose it is counts more than the end of a long order reference, and
			// less than what became of it.
			agent := ansi.Truncate("  "+a.Agent, max(0, min(width/4, width-rowStatusEnd)), "…")
			b.WriteString("  " + h.row(a, width-ansi.StringWidth(agent)) + t.Muted.Render(agent) + "\n")
			if a.Alarm != "" {
				b.WriteString(t.Bad.Render(kit.Wrap("  ! "+kit.Capital(a.Alarm)+".", width-2)) + "\n")
			}
		}
	}
	if len(alarms) > 0 {
		bar(t.BadBar, "! Tell a supervisor: "+kit.HowMany(len(alarms), "payment")+" turned out otherwise than was said")
		rows(alarms)
	}
	if len(open) > 0 {
		what, again := kit.WhatNeeds(open)
		bar(t.WarnBar, "? "+what+" checking: do not "+again+" again. moto goes on asking.")
		rows(open)
	}
	if len(open)+len(alarms) > 0 {
		b.WriteString("\n")
	}
}

// heldShown is how many held payments home lists.
const heldShown = 2

// writeHeld says what is held, by whom, and when the gateway cancels it.
func (h *Page) writeHeld(b *strings.Builder, width int) {
	held := h.journal.Holds.List
	if len(held) == 0 {
		return
	}
	for _, m := range held[:min(len(held), heldShown)] {
		by := ""
		if m.By != "" {
			by = " by " + gateway.Clean(m.By, 40)
		}
		text := fmt.Sprintf("! %s %s of %s is held%s until it is released. ", kit.Capital(m.What), gateway.Clean(m.Order, 40), m.Amount, by)
		b.WriteString(h.shell.Theme.Warn.Render(kit.Wrap(text+statement.HeldEnd(m.Until), width)) + "\n")
	}
	switch more := len(held) - heldShown; {
	case more == 1:
		b.WriteString(h.shell.Theme.Warn.Render("! 1 more is held.") + "\n")
	case more > 1:
		b.WriteString(h.shell.Theme.Warn.Render(fmt.Sprintf("! %d more are held.", more)) + "\n")
	}
	b.WriteString("\n")
}
