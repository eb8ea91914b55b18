package floor

import (
	"errors"
	"fmt"
	"sync"
	"time"

	"motoconsole/gateway/thousands"
	"motoconsole/internal/lockout"
	"motoconsole/internal/sshd"
	"motoconsole/internal/totp"
)

// second is the second factor of agents: a code of an authenticator app. Each is taken once
// by the processes of a journal, however many there are.
type second struct {
	floor *Floor

	mu    sync.Mutex
	turns map[string]*sync.Mutex // of agents: one answer at a time
}

var _ sshd.SecondFactor = (*second)(nil)

// Asks implements sshd.SecondFactor.
func (s *second) Asks(agent string) (question string) {
	if !s.floor.door.of(agent).Grant.Agent().SecondFactor() {
		return ""
	}
	return "Code of your authenticator: "
}

// errNoFactor is the refusal of an agent whose second factor was taken out of the table
// while the answer was awaited: nothing says any more that the key alone is enough.
var errNoFactor = errors.New("the agent has no second factor any more")

// The sentences of refusal, and the record of a lock.
const (
	codeLocked  = "the second factor is locked: too many wrong codes"
	codeClosed  = "Too many wrong codes. No code is accepted for %s. Tell the person who keeps this server."
	codeWrong   = "The code is wrong, or was used before: wait for the next one."
	codeUnknown = "Your code cannot be checked now: tell the person who keeps this server."
)

// Check implements sshd.SecondFactor. An attempt is counted, durably, before the code is
// looked at, by the rule for passphrases. A locked agent is refused before the secret is
// fetched, which may run a command.
func (s *second) Check(agent, answer string) (says, result string, reason sshd.Reason) {
	f := s.floor
	unknown := func(err error) (says, result string, reason sshd.Reason) {
		f.door.log.Error("a second factor cannot be checked, so the agent was refused", "agent", agent, "problem", err.Error())
		return codeUnknown, "the second factor could not be checked", sshd.ForCode
	}
	turn := s.turn(agent)
	turn.Lock()
	defer turn.Unlock()
	name := lockout.SecondFactor(agent)
	tries := f.own.GrowingTriesAt(name)
	switch closed, _, err := tries.Left(); {
	case err != nil:
		return unknown(err)
	case closed > 0:
		return closedFor(closed), codeLocked, sshd.ForLocked
	}
	settings := f.door.of(agent)
	if !settings.Grant.Agent().SecondFactor() {
		return unknown(errNoFactor)
	}
	secret, err := settings.TOTPSecret(settings.Grant.Agent())
	if err != nil {
		return unknown(err)
	}
	defer clear(secret)
	switch closed, err := tries.Take(); { // another process may have locked it meanwhile
	case err != nil:
		return unknown(err)
	case closed > 0:
		return closedFor(closed), codeLocked, sshd.ForLocked
	}
	now := totp.Step(f.now())
	step, ok := totp.Find(secret, answer, now)
	if ok {
		if ok, err = f.own.TakeCode(name, step, now); err != nil {
			return unknown(err)
		}
	}
	if !ok {
		return codeWrong, "a wrong code as second factor", sshd.ForCode
	}
	if err := tries.Right(); err != nil {
		return unknown(err)
	}
	return "", "", ""
}

// closedFor is the sentence while codes are not accepted, with the time in whole minutes, or
// from two hours on in whole hours.
func closedFor(left time.Duration) string {
	up := func(unit time.Duration) int { return int((left + unit - 1) / unit) }
	if minutes := up(time.Minute); minutes < 120 {
		return fmt.Sprintf(codeClosed, thousands.CountOf(minutes, "minute"))
	}
	return fmt.Sprintf(codeClosed, thousands.CountOf(up(time.Hour), "hour"))
}

// turn is an agent's.
func (s *second) turn(agent string) *sync.Mutex {
	s.mu.Lock()
	defer s.mu.Unlock()
	turn := s.turns[agent]
	if turn == nil {
		turn = &sync.Mutex{}
		s.turns[agent] = turn
	}
	return turn
}
