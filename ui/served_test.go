package ui

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/charmbracelet/colorprofile"

	"motoconsole/internal/effort"
	"motoconsole/internal/screentest"
	"motoconsole/internal/terminal"
)

// A session takes the rows as they are.
var _ terminal.Framer = (*Root)(nil)

// A showing plays a scene on an ordinary terminal.
type showing struct {
	name string
	play func(t *testing.T, opts ...screentest.Option) *screentest.Screen
}

// showings are those of every scene that has golden files.
func showings() (all []showing) {
	for _, sc := range scenes() {
		all = append(all, showing{sc.name, func(t *testing.T, opts ...screentest.Option) *screentest.Screen {
			return play(t, sc, opts...)
		}})
	}
	for _, sc := range lookScenes() {
		all = append(all, showing{sc.name, func(t *testing.T, opts ...screentest.Option) *screentest.Screen {
			return playLook(t, sc, opts...)
		}})
	}
	return all
}

// atEverySize shows a scene at one size after the other.
func (sc showing) atEverySize(t *testing.T, look func(size [2]int, s *screentest.Screen), opts ...screentest.Option) {
	t.Helper()
	sc.atSizes(t, sizes, look, opts...)
}

// atSizes shows a scene at some sizes, one after the other.
func (sc showing) atSizes(t *testing.T, sizes [][2]int, look func(size [2]int, s *screentest.Screen), opts ...screentest.Option) {
	t.Helper()
	s := sc.play(t, append(opts, screentest.Profile(colorprofile.ANSI256))...)
	defer func() {
		s.Close()
		time.Sleep(24 * time.Hour) // what the scene began to wait for comes to its end
	}()
	shown := [2]int{80, 24}
	for _, size := range sizes {
		if size != shown {
			shown = size
			resize(t, s, size[0], size[1])
		}
		s.Settle(t)
		look(size, s)
	}
}

// TestServedScreens: a served session shows every page as the golden files have it.
func TestServedScreens(t *testing.T) {
	for _, sc := range effort.Some(showings(), 6) {
		t.Run(sc.name, func(t *testing.T) {
			t.Parallel()
			sc.asGolden(t, screentest.Served())
		})
	}
}

// TestServedAsAtTheDesk: each cell, the cursor and the title are as Bubble Tea's
// program shows them, which runs the console at the desk.
func TestServedAsAtTheDesk(t *testing.T) {
	type shown struct {
		Cells [][]screentest.Cell
		Rest  string
	}
	for _, sc := range effort.Some(showings(), 12) {
		t.Run(sc.name, func(t *testing.T) {
			t.Parallel()
			unhurried(t, func(t *testing.T) {
				desk := map[[2]int]shown{}
				sc.atEverySize(t, func(size [2]int, s *screentest.Screen) { desk[size] = shown{s.Rows(), beside(s)} })
				sc.atEverySize(t, func(size [2]int, s *screentest.Screen) {
					served := shown{s.Rows(), beside(s)}
					if desk[size].Rest == served.Rest && slices.EqualFunc(desk[size].Cells, served.Cells, slices.Equal) {
						return // cmp takes long even to find no difference
					}
					t.Errorf("%v: - at the desk, + served:\n%s", size, cmp.Diff(desk[size], served))
				}, screentest.Served())
			})
		})
	}
}

// beside is what a terminal shows beside its cells.
func beside(s *screentest.Screen) string {
	x, y, shown := s.Cursor()
	if !shown {
		x, y = 0, 0
	}
	return fmt.Sprintf("cursor %d, %d, shown %v; title %q, alternate screen %v", x, y, shown, s.Title(), s.AltScreen())
}
