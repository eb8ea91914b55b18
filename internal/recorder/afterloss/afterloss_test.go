package afterloss

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"motoconsole/internal/recorder"
	"motoconsole/internal/recorder/recordertest"
	"motoconsole/internal/trust"
)

// TestMain lets the test start itself as the small process.
func TestMain(m *testing.M) {
	if os.Getenv("AFTERLOSS_TEST") == "serve" {
		if Serve(os.Stdin) != nil {
			os.Exit(1)
		}
		return
	}
	os.Exit(m.Run())
}

var priya = recorder.Call{Extension: "4021", Agent: "priya"}

func started(t *testing.T) *recordertest.Recorder {
	t.Helper()
	r := recordertest.New()
	t.Cleanup(r.Close)
	return r
}

func folder(t *testing.T, at *recordertest.Recorder) *Folder {
	t.Helper()
	dir := t.TempDir()
	if err := os.Chmod(dir, 0o700); err != nil { //nolint:gosec // a folder
		t.Fatal(err)
	}
	return Beside(filepath.Join(dir, "journal.db"), trust.Group{}, at.Settings())
}

// another is the folder as another process has it.
func (f *Folder) another() *Folder { return at(f.path, trust.Group{}, f.settings) }

// lines are the pipe of a process that has ended.
func lines(t *testing.T, all ...any) io.Reader {
	t.Helper()
	var text strings.Builder
	for _, line := range all {
		if err := json.NewEncoder(&text).Encode(line); err != nil {
			t.Fatal(err)
		}
	}
	return strings.NewReader(text.String())
}

func (f *Folder) setUp(s recorder.Settings) setUp {
	name, key := s.Header.Reveal()
	return setUp{Settings: s, Name: name, Key: key, Folder: f.path, AfterLoss: time.Millisecond, RetryAfter: time.Millisecond}
}

