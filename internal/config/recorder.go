package config

import (
	"os/exec"
	"regexp"
	"slices"
	"strings"
	"time"

	"motoconsole/internal/recorder"
)

// This file reads [recorder]: how the recording of a call is paused.

// recorderTable is [recorder].
type recorderTable struct {
	Mode        string `toml:"mode"`
	Extension   string `toml:"desk_extension"`
	Timeout     string `toml:"timeout"`
	AfterLoss   string `toml:"resume_after_loss"`
	Unconfirmed string `toml:"unconfirmed"`

	PauseMethod   string   `toml:"pause_method"`
	PauseURL      string   `toml:"pause_url"`
	PauseBody     string   `toml:"pause_body"`
	PauseJSON     string   `toml:"pause_json"`
	PauseProof    string   `toml:"pause_proof"`
	ResumeMethod  string   `toml:"resume_method"`
	ResumeURL     string   `toml:"resume_url"`
	ResumeBody    string   `toml:"resume_body"`
	ResumeJSON    string   `toml:"resume_json"`
	ResumeProof   string   `toml:"resume_proof"`
	ContentType   string   `toml:"content_type"`
	HeaderCommand []string `toml:"header_command"`
	Statuses      []int64  `toml:"statuses"`
	Already       []int64  `toml:"already_statuses"`

	VerifyMethod   string `toml:"verify_method"`
	VerifyURL      string `toml:"verify_url"`
	VerifyJSON     string `toml:"verify_json"`
	VerifyPaused   string `toml:"verify_paused"`
	VerifyResumed  string `toml:"verify_resumed"`
	VerifyTries    int64  `toml:"verify_tries"`
	VerifyInterval string `toml:"verify_interval"`

	PauseCommand  []string `toml:"pause_command"`
	ResumeCommand []string `toml:"resume_command"`
	PauseCode     string   `toml:"pause_code"`
	ResumeCode    string   `toml:"resume_code"`
}

const (
	recorderHeader = "recorder.header_command"
	verifyURL      = "recorder.verify_url"

	defaultRecorderTimeout = 3 * time.Second
	defaultAfterLoss       = time.Minute
	defaultTries           = 5
	defaultInterval        = 500 * time.Millisecond
	mostTries              = 20
	maxCode                = 60 // characters of what to press on the telephone

	placesFix = "it may have {extension} and {agent}"
)

var headerShape = regexp.MustCompile(`^[A-Za-z0-9-]{1,64}$`)

// recorderModes are the keys that have a meaning with a mode only, by the beginnings of their
// names.
var recorderModes = map[recorder.Mode][]string{
	recorder.ByHTTP:    {"pause_method", "pause_url", "pause_body", "pause_json", "pause_proof", "resume_method", "resume_url", "resume_body", "resume_json", "resume_proof", "content_type", "header_command", "statuses", "already_statuses", "verify_", "timeout", "unconfirmed", "desk_extension", "resume_after_loss"},
	recorder.ByCommand: {"pause_command", "resume_command", "timeout", "unconfirmed", "desk_extension", "resume_after_loss"},
	recorder.ByHand:    {"pause_code", "resume_code"},
}

