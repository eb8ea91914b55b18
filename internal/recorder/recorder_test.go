package recorder_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"motoconsole/internal/recorder"
	"motoconsole/internal/recorder/recordertest"
)

var priya = recorder.Call{Extension: "4021", Agent: "priya"}

func started(t *testing.T) *recordertest.Recorder {
	t.Helper()
	r := recordertest.New()
	t.Cleanup(r.Close)
	return r
}

// TestPauseAndResume: an honest recorder is paused and resumed, with the header, and each
// is proved by its answer.
func TestPauseAndResume(t *testing.T) {
	t.Parallel()
	at := started(t)
	r := recorder.New(at.Settings())
	if a := r.Pause(t.Context(), priya); a != (recorder.Answer{Verdict: recorder.Proved, Status: "status 200"}) || !at.Paused() {
		t.Errorf("pause: %+v", a)
	}
	if a := r.Resume(t.Context(), priya); a.Verdict != recorder.Proved || at.Paused() {
		t.Errorf("resume: %+v", a)
	}
	if got := at.Requests(); !slices.Equal(got, []string{"POST /calls/4021/pause", "POST /calls/4021/resume"}) {
		t.Errorf("%q", got)
	}
	if !slices.Equal(at.Keys(), []string{"Bearer secret-of-the-recorder", "Bearer secret-of-the-recorder"}) {
		t.Errorf("%q", at.Keys())
	}
}

// TestLies: no lie proves a pause that there is not. The error around a success proves it,
// by its inner text.
func TestLies(t *testing.T) {
	t.Parallel()
	says := map[recordertest.Lie]string{
		recordertest.Unchanged:       "The recorder answered, but not that the recording is paused.",
		recordertest.Empty:           "The recorder accepted it, but does not say that the recording is paused.",
		recordertest.NeverDone:       "The recorder accepted it, but the recording is not paused.",
		recordertest.OnHold:          "The recorder answered, but not that the recording is paused.",
		recordertest.NothingRecorded: "The recorder accepted it, but the recording is not paused.",
		recordertest.SecondIgnored:   "The recorder accepted it, but the recording is not paused.",
	}
	for _, lie := range recordertest.Lies() {
		at := started(t)
		at.Lie(lie)
		r := recorder.New(at.SettingsFor(lie))
		if lie == recordertest.SecondIgnored {
			if a := r.Pause(t.Context(), priya); a.Verdict != recorder.Proved {
				t.Errorf("the first pause: %+v", a)
			}
			if a := r.Resume(t.Context(), priya); a.Verdict != recorder.Proved {
				t.Errorf("the resume: %+v", a)
			}
		}
		a := r.Pause(t.Context(), priya)
		if want := says[lie]; (a.Verdict == recorder.Proved) != at.Paused() || a.Says != want {
			t.Errorf("lie %v: %+v, paused %v, want %q", lie, a, at.Paused(), want)
		}
		if (a.Verdict == recorder.Asked) != (lie == recordertest.Empty) {
			t.Errorf("lie %v: %+v", lie, a)
		}
	}
}

// TestLate: where a recorder carries out late what it was asked, no look takes the pause of the
// payment before for the next one.
func TestLate(t *testing.T) {
	t.Parallel()
	at := started(t)
	at.Lie(recordertest.Late)
	r := recorder.New(at.SettingsFor(recordertest.Late))
	for range 3 {
		if a := r.Pause(t.Context(), priya); a.Verdict != recorder.Proved || !at.Paused() {
			t.Errorf("pause: %+v, paused %v", a, at.Paused())
		}
		if a := r.Resume(t.Context(), priya); a.Verdict != recorder.Proved || at.Paused() {
			t.Errorf("resume: %+v, paused %v", a, at.Paused())
		}
	}
}

// TestFailures: what is no answer, or not an accepted one, is a sentence without an address.
func TestFailures(t *testing.T) {
	t.Parallel()
	at := started(t)
	at.Lie(recordertest.Broken)
	silent := started(t)
	silent.Lie(recordertest.Silent)
	gone := recordertest.New()
	gone.Close()
	short := silent.Settings()
	short.Timeout = 20 * time.Millisecond
	elsewhere := httptest.NewServer(http.RedirectHandler(at.URL, http.StatusTemporaryRedirect))
	defer elsewhere.Close()
	redirected := at.Settings()
	redirected.Pause.URL = elsewhere.URL + "/secret-key"
	for want, s := range map[string]recorder.Settings{
		"The recorder answered with status 500.":   at.Settings(),
		"The recorder did not answer within 20ms.": short,
		"The recorder cannot be reached.":          gone.Settings(),
		"The recorder answered with status 307.":   redirected,
		"The recorder cannot be paused from here.": {Mode: recorder.ByHand},
		"The recorder’s command cannot be run: tell a supervisor.": {
			Mode: recorder.ByCommand, Timeout: time.Second, Pause: recorder.Step{Command: []string{filepath.Join(t.TempDir(), "none")}},
		},
	} {
		if a := recorder.New(s).Pause(t.Context(), priya); a.Verdict != recorder.Refused || a.Says != want {
			t.Errorf("%+v, want %q", a, want)
		}
	}
	noTelephone := "The extension of your telephone is not set: tell a supervisor."
	if a := recorder.New(at.Settings()).Pause(t.Context(), recorder.Call{Agent: "priya"}); a.Says != noTelephone {
		t.Errorf("%+v", a)
	}
	if n := len(at.Requests()); n != 1 {
		t.Errorf("%d requests: a redirect was followed, or a request without an extension sent", n)
	}
}