// results are what the journal is told.
func (f *Folder) results(t *testing.T) (all []string) {
	t.Helper()
	if err := f.Results(func(l Left) error {
		all = append(all, l.Call.Agent+": "+l.Result)
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	return all
}

// TestWhatIsHeldGoesOn: when the pipe ends, what is still paused is resumed, with the header,
// and the journal is told once.
func TestWhatIsHeldGoesOn(t *testing.T) {
	at := started(t)
	f := folder(t, at)
	ben := recorder.Call{Extension: "4022", Agent: "ben"}
	for owner, call := range map[string]recorder.Call{"host@boot/1/a": priya, "host@boot/1/b": ben} {
		if err := f.hold(owner, call); err != nil {
			t.Fatal(err)
		}
	}
	err := Serve(lines(t, f.setUp(at.Settings()), order{"host@boot/1/a", priya, true}, order{"host@boot/1/b", ben, true}, order{Owner: "host@boot/1/b"}))
	if got := at.Requests(); err != nil || !slices.Equal(got, []string{"POST /calls/4021/resume"}) || at.Keys()[0] != "Bearer secret-of-the-recorder" {
		t.Errorf("%v %q %q", err, got, at.Keys())
	}
	failing := errors.New("the journal is away")
	if err := f.Results(func(Left) error { return failing }); !errors.Is(err, failing) {
		t.Errorf("%v", err)
	}
	if got := f.results(t); !slices.Equal(got, []string{"priya: recording resumed after its console was lost (status 200)"}) {
		t.Errorf("%q", got)
	}
	if got := f.results(t); got != nil {
		t.Errorf("%q a second time", got)
	}
}

// TestNothingHeld: the small process ends at once, and asks nothing.
func TestNothingHeld(t *testing.T) {
	at := started(t)
	f := folder(t, at)
	set := f.setUp(at.Settings())
	set.AfterLoss = 24 * time.Hour
	if err := Serve(lines(t, set)); err != nil || len(at.Requests()) > 0 {
		t.Errorf("%v %q", err, at.Requests())
	}
	if Serve(strings.NewReader("")) == nil || Serve(strings.NewReader("resume\n")) == nil {
		t.Error("it was started by hand, and says nothing")
	}
}

// trying is a small process whose recorder has refused to go on once.
func trying(t *testing.T) (*recordertest.Recorder, *Folder, <-chan error) {
	t.Helper()
	at := started(t)
	f := folder(t, at)
	at.Lie(recordertest.Broken)
	if err := f.hold("o", priya); err != nil {
		t.Fatal(err)
	}
	ended := make(chan error, 1)
	go func() { ended <- Serve(lines(t, f.setUp(at.Settings()), order{"o", priya, true})) }()
	for len(at.Requests()) == 0 {
		<-at.Changed()
	}
	return at, f, ended
}

// TestItIsTriedAgain: a recorder that fails is asked again.
func TestItIsTriedAgain(t *testing.T) {
	at, f, ended := trying(t)
	at.Lie(recordertest.Honest)
	if err := <-ended; err != nil {
		t.Fatal(err)
	}
	if got := f.results(t); len(at.Requests()) < 2 || !slices.Equal(got, []string{"priya: recording resumed after its console was lost (status 200)"}) {
		t.Errorf("%q %q", at.Requests(), got)
	}
}

// TestTheAgentTakesItOver: who comes back takes the recording over from a lost process alone,
// and the small process leaves it.
func TestTheAgentTakesItOver(t *testing.T) {
	at := started(t)
	f := folder(t, at)
	lost := f.another()
	if err := errors.Join(lost.hold("lost", priya), lost.hold("other", recorder.Call{Agent: "ben"}), f.hold("alive", priya)); err != nil {
		t.Fatal(err)
	}
	f.enter("alive")
	lost.willResume("lost", time.Now().Add(time.Hour))
	w := watching(t, f, at, 2*time.Hour)
	if _, is := w.Guard("early", priya).TakeOver(); is {
		t.Error("it was taken over from a process that lives")
	}
	lost.die()
	left, is := w.Guard("new", priya).TakeOver()
	if !is || left > time.Hour || left < 30*time.Minute {
		t.Errorf("%v %v", left, is)
	}
	if _, is := w.Guard("newer", priya).TakeOver(); is {
		t.Error("it was taken over twice")
	}
	if err := Serve(lines(t, f.setUp(at.Settings()), order{"lost", priya, true})); err != nil || len(at.Requests()) > 0 {
		t.Errorf("%v %q", err, at.Requests())
	}
	all, err := f.all(paused)
	var owners []string
	for _, l := range all {
		owners = append(owners, l.Owner)
	}
	if slices.Sort(owners); err != nil || !slices.Equal(owners, []string{"alive", "new", "other"}) {
		t.Errorf("%v %q", err, owners)
	}
}

// TestOrphans: what no process will resume is resumed by the next one, late enough.
func TestOrphans(t *testing.T) {
	at := started(t)
	f := folder(t, at)
	s := at.Settings()
	lost := f.another()
	f.enter("alive")
	for owner, left := range map[string]struct {
		by        *Folder
		extension string
		age       time.Duration
	}{
		"lost":           {lost, "4021", 3 * time.Minute},
		"just lost":      {lost, "4022", time.Minute},
		"alive":          {f, "4023", 50 * time.Minute},
		"never released": {f, "4024", 3 * time.Minute},
	} {
		call := recorder.Call{Extension: left.extension, Agent: owner}
		if err := errors.Join(left.by.hold(owner, call), left.by.write(owner, paused, Left{Process: left.by.process, Call: call, At: time.Now().Add(-left.age)})); err != nil {
			t.Fatal(err)
		}
	}
	lost.die()
	if err := f.Orphans(t.Context(), s); err != nil {
		t.Fatal(err)
	}
	got := at.Requests()
	if slices.Sort(got); !slices.Equal(got, []string{"POST /calls/4021/resume", "POST /calls/4024/resume"}) {
		t.Errorf("%q", got)
	}
	if err := f.write("stuck", resuming, Left{Call: priya, At: time.Now().Add(-2 * time.Hour)}); err != nil {
		t.Fatal(err)
	}
	if err := f.Orphans(t.Context(), s); err != nil {
		t.Fatal(err)
	}
	if got := f.results(t); len(got) != 3 || len(at.Requests()) != 3 {
		t.Errorf("%q %q", got, at.Requests())
	}
}

// watching starts the small process.
func watching(t *testing.T, f *Folder, at *recordertest.Recorder, after time.Duration) *Watch {
	t.Helper()
	t.Setenv("AFTERLOSS_TEST", "serve")
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	s := at.Settings()
	s.AfterLoss = after
	w, err := NewWatch(f, s, []string{self}, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		for _, owner := range []string{"one", "two", "new"} {
			w.Guard(owner, priya).Release()
		}
		w.Close()
		w.running.Wait() // it writes into the folder
	})
	return w
}

// TestTheProcess: the small process itself resumes what a process that ended had paused, and
// not what goes on already.
func TestTheProcess(t *testing.T) {
	at := started(t)
	f := folder(t, at)
	w := watching(t, f, at, 0)
	one, two := w.Guard("one", priya), w.Guard("two", recorder.Call{Extension: "4022", Agent: "ben"})
	for _, g := range []*Guard{one, two} {
		if err := g.Hold(); err != nil {
			t.Fatal(err)
		}
	}
	two.Release()
	changed := at.Changed()
	w.Close()
	<-changed
	if got := at.Requests(); !slices.Equal(got, []string{"POST /calls/4021/resume"}) {
		t.Errorf("%q", got)
	}
	if one.Hold() == nil {
		t.Error("a process that ends pauses a recording")
	}
}

// TestTheProcessIsKilled: another is started, and knows what is paused.
func TestTheProcessIsKilled(t *testing.T) {
	at := started(t)
	f := folder(t, at)
	w := watching(t, f, at, 0)
	if err := w.Guard("one", priya).Hold(); err != nil {
		t.Fatal(err)
	}
	w.mu.Lock()
	killed := w.process
	w.mu.Unlock()
	if err := killed.Kill(); err != nil {
		t.Fatal(err)
	}
	<-w.restarted
	changed := at.Changed()
	w.Close()
	<-changed
	if got := at.Requests(); !slices.Equal(got, []string{"POST /calls/4021/resume"}) {
		t.Errorf("%q", got)
	}
}

// TestOneRecordingOfTwoSessions: what one session keeps paused, the end of another does not
// resume, even if another agent has it; the last one does, once.
func TestOneRecordingOfTwoSessions(t *testing.T) {
	at := started(t)
	f := folder(t, at)
	ben := recorder.Call{Extension: priya.Extension, Agent: "ben"}
	w := watching(t, f, at, time.Hour)
	one, two := w.Guard("one", priya), w.Guard("two", ben)
	for range 2 {
		if err := errors.Join(one.Hold(), two.Hold()); err != nil || one.Begin() {
			t.Fatalf("%v, or it is resumed while the other session keeps it paused", err)
		}
		if !two.Begin() { // both are done at once
			t.Error("neither session resumes it")
		}
	}
	if err := errors.Join(one.Hold(), two.Hold()); err != nil {
		t.Fatal(err)
	}
	if err := Serve(lines(t, f.setUp(at.Settings()), order{"one", priya, true})); err != nil || len(at.Requests()) > 0 {
		t.Errorf("%v %q", err, at.Requests())
	}
	if one.Begin() {
		t.Error("a session resumes what another process has taken")
	}
	if err := one.Hold(); err != nil {
		t.Fatal(err)
	}
	if err := Serve(lines(t, f.setUp(at.Settings()), order{"one", priya, true}, order{"two", ben, true})); err != nil || len(at.Requests()) != 1 {
		t.Errorf("%v %q", err, at.Requests())
	}
}

// TestALeftoverDoesNotCount: a file that no process will resume keeps no recording paused.
func TestALeftoverDoesNotCount(t *testing.T) {
	at := started(t)
	f := folder(t, at)
	lost := f.another()
	for name, left := range map[string]Left{
		"of a process that is lost":    {At: time.Now().Add(-3 * time.Minute)},
		"of a call that is over":       {Process: "alive", At: time.Now().Add(-2 * time.Hour)},
		"of a clock that was set back": {Process: "alive", At: time.Now().Add(2 * time.Hour)},
	} {
		if err := errors.Join(f.hold("mine", priya), lost.hold("leftover", priya)); err != nil {
			t.Fatal(err)
		}
		if f.begin("mine", priya) {
			t.Error("it is resumed while another process keeps it paused")
		}
		if left.Call = priya; left.Process != "" {
			left.Process = lost.process
		}
		if err := errors.Join(f.hold("mine", priya), lost.write("leftover", paused, left)); err != nil {
			t.Fatal(err)
		}
		if !f.begin("mine", priya) {
			t.Errorf("a file %s keeps the recording paused", name)
		}
	}
}

// TestNoLateTry: a recording that is paused once more is not resumed by the process that is still
// trying to resume it for a lost console.
func TestNoLateTry(t *testing.T) {
	at, f, ended := trying(t)
	next := f.another()
	ben := recorder.Call{Extension: priya.Extension, Agent: "ben"}
	unlock, err := next.alone(t.Context(), ben)
	if err != nil {
		t.Fatal(err)
	}
	before := len(at.Requests())
	if err := next.hold("next", ben); err != nil {
		t.Fatal(err)
	}
	at.Lie(recordertest.Honest)
	unlock()
	if err := <-ended; err != nil || len(at.Requests()) != before {
		t.Errorf("%v, %d requests after the next card was begun", err, len(at.Requests())-before)
	}
	if !next.has("next", paused) {
		t.Error("the next recording is not held")
	}
}

// TestAlone: two processes do not ask about one recording at once, of whichever agents they are.
func TestAlone(t *testing.T) {
	f := folder(t, started(t))
	unlock, err := f.alone(t.Context(), priya)
	if err != nil {
		t.Fatal(err)
	}
	ended, end := context.WithCancel(t.Context())
	end()
	for call, want := range map[recorder.Call]error{{Extension: "4021", Agent: "ben"}: context.Canceled, {Extension: "4022", Agent: "priya"}: nil} {
		if other, err := f.another().alone(ended, call); !errors.Is(err, want) {
			t.Errorf("%+v: %v, want %v", call, err, want)
		} else if err == nil {
			other()
		}
	}
	unlock()
	if unlock, err = f.another().alone(ended, priya); err != nil {
		t.Fatal(err)
	}
	unlock()
}

// TestABadFileHidesNoOther: the rest is resumed, and the log has why.
func TestABadFileHidesNoOther(t *testing.T) {
	at := started(t)
	f := folder(t, at)
	if err := errors.Join(f.hold("b", priya), f.write("b", paused, Left{Call: priya, At: time.Now().Add(-3 * time.Minute)}), os.WriteFile(f.name("a", paused), []byte("{"), 0o600)); err != nil {
		t.Fatal(err)
	}
	if err := f.Orphans(t.Context(), at.Settings()); err == nil || len(at.Requests()) != 1 {
		t.Errorf("%v %q", err, at.Requests())
	}
}
