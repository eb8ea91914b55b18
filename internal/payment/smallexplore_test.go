package payment

import (
	"fmt"
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

// smallPath remembers how each state was come to first.
type smallPath struct {
	from []int32
	step []smallStep
}

// explore goes through every state that can be reached, the nearest first, so
// that the first story that breaks a promise is the shortest.
func (w *smallWorld) explore(most int) smallFound {
	began := time.Now()
	w.resolver.Rule = w.rule
	first := w.start()
	first.tidy()
	seen := map[[2]uint64]struct{}{first.key(): {}}
	path := smallPath{from: []int32{-1}, step: []smallStep{{}}}
	layer, numbers := []smallState{first}, []int32{0}
	found := smallFound{states: 1}
	last := int32(-1)
	for len(layer) > 0 && found.broken == "" && found.states < most {
		var next []smallState
		var nextNumbers []int32
		for n := range layer {
			if found.broken != "" {
				break
			}
			s := layer[n]
			w.next(&s, func(st smallStep, after *smallState) {
				found.steps++
				found.kinds[st.kind]++
				key := after.key()
				if _, known := seen[key]; known || found.broken != "" {
					return
				}
				seen[key] = struct{}{}
				number := int32(len(path.from))
				path.from, path.step = append(path.from, numbers[n]), append(path.step, st)
				next, nextNumbers = append(next, *after), append(nextNumbers, number)
				found.states++
				if found.broken = w.broken(after); found.broken != "" {
					last = number
				}
			})
			if found.broken == "" && w.still(&s) {
				found.ended++
				if found.broken = w.lost(&s); found.broken != "" {
					last = numbers[n]
				}
			}
		}
		layer, numbers = next, nextNumbers
		if len(layer) > 0 {
			found.deepest++
		}
	}
	if last >= 0 {
		found.story = w.story(path, last)
	}
	found.took = time.Since(began)
	return found
}

// story goes the way to a state once more and says each step in words.
func (w *smallWorld) story(path smallPath, last int32) []string {
	var steps []smallStep
	for n := last; path.from[n] >= 0; n = path.from[n] {
		steps = append([]smallStep{path.step[n]}, steps...)
	}
	s := w.start()
	s.tidy()
	var lines []string
	now := 0
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
