package recorder

import (
	"net/http"
	"slices"
	"strings"
	"time"
)

// Mode is how the recorder is reached.
type Mode string

// The modes. Off is the zero value: there is no recorder, and card fields are open.
const (
	Off       Mode = ""
	ByHTTP    Mode = "http"
	ByCommand Mode = "command"
	ByHand    Mode = "manual" // the agent presses a code on the telephone
)

// Settings say how a recorder is paused. Texts with places hold {extension} and {agent}.
type Settings struct {
	Mode          Mode
	Pause, Resume Step
	Verify        Verify
	// Statuses are those of an accepted request. Already are those by which the recorder says
	// that it is as asked: they count as its word.
	Statuses, Already []int
	ContentType       string // of the bodies
	Header            Header `json:"-"` // of each request; the zero value is none
	Timeout           time.Duration
	// Unconfirmed lets the agent say that the recording is paused, where the recorder accepted
	// the pause and does not say whether it did.
	Unconfirmed bool
	// AfterLoss is how long after the agent was lost the recording goes on again.
	AfterLoss time.Duration
	// Extension is the telephone of an agent for whom the table of agents has none.
	Extension string
	// PauseCode and ResumeCode are what the agent presses on the telephone.
	PauseCode, ResumeCode string
}

// On reports that there is a recorder to pause.
func (s Settings) On() bool { return s.Mode != Off }

// Recording names the recording of a call: two calls of one name have the same. Of a call
// that is found by its extension the agent is no part.
func (s Settings) Recording(c Call) string {
	texts := slices.Concat([]string{s.Pause.URL, s.Pause.Body, s.Resume.URL, s.Resume.Body, s.Verify.URL}, s.Pause.Command, s.Resume.Command)
	for _, name := range Places() {
		if slices.ContainsFunc(texts, func(text string) bool { return strings.Contains(text, "{"+name+"}") }) {
			value, _ := c.value(name)
			return name + " " + value
		}
	}
	return ""
}

// Step is a request, or a command with its arguments.
type Step struct {
	Method, URL, Body string
	Test              Test
	Command           []string
}

// Verify looks at the recorder after a request, until it is as asked or the tries are over.
type Verify struct {
	Method, URL     string // no URL: no look
	Paused, Resumed Test
	Tries           int
	Interval        time.Duration
}

// Header is a header of a request, which may be a key. It prints as nothing.
type Header struct{ name, value string }

// NewHeader makes a header.
func NewHeader(name, value string) Header { return Header{name, value} }

// Reveal is the header in the open.
func (h Header) Reveal() (name, value string) { return h.name, h.value }

// set puts the header into a request.
func (h Header) set(to http.Header) {
	if h.name != "" {
		to.Set(h.name, h.value)
	}
}

// String implements fmt.Stringer.
func (Header) String() string { return "[redacted]" }

// GoString implements fmt.GoStringer.
func (Header) GoString() string { return "[redacted]" }

// MarshalJSON implements json.Marshaler.
func (Header) MarshalJSON() ([]byte, error) { return []byte(`"[redacted]"`), nil }

// Call is the call that is recorded.
type Call struct{ Extension, Agent string }
