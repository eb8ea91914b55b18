package config

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strings"
	"unicode"
	"unicode/utf8"

	"motoconsole/gateway"
)

// maxPassword is far above what the gateway takes; more is another file.
const maxPassword = 1 << 10

const (
	fileKey    = "gateway.password_file"
	commandKey = "gateway.password_command"
)

// password fetches the password from the one place that is set.
func (l *loader) password() error {
	fromEnv := l.getenv(passwordVariable)
	var sources []string
	if l.doc.has(fileKey) {
		sources = append(sources, "password_file")
	}
	if l.doc.has(commandKey) {
		sources = append(sources, "password_command")
	}
	if fromEnv != "" {
		sources = append(sources, "$"+passwordVariable)
	}
	switch {
	case len(sources) == 0:
		return l.fail("gateway", "there is no password",
			"set one of password_file, password_command and $"+passwordVariable)
	case len(sources) > 1:
		// Which one wins would be a rule to remember; a password that was
		// changed in one place only would lock the user out at the gateway.
		key := fileKey
		if !l.doc.has(fileKey) {
			key = commandKey
		}
		return l.fail(key, "the password is set more than once, by "+strings.Join(sources, " and "), "keep one of them")
	case fromEnv != "":
		return l.setPassword("gateway", "the password in $"+passwordVariable, []byte(fromEnv))
	case l.doc.has(fileKey):
		return l.passwordFromFile()
	}
	return l.passwordFromCommand()
}

// setPassword checks and keeps what a source gave, and wipes it.
func (l *loader) setPassword(key, source string, given []byte) error {
	defer clear(given)
	text := bytes.TrimSuffix(bytes.TrimSuffix(given, []byte("\n")), []byte("\r"))
	switch {
	case len(text) == 0:
		return l.fail(key, source+" is empty", "put the password there, alone on one line")
	case len(text) > maxPassword:
		return l.fail(key, source+" is too long to be a password", "put the password there, alone on one line")
	case !utf8.Valid(text) || bytes.ContainsFunc(text, unicode.IsControl):
		return l.fail(key, source+" is more than one line of text", "put the password there, alone on one line")
	}
	l.out.Gateway.Password = gateway.NewPassword(string(text))
	return nil
}

// passwordFromFile reads a file that nobody but its owner may read or change.
// The path is in no message: people put the password itself there.
func (l *loader) passwordFromFile() error {
	const named = "write the path of the file, not the password"
	if l.raw.Gateway.PasswordFile == "" {
		return l.fail(fileKey, "is empty", named)
	}
	path, problem := l.resolve(l.raw.Gateway.PasswordFile)
	if problem != "" {
		return l.fail(fileKey, problem, "write the whole path")
	}
	// Opening something that is not a file, such as a pipe, could wait for
	// ever. So it is looked at first, and again once it is open.
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return l.fail(fileKey, "the file does not exist", named)
	case err != nil:
		return l.fail(fileKey, "the file cannot be read", "let the user who runs moto read it")
	case !info.Mode().IsRegular():
		return l.fail(fileKey, "is not a file", named)
	}
	f, err := os.Open(path)
	if err != nil {
		return l.fail(fileKey, "the file cannot be read", "let the user who runs moto read it")
	}
	defer func() { _ = f.Close() }() // nothing was written that closing could lose
	if info, err = f.Stat(); err != nil {
		return l.fail(fileKey, "the file cannot be read", "let the user who runs moto read it")
	}
	if mode := info.Mode().Perm(); mode&0o077 != 0 {
		return l.fail(fileKey, fmt.Sprintf("other users may get at the file, its mode is %04o", mode), "run chmod 600 on it")
	}
	text, err := io.ReadAll(io.LimitReader(f, maxPassword+3)) // with a line end, and one more to notice
	if err != nil {
		return l.fail(fileKey, "the file cannot be read", "check the disk it is on")
	}
	return l.setPassword(fileKey, "the file", text)
}
