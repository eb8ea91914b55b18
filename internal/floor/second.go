package floor

import (
	"context"
	"sync"
	"time"

	"motoconsole/internal/journal"
	"motoconsole/internal/sshd"
	"motoconsole/internal/totp"
)

// second is the second factor of agents: a code of an authenticator app.
type second struct {
	floor *Floor

	mu    sync.Mutex
	agent map[string]*codes
}

// codes are the codes of one agent that were taken.
type codes struct {
	mu   sync.Mutex // one answer at a time
	used uint64     // the newest step whose code was taken; no older one counts
	read bool       // whether the journal was asked for sign-ins before this process
}

var _ sshd.SecondFactor = (*second)(nil)

// Asks implements sshd.SecondFactor.
func (s *second) Asks(agent string) (question string) {
	if !s.floor.door.of(agent).Grant.Agent().SecondFactor() {
		return ""
	}
	return "Code of your authenticator: "
}

// The sentences of refusal.
const (
	codeClosed  = "Too many wrong codes: none is taken for half an hour. Tell the person who keeps this server."
	codeWrong   = "The code is wrong, or was used before: wait for the next one."
	codeUnknown = "Your code cannot be checked now: tell the person who keeps this server."
)

// Check implements sshd.SecondFactor. An attempt is counted, durably, before the code is
// looked at, by the rule for passphrases.
func (s *second) Check(agent, answer string) (says, result string) {
	f := s.floor
	unknown := func(err error) (says, result string) {
		f.door.log.Error("a second factor cannot be checked, so the agent was refused", "agent", agent, "problem", err.Error())
		return codeUnknown, "the second factor could not be checked"
	}
	settings := f.door.of(agent)
	secret, err := settings.TOTPSecret(settings.Grant.Agent())
	if err != nil {
		return unknown(err)
	}
	defer clear(secret)
	c := s.of(agent)
	c.mu.Lock()
	defer c.mu.Unlock()
	if err := c.recall(f, agent); err != nil {
		return unknown(err)
	}
	tries := f.own.TriesAt("second factor of " + agent)
	switch closed, err := tries.Take(); {
	case err != nil:
		return unknown(err)
	case closed > 0:
		return codeClosed, "the second factor is locked: too many wrong codes"
	}
	step, ok := totp.Find(secret, answer, totp.Step(f.now()))
	if !ok || step <= c.used {
		return codeWrong, "a wrong code as second factor"
	}
	c.used = step
	if err := tries.Right(); err != nil {
		return unknown(err)
	}
	return "", ""
}

func (s *second) of(agent string) *codes {
	s.mu.Lock()
	defer s.mu.Unlock()
	c := s.agent[agent]
	if c == nil {
		c = &codes{}
		s.agent[agent] = c
	}
	return c
}

// recall takes the codes of sign-ins that another process of this journal let in just
// before for used: a restart makes no code good again.
func (c *codes) recall(f *Floor, agent string) error {
	if c.read {
		return nil
	}
	ctx, cancel := context.WithTimeout(context.Background(), patience*10)
	defer cancel()
	now := f.now()
	events, err := f.own.Audits(ctx, now.Add(-3*totp.Every), agent)
	if err != nil {
		return err
	}
	for _, e := range events {
		if e.Kind == journal.AuditSignIn && !e.At.After(now.Add(time.Minute)) {
			c.used = max(c.used, totp.Step(e.At)+1)
		}
	}
	c.read = true
	return nil
}
