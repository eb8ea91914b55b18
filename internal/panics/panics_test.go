package panics

import (
	"bytes"
	"errors"
	"log/slog"
	"runtime"
	"strings"
	"testing"
)

//go:noinline
func typed(digits uint64, number string) {
	if number != "" {
		panic(errors.New(number))
	}
	_ = []int{}[digits]
}

// TestCaught: the log names the type and the calls, and holds no value or argument in
// any notation.
func TestCaught(t *testing.T) {
	for name, f := range map[string]func(){
		"a value":     func() { typed(0, "4111111111111111") },
		"an argument": func() { typed(4111111111111111, "") },
		"nothing":     func() { panic(nil) }, //nolint:govet // that is the point
	} {
		var said bytes.Buffer
		if !Caught(slog.New(slog.NewTextHandler(&said, nil)), "a test", f) { //nolint:forbidigo // it is read
			t.Errorf("%s: not caught", name)
		}
		text := said.String()
		if !strings.Contains(text, "a test") || !strings.Contains(text, "panics.TestCaught") || !strings.Contains(text, "type=") {
			t.Errorf("%s: the log says too little: %s", name, text)
		}
		for _, trace := range []string{"4111", "e9b1d8b71c71c7", "index out of range"} {
			if strings.Contains(text, trace) {
				t.Errorf("%s: the log repeats a value: %s", name, text)
			}
		}
	}
}

// TestNothingCaught: a function without a panic runs as usual, and a goroutine that
// ends itself did not panic.
func TestNothingCaught(t *testing.T) {
	ran := false
	if Caught(nil, "a test", func() { ran = true }) || !ran {
		t.Error("caught, or not run")
	}
	if !Caught(nil, "a test", func() { panic("x") }) {
		t.Error("without a log it is not caught")
	}
	ended := make(chan bool)
	go func() {
		after := false
		defer func() { ended <- after }()
		Caught(nil, "a test", runtime.Goexit)
		after = true
	}()
	if <-ended {
		t.Error("the goroutine lived on")
	}
}
