package ui

import (
	"fmt"
	"strconv"
	"strings"

	"charm.land/bubbles/v2/key"
	"github.com/charmbracelet/x/ansi"

	"motoconsole/gateway"
	"motoconsole/gateway/thousands"
	"motoconsole/internal/payment"
)

// textWidth is how wide running text gets on a wide terminal.
const textWidth = 90

// wrap breaks running text into lines.
func wrap(text string, width int) string { return ansi.Wrap(text, min(width, textWidth), "") }

// pad fills text with blanks to width cells.
func pad(text string, width int) string {
	return text + strings.Repeat(" ", max(0, width-ansi.StringWidth(text)))
}

// row is a line of label and value.
func (s Shell) row(label, value string) string {
	return s.theme.muted.Render(fmt.Sprintf("%-23s", label)) + value + "\n"
}

// capital begins text with a capital letter.
func capital(s string) string {
	if s == "" {
		return s
	}
	return strings.ToUpper(s[:1]) + s[1:]
}

// sentence ends with a full stop.
func sentence(text string) string {
	if text == "" || text[len(text)-1] == '.' {
		return text
	}
	return text + "."
}

// paragraphs joins what is not empty by blank lines.
func paragraphs(parts ...string) string {
	return strings.Join(given(parts), "\n\n")
}

// joined puts what there is on one line.
func joined(parts ...string) string { return strings.Join(given(parts), ", ") }

func given(parts []string) []string {
	var there []string
	for _, p := range parts {
		if p != "" {
			there = append(there, p)
		}
	}
	return there
}

// count is a number with its thousands parted.
func count(n int) string { return thousands.Group(strconv.Itoa(n), " ") }

// countOf counts things.
func countOf(n int, unit string) string {
	if n == 1 {
		return "1 " + unit
	}
	return count(n) + " " + unit + "s"
}

// recentShown is how many payments of the journal are read at most.
const recentShown = 50

// howMany counts things of which recentShown are read at most.
func howMany(n int, thing string) string {
	if n >= recentShown {
		return fmt.Sprintf("%d or more %ss", n, thing)
	}
	return countOf(n, thing)
}

// cardName is a card as brand and last four.
func cardName(c payment.Charge) string {
	if c.Brand == gateway.MyBank { // a bank transfer has no card
		return "MyBank"
	}
	if c.Last4 == "" {
		return c.Brand.Name()
	}
	return c.Brand.Name() + " ending " + c.Last4
}

// relabel is a key that does something else where it is used.
func relabel(b key.Binding, help string) key.Binding {
	b.SetHelp(b.Help().Key, help)
	return b
}
