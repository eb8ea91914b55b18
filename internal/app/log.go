package app

import (
	"errors"
	"log/slog"

	"motoconsole/internal/config"
	"motoconsole/internal/harden"
	"motoconsole/internal/trust"
)

// openLog opens the log file, or a log that keeps nothing. It never logs to the
// terminal, on which the console draws.
func openLog(s config.Settings) (*slog.Logger, func(), error) {
	if s.Log.File == "" {
		return slog.New(slog.DiscardHandler), func() {}, nil
	}
	f, err := trust.Append(s.Log.File, trust.Rule{})
	if err != nil {
		return nil, nil, LogFault(s, err)
	}
	handler := slog.NewJSONHandler(f, &slog.HandlerOptions{Level: s.Log.Level}) //nolint:forbidigo // the one there is
	return slog.New(harden.LastNet(handler)), func() { _ = f.Close() }, nil
}

// LogFault is why the log cannot be written, as a fault of the configuration.
func LogFault(s config.Settings, err error) *config.Error {
	e := &config.Error{File: s.Path, Key: "log.file", Problem: "the log cannot be written", Fix: "name a file in a folder you may write to, or leave the key out"}
	switch f := trust.FaultIn(err); {
	case f != nil:
		e.Problem, e.Fix = f.Error(), f.Fix
	case errors.Is(err, trust.ErrNotFile):
		e.Problem = "is not a file"
	}
	return e
}
