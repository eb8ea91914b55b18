package payment

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// smallFound is what going through all states has shown.
type smallFound struct {
	states, steps, ended int
	deepest              int
	took                 time.Duration
	kinds                [smallKinds]int // how often each step was made
	broken               string          // a promise; "" for none
	story                []string        // the shortest that breaks it
}

// smallSearch is the way through all states.
type smallSearch struct {
	smallFound

	w    *smallWorld
	seen map[[2]uint64]struct{}
	// How each state was come to first, by the numbers of the states.
	from []int32
	step []smallStep
	last int32 // the state that breaks a promise
}

// smallLayer are states that are equally many steps away, in pieces, so that
// none of them is copied when there are more.
type smallLayer struct{ pieces [][]smallState }

func (l *smallLayer) add(s *smallState) {
	const piece = 1 << 12
	if n := len(l.pieces); n == 0 || len(l.pieces[n-1]) == piece {
		l.pieces = append(l.pieces, make([]smallState, 0, piece))
	}
	p := &l.pieces[len(l.pieces)-1]
	*p = append(*p, *s)
}

// explore goes through every state that can be reached, the nearest first, so
// that the first story that breaks a promise is the shortest.
func (w *smallWorld) explore() smallFound {
	began := time.Now()
	w.resolver.Rule = w.rule
	search := smallSearch{w: w, seen: map[[2]uint64]struct{}{}, last: -1}
	first := w.start()
	layer := smallLayer{}
	search.meet(&first, -1, smallStep{}, &layer)
	for number := int32(0); len(layer.pieces) > 0 && search.broken == ""; search.deepest++ {
		next := smallLayer{}
		for _, piece := range layer.pieces {
			for n := range piece {
				search.leave(&piece[n], number, &next)
				number++
			}
		}
		layer = next
	}
	if search.last >= 0 {
		search.story = search.tell()
	}
	search.took = time.Since(began)
	return search.smallFound
}

// leave makes all steps that can follow a state.
func (search *smallSearch) leave(s *smallState, number int32, next *smallLayer) {
	if search.broken != "" {
		return
	}
	search.w.next(s, func(st smallStep, after *smallState) {
		search.steps++
		search.kinds[st.kind]++
		search.meet(after, number, st, next)
	})
	if search.broken == "" && search.w.still(s) {
		search.ended++
		if search.broken = search.w.lost(s); search.broken != "" {
			search.last = number
		}
	}
}

// meet looks at a state, unless it was met before.
func (search *smallSearch) meet(s *smallState, from int32, by smallStep, next *smallLayer) {
	key := s.key()
	if _, known := search.seen[key]; known || search.broken != "" {
		return
	}
	search.seen[key] = struct{}{}
	search.states++
	search.from, search.step = append(search.from, from), append(search.step, by)
	next.add(s)
	if search.broken = search.w.broken(s); search.broken != "" {
		search.last = int32(len(search.from) - 1)
	}
}

// tell goes the way to the last state once more and says each step in words.
func (search *smallSearch) tell() []string {
	var steps []smallStep
	for n := search.last; search.from[n] >= 0; n = search.from[n] {
		steps = append(steps, search.step[n])
	}
	slices.Reverse(steps)
	w, s, now := search.w, search.w.start(), 0
	var lines []string
	for _, want := range steps {
		before, taken := s, false
		w.next(&before, func(st smallStep, after *smallState) {
			if st == want && !taken {
				s, taken = *after, true
			}
		})
		if want.kind == stepTime {
			now += int(w.untilNext(&before))
		}
		lines = append(lines, fmt.Sprintf("%4d s  %s", now, want.tell(w, &before, &s)))
	}
	return lines
}

func (f *smallFound) String() string {
	text := fmt.Sprintf("%d states, %d steps between them, the farthest %d steps away, %d in which nothing goes on by itself; %v",
		f.states, f.steps, f.deepest, f.ended, f.took.Round(time.Millisecond))
	if f.broken != "" {
		text += "\n" + f.broken + "\n" + strings.Join(f.story, "\n")
	}
	return text
}
