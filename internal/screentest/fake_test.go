package screentest

import (
	"fmt"
	"runtime"
	"testing"
)

// fakeTB is a test that is allowed to fail.
type fakeTB struct {
	testing.TB
	failed  bool
	message string
}

func (f *fakeTB) Helper() {}

func (f *fakeTB) Errorf(format string, args ...any) {
	f.failed = true
	f.message += fmt.Sprintf(format, args...)
}

func (f *fakeTB) Fatalf(format string, args ...any) {
	f.Errorf(format, args...)
	runtime.Goexit()
}

// failure runs a function that must fail, and returns its failure message.
func failure(t *testing.T, run func(tb testing.TB)) string {
	t.Helper()
	fake := &fakeTB{TB: t}
	done := make(chan struct{})
	go func() {
		defer close(done)
		run(fake)
	}()
	<-done
	if !fake.failed {
		t.Fatal("an expectation that does not hold passed")
	}
	return fake.message
}
