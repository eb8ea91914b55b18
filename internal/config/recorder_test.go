package config

import (
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"strings"
	"testing"
	"time"

	"motoconsole/internal/recorder"
)

const overHTTP = `
[recorder]
mode = "http"
pause_url = "https://recorder.example/calls/{extension}/pause"
resume_url = "https://recorder.example/calls/{extension}/resume"
pause_json = "status"
pause_proof = "paused"
`

// TestRecorder: the settings of a recorder over HTTP, with the defaults.
func TestRecorder(t *testing.T) {
	if s := mustLoad(t, good, withPassword); s.Recorder.On() {
		t.Errorf("%+v", s.Recorder)
	}
	if s := mustLoad(t, good+"\n[recorder]\nmode = \"off\"\n", withPassword); s.Recorder.On() {
		t.Errorf("%+v", s.Recorder)
	}
	s := mustLoad(t, good+overHTTP, withPassword)
	want := recorder.Settings{
		Mode:     recorder.ByHTTP,
		Pause:    recorder.Step{Method: "POST", URL: "https://recorder.example/calls/{extension}/pause", Test: recorder.Test{JSON: "status", Value: "paused"}},
		Resume:   recorder.Step{Method: "POST", URL: "https://recorder.example/calls/{extension}/resume"},
		Statuses: []int{200, 201, 202, 204}, ContentType: "application/json", Timeout: 3 * time.Second, AfterLoss: time.Minute,
		Withheld: []string{"MOTO_GATEWAY_PASSWORD"},
	}
	if !reflect.DeepEqual(s.Recorder, want) {
		t.Errorf("%+v", s.Recorder)
	}
	s = mustLoad(t, good+overHTTP+`pause_method = "PUT"
resume_method = "PATCH"
pause_body = '{"state": "paused", "by": "{agent}"}'
resume_json = "status"
resume_proof = "in-progress"
statuses = [202]
already_statuses = [429]
verify_url = "https://recorder.example/calls/{extension}"
verify_paused = "paused"
verify_resumed = "recording"
verify_tries = 3
verify_interval = "1s"
timeout = "2s"
resume_after_loss = "90s"
unconfirmed = "ask"
desk_extension = "4021"
`, withPassword)
	if v := s.Recorder.Verify; v.Tries != 3 || v.Interval != time.Second || v.Paused.Text != "paused" || v.Resumed.Text != "recording" || v.Method != "GET" {
		t.Errorf("%+v", v)
	}
	if r := s.Recorder; r.Pause.Method != "PUT" || r.Resume.Method != "PATCH" || r.Already[0] != 429 || r.Statuses[0] != 202 || r.AfterLoss != 90*time.Second || !r.Unconfirmed || r.Extension != "4021" || r.Timeout != 2*time.Second {
		t.Errorf("%+v", r)
	}
}

// TestRecorderHeader: a command prints the header, which no error and no setting shows.
func TestRecorderHeader(t *testing.T) {
	s := mustLoad(t, good+overHTTP+"header_command = [\"printf\", \"Authorization: Bearer abc\"]\n", withPassword)
	if name, value := s.Recorder.Header.Reveal(); name != "Authorization" || value != "Bearer abc" {
		t.Errorf("%q %q", name, value)
	}
	for _, printed := range []string{canary, "a b: " + canary, "Authorization:", ": " + canary} {
		_, err := load(t, good+overHTTP+"header_command = [\"printf\", \""+printed+"\"]\n", withPassword)
		if err == nil || !strings.Contains(err.Error(), "recorder.header_command: what the command prints first is not a header; let it print") || strings.Contains(err.Error(), canary) {
			t.Errorf("%q: %v", printed, err)
		}
	}
}

// TestRecorderCommands: a command is found and trusted when it is read.
func TestRecorderCommands(t *testing.T) {
	s := mustLoad(t, good+"\n[recorder]\nmode = \"command\"\npause_command = [\"true\", \"{extension}\", \"{agent}\"]\nresume_command = [\"true\"]\n", withPassword)
	if got := s.Recorder.Pause.Command; len(got) != 3 || !filepath.IsAbs(got[0]) || got[1] != "{extension}" {
		t.Errorf("%q", got)
	}
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "pause"), []byte("#!/bin/sh\n"), 0o777); err != nil { //nolint:gosec // the fault
		t.Fatal(err)
	}
	if err := os.Chmod(filepath.Join(dir, "pause"), 0o777); err != nil { //nolint:gosec // the fault
		t.Fatal(err)
	}
	_, err := load(t, good+"\n[recorder]\nmode = \"command\"\npause_command = [\""+dir+"/pause\"]\nresume_command = [\"true\"]\n", withPassword)
	if err == nil || !strings.Contains(err.Error(), "recorder.pause_command: ") {
		t.Errorf("%v", err)
	}
}

