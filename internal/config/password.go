package config

import (
	"io"
	"strings"

	"motoconsole/gateway"
	"motoconsole/internal/trust"
)

const (
	fileKey    = "gateway.password_file"
	commandKey = "gateway.password_command"
)

// password gets the password from the one source that is set.
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
		// An order of precedence would be one more rule to remember, and a password
		// that was changed in one place only would lock the user out at the
		// gateway.
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

// setPassword checks and keeps a source's password, and wipes the source's copy.
func (l *loader) setPassword(key, source string, given []byte) error {
	defer clear(given)
	text, around, problem := bare(given)
	if problem != nil {
		return l.fail(key, source+" "+problem.Error(), problem.fix)
	}
	if around != "" {
		l.out.Notes = append(l.out.Notes, strings.TrimPrefix(source, "the password in ")+" has "+around+" around the password, left out when signing in")
	}
	l.out.Gateway.Password = gateway.NewPassword(string(text))
	return nil
}

// passwordFromFile reads a file that no other user may read or change. A message
// names the file only if it exists: some people put the password itself there.
func (l *loader) passwordFromFile() error {
	const named = "write the path of the file, not the password"
	if l.raw.Gateway.PasswordFile == "" {
		return l.fail(fileKey, "is empty", named)
	}
	path, problem := l.resolve(l.raw.Gateway.PasswordFile)
	if problem != "" {
		return l.fail(fileKey, problem, "write the whole path")
	}
	if !trust.Known() {
		return l.fail(fileKey, "moto cannot tell on this system who may read the file", "use password_command or $"+passwordVariable)
	}
	f, err := l.open(fileKey, path, trust.Rule{Closed: 0o077}, named)
	if err != nil {
		return err
	}
	defer func() { _ = f.Close() }() // the file was only read
	text, err := io.ReadAll(io.LimitReader(f, maxGiven))
	if err != nil {
		return l.fail(fileKey, "the file cannot be read", "check the disk it is on")
	}
	return l.setPassword(fileKey, "the file", text)
}
