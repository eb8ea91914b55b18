package app

import (
	"cmp"
	"context"
	"errors"
	"sync"
	"time"

	"motoconsole/internal/journal"
	recorders "motoconsole/internal/recorder"
	"motoconsole/internal/recorder/afterloss"
	"motoconsole/internal/recorder/interlock"
)

// recordingsAgain is how often the process looks for recordings that were left paused.
const recordingsAgain = 30 * time.Second

// calls are the recordings of the calls of all sessions.
type calls struct {
	folder  *afterloss.Folder
	resumer []string

	mu    sync.Mutex
	watch *afterloss.Watch // nil before the first session
}

// watching is the watch, which the first session starts.
func (p *Process) watching() (*afterloss.Watch, error) {
	c := &p.calls
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.watch != nil {
		return c.watch, nil
	}
	if len(c.resumer) == 0 {
		return nil, errors.New("no process would resume the recording of a call")
	}
	watch, err := afterloss.NewWatch(c.folder, p.settings.Recorder, c.resumer, p.log)
	if err != nil {
		p.log.Error("the process that resumes recordings cannot be started", "problem", err.Error())
		return nil, errors.New("the process that resumes the recording of calls cannot be started: see the log")
	}
	c.watch = watch
	return watch, nil
}

func (c *calls) close() {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.watch != nil {
		c.watch.Close()
	}
}

// recording is the recording of an agent's calls; nil where no recorder is configured. It takes
// over what a lost console of the agent left paused.
func (p *Process) recording(agent Agent, owner string, note func(journal.AuditKind, string)) (*interlock.Interlock, error) {
	s := p.settings.Recorder
	if !s.On() {
		return nil, nil //nolint:nilnil // no recorder is no error
	}
	o := interlock.Options{
		Settings: s,
		Call:     recorders.Call{Extension: cmp.Or(agent.Grant.Agent().Extension, s.Extension), Agent: agent.Name},
		Log:      p.log,
		Note:     func(result string) { note(journal.AuditRecording, result) },
	}
	if s.Mode == recorders.ByHand {
		return interlock.New(p.ctx, o), nil
	}
	watch, err := p.watching()
	if err != nil {
		return nil, err
	}
	guard := watch.Guard(owner, o.Call)
	o.Recorder, o.Guard = recorders.New(s), guard
	recording := interlock.New(p.ctx, o)
	if left, is := guard.TakeOver(); is {
		recording.Adopt(left)
	}
	return recording, nil
}

// recordings writes into the journal what became of recordings without a console, and resumes
// those that no other process will, until the context ends.
func (p *Process) recordings(ctx context.Context) {
	s := p.settings.Recorder
	if !s.On() || s.Mode == recorders.ByHand {
		return
	}
	for {
		err := errors.Join(
			p.calls.folder.Orphans(ctx, s),
			p.calls.folder.Results(func(l afterloss.Left) error {
				return p.NoteNow(journal.Audit{At: l.At, Kind: journal.AuditRecording, Agent: l.Call.Agent, Result: l.Result})
			}))
		if err != nil {
			p.log.Error("recordings that were left paused cannot be looked at", "problem", err.Error())
		}
		select {
		case <-time.After(recordingsAgain):
		case <-ctx.Done():
			return
		}
	}
}