// TestRecorderByHand: the codes that the agent presses.
func TestRecorderByHand(t *testing.T) {
	s := mustLoad(t, good+"\n[recorder]\nmode = \"manual\"\npause_code = \"*123\"\nresume_code = \"#123\"\n", withPassword)
	if s.Recorder.Mode != recorder.ByHand || s.Recorder.PauseCode != "*123" || s.Recorder.ResumeCode != "#123" {
		t.Errorf("%+v", s.Recorder)
	}
}

// TestWrongRecorder: one sentence with the key and the way out, and nothing of what was
// written.
func TestWrongRecorder(t *testing.T) {
	without := func(key string) string {
		var kept []string
		for line := range strings.SplitSeq(overHTTP, "\n") {
			if !strings.HasPrefix(line, key) {
				kept = append(kept, line)
			}
		}
		return strings.Join(kept, "\n")
	}
	for text, want := range map[string]string{
		"\n[recorder]\nmode = \"ftp\"\n":                                              `recorder.mode: must be "off", "http", "command" or "manual"; write mode = "off", or leave the key out`,
		"\n[recorder]\nmode = \"\"\n":                                                 `recorder.mode: must be "off", "http", "command" or "manual"; write mode = "off", or leave the key out`,
		"\n[recorder]\npause_url = \"https://x.example\"\n":                           "recorder.pause_url: has no meaning with this mode; take it out, or set recorder.mode to the one that it belongs to",
		overHTTP + "pause_command = [\"x\"]\n":                                        "recorder.pause_command: has no meaning with this mode; take it out, or set recorder.mode to the one that it belongs to",
		without("pause_url"):                                                          "recorder.pause_url: is missing; write the whole address, such as https://recorder.example/calls/{extension}/pause",
		without("resume_url"):                                                         "recorder.resume_url: is missing; write the whole address, such as https://recorder.example/calls/{extension}/pause",
		without("pause_json") + "pause_json = \"status\"\n":                           "",
		without("pause_proof"):                                                        "recorder.pause_proof: is missing, and pause_json has no meaning without it; write the value that the recorder has there",
		strings.Replace(without("pause_proof"), "pause_json = \"status\"\n", "", 1):   `recorder.pause_proof: nothing proves that the recording is paused, for a status alone proves nothing; say what the answer must have with pause_proof, or where to look with verify_url, or let the agent say so with unconfirmed = "ask"`,
		without("pause_proof") + "pause_proof = \"\"\n":                               "recorder.pause_proof: is missing, and pause_json has no meaning without it; write the value that the recorder has there",
		overHTTP + "resume_json = \"status\"\nresume_proof = \"paused\"\n":            "recorder.resume_proof: an answer with it proves a pause as well; write what the recorder answers to a resume and never to a pause",
		overHTTP + "pause_method = \"DELETE\"\n":                                      `recorder.pause_method: must be GET, POST, PUT or PATCH; write pause_method = "POST"`,
		overHTTP + "pause_body = '{\"a\": {agent}}'\n":                                `recorder.pause_body: is not JSON; write it in single quotes, such as '{"status": "paused"}', or set content_type`,
		overHTTP + "pause_body = '{\"a\": \"{pan}\"}'\n":                              "recorder.pause_body: a name in braces is unknown; it may have {extension} and {agent}",
		overHTTP + "resume_body = '{\"a\": \"{call}\"}'\n":                            "recorder.resume_body: has {call}, and moto does not know the recorder’s name of a call; find the call by {extension} or {agent}, with a command if need be",
		overHTTP + "resume_method = \"GET\"\nresume_body = '{}'\n":                    "recorder.resume_body: has no meaning with GET; take it out, or write another method",
		overHTTP + "content_type = \"text/xml\"\n":                                    "recorder.content_type: must be application/json or application/x-www-form-urlencoded; write one of them",
		overHTTP + "statuses = []\n":                                                  "recorder.statuses: is empty; write statuses of HTTP, such as [200, 204], or leave the key out",
		overHTTP + "already_statuses = [99]\n":                                        "recorder.already_statuses: each must be from 200 to 599; write statuses of HTTP, such as [200, 204]",
		overHTTP + "statuses = [\"200\"]\n":                                           "recorder.statuses: must be a list of whole numbers; write it in brackets, such as statuses = [200, 204]",
		overHTTP + "verify_paused = \"x\"\n":                                          "recorder.verify_paused: has no meaning without verify_url; say where to look with verify_url, or take it out",
		overHTTP + "verify_url = \"https://x.example\"\n":                             "recorder.verify_paused: is missing; write what the recorder says while it is paused",
		overHTTP + "verify_url = \"https://x.example\"\nverify_paused = \"paused\"\n": "recorder.verify_resumed: is missing; write what the recorder says while it records: without it the next look could find the pause of the payment before",
		overHTTP + "already_statuses = [200]\n":                                       "recorder.already_statuses: each must be from 400 to 599, for a status of success or of another address does not prove a pause; write a status that means nothing else, such as [429], or leave the key out",
		overHTTP + "already_statuses = [429, 302]\n":                                  "recorder.already_statuses: each must be from 400 to 599, for a status of success or of another address does not prove a pause; write a status that means nothing else, such as [429], or leave the key out",
		overHTTP + "statuses = [200, 409]\nalready_statuses = [409]\n":                "recorder.already_statuses: has a status that statuses has too; keep it in one of them: in already_statuses it proves a pause",
		overHTTP + "verify_url = \"https://x.example\"\nverify_paused = \"paused\"\nverify_resumed = \"unpaused\"\n": "recorder.verify_resumed: an answer with it proves a pause as well; write what the recorder says while it records, and never while it is paused",
		overHTTP + "verify_url = \"https://x.example\"\nverify_paused = \"a\"\nverify_tries = 0\n":                   "recorder.verify_tries: must be 1 to 20; write verify_tries = 5",
		overHTTP + "timeout = \"31s\"\n":                                                             `recorder.timeout: must be a time from 1s to 30s; write timeout = "3s"`,
		overHTTP + "resume_after_loss = \"1s\"\n":                                                    `recorder.resume_after_loss: must be a time from 10s to 10m; write resume_after_loss = "60s"`,
		overHTTP + "unconfirmed = \"ignore\"\n":                                                      `recorder.unconfirmed: must be "block" or "ask"; write unconfirmed = "block"`,
		overHTTP + "desk_extension = \"abc\"\n":                                                      `recorder.desk_extension: must be at most 8 digits; write desk_extension = "4021"`,
		strings.Replace(overHTTP, "https://recorder", "http://recorder", 1):                          "recorder.pause_url: http:// would send the recorder’s key unencrypted and is accepted for this machine only; write https://, or let a command ask the recorder",
		strings.Replace(overHTTP, "https://recorder", "https://u:secret@recorder", 1):                "recorder.pause_url: must not hold a user or a password; take out the part before the @, and let header_command print the header",
		strings.Replace(overHTTP, "https://recorder.example", "https://{agent}.example", 1):          "recorder.pause_url: has a name in braces in its host; write the host as it is",
		strings.Replace(overHTTP, "https://recorder.example", "recorder.example", 1):                 "recorder.pause_url: is not a web address; write the whole address, such as https://recorder.example/calls/{extension}/pause",
		"\n[recorder]\nmode = \"command\"\npause_command = [\"true\", \"{pan}\"]\n":                  "recorder.pause_command: a name in braces is unknown; it may have {extension} and {agent}",
		"\n[recorder]\nmode = \"command\"\npause_command = [\"true\"]\n":                             `recorder.resume_command: is missing; write the program and its arguments, such as ["/usr/local/bin/pause", "{extension}"]`,
		"\n[recorder]\nmode = \"command\"\npause_command = [\"/no/such/program\"]\n":                 `recorder.pause_command: there is no such program, or it cannot be run; write the program and its arguments, such as ["/usr/local/bin/pause", "{extension}"]`,
		"\n[recorder]\nmode = \"manual\"\npause_code = \"*123\"\n":                                   `recorder.resume_code: is missing; write what the agent presses, such as "*123"`,
		"\n[recorder]\nmode = \"manual\"\npause_code = \"4111111111111111\"\nresume_code = \"#1\"\n": `recorder.pause_code: must be in words; write what the agent presses, such as "*123"`,
	} {
		_, err := load(t, good+text, withPassword)
		if want == "" {
			if err != nil {
				t.Errorf("%s: %v", text, err)
			}
			continue
		}
		if err == nil || !strings.HasSuffix(err.Error(), ": "+want) || !strings.Contains(err.Error(), "config.toml:") {
			t.Errorf("%s\ngot  %v\nwant %s", text, err, want)
		}
	}
}

// TestExampleRecorder: the example's recorder over HTTP loads, with each of its lines.
func TestExampleRecorder(t *testing.T) {
	text := example(t)
	begins, ends := strings.Index(text, "# [recorder]"), strings.Index(text, "[refund]\n")
	lines := regexp.MustCompile(`(?m)^# (\[recorder\]$|[a-z_]+ = )`).ReplaceAllString(text[begins:ends], "$1")
	lines = regexp.MustCompile(`(?m)^(header|pause|resume)_(command|code) = .*$`).ReplaceAllString(lines, "") // of the other modes, and a program that is not here
	s := mustLoad(t, text[:begins]+lines+text[ends:], withPassword)
	if s.Recorder.Mode != recorder.ByHTTP || s.Recorder.Pause.Test.Value != "paused" || s.Recorder.Verify.URL == "" {
		t.Errorf("%+v", s.Recorder)
	}
}
