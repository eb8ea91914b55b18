package kit

import (
	"context"
	"time"
)

// Supervisor is the floor as an agent with the right may see it. Its errors are sentences
// for people, and each call looks at the agent's rights again. Nothing that is typed is part
// of it, and nothing of a card.
type Supervisor interface {
	// Sessions are the sessions of now, by agent.
	Sessions() ([]Seated, error)
	// Changed waits until Sessions may have changed, and reports false when the context ends
	// first.
	Changed(ctx context.Context) bool
	// End ends an agent's session, after a payment that is on its way.
	End(agent string) error
	// Say shows a line to an agent, or to all others for "", and returns how many were told.
	Say(agent, text string) (told int, err error)
	// Day is what all agents of this site did today. read reads it; supervisors share what
	// one of them read a moment ago.
	Day(ctx context.Context, read func(context.Context) (DaySums, error)) (DaySums, error)
	// Latency is how fast the gateway answers.
	Latency() Latency
}

// Seated is what may be known of a session. Nothing of a card is part of it.
type Seated struct {
	Agent   string
	Address string    // where the terminal is, or was
	Since   time.Time // when it began
	Step    string    // the name of the screen
	StepAt  time.Time // since when it is shown
	Lost    time.Time // since when there is no terminal; zero while there is one
	Ending  bool      // it ends after its payment
}

// Latency is how long the gateway took to answer, within the last minutes.
type Latency struct {
	Last, P95 time.Duration
	At        time.Time // of the last answer; zero if there was none
}
