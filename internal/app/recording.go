package app

import (
	"cmp"

	"motoconsole/internal/journal"
	calls "motoconsole/internal/recorder"
	"motoconsole/internal/recorder/interlock"
)

// recording is the recording of an agent's calls; nil where no recorder is configured.
func (p *Process) recording(agent Agent, note func(journal.AuditKind, string)) *interlock.Interlock {
	s := p.settings.Recorder
	if !s.On() {
		return nil
	}
	return interlock.New(p.ctx, interlock.Options{
		Recorder: calls.New(s),
		Settings: s,
		Call:     calls.Call{Extension: cmp.Or(agent.Grant.Agent().Extension, s.Extension), Agent: agent.Name},
		Note:     func(result string) { note(journal.AuditRecording, result) },
	})
}
