package app

import (
	"slices"
	"sync"

	tea "charm.land/bubbletea/v2"

	"motoconsole/ui"
	"motoconsole/ui/kit"
)

// notices tell every session of a process two things besides news of attempts: that
// it is time to look at the journal, and what the opening found.
type notices struct {
	mu    sync.Mutex
	subs  []*notice
	stand *ui.OpenedMsg // the message for new sessions; nil for none
}

// notice holds the messages that one session has not had yet.
type notice struct {
	ready  chan struct{}
	looks  bool
	opened *ui.OpenedMsg
}

func (n *notices) subscribe() *notice {
	n.mu.Lock()
	defer n.mu.Unlock()
	sub := &notice{ready: make(chan struct{}, 1)}
	n.subs = append(n.subs, sub)
	if n.stand != nil {
		sub.opened = n.stand
		sub.ring()
		n.told()
	}
	return sub
}

func (n *notices) cancel(sub *notice) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.subs = slices.DeleteFunc(n.subs, func(other *notice) bool { return other == sub })
}

// any reports that there is a session to tell.
func (n *notices) any() bool {
	n.mu.Lock()
	defer n.mu.Unlock()
	return len(n.subs) > 0
}

// look tells all to look at the journal.
func (n *notices) look() {
	n.mu.Lock()
	defer n.mu.Unlock()
	for _, sub := range n.subs {
		sub.looks = true
		sub.ring()
	}
}

// opened tells all sessions the result of the opening.
func (n *notices) opened(msg ui.OpenedMsg) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.stand = &msg
	for _, sub := range n.subs {
		sub.opened = &msg
		sub.ring()
	}
	if len(n.subs) > 0 {
		n.told()
	}
}

// problem is why the opening has not succeeded yet; "" for nothing.
func (n *notices) problem() string {
	n.mu.Lock()
	defer n.mu.Unlock()
	if n.stand == nil {
		return ""
	}
	return n.stand.Problem
}

// told notes that a session has had the result of the opening. A problem lasts, so
// later sessions get it too. A finding is told only once.
func (n *notices) told() {
	if n.stand.Problem == "" {
		n.stand = nil
	}
}

// take are the messages for one session now.
func (n *notices) take(sub *notice) []tea.Msg {
	n.mu.Lock()
	defer n.mu.Unlock()
	var list []tea.Msg
	if sub.opened != nil {
		list = append(list, *sub.opened)
	}
	if sub.looks {
		list = append(list, kit.LookMsg{})
	}
	sub.opened, sub.looks = nil, false
	return list
}

// ring signals that there is something to take.
func (n *notice) ring() {
	select {
	case n.ready <- struct{}{}:
	default:
	}
}
