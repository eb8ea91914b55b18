// Package panics keeps a panic inside its goroutine. A panic's value may be
// anything, even a card number: it is never read or kept.
package panics

import (
	"context"
	"fmt"
	"log/slog"
	"runtime"
	"strings"
)

// mostFrames is how many calls of a stack are logged.
const mostFrames = 32

// Caught runs f and reports whether it panicked. The log gets the type of the
// panic's value and the calls that led to it, without their arguments; a nil log
// gets nothing. Every goroutine of ours starts with a call of Caught.
func Caught(log *slog.Logger, what string, f func()) (caught bool) {
	defer func() {
		value := recover()
		if value == nil {
			return
		}
		caught = true
		if log != nil {
			log.LogAttrs(context.Background(), slog.LevelError, "a defect of the program was caught",
				slog.String("in", what), slog.String("type", fmt.Sprintf("%T", value)), slog.String("stack", stack()))
		}
	}()
	f()
	return false
}

// stack names the functions being called, the innermost first. Unlike the runtime's
// trace it has no arguments, which may be digits of a card.
func stack() string {
	calls := make([]uintptr, mostFrames)
	frames := runtime.CallersFrames(calls[:runtime.Callers(3, calls)])
	var lines []string
	for {
		frame, more := frames.Next()
		if frame.Function != "" && !strings.HasPrefix(frame.Function, "runtime.") {
			file := frame.File[strings.LastIndexByte(frame.File, '/')+1:]
			lines = append(lines, fmt.Sprintf("%s (%s:%d)", frame.Function, file, frame.Line))
		}
		if !more {
			return strings.Join(lines, " < ")
		}
	}
}
