package harden

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"testing"
	"time"
)

const number = "4539578763621486"

// Neither handler shows a card number, wherever the record hides it. The record is
// counted, and raised to an error.
func TestLastNetDrops(t *testing.T) {
	type wrapped struct {
		Deep []any
		Err  error
	}
	spaced, dashed := "card 4539 5787 6362 1486 here", "4539-5787-6362-1486"
	for name, log := range map[string]func(*slog.Logger){
		"message":        func(l *slog.Logger) { l.Info("paid with " + number) },
		"spaced":         func(l *slog.Logger) { l.Info(spaced) },
		"dashed":         func(l *slog.Logger) { l.Info("x", "y", dashed) },
		"no known brand": func(l *slog.Logger) { l.Info("x", "y", "999999999991") },
		"key":            func(l *slog.Logger) { l.Info("x", number, "y") },
		"string":         func(l *slog.Logger) { l.Info("x", "y", number) },
		"int":            func(l *slog.Logger) { l.Info("x", "y", int64(4539578763621486)) },
		"uint":           func(l *slog.Logger) { l.Info("x", "y", uint64(4539578763621486)) },
		"float":          func(l *slog.Logger) { l.Info("x", "y", 4539578763621486.0) },
		"bytes":          func(l *slog.Logger) { l.Info("x", "y", []byte(number)) },
		"raw":            func(l *slog.Logger) { l.Info("x", "y", json.RawMessage(`{"pan":"`+number+`"}`)) },
		"error":          func(l *slog.Logger) { l.Info("x", "y", fmt.Errorf("url: %w", errors.New(number))) },
		"struct":         func(l *slog.Logger) { l.Info("x", "y", wrapped{Deep: []any{number}}) },
		"nested error":   func(l *slog.Logger) { l.Info("x", "y", wrapped{Err: errors.New(number)}) },
		"pointer":        func(l *slog.Logger) { l.Info("x", "y", &wrapped{Deep: []any{map[string]string{"z": number}}}) },
		"group":          func(l *slog.Logger) { l.Info("x", slog.Group("g", slog.Group("h", "y", number))) },
		"valuer":         func(l *slog.Logger) { l.Info("x", "y", valuer{}) },
		"with":           func(l *slog.Logger) { l.With("y", number).Info("x") },
		"with group":     func(l *slog.Logger) { l.WithGroup("g").With("y", number).Info("x") },
		"group's name":   func(l *slog.Logger) { l.WithGroup(number).Info("x", "y", "z") },
		"full width":     func(l *slog.Logger) { l.Info("x", "y", "４５３９５７８７６３６２１４８６") },
	} {
		for _, handler := range []func(*bytes.Buffer) slog.Handler{
			func(b *bytes.Buffer) slog.Handler { return slog.NewJSONHandler(b, nil) },
			func(b *bytes.Buffer) slog.Handler { return slog.NewTextHandler(b, nil) },
		} {
			var out bytes.Buffer
			log(slog.New(LastNet(handler(&out))))
			said := out.String()
			for _, trace := range []string{"57876362", "5787 6362", "5787-6362", "５７８７", "99999999"} {
				if strings.Contains(said, trace) {
					t.Errorf("%s: %s", name, said)
				}
			}
			if !strings.Contains(said, "dropped: it looks like a card number") {
				t.Errorf("%s: nothing was dropped: %s", name, said)
			}
			if name != "with" && name != "with group" && name != "group's name" && !strings.Contains(said, "ERROR") {
				t.Errorf("%s is no error: %s", name, said)
			}
			if name != "group's name" && !strings.Contains(said, `dropped=1`) && !strings.Contains(said, `"dropped":1`) {
				t.Errorf("%s is not counted: %s", name, said)
			}
		}
	}
}

type valuer struct{}

func (valuer) LogValue() slog.Value { return slog.StringValue(number) }

// Drops are counted over the life of the handler and all made from it.
func TestLastNetCounts(t *testing.T) {
	var out bytes.Buffer
	l := slog.New(LastNet(slog.NewTextHandler(&out, nil)))
	l.Info(number, "a", number)
	l.WithGroup("g").With("b", "c").Info("x", "y", number)
	if said := out.String(); !strings.Contains(said, "dropped=2") || !strings.Contains(said, "g.dropped=3") {
		t.Error(said)
	}
}

// What the program does log passes, unchanged.
func TestLastNetPasses(t *testing.T) {
	record := func(h slog.Handler) {
		l := slog.New(h).With("host", "floor-1").WithGroup("request")
		l.Info("gateway request", "reference", "A7x3k2m9p", "type", "AUTH", "status", 200, "took", 1234567890123*time.Nanosecond,
			"errorcode", "0,70000", "transaction", "23-9-80001", "at", time.Unix(1732169913, 4111111), "err", errors.New("no such host"),
			"half", "453957######1486", "on", true, "any", []string{"a"}, "share", 0.25)
		l.Debug("not enabled")
	}
	var plain, netted bytes.Buffer
	noTime := &slog.HandlerOptions{ReplaceAttr: func(_ []string, a slog.Attr) slog.Attr {
		if a.Key == slog.TimeKey {
			return slog.Attr{}
		}
		return a
	}}
	record(slog.NewJSONHandler(&plain, noTime))
	record(LastNet(slog.NewJSONHandler(&netted, noTime)))
	if plain.String() != netted.String() || plain.Len() == 0 {
		t.Errorf("%s became\n%s", plain.String(), netted.String())
	}
}

func FuzzLastNet(f *testing.F) {
	f.Add("a", "b")
	f.Add("took", "4929 4212")
	f.Fuzz(func(t *testing.T, before, after string) {
		var out bytes.Buffer
		slog.New(LastNet(slog.NewTextHandler(&out, nil))).Info("x", "y", before+number+after)
		if strings.Contains(out.String(), number) {
			t.Error(out.String())
		}
	})
}
