package recorder

import (
	"context"
	"net/http"
	"slices"
	"time"
)

// Verdict is what an answer is worth.
type Verdict int

// The verdicts.
const (
	Refused Verdict = iota // it is not as asked, or nothing is known of it
	Asked                  // the recorder accepted it, and does not say whether it did it
	Proved                 // the recorder says that it is as asked
)

// Answer is what became of a request.
type Answer struct {
	Verdict Verdict
	// Status is what the recorder answered in short, for the journal: a status or an exit code.
	Status string
	// Says is a sentence for the agent; "" if it is proved.
	Says string
	// Unfit says that nothing was asked, and never will be for this call.
	Unfit bool
}

// Recorder pauses and resumes the recording of calls. It keeps nothing of a call.
type Recorder struct {
	settings Settings
	client   *http.Client
}

// New makes a recorder. It asks nothing.
func New(s Settings) *Recorder { return &Recorder{settings: s, client: newClient()} }

// direction is one of the two things that a recorder is asked.
type direction struct {
	step    Step
	looks   Test   // what a later look must show
	refusal string // what an exit code of 1 means
	state   string // what the answer should have said
}

// Pause asks the recorder to pause, and whether it has.
func (r *Recorder) Pause(ctx context.Context, c Call) Answer {
	return r.do(ctx, c, direction{r.settings.Pause, r.settings.Verify.Paused, "The recorder says that it did not pause.", "paused"})
}

// Resume asks the recorder to go on, and whether it does.
func (r *Recorder) Resume(ctx context.Context, c Call) Answer {
	return r.do(ctx, c, direction{r.settings.Resume, r.settings.Verify.Resumed, "The recorder says that it did not resume.", "going on"})
}

func (r *Recorder) do(ctx context.Context, c Call, d direction) Answer {
	switch r.settings.Mode {
	case ByHTTP:
		return r.overHTTP(ctx, c, d)
	case ByCommand:
		return r.byCommand(ctx, c, d)
	default:
		return Answer{Says: "The recorder cannot be paused from here."}
	}
}

// overHTTP sends the request, judges its answer, and looks again where there is a place to
// look. Where both can tell, both have to. The end of the context ends the looks alone: a
// request that was begun is waited for, so that no later one overtakes it.
func (r *Recorder) overHTTP(ctx context.Context, c Call, d direction) Answer {
	s := r.settings
	if why := c.unfit(d.step.URL, d.step.Body, s.Verify.URL); why != "" {
		return Answer{Says: why, Unfit: true}
	}
	got, failed := r.send(context.WithoutCancel(ctx), c, d.step.Method, d.step.URL, d.step.Body)
	if failed != nil {
		return *failed
	}
	answer := Answer{Verdict: Asked, Status: got.words()}
	switch {
	case slices.Contains(s.Already, got.status):
		answer.Verdict = Proved
	case !slices.Contains(s.Statuses, got.status):
		answer.Verdict, answer.Says = Refused, "The recorder answered with "+got.words()+"."
		return answer
	case d.step.Test.passes(got.body):
		answer.Verdict = Proved
	case d.step.Test.Asks():
		answer.Verdict, answer.Says = Refused, "The recorder answered, but not that the recording is "+d.state+"."
		return answer
	}
	if s.Verify.URL != "" && d.looks.Asks() {
		return r.look(ctx, c, d)
	}
	if answer.Verdict == Asked {
		answer.Says = "The recorder accepted it, but does not say that the recording is " + d.state + "."
	}
	return answer
}

// look looks at the recorder until it is as asked. Its last answer counts.
func (r *Recorder) look(ctx context.Context, c Call, d direction) (answer Answer) {
	v := r.settings.Verify
	for try := range v.Tries {
		if try > 0 && !waited(ctx, v.Interval) {
			return noAnswer
		}
		got, failed := r.send(ctx, c, v.Method, v.URL, "")
		switch {
		case failed != nil:
			answer = *failed
		case !slices.Contains(r.settings.Statuses, got.status):
			answer = Answer{Status: got.words(), Says: "The recorder answered with " + got.words() + "."}
		case d.looks.passes(got.body):
			return Answer{Verdict: Proved, Status: got.words()}
		default:
			answer = Answer{Status: got.words(), Says: "The recorder accepted it, but the recording is not " + d.state + "."}
		}
	}
	return answer
}

// waited waits, and reports false if the context ended first.
func waited(ctx context.Context, d time.Duration) bool {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-ctx.Done():
		return false
	}
}
