package config

import (
	"encoding/json"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"motoconsole/internal/recorder"
)

// This file reads what [recorder] asks over HTTP.

// recorderHTTP checks what is asked over HTTP.
func (l *loader) recorderHTTP() error {
	in, out := l.raw.Recorder, &l.out.Recorder
	out.ContentType = recorder.JSONBody
	if l.doc.has("recorder.content_type") {
		if out.ContentType = in.ContentType; in.ContentType != recorder.JSONBody && in.ContentType != recorder.FormBody {
			return l.fail("recorder.content_type", "must be "+recorder.JSONBody+" or "+recorder.FormBody, "write one of them")
		}
	}
	out.Statuses = []int{http.StatusOK, http.StatusCreated, http.StatusAccepted, http.StatusNoContent}
	for key, to := range map[string]*[]int{"recorder.statuses": &out.Statuses, "recorder.already_statuses": &out.Already} {
		given := in.Statuses
		if to == &out.Already {
			given = in.Already
		}
		if err := l.statuses(key, given, to); err != nil {
			return err
		}
	}
	if err := l.already(); err != nil {
		return err
	}
	var err error
	if out.Pause, err = l.request("pause", in.PauseMethod, in.PauseURL, in.PauseBody, in.PauseJSON, in.PauseProof); err != nil {
		return err
	}
	if out.Resume, err = l.request("resume", in.ResumeMethod, in.ResumeURL, in.ResumeBody, in.ResumeJSON, in.ResumeProof); err != nil {
		return err
	}
	if in.PauseProof != "" && in.PauseJSON == in.ResumeJSON && (in.PauseProof == in.ResumeProof || in.PauseJSON == "" && strings.Contains(in.ResumeProof, in.PauseProof)) {
		return l.fail("recorder.resume_proof", "an answer with it proves a pause as well", "write what the recorder answers to a resume and never to a pause")
	}
	if err := l.verify(); err != nil {
		return err
	}
	if !out.Pause.Test.Asks() && out.Verify.URL == "" && len(out.Already) == 0 && !out.Unconfirmed {
		return l.fail("recorder.pause_proof", "nothing proves that the recording is paused, for a status alone proves nothing",
			`say what the answer must have with pause_proof, or where to look with verify_url, or let the agent say so with unconfirmed = "ask"`)
	}
	return nil
}

func (l *loader) statuses(key string, given []int64, to *[]int) error {
	if !l.doc.has(key) {
		return nil
	}
	*to = nil
	for _, status := range given {
		if status < 200 || status > 599 {
			return l.fail(key, "each must be from 200 to 599", "write statuses of HTTP, such as [200, 204]")
		}
		*to = append(*to, int(status))
	}
	if len(*to) == 0 {
		return l.fail(key, "is empty", "write statuses of HTTP, such as [200, 204], or leave the key out")
	}
	return nil
}

// already checks the statuses by which the recorder says that it is as asked. A plain success
// says no more than that it was asked, and so proves nothing.
func (l *loader) already() error {
	const key, fix = "recorder.already_statuses", "write a status that means nothing else, such as [429], or leave the key out"
	for _, status := range l.out.Recorder.Already {
		switch {
		case status < http.StatusBadRequest:
			return l.fail(key, "each must be from 400 to 599, for a status of success or of another address does not prove a pause", fix)
		case slices.Contains(l.out.Recorder.Statuses, status):
			return l.fail(key, "has a status that statuses has too", "keep it in one of them: in already_statuses it proves a pause")
		}
	}
	return nil
}

// request checks one request and the test of its answer.
func (l *loader) request(which, method, address, body, path, proof string) (step recorder.Step, err error) {
	key := func(name string) string { return "recorder." + which + "_" + name }
	step = recorder.Step{Method: http.MethodPost, URL: address, Body: body}
	if l.doc.has(key("method")) {
		step.Method = method
		if !slices.Contains([]string{http.MethodGet, http.MethodPost, http.MethodPut, http.MethodPatch}, method) {
			return step, l.fail(key("method"), "must be GET, POST, PUT or PATCH", `write `+which+`_method = "POST"`)
		}
	}
	if err := l.recorderURL(key("url"), address); err != nil {
		return step, err
	}
	if body != "" {
		if problem, fix := l.bodyProblem(body, step.Method); problem != "" {
			return step, l.fail(key("body"), problem, fix)
		}
	}
	step.Test, err = l.proof(key("json"), path, key("proof"), proof)
	return step, err
}

// bodyProblem is what is wrong with a body.
func (l *loader) bodyProblem(body, method string) (problem, fix string) {
	if problem, fix = placesProblem(body); problem != "" {
		return problem, fix
	}
	filled := recorder.Call{Extension: "1", Agent: "a"}.Body(body, l.out.Recorder.ContentType)
	switch {
	case method == http.MethodGet:
		return "has no meaning with GET", "take it out, or write another method"
	case l.out.Recorder.ContentType == recorder.JSONBody && !json.Valid([]byte(filled)):
		return "is not JSON", `write it in single quotes, such as '{"status": "paused"}', or set content_type`
	}
	return "", ""
}

