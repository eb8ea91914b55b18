package config

import (
	"bytes"
	"context"
	"errors"
	"os/exec"
	"strconv"
	"strings"
	"time"

	"motoconsole/internal/trust"
)

// passwordFromCommand takes the password from the command of a password store.
func (l *loader) passwordFromCommand() error {
	return l.printed(commandKey, l.raw.Gateway.PasswordCommand, l.setPassword)
}

// printed runs a command that a key names, and hands on the first line it prints. There
// is no shell, so nothing in the arguments is expanded. It drops the command's error
// output, which may hold anything.
func (l *loader) printed(commandKey string, args []string, take func(key, source string, given []byte) error) error {
	const byHand = "run the command by hand to see why"
	if len(args) == 0 || args[0] == "" {
		return l.fail(commandKey, "is empty", `write the program and its arguments, such as ["pass", "show", "moto"]`)
	}
	program := args[0]
	if strings.Contains(program, "/") { // the PATH is searched for a bare name
		resolved, problem := l.resolve(program)
		if problem != "" {
			return l.fail(commandKey, problem, "write the whole path")
		}
		program = resolved
	}
	name := program
	if at, err := exec.LookPath(program); err == nil { // otherwise the system refuses it below
		if err := l.trustProgram(commandKey, at); err != nil {
			return err
		}
		program = at // the checked path, not the name's present target
	}

	ctx, cancel := context.WithTimeout(context.Background(), l.commandLimit)
	defer cancel()
	var printed firstLine
	defer printed.wipe()
	command := exec.CommandContext(ctx, program, args[1:]...)
	command.Args[0] = name                                      // for programs that read it
	command.Env = l.out.Recorder.Environment(command.Environ()) // the command of a header gets no password
	command.Stdout = &printed
	// Password stores start an agent, which may hold the command's output open. The
	// line arrives anyway.
	command.WaitDelay = time.Second

	err := command.Run()
	var exit *exec.ExitError
	switch {
	case err == nil || errors.Is(err, exec.ErrWaitDelay):
		return take(commandKey, "what the command prints first", printed.line)
	case ctx.Err() != nil:
		return l.fail(commandKey, "the command took longer than "+l.commandLimit.String(), byHand)
	case errors.As(err, &exit) && exit.ExitCode() >= 0:
		return l.fail(commandKey, "the command failed with exit status "+strconv.Itoa(exit.ExitCode()), byHand)
	case errors.As(err, &exit):
		return l.fail(commandKey, "the command was killed", byHand)
	}
	return l.fail(commandKey, "the command cannot be run", "write the program and its arguments as a list, the program first")
}

// trustProgram refuses a program that another user could replace, because it runs
// with the rights of the user who runs moto, and so does a script's interpreter. It
// passes a program that it cannot look at: the system refuses that one when it is
// started.
func (l *loader) trustProgram(commandKey, program string) error {
	searchPath := ""
	for _, pair := range exec.CommandContext(context.Background(), program).Environ() { //nolint:gosec // it is not run: what it would see is asked for
		if value, ok := strings.CutPrefix(pair, "PATH="); ok {
			searchPath = value
		}
	}
	_, err := trust.LookProgram(program, searchPath, trust.Rule{})
	if fault := trust.FaultIn(err); fault != nil {
		return l.fail(commandKey, fault.Error(), fault.Fix)
	}
	return nil
}

// firstLine keeps the first line written to it, up to the length that shows that it
// is too long for a password.
type firstLine struct {
	line  []byte
	ended bool
}

// Write implements io.Writer.
func (f *firstLine) Write(p []byte) (int, error) {
	if f.ended {
		return len(p), nil
	}
	line, _, ended := bytes.Cut(p, []byte("\n"))
	f.ended = ended
	if f.line == nil {
		f.line = make([]byte, 0, maxGiven) // never grows, so leaves no copy behind
	}
	f.line = append(f.line, line[:min(len(line), cap(f.line)-len(f.line))]...)
	return len(p), nil
}

func (f *firstLine) wipe() { clear(f.line[:cap(f.line)]) }
