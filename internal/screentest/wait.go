package screentest

import (
	"strings"
	"testing"
	"time"
)

// quiet is how long a program must write nothing before Settle returns. It is longer
// than a frame and than the wait for the rest of an escape sequence.
const quiet = 100 * time.Millisecond

// WaitFor waits until the screen shows text, whose trailing blanks do not
// count.
func (s *Terminal) WaitFor(t testing.TB, text string) {
	t.Helper()
	if last, ok := s.until(func(shown string) bool { return strings.Contains(shown, strings.TrimRight(text, " ")) }); !ok {
		t.Fatalf("%q did not appear within %v\n%s", text, s.timeout, dump(last))
	}
}

// WaitGone waits until the screen does not show text.
func (s *Terminal) WaitGone(t testing.TB, text string) {
	t.Helper()
	if last, ok := s.until(func(shown string) bool { return !strings.Contains(shown, text) }); !ok {
		t.Fatalf("%q was still there after %v\n%s", text, s.timeout, dump(last))
	}
}

// WaitUntil waits until the screen satisfies a condition. what names the condition in
// the failure message.
func (s *Terminal) WaitUntil(t testing.TB, what string, condition func(shown string) bool) {
	t.Helper()
	if last, ok := s.until(condition); !ok {
		t.Fatalf("%s: not within %v\n%s", what, s.timeout, dump(last))
	}
}

// Settle waits until the program has written nothing for a while. Use WaitFor first,
// because a program that has not begun to answer is quiet too.
func (s *Terminal) Settle(t testing.TB) {
	t.Helper()
	deadline := time.Now().Add(s.timeout)
	for {
		s.mu.Lock()
		changed := s.changed
		s.mu.Unlock()
		select {
		case <-changed:
			if time.Now().After(deadline) {
				t.Fatalf("the program still writes after %v\n%s", s.timeout, dump(s.Text()))
			}
		case <-time.After(quiet):
			return
		}
	}
}

// Watch waits like [Terminal.WaitUntil] for at most d and reports whether the
// condition came true. It gives up once stop is closed.
func (s *Terminal) Watch(stop <-chan struct{}, d time.Duration, condition func(shown string) bool) bool {
	_, ok := s.watch(stop, d, condition)
	return ok
}

// until looks at the screen after every write, and returns the last look.
func (s *Terminal) until(condition func(string) bool) (string, bool) {
	return s.watch(nil, s.timeout, condition)
}

func (s *Terminal) watch(stop <-chan struct{}, d time.Duration, condition func(string) bool) (string, bool) {
	deadline := time.NewTimer(d)
	defer deadline.Stop()
	for {
		s.mu.Lock()
		shown, changed := s.text(), s.changed
		s.mu.Unlock()
		if condition(shown) {
			return shown, true
		}
		select {
		case <-changed:
		case <-stop:
			return shown, false
		case <-deadline.C:
			return shown, false
		}
	}
}
