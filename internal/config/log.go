package config

import (
	"log/slog"
	"os"
	"path/filepath"

	"motoconsole/internal/journal/beside"
)

// log checks [log]. It does not open the file: the code that writes to it reports
// its faults.
func (l *loader) log() error {
	if l.raw.Log.File != "" {
		path, problem := l.resolve(l.raw.Log.File)
		if problem != "" {
			return l.fail("log.file", problem, "write the whole path")
		}
		if what := l.alsoIs(path); what != "" {
			return l.fail("log.file", "is "+what, "name a file of its own")
		}
		l.out.Log.File = path
	}
	if l.doc.has("log.level") {
		levels := map[string]slog.Level{"debug": slog.LevelDebug, "info": slog.LevelInfo, "warn": slog.LevelWarn, "error": slog.LevelError}
		level, known := levels[l.raw.Log.Level]
		if !known {
			return l.fail("log.level", "must be debug, info, warn or error", `write level = "info"`)
		}
		l.out.Log.Level = level
	}
	return nil
}

// alsoIs names the other setting with the same path, "" for none: log lines at its
// end would spoil that file.
func (l *loader) alsoIs(path string) string {
	named := map[string]string{"the configuration itself": l.path, "gateway.ca_file": l.out.Gateway.CAFile}
	ofJournal := func(path string) string { return "a file of the journal (" + filepath.Base(path) + ")" }
	if beside.Belongs(l.out.Journal.File, path) {
		return ofJournal(path)
	}
	for _, end := range append(beside.Kept(), "") { // under another name too
		named[ofJournal(l.out.Journal.File+end)] = l.out.Journal.File + end
	}
	for key, text := range map[string]string{
		"gateway.password_file": l.raw.Gateway.PasswordFile, "serve.host_key": l.raw.Serve.HostKey, "serve.user_ca": l.raw.Serve.UserCA, "serve.revoked": l.raw.Serve.Revoked,
	} {
		if path, problem := l.resolve(text); problem == "" && text != "" {
			named[key] = path
		}
	}
	info, _ := os.Stat(path) // nil if there is none
	for what, other := range named {
		if other == "" {
			continue
		}
		theirs, err := os.Stat(other)
		if filepath.Clean(other) == path || err == nil && info != nil && os.SameFile(info, theirs) {
			return what
		}
	}
	return ""
}
