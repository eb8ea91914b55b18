// Package recordertest is a small call recorder over HTTP, for tests. It pauses and resumes,
// says what it does, and can lie in each of the ways that recorders are known for.
package recordertest

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"sync"
	"time"

	"motoconsole/internal/recorder"
)

// Lie is a way in which an answer says more than was done.
type Lie int

// The lies, and none.
const (
	Honest          Lie = iota
	Unchanged           // 200 with the state as it was: the agent may not pause
	Empty               // 200 and nothing to read
	NeverDone           // 202 with the state that was asked for, never carried out
	OnHold              // PAUSED, because the call is on hold
	NothingRecorded     // accepted, while nothing is being recorded
	OuterError          // "Error" around what succeeded
	SecondIgnored       // the second pause of a call is accepted and ignored
	Late                // accepted, and carried out after the next look
	Broken              // 500
	Silent              // no answer
)

// Lies are all of them, without those that are plain failures.
func Lies() (all []Lie) {
	for l := Unchanged; l <= Late; l++ {
		all = append(all, l)
	}
	return all
}

// Recorder is a recorder of one call.
type Recorder struct {
	*httptest.Server

	mu       sync.Mutex
	lie      Lie
	paused   bool
	pauses   int
	later    []bool // what was accepted and is not carried out yet: a pause or not
	requests []string
	keys     []string
	changed  chan struct{}
	release  chan struct{} // closed at the end: Silent answers no sooner
}

// New starts a recorder that is recording. Close ends it.
func New() *Recorder {
	r := &Recorder{changed: make(chan struct{}), release: make(chan struct{})}
	mux := http.NewServeMux()
	mux.HandleFunc("POST /calls/{extension}/pause", func(w http.ResponseWriter, q *http.Request) { r.asked(w, q, true) })
	mux.HandleFunc("POST /calls/{extension}/resume", func(w http.ResponseWriter, q *http.Request) { r.asked(w, q, false) })
	mux.HandleFunc("GET /calls/{extension}", r.looked)
	r.Server = httptest.NewServer(mux)
	return r
}

// Close ends the recorder.
func (r *Recorder) Close() {
	close(r.release)
	r.Server.Close()
}

// Lie makes the recorder lie from now on.
func (r *Recorder) Lie(l Lie) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.lie = l
}

// Paused reports whether the recording is paused.
func (r *Recorder) Paused() bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.paused
}

// Requests are what was asked so far, such as "POST /calls/4021/pause".
func (r *Recorder) Requests() []string {
	r.mu.Lock()
	defer r.mu.Unlock()
	return append([]string(nil), r.requests...)
}

// Keys are the values of the header Authorization so far.
func (r *Recorder) Keys() []string {
	r.mu.Lock()
	defer r.mu.Unlock()
	return append([]string(nil), r.keys...)
}

// Changed is closed at the next request.
func (r *Recorder) Changed() <-chan struct{} {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.changed
}

func (r *Recorder) note(q *http.Request) {
	r.requests = append(r.requests, q.Method+" "+q.URL.EscapedPath())
	r.keys = append(r.keys, q.Header.Get("Authorization"))
	close(r.changed)
	r.changed = make(chan struct{})
}

// asked pauses or resumes, as far as the lie does.
func (r *Recorder) asked(w http.ResponseWriter, q *http.Request, pause bool) {
	r.mu.Lock()
	lie := r.lie
	if lie != Silent {
		defer r.mu.Unlock()
	}
	if pause {
		r.pauses++
	}
	does := lie == Honest || lie == Empty && !pause || lie == OuterError || lie == SecondIgnored && (!pause || r.pauses == 1)
	if does {
		r.paused = pause
	}
	r.note(q)
	switch lie {
	case Empty:
	case NeverDone:
		w.WriteHeader(http.StatusAccepted)
		say(w, pause)
	case NothingRecorded:
		w.WriteHeader(http.StatusAccepted)
	case OnHold:
		_, _ = fmt.Fprint(w, `{"recordingState":"PAUSED","securePause":false}`)
	case OuterError:
		_, _ = fmt.Fprintf(w, `{"status":"Error","message":"{\"status\":\"Success\",\"paused\":%v}"}`, pause)
	case Late:
		r.later = append(r.later, pause)
		say(w, pause)
	case SecondIgnored: // its acknowledgement says what was asked for
		say(w, pause)
	case Broken:
		w.WriteHeader(http.StatusInternalServerError)
	case Silent:
		r.mu.Unlock()
		<-r.release
	default:
		say(w, r.paused)
	}
}

// looked says what the recorder does, which is the truth.
func (r *Recorder) looked(w http.ResponseWriter, q *http.Request) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.note(q)
	switch r.lie {
	case NothingRecorded:
		_, _ = fmt.Fprint(w, `{"status":"none"}`)
	case Broken:
		w.WriteHeader(http.StatusInternalServerError)
	default:
		say(w, r.paused)
	}
	if len(r.later) > 0 {
		r.paused, r.later = r.later[0], r.later[1:]
	}
}

func say(w http.ResponseWriter, paused bool) {
	state := "in-progress"
	if paused {
		state = "paused"
	}
	_, _ = fmt.Fprintf(w, `{"status":%q}`, state)
}

// Settings are those for a recorder whose answer says what it does.
func (r *Recorder) Settings() recorder.Settings {
	step := func(does, state string) recorder.Step {
		return recorder.Step{Method: http.MethodPost, URL: r.URL + "/calls/{extension}/" + does, Body: `{"agent":"{agent}"}`, Test: recorder.Test{JSON: "status", Value: state}}
	}
	return recorder.Settings{
		Mode: recorder.ByHTTP, Pause: step("pause", "paused"), Resume: step("resume", "in-progress"),
		Statuses: []int{200, 201, 202, 204}, ContentType: recorder.JSONBody, Timeout: 3 * time.Second, AfterLoss: time.Minute,
		Header: recorder.NewHeader("Authorization", "Bearer secret-of-the-recorder"),
	}
}

// SettingsFor are those that a recorder with a lie has: each tests what tells the truth there.
func (r *Recorder) SettingsFor(l Lie) recorder.Settings {
	s := r.Settings()
	switch l {
	case Empty:
		s.Pause.Test, s.Resume.Test = recorder.Test{}, recorder.Test{}
	case NeverDone, NothingRecorded, SecondIgnored, Late: // the answer echoes what was asked for
		s.Pause.Test, s.Resume.Test = recorder.Test{}, recorder.Test{}
		s.Verify = recorder.Verify{
			Method: http.MethodGet, URL: r.URL + "/calls/{extension}", Tries: 3, Interval: time.Millisecond,
			Paused: recorder.Test{JSON: "status", Value: "paused"}, Resumed: recorder.Test{JSON: "status", Value: "in-progress"},
		}
	case OnHold:
		s.Pause.Test = recorder.Test{JSON: "securePause", Value: "true"}
	case OuterError:
		s.Pause.Test = recorder.Test{Text: `\"status\":\"Success\",\"paused\":true`}
		s.Resume.Test = recorder.Test{Text: `\"status\":\"Success\",\"paused\":false`}
	default:
	}
	return s
}