// recorder checks [recorder]. The header comes with the password, so that its command does
// not run for a file with a fault.
func (l *loader) recorder() error {
	in, out := l.raw.Recorder, &l.out.Recorder
	if out.Mode = recorder.Mode(in.Mode); in.Mode == "off" {
		out.Mode = recorder.Off
	}
	if out.Mode != recorder.Off && recorderModes[out.Mode] == nil || l.doc.has("recorder.mode") && in.Mode == "" {
		return l.fail("recorder.mode", `must be "off", "http", "command" or "manual"`, `write mode = "off", or leave the key out`)
	}
	for _, name := range keysOf(l.raw.leaves(), "recorder") {
		means := func(begins string) bool { return strings.HasPrefix(name, begins) }
		if name != "mode" && l.doc.has("recorder."+name) && !slices.ContainsFunc(recorderModes[out.Mode], means) {
			return l.fail("recorder."+name, "has no meaning with this mode", "take it out, or set recorder.mode to the one that it belongs to")
		}
	}
	if out.Mode == recorder.Off {
		return nil
	}
	out.Timeout, out.AfterLoss, out.Extension = defaultRecorderTimeout, defaultAfterLoss, in.Extension
	out.Withheld = []string{passwordVariable}
	if err := l.span("recorder.timeout", in.Timeout, &out.Timeout, time.Second, 30*time.Second, "must be a time from 1s to 30s", `write timeout = "3s"`); err != nil {
		return err
	}
	if err := l.span("recorder.resume_after_loss", in.AfterLoss, &out.AfterLoss, 10*time.Second, 10*time.Minute, "must be a time from 10s to 10m", `write resume_after_loss = "60s"`); err != nil {
		return err
	}
	if l.doc.has("recorder.desk_extension") && !extensionShape.MatchString(in.Extension) {
		return l.fail("recorder.desk_extension", "must be at most 8 digits", `write desk_extension = "4021"`)
	}
	if out.Unconfirmed = in.Unconfirmed == "ask"; l.doc.has("recorder.unconfirmed") && !out.Unconfirmed && in.Unconfirmed != "block" {
		return l.fail("recorder.unconfirmed", `must be "block" or "ask"`, `write unconfirmed = "block"`)
	}
	switch out.Mode {
	case recorder.ByHTTP:
		return l.recorderHTTP()
	case recorder.ByCommand:
		return l.recorderCommands()
	default:
		return l.recorderCodes()
	}
}

// recorderCommands checks the commands. Their programs are trusted as that of the password
// is.
func (l *loader) recorderCommands() (err error) {
	in, out := l.raw.Recorder, &l.out.Recorder
	if out.Pause.Command, err = l.recorderProgram("recorder.pause_command", in.PauseCommand); err != nil {
		return err
	}
	out.Resume.Command, err = l.recorderProgram("recorder.resume_command", in.ResumeCommand)
	return err
}

func (l *loader) recorderProgram(key string, args []string) ([]string, error) {
	const write = `write the program and its arguments, such as ["/usr/local/bin/pause", "{extension}"]`
	if len(args) == 0 || args[0] == "" {
		return nil, l.fail(key, "is missing", write)
	}
	for _, arg := range args[1:] {
		if problem, fix := placesProblem(arg); problem != "" {
			return nil, l.fail(key, problem, fix)
		}
	}
	args = slices.Clone(args)
	if strings.ContainsAny(args[0], "{}") {
		return nil, l.fail(key, "has a brace in the name of the program", write)
	}
	if strings.Contains(args[0], "/") { // the PATH is searched for a bare name
		path, problem := l.resolve(args[0])
		if problem != "" {
			return nil, l.fail(key, problem, "write the whole path")
		}
		args[0] = path
	}
	at, err := exec.LookPath(args[0])
	if err != nil {
		return nil, l.fail(key, "there is no such program, or it cannot be run", write)
	}
	args[0] = at
	return args, l.trustProgram(key, at)
}

// recorderCodes checks what the agent presses on the telephone.
func (l *loader) recorderCodes() error {
	in, out := l.raw.Recorder, &l.out.Recorder
	for key, code := range map[string]string{"recorder.pause_code": in.PauseCode, "recorder.resume_code": in.ResumeCode} {
		if err := l.require(key, code, `write what the agent presses, such as "*123"`); err != nil {
			return err
		}
		if problem := spokenProblem(code, maxCode); problem != "" {
			return l.fail(key, problem, `write what the agent presses, such as "*123"`)
		}
	}
	out.PauseCode, out.ResumeCode = in.PauseCode, in.ResumeCode
	return nil
}

// recorderKey gets the header of the requests from its command: its name, a colon and its
// value.
func (l *loader) recorderKey() error {
	if !l.doc.has(recorderHeader) {
		return nil
	}
	return l.printed(recorderHeader, l.raw.Recorder.HeaderCommand, func(key, source string, given []byte) error {
		defer clear(given)
		text, _, problem := bare(given)
		if problem != nil {
			return l.fail(key, source+" "+problem.Error(), "let it print the header on one line, such as Authorization: Bearer ...")
		}
		name, value, has := strings.Cut(string(text), ":")
		if value = strings.TrimSpace(value); !has || !headerShape.MatchString(name) || value == "" {
			return l.fail(key, source+" is not a header", "let it print a name, a colon and a value, such as Authorization: Bearer ...")
		}
		l.out.Recorder.Header = recorder.NewHeader(name, value)
		return nil
	})
}