// proof is the test of an answer: the value at a path of its JSON, or a text in it.
func (l *loader) proof(pathKey, path, key, proof string) (recorder.Test, error) {
	switch {
	case path != "" && proof == "":
		return recorder.Test{}, l.fail(key, "is missing, and "+strings.TrimPrefix(pathKey, "recorder.")+" has no meaning without it", "write the value that the recorder has there")
	case l.doc.has(key) && proof == "":
		return recorder.Test{}, l.fail(key, "is empty", "write what the answer must have, or leave the key out")
	case path != "":
		return recorder.Test{JSON: path, Value: proof}, nil
	}
	return recorder.Test{Text: proof}, nil
}

// verify checks the later look.
func (l *loader) verify() error {
	in, out := l.raw.Recorder, &l.out.Recorder
	for _, name := range []string{"verify_method", "verify_json", "verify_paused", "verify_resumed", "verify_tries", "verify_interval"} {
		if l.doc.has("recorder."+name) && in.VerifyURL == "" {
			return l.fail("recorder."+name, "has no meaning without verify_url", "say where to look with verify_url, or take it out")
		}
	}
	if in.VerifyURL == "" {
		return nil
	}
	if err := l.recorderURL(verifyURL, in.VerifyURL); err != nil {
		return err
	}
	v := recorder.Verify{Method: http.MethodGet, URL: in.VerifyURL, Tries: defaultTries, Interval: defaultInterval}
	if l.doc.has("recorder.verify_method") {
		if v.Method = in.VerifyMethod; v.Method != http.MethodGet && v.Method != http.MethodPost {
			return l.fail("recorder.verify_method", "must be GET or POST", `write verify_method = "GET"`)
		}
	}
	if l.doc.has("recorder.verify_tries") {
		if v.Tries = int(in.VerifyTries); in.VerifyTries < 1 || in.VerifyTries > mostTries {
			return l.fail("recorder.verify_tries", "must be 1 to 20", "write verify_tries = 5")
		}
	}
	if err := l.span("recorder.verify_interval", in.VerifyInterval, &v.Interval, 100*time.Millisecond, 5*time.Second, "must be a time from 100ms to 5s", `write verify_interval = "500ms"`); err != nil {
		return err
	}
	if err := l.require("recorder.verify_paused", in.VerifyPaused, "write what the recorder says while it is paused"); err != nil {
		return err
	}
	if err := l.require("recorder.verify_resumed", in.VerifyResumed, "write what the recorder says while it records: without it the next look could find the pause of the payment before"); err != nil {
		return err
	}
	if in.VerifyResumed == in.VerifyPaused || in.VerifyJSON == "" && strings.Contains(in.VerifyResumed, in.VerifyPaused) {
		return l.fail("recorder.verify_resumed", "an answer with it proves a pause as well", "write what the recorder says while it records, and never while it is paused")
	}
	var err error
	if v.Paused, err = l.proof("recorder.verify_json", in.VerifyJSON, "recorder.verify_paused", in.VerifyPaused); err != nil {
		return err
	}
	v.Resumed, err = l.proof("recorder.verify_json", in.VerifyJSON, "recorder.verify_resumed", in.VerifyResumed)
	out.Verify = v
	return err
}

// recorderURL checks an address. What stands in its places is never part of the host.
func (l *loader) recorderURL(key, address string) error {
	const write = "write the whole address, such as https://recorder.example/calls/{extension}/pause"
	if err := l.require(key, address, write); err != nil {
		return err
	}
	if problem, fix := placesProblem(address); problem != "" {
		return l.fail(key, problem, fix)
	}
	one, err := url.Parse(recorder.Call{Extension: "1", Agent: "a"}.Address(address))
	other, errOther := url.Parse(recorder.Call{Extension: "2", Agent: "b"}.Address(address))
	switch {
	case err != nil || errOther != nil || one.Host == "" || one.Opaque != "" || one.Scheme != "https" && one.Scheme != "http":
		return l.fail(key, "is not a web address", write)
	case one.User != nil:
		return l.fail(key, "must not hold a user or a password", "take out the part before the @, and let header_command print the header")
	case one.Host != other.Host:
		return l.fail(key, "has a name in braces in its host", "write the host as it is")
	case !hostOK(one):
		return l.fail(key, "does not name a host", write)
	case one.Scheme == "http" && !loopback(one.Hostname()):
		return l.fail(key, "http:// would send the recorder’s key unencrypted and is accepted for this machine only", "write https://, or let a command ask the recorder")
	}
	return nil
}

// placesProblem is what is wrong with the names in braces of a text.
func placesProblem(text string) (problem, fix string) {
	switch recorder.UnknownPlace(text) {
	case "":
		return "", ""
	case "call":
		return "has {call}, and moto does not know the recorder’s name of a call", "find the call by {extension} or {agent}, with a command if need be"
	}
	return "a name in braces is unknown", placesFix
}
