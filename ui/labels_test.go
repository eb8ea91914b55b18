package ui

import (
	"regexp"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"motoconsole/gateway"
	"motoconsole/internal/charset"
	"motoconsole/internal/effort"
	"motoconsole/ui/kit"
)

// touches is a well whose end lies at a label, or a label that was cut.
var touches = regexp.MustCompile(`[A-Za-z.)’]\[|…\s*\[`)

// TestWellsLieApartFromTheirLabels: in every form, at every width and with the focus on
// each field, a cell at least parts the label from the well of its answer, and no label is
// cut. Without surfaces the ends of a well are drawn.
func TestWellsLieApartFromTheirLabels(t *testing.T) {
	plain := func(s *kit.Console) { s.Charset = charset.ASCII }
	records := func() *till { return &till{records: []gateway.Record{paidRecord("0")}} }
	for name, tc := range map[string]struct {
		open   []string
		option string
	}{
		"payment": {open: []string{"esc", "esc", "n"}}, "drawer": {open: []string{"esc", "esc", "n", "ctrl+f"}},
		"filters": {open: []string{"esc", "esc", "f", "ctrl+f"}},
		"reduce":  {option: "Reduce the payment"}, "cancel": {option: "Cancel the payment"}, "order": {option: "Change the order reference"},
		"date": {option: "Change the settlement date"}, "correct": {option: "Correct the customer"}, "repeat": {option: "Take a new payment from this card"},
		"payout": {open: []string{"esc", "esc", "p"}},
	} {
		t.Run(name, func(t *testing.T) {
			unhurried(t, func(t *testing.T) {
				b := records()
				if tc.option == "Take a new payment from this card" {
					b = settledTill()
				}
				c := newCounter(t, b, plain, func(s *kit.Console) { serviceOf(s).Limits.Payouts = true })
				defer c.root.Close()
				if tc.option != "" {
					c.Press("g")
					for i := 0; !strings.Contains(c.View(), "> "+tc.option); i++ {
						if i > 20 {
							t.Fatalf("no option %q:\n%s", tc.option, c.View())
						}
						c.Press("down")
					}
					c.Press("enter")
				}
				c.Press(tc.open...)
				c.clock.wait(time.Second)
				fields, takes := map[string]bool{}, effort.Every(5)
				for range 45 {
					for _, width := range effort.Some(widths(), 12) {
						if !takes() {
							continue
						}
						c.root.Update(tea.WindowSizeMsg{Width: width, Height: 50})
						view := c.View()
						for line := range strings.SplitSeq(view, "\n") {
							if touches.MatchString(line) {
								t.Fatalf("at %d columns a well touches its label, or a label is cut: %q", width, line)
							}
							if at := strings.Index(line, "> "); at >= 0 && strings.Contains(line, "[") {
								label, _, _ := strings.Cut(line[at+2:], "[")
								fields[strings.TrimSpace(label)] = true
							}
						}
					}
					c.Press("tab")
				}
				if len(fields) == 0 {
					t.Errorf("no field was seen:\n%s", c.View())
				}
			})
		})
	}
}

// widths are those of terminals from 80 to 200 columns.
func widths() (all []int) {
	for width := 80; width <= 200; width++ {
		all = append(all, width)
	}
	return all
}
