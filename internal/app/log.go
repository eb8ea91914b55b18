package app

import (
	"context"
	"errors"
	"log/slog"

	"motoconsole/internal/config"
	"motoconsole/internal/harden"
	"motoconsole/internal/trust"
)

// logs are what is written to the log file.
type logs struct {
	log   *slog.Logger // of log.level
	audit *slog.Logger // of who signs in, whatever log.level is
	close func()
}

// openLog opens the log file, or logs that keep nothing. It never logs to the
// terminal, on which the console draws. Failed, unless nil, is told of each line of
// level error.
func openLog(s config.Settings, failed func()) (logs, error) {
	if s.Log.File == "" {
		none := slog.New(slog.DiscardHandler)
		return logs{none, none, func() {}}, nil
	}
	f, err := trust.Append(s.Log.File, trust.Rule{})
	if err != nil {
		return logs{}, LogFault(s, err)
	}
	of := func(level slog.Level) *slog.Logger {
		handler := slog.NewJSONHandler(f, &slog.HandlerOptions{Level: level}) //nolint:forbidigo // the one there is
		if failed == nil {
			return slog.New(harden.LastNet(handler))
		}
		return slog.New(harden.LastNet(counted{handler, failed}))
	}
	return logs{of(s.Log.Level), of(min(s.Log.Level, slog.LevelInfo)), func() { _ = f.Close() }}, nil
}

// counted tells of each line of level error.
type counted struct {
	slog.Handler

	failed func()
}

// Handle implements slog.Handler.
func (c counted) Handle(ctx context.Context, r slog.Record) error {
	if r.Level >= slog.LevelError {
		c.failed()
	}
	return c.Handler.Handle(ctx, r)
}

// WithAttrs implements slog.Handler.
func (c counted) WithAttrs(attrs []slog.Attr) slog.Handler {
	return counted{c.Handler.WithAttrs(attrs), c.failed}
}

// WithGroup implements slog.Handler.
func (c counted) WithGroup(name string) slog.Handler {
	return counted{c.Handler.WithGroup(name), c.failed}
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