// TestAlready: a status by which the recorder says that it is paused already proves it.
func TestAlready(t *testing.T) {
	t.Parallel()
	at := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusTooManyRequests) }))
	defer at.Close()
	s := recorder.Settings{Mode: recorder.ByHTTP, Pause: recorder.Step{Method: "PUT", URL: at.URL}, Statuses: []int{204}, Timeout: time.Second}
	if a := recorder.New(s).Pause(t.Context(), priya); a.Verdict != recorder.Refused {
		t.Errorf("%+v", a)
	}
	s.Already = []int{429}
	if a := recorder.New(s).Pause(t.Context(), priya); a.Verdict != recorder.Proved || a.Status != "status 429" {
		t.Errorf("%+v", a)
	}
}

// TestTests: what an answer must say is a value at a path of its JSON, or a text.
func TestTests(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		body string
		test recorder.Test
		want recorder.Verdict
	}{
		{`{"a":{"b":[{"c":"paused"}]}}`, recorder.Test{JSON: "a.b.0.c", Value: "paused"}, recorder.Proved},
		{`{"a":{"b":[{"c":"Paused"}]}}`, recorder.Test{JSON: "a.b.0.c", Value: "paused"}, recorder.Refused},
		{`{"a":{"b":[]}}`, recorder.Test{JSON: "a.b.0.c", Value: "paused"}, recorder.Refused},
		{`{"state":3}`, recorder.Test{JSON: "state", Value: "3"}, recorder.Proved},
		{`{"state":3.0}`, recorder.Test{JSON: "state", Value: "3"}, recorder.Refused},
		{`{"state":true}`, recorder.Test{JSON: "state", Value: "true"}, recorder.Proved},
		{`{"state":null}`, recorder.Test{JSON: "state", Value: ""}, recorder.Refused},
		{`{"state":""}`, recorder.Test{JSON: "state", Value: ""}, recorder.Proved},
		{`{"state":"paused"`, recorder.Test{JSON: "state", Value: "paused"}, recorder.Refused},
		{`{"state":"paused"} }`, recorder.Test{JSON: "state", Value: "paused"}, recorder.Refused},
		{`{"state":"paused"}]`, recorder.Test{JSON: "state", Value: "paused"}, recorder.Refused},
		{`{"state":"paused"} {}`, recorder.Test{JSON: "state", Value: "paused"}, recorder.Refused},
		{`["paused"]`, recorder.Test{JSON: "0", Value: "paused"}, recorder.Proved},
		{`["paused"]`, recorder.Test{JSON: "-1", Value: "paused"}, recorder.Refused},
		{"+OK masked", recorder.Test{Text: "+OK"}, recorder.Proved},
		{"-ERR Cannot locate session!", recorder.Test{Text: "+OK"}, recorder.Refused},
		{`{"ok":true} now`, recorder.Test{Text: "now", JSON: "ok", Value: "true"}, recorder.Refused},
		{"anything", recorder.Test{}, recorder.Asked},
	} {
		at := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = fmt.Fprint(w, c.body) }))
		s := recorder.Settings{Mode: recorder.ByHTTP, Pause: recorder.Step{Method: "GET", URL: at.URL, Test: c.test}, Statuses: []int{200}, Timeout: time.Second}
		if a := recorder.New(s).Pause(t.Context(), priya); a.Verdict != c.want {
			t.Errorf("%s: %+v", c.body, a)
		}
		at.Close()
	}
}

