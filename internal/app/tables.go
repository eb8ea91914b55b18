package app

import (
	"context"
	"sync/atomic"

	"motoconsole/internal/config"
	"motoconsole/internal/journal"
)

// tableNews tells the one who watches the tables of agents in the journal when to look.
type tableNews struct {
	listens atomic.Bool
	bell    chan struct{} // capacity 1
}

// heard is told of every change of the journal.
func (n *tableNews) heard(listening bool) {
	n.listens.Store(listening)
	select {
	case n.bell <- struct{}{}:
	default:
	}
}

// Tables are the tables of agents and roles that the journal keeps.
func (p *Process) Tables() journal.AgentTables { return p.store }

// lookAtTables says in the log if the journal has lost the tables of agents that this user
// saw last on this host, and else notes them.
func (p *Process) lookAtTables(ctx context.Context) {
	if !p.settings.Tables.InJournal {
		return
	}
	is, err := p.store.Tables(ctx)
	if older := (config.Tables{Version: is.Version, Lost: is.Lost}).Older(); err == nil && older != "" {
		p.log.Warn(older)
	}
}

// TablesBell rings when the journal has changed, and so may have other tables of agents, as
// far as the process hears of that. It is for one listener.
func (p *Process) TablesBell() <-chan struct{} { return p.tables.bell }

// ListensForTables reports that the bell misses no change.
func (p *Process) ListensForTables() bool { return p.tables.listens.Load() }
