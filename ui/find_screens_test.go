package ui

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/x/ansi"

	"motoconsole/gateway"
	"motoconsole/internal/effort"
	"motoconsole/internal/screentest"
	"motoconsole/ui/kit/draw"
)

// A lookScene leads from home, on an ordinary terminal, to a screen of Find.
type lookScene struct {
	name    string
	archive func() *archive
	play    func(t *testing.T, s *screentest.Screen)
	until   string
}

// searched types words and waits for the result.
func searched(words, until string, then ...string) func(*testing.T, *screentest.Screen) {
	return func(t *testing.T, s *screentest.Screen) {
		s.Press("l")
		s.WaitFor(t, "Type what the caller tells you")
		s.Type(words + "\n")
		s.WaitFor(t, until)
		s.Press(then...)
	}
}

func lookScenes() []lookScene {
	morning := func() *archive { return &archive{records: shift()} }
	nothing := func() *archive { return &archive{} }
	typed := func(words string) func(*testing.T, *screentest.Screen) {
		return func(_ *testing.T, s *screentest.Screen) {
			s.Press("l")
			s.Type(words)
		}
	}
	refused := func(records ...gateway.Record) func() *archive {
		return func() *archive {
			info, _ := gateway.LookupCode("30000")
			return &archive{records: records, err: &gateway.QueryError{Code: info, Fields: []string{"billingpostcode"}}}
		}
	}
	lost := func(records ...gateway.Record) func() *archive {
		return func() *archive {
			return &archive{records: records, err: &gateway.Error{Kind: gateway.KindTimeout, Written: true}}
		}
	}
	return []lookScene{
		{"look", morning, typed(""), "Type what the caller tells you"},
		{"look-typed", morning, typed("yesterday 1111"), "cannot filter by"},
		{"look-impossible", morning, typed("2031-01-12\n"), "has not come yet"},
		{"look-card", morning, typed(testPAN), "last four digits are enough"},
		{"look-filters", morning, func(t *testing.T, s *screentest.Screen) {
			s.Press("l")
			s.Type("today")
			s.Press("ctrl+f")
			s.WaitFor(t, "More filters")
			s.Type(testPAN + "\n\nA17; A18")
		}, "A17; A18"}, // the help says the same
		{"look-list", morning, searched("today", "9 payments"), "9 payments"},
		{"look-chosen", morning, searched("today", "9 payments", "down", "down", "down", "down"), "Unable to process"},
		{"look-only", morning, searched("today", "9 payments", "/", "h", "e", "l", "d"), "1 shown"},
		{"look-stopped", func() *archive {
			return &archive{records: shift(), stretch: 4, gate: make(chan struct{})}
		}, searched("today", "4 payments so far", "esc"), "Incomplete"},
		{"look-on-its-way", func() *archive {
			return &archive{records: shift(), stretch: 4, gate: make(chan struct{})}
		}, searched("today", "4 payments so far"), "4 payments so far"},
		{"look-nothing", nothing, searched("1111 yesterday", "Nothing found"), "Nothing found"},
		{"look-refused", refused(), searched("postcode:XX1", "refused the search"), "refused the search"},
		{"look-lost", lost(), searched("today", "No answer from the gateway"), "No answer from the gateway"},
		{"look-cut-short", lost(shift()[:3]...), searched("today", "3 payments"), "Incomplete"},
		{"look-crowded", func() *archive {
			return &archive{records: shift(), dense: time.Date(2026, 11, 21, 9, 7, 0, 0, time.Local)}
		}, searched("today", "9 payments"), "500 payments"},
		// What callers say.
		{"call-order", morning, searched("A18", "row 1"), "£1,234.56"},
		{"call-card", morning, searched("0511 today", "row 1"), "£1,234.56"},
		{"call-amount", morning, searched("£1,234.56", "row 1"), "£1,234.56"},
		{"call-declined", morning, searched("declined today", "row 1"), "Declined"},
		{"call-time", morning, searched("visa from 9:15am to 9:45am", "row 1"), "Held"},
	}
}

