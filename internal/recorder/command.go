package recorder

import (
	"context"
	"errors"
	"os/exec"
	"strconv"
	"time"
)

// Exit codes of a command.
const (
	exitDone      = 0 // it is as asked
	exitNot       = 1 // it is not
	exitUncertain = 2 // the command cannot tell
)

// byCommand runs a command. There is no shell, and a value is never more than a part of one
// argument. What the command prints is dropped: it may hold a key.
func (r *Recorder) byCommand(ctx context.Context, c Call, d direction) Answer {
	if why := c.unfit(d.step.Command...); why != "" {
		return Answer{Says: why, Unfit: true}
	}
	args := make([]string, len(d.step.Command))
	for i, arg := range d.step.Command {
		args[i] = c.fill(arg, asIs)
	}
	timed, cancel := context.WithTimeout(context.WithoutCancel(ctx), r.settings.Timeout)
	defer cancel()
	command := exec.CommandContext(timed, args[0], args[1:]...) //nolint:gosec // the program that the configuration names, which was checked when it was read
	command.WaitDelay = time.Second
	err := command.Run()
	exit, exited := errors.AsType[*exec.ExitError](err)
	switch {
	case err == nil:
		return Answer{Verdict: Proved, Status: exitWords(exitDone)}
	case timed.Err() != nil:
		return *failure(timed, r.settings.Timeout)
	case !exited:
		return Answer{Status: "not run", Says: "The recorder’s command cannot be run: tell a supervisor."}
	}
	answer := Answer{Status: exitWords(exit.ExitCode())}
	switch exit.ExitCode() {
	case exitNot:
		answer.Says = d.refusal
	case exitUncertain:
		answer.Verdict, answer.Says = Asked, "The recorder does not say that the recording is "+d.state+"."
	default:
		answer.Says = "The recorder’s command failed with " + answer.Status + "."
	}
	return answer
}

// exitWords are an exit code for people.
func exitWords(code int) string { return "exit code " + strconv.Itoa(code) }
