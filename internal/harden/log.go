package harden

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"strconv"
	"sync/atomic"

	"motoconsole/internal/cardguard"
)

// dropped replaces text that may hold a card number.
const dropped = "[dropped: it looks like a card number]"

// LastNet is a handler that drops every text that may hold a card number: a
// message, a name, a value, a group or an error, from any source. No record should
// hold one. A record that did is a bug: it is logged as an error and carries, as
// "dropped", how many texts were dropped since the handler was made.
func LastNet(next slog.Handler) slog.Handler { return &lastNet{next: next, total: new(atomic.Int64)} }

type lastNet struct {
	next  slog.Handler
	total *atomic.Int64
}

// Enabled implements slog.Handler.
func (n *lastNet) Enabled(ctx context.Context, level slog.Level) bool {
	return n.next.Enabled(ctx, level)
}

// Handle implements slog.Handler.
func (n *lastNet) Handle(ctx context.Context, r slog.Record) error {
	var found int64
	clean := slog.NewRecord(r.Time, r.Level, text(r.Message, &found), r.PC)
	r.Attrs(func(a slog.Attr) bool {
		clean.AddAttrs(attr(a, &found))
		return true
	})
	if found > 0 {
		clean.Level = max(clean.Level, slog.LevelError)
		clean.AddAttrs(slog.Int64("dropped", n.total.Add(found)))
	}
	return n.next.Handle(ctx, clean)
}

// WithAttrs implements slog.Handler.
func (n *lastNet) WithAttrs(attrs []slog.Attr) slog.Handler {
	var found int64
	clean := make([]slog.Attr, 0, len(attrs)+1)
	for _, a := range attrs {
		clean = append(clean, attr(a, &found))
	}
	if found > 0 {
		clean = append(clean, slog.Int64("dropped", n.total.Add(found)))
	}
	return &lastNet{n.next.WithAttrs(clean), n.total}
}

// WithGroup implements slog.Handler.
func (n *lastNet) WithGroup(name string) slog.Handler {
	var found int64
	name = text(name, &found)
	n.total.Add(found)
	return &lastNet{n.next.WithGroup(name), n.total}
}

func attr(a slog.Attr, found *int64) slog.Attr {
	return slog.Attr{Key: text(a.Key, found), Value: value(a.Value.Resolve(), found)}
}

// value is a value fit for the log. Times and durations pass unchanged.
func value(v slog.Value, found *int64) slog.Value {
	switch v.Kind() {
	case slog.KindGroup:
		var group []slog.Attr
		for _, a := range v.Group() {
			group = append(group, attr(a, found))
		}
		return slog.GroupValue(group...)
	case slog.KindString:
		return slog.StringValue(text(v.String(), found))
	case slog.KindFloat64:
		return instead(v, found, strconv.FormatFloat(v.Float64(), 'f', -1, 64))
	case slog.KindAny:
		return instead(v, found, shown(v.Any())...)
	case slog.KindInt64, slog.KindUint64:
		return instead(v, found, v.String())
	default:
		return v
	}
}

// shown are the texts that handlers may write for a value.
func shown(v any) []string {
	if b, ok := v.([]byte); ok {
		return []string{string(b)}
	}
	texts := []string{fmt.Sprintf("%+v", v)}
	if asJSON, err := json.Marshal(v); err == nil {
		texts = append(texts, string(asJSON))
	}
	return texts
}

// instead is the value itself, or its replacement if one of its texts must be
// hidden.
func instead(v slog.Value, found *int64, texts ...string) slog.Value {
	for _, t := range texts {
		if text(t, found) != t {
			return slog.StringValue(dropped)
		}
	}
	return v
}

func text(s string, found *int64) string {
	if !cardguard.InLog(s) {
		return s
	}
	*found++
	return dropped
}