// playLook shows a scene of Find on the ordinary terminal.
func playLook(t *testing.T, sc lookScene, opts ...screentest.Option) *screentest.Screen {
	t.Helper()
	session := newSession(&bank{answer: approved}, newClock(), gateway.ModeTest)
	session.Search = sc.archive()
	root := New(session)
	s := screentest.NewScreen(t, root, 80, 24, opts...)
	t.Cleanup(func() {
		s.Close()
		root.Close()
	})
	s.WaitFor(t, "Your payments today")
	sc.play(t, s)
	s.WaitFor(t, sc.until)
	s.Settle(t)
	return s
}

// resize changes the size and waits until the program has drawn for it, which it
// does in one write.
func resize(t *testing.T, s *screentest.Screen, width, height int) {
	t.Helper()
	s.Resize(width, height)
	if width < MinWidth || height < MinHeight {
		s.WaitFor(t, "Too small")
		return
	}
	s.WaitUntil(t, "drawn anew", func(shown string) bool {
		// A frame that was on its way wraps, and its first row may have any width: only
		// the head has who works at its end.
		head, _, _ := strings.Cut(shown, "\n")
		head = strings.TrimRight(head, " ")
		return ansi.StringWidth(head) == width-2 && strings.Contains(head[:min(len(head), 16)], "TEST") &&
			(strings.HasSuffix(head, "priya") || strings.HasSuffix(head, "priya · test_site12345"))
	})
}

func TestLookScreens(t *testing.T) {
	for _, sc := range lookScenes() {
		t.Run(sc.name, func(t *testing.T) {
			t.Parallel()
			showing{sc.name, func(t *testing.T, opts ...screentest.Option) *screentest.Screen {
				return playLook(t, sc, opts...)
			}}.inEveryLook(t)
		})
	}
}

// TestLookWithoutColour: colour carries no meaning alone.
func TestLookWithoutColour(t *testing.T) {
	for _, sc := range effort.Some(lookScenes(), 4) {
		t.Run(sc.name, func(t *testing.T) {
			t.Parallel()
			alike(t, func(t *testing.T, opts ...screentest.Option) *screentest.Screen { return playLook(t, sc, opts...) })
		})
	}
}

// TestBytesPerArrow: moving the selection costs a few bytes on the line. Once in as
// many keys as a page has rows, the list turns the page and sends all rows.
func TestBytesPerArrow(t *testing.T) {
	unhurried(t, func(t *testing.T) {
		for _, size := range sizes[:3] {
			bytesPerArrow(t, size)
		}
	})
}

func bytesPerArrow(t *testing.T, size [2]int) {
	t.Helper()
	root := listed(t, 500, size[0], size[1])
	s := screentest.NewScreen(t, root, size[0], size[1])
	defer s.Close() // or it draws through the next hour
	s.WaitFor(t, "500 payments")
	s.Settle(t)
	page, row := strings.Count(s.Text(), "Visa 1111")+strings.Count(s.Text(), "0611")+strings.Count(s.Text(), "0511"), 1
	if size[0] >= draw.Cosy {
		page-- // the preview
	}
	down := func(keys int) int {
		begun := s.Bytes()
		for range keys {
			row++
			s.Press("down")
			s.WaitFor(t, fmt.Sprintf("row %d ", row))
		}
		s.Settle(t)
		return s.Bytes() - begun
	}
	within, turn := down(page-1), down(1)
	per, all := within/(page-1), (within+turn)/page
	t.Logf("%v: %d bytes a key, %d to turn the page, %d a key with that", size, per, turn, all)
	// Two rows of full width are 500 bytes, and 620 on a wide screen; the preview of
	// what is selected comes on top.
	most := 500 + 380
	if size[0] > 80 {
		most = 620 + 720
	}
	if per > most || all > most*5/4 {
		t.Errorf("%v: %d bytes a key, %d with the turn of the page", size, per, all)
	}
}