// TestPlaces: a value is always one part of an address, one text of JSON, one value of a form.
func TestPlaces(t *testing.T) {
	t.Parallel()
	odd := recorder.Call{Extension: "*4/0?2#1", Agent: "o'\"b\\ö & co=%"}
	if got := odd.Address("https://host/x/{extension}/y?agent={agent}&z=1"); got != "https://host/x/%2A4%2F0%3F2%231/y?agent=o%27%22b%5C%C3%B6%20%26%20co%3D%25&z=1" {
		t.Error(got)
	}
	var read struct{ Agent, Nested string }
	if err := json.Unmarshal([]byte(odd.Body(`{"agent":"{agent}","nested":"x{extension}y"}`, recorder.JSONBody)), &read); err != nil || read.Agent != odd.Agent || read.Nested != "x*4/0?2#1y" {
		t.Errorf("%v %+v", err, read)
	}
	if got := odd.Body("a={agent}&b=1", recorder.FormBody); got != "a=o%27%22b%5C%C3%B6%20%26%20co%3D%25&b=1" {
		t.Error(got)
	}
	for text, want := range map[string]string{"{extension} {agent}": "", `{"a":{}}`: "", "{pan}": "pan", "x{agent}{call}": "call"} {
		if got := recorder.UnknownPlace(text); got != want {
			t.Errorf("%s: %q", text, got)
		}
	}
}

// TestUnfitValues: what would lead to another place, or be taken for an option, is not sent.
func TestUnfitValues(t *testing.T) {
	t.Parallel()
	at := started(t)
	s := at.Settings()
	s.Pause.URL = at.URL + "/calls/{agent}/pause"
	for _, agent := range []string{"", ".", "..", "-rf"} {
		if a := recorder.New(s).Pause(t.Context(), recorder.Call{Extension: "1", Agent: agent}); a.Verdict != recorder.Refused || len(at.Requests()) > 0 {
			t.Errorf("%q: %+v", agent, a)
		}
	}
}

// TestCommand: the exit code says what became of it, and each argument stays one.
func TestCommand(t *testing.T) {
	t.Parallel()
	if runtime.GOOS == "windows" {
		t.Skip("a script of the shell")
	}
	dir := t.TempDir()
	script := filepath.Join(dir, "recorder.sh")
	if err := os.WriteFile(script, []byte("#!/bin/sh\nprintf '%s\\n' \"$@\" > \"$1\"\ncase $2 in hang) exec sleep 60;; esac\nexit $2\n"), 0o700); err != nil { //nolint:gosec // a program
		t.Fatal(err)
	}
	out := filepath.Join(dir, "args")
	for exit, want := range map[string]recorder.Answer{
		"0": {Verdict: recorder.Proved, Status: "exit code 0"},
		"1": {Status: "exit code 1", Says: "The recorder says that it did not pause."},
		"2": {Verdict: recorder.Asked, Status: "exit code 2", Says: "The recorder does not say that the recording is paused."},
		"3": {Status: "exit code 3", Says: "The recorder’s command failed with exit code 3."},
	} {
		s := recorder.Settings{Mode: recorder.ByCommand, Timeout: time.Minute, Pause: recorder.Step{Command: []string{script, out, exit, "{agent}", "x {extension};$(id)"}}}
		if a := recorder.New(s).Pause(t.Context(), recorder.Call{Extension: "40 21", Agent: "a; b $HOME"}); a != want {
			t.Errorf("%s: %+v", exit, a)
		}
		args, err := os.ReadFile(out)
		if err != nil || string(args) != out+"\n"+exit+"\na; b $HOME\nx 40 21;$(id)\n" {
			t.Errorf("%v %q", err, args)
		}
	}
	withheld := recorder.Settings{Mode: recorder.ByCommand, Timeout: time.Minute, Withheld: []string{"HOME"}, Pause: recorder.Step{Command: []string{"/bin/sh", "-c", `test -n "$PATH" && test -z "$HOME"`}}}
	if a := recorder.New(withheld).Pause(t.Context(), priya); a.Verdict != recorder.Proved {
		t.Errorf("a command has a variable that is kept from it: %+v", a)
	}
	s := recorder.Settings{Mode: recorder.ByCommand, Timeout: 50 * time.Millisecond, Pause: recorder.Step{Command: []string{script, out, "hang"}}}
	if a := recorder.New(s).Pause(t.Context(), priya); a.Verdict != recorder.Refused || a.Says != "The recorder did not answer within 50ms." {
		t.Errorf("%+v", a)
	}
}

// TestHeaderIsHidden: no way to print settings shows the key.
func TestHeaderIsHidden(t *testing.T) {
	t.Parallel()
	s := recorder.Settings{Header: recorder.NewHeader("Authorization", "Bearer canary")}
	text, err := json.Marshal(s)
	if err != nil {
		t.Fatal(err)
	}
	for _, shown := range []string{fmt.Sprint(s), fmt.Sprintf("%+v", s), fmt.Sprintf("%#v", s), string(text)} {
		if strings.Contains(shown, "canary") {
			t.Error(shown)
		}
	}
}
