package floor

import (
	"cmp"
	"slices"

	"motoconsole/ui"
	"motoconsole/ui/kit"
)

// Sessions are the sessions of now, by agent.
func (f *Floor) Sessions() []kit.Seated {
	all := f.everyone()
	infos := make([]kit.Seated, 0, len(all))
	for _, st := range all {
		st.mu.Lock()
		infos = append(infos, kit.Seated{Agent: st.agent, Address: st.address, Since: st.begun, Step: st.step, StepAt: st.stepAt, Lost: st.lost, Ending: st.ctx.Err() != nil})
		st.mu.Unlock()
	}
	slices.SortFunc(infos, func(a, b kit.Seated) int { return cmp.Or(cmp.Compare(a.Agent, b.Agent), a.Since.Compare(b.Since)) })
	return infos
}

// everyone are the seats of now.
func (f *Floor) everyone() (all []*seat) {
	f.mu.Lock()
	defer f.mu.Unlock()
	for st := range f.all {
		all = append(all, st)
	}
	return all
}

// of is the session of an agent; nil if there is none.
func (f *Floor) of(agent string) *seat {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.seats[agent]
}

// End ends the session of an agent, after its payment, for a supervisor. The agent is
// shown the supervisor's name. End reports whether there was a session.
func (f *Floor) End(agent, by, shown string) bool {
	st := f.of(agent)
	if st == nil {
		return false
	}
	st.end(endedBy{by, shown})
	f.changed()
	return true
}

// Say shows a line to an agent, or to all for "", and returns how many were told.
func (f *Floor) Say(agent, text string) (told int) { return f.say(agent, "", text) }

// say is Say, with an agent who is left out of all.
func (f *Floor) say(agent, without, text string) (told int) {
	for _, st := range f.everyone() {
		if agent != "" && st.agent != agent || st.agent == without {
			continue
		}
		st.mu.Lock()
		screen := st.screen
		st.mu.Unlock()
		if screen != nil {
			screen.Send(ui.SaidMsg{Text: text})
			told++
		}
	}
	return told
}

// Changes signals, after each change of what Sessions returns, that there was one. Cancel
// ends that.
func (f *Floor) Changes() (changes <-chan struct{}, cancel func()) {
	sub := make(chan struct{}, 1)
	f.mu.Lock()
	f.subs[sub] = true
	f.mu.Unlock()
	return sub, func() {
		f.mu.Lock()
		delete(f.subs, sub)
		f.mu.Unlock()
	}
}

// changed signals a change.
func (f *Floor) changed() {
	f.mu.Lock()
	defer f.mu.Unlock()
	for sub := range f.subs {
		select {
		case sub <- struct{}{}:
		default:
		}
	}
}
