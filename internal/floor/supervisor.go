package floor

import (
	"context"
	"log/slog"
	"strings"
	"sync"

	"motoconsole/gateway"
	"motoconsole/internal/app"
	"motoconsole/internal/cardguard"
	"motoconsole/internal/rights"
	"motoconsole/ui/kit"
)

// supervisor is the floor as the agent of a seat may see it. Every call goes by the rights
// that the agent has at that moment.
type supervisor struct {
	floor   *Floor
	seat    *seat
	process *app.Process

	listen  sync.Once
	changes <-chan struct{}
	cancel  func()
}

var _ kit.Supervisor = (*supervisor)(nil)

// errorText is a sentence for people.
type errorText string

// Error implements error.
func (e errorText) Error() string { return string(e) }

func (s *supervisor) may(all ...rights.Right) error { return s.seat.grant.Grant().May(all...) }

// Sessions implements kit.Supervisor.
func (s *supervisor) Sessions() ([]kit.Seated, error) {
	if err := s.may(rights.SeeFloor); err != nil {
		return nil, err
	}
	return s.floor.Sessions(), nil
}

// Changed implements kit.Supervisor.
func (s *supervisor) Changed(ctx context.Context) bool {
	s.listen.Do(func() { s.changes, s.cancel = s.floor.Changes() })
	select {
	case <-s.changes:
		return true
	case <-ctx.Done():
	case <-s.seat.ctx.Done():
	}
	return false
}

// close ends what Changed began.
func (s *supervisor) close() {
	s.listen.Do(func() {})
	if s.cancel != nil {
		s.cancel()
	}
}

// End implements kit.Supervisor.
func (s *supervisor) End(agent string) error {
	switch err := s.may(rights.SeeFloor, rights.EndSessions); {
	case err != nil:
		return err
	case rights.Same(agent, s.seat.agent):
		return errorText("That is your own session: leave it with q on home.")
	case !s.floor.End(agent, s.seat.agent, s.name()):
		return errorText("That session has ended already.")
	}
	s.note("end of a session", agent)
	return nil
}

// Say implements kit.Supervisor. The field already refuses a card number. Say
// refuses it too, for every caller of this method.
func (s *supervisor) Say(agent, text string) (told int, err error) {
	if err := s.may(rights.SeeFloor); err != nil {
		return 0, err
	}
	text = strings.TrimSpace(gateway.Clean(text, mostSaid))
	switch {
	case text == "":
		return 0, errorText("There is nothing to send: write a message.")
	case cardguard.Answer.Finds(cardguard.Runes(text)):
		return 0, errorText("The message looks as if it had a card number in it: leave the number out.")
	}
	told = s.floor.say(agent, s.seat.agent, s.name()+": "+text)
	s.note("message", agent)
	return told, nil
}

// mostSaid is how long a message may be.
const mostSaid = 200

// Latency implements kit.Supervisor.
func (s *supervisor) Latency() kit.Latency { return s.process.Latency() }

// name is the supervisor's, for the agents.
func (s *supervisor) name() string { return gateway.Clean(s.seat.grant.Grant().Agent().Shown(), 40) }

// note records what a supervisor did to whom; "" is all. What was said is not recorded.
func (s *supervisor) note(what, to string) {
	if to == "" {
		to = "all"
	}
	s.floor.door.audit.LogAttrs(context.Background(), slog.LevelInfo, "by a supervisor", slog.String("event", what), slog.String("agent", s.seat.agent), slog.String("to", to))
}
