package config

import (
	"bytes"
	"errors"
	"io"
	"net/url"
	"strings"
	"unicode"
	"unicode/utf8"

	"motoconsole/gateway"
	"motoconsole/internal/passwordstore"
	"motoconsole/internal/trust"
)

const (
	fileKey    = "gateway.password_file"
	commandKey = "gateway.password_command"
	storeKey   = "gateway.password_store"
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
	if l.doc.has(storeKey) {
		sources = append(sources, "password_store")
	}
	if fromEnv != "" {
		sources = append(sources, "$"+passwordVariable)
	}
	switch {
	case len(sources) == 0:
		return l.fail("gateway", "there is no password",
			"set one of password_store, password_file, password_command and $"+passwordVariable)
	case len(sources) > 1:
		// An order of precedence would be one more rule to remember, and a password
		// that was changed in one place only would lock the user out at the
		// gateway.
		key := storeKey
		for _, k := range []string{fileKey, commandKey} {
			if l.doc.has(k) {
				key = k
				break
			}
		}
		return l.fail(key, "the password is set more than once, by "+strings.Join(sources, " and "), "keep one of them")
	case fromEnv != "":
		return l.setPassword("gateway", "the password in $"+passwordVariable, []byte(fromEnv))
	case l.doc.has(fileKey):
		return l.passwordFromFile()
	case l.doc.has(storeKey):
		return l.passwordFromStore()
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
	return l.secretFile(fileKey, path, named, l.setPassword)
}

// secretFile hands on what is in a file that a key names, and that no other user may read
// or change.
func (l *loader) secretFile(fileKey, path, named string, take func(key, source string, given []byte) error) error {
	if !trust.Known() {
		return l.fail(fileKey, "moto cannot tell on this system who may read the file", "let a command print it, by the other key")
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
	return take(fileKey, "the file", text)
}

// passwordFromStore asks the system's password store.
func (l *loader) passwordFromStore() error {
	if l.raw.Gateway.PasswordStore != "system" {
		return l.fail(storeKey, `must be "system"`, "write password_store = \"system\", and keep the password with moto password set")
	}
	given, err := l.stored(l.out.Stored())
	switch {
	case errors.Is(err, passwordstore.ErrNone):
		return l.fail(storeKey, passwordstore.Name()+" has no password of this user at this gateway", "run moto password set")
	case err != nil:
		return l.fail(storeKey, err.Error(), "unlock it, or use password_file")
	}
	return l.setPassword(storeKey, passwordstore.Name(), []byte(given))
}

// Stored is where the system's password store has the password.
func (s Settings) Stored() passwordstore.Entry {
	u, err := url.Parse(s.Gateway.URL)
	if err != nil { // the address was checked before
		return passwordstore.Entry{}
	}
	return passwordstore.Entry{Host: u.Host, User: s.Gateway.Username}
}

const (
	// maxPassword is far longer than any password the gateway accepts. A longer
	// text is another file.
	maxPassword = 1 << 10
	// maxGiven is a password with whatever editors add around it, plus one byte to
	// detect longer texts.
	maxGiven = maxPassword + 257
)

// givenProblem says why a text cannot be a password, and what to do.
type givenProblem struct{ problem, fix string }

// Error implements error.
func (p *givenProblem) Error() string { return p.problem }

const aloneOnALine = "put the password there, alone on one line"

// BarePassword is the password that moto uses if it is given this text as one, or
// the reason why the text cannot be one.
func BarePassword(given string) (string, error) {
	text, _, problem := bare([]byte(given))
	if problem != nil {
		return "", problem
	}
	return string(text), nil
}

// bare is a password without what editors, shells and the clipboard add around it:
// a byte order mark, blanks, line ends and invisible characters. No password begins
// or ends with one, and with one the gateway would only say that the sign-in is
// wrong. around names what was removed besides a line end, for a user who wants to
// fix the source.
func bare(given []byte) (text []byte, around string, problem *givenProblem) {
	switch {
	case bytes.HasPrefix(given, []byte("\xff\xfe")) || bytes.HasPrefix(given, []byte("\xfe\xff")):
		return nil, "", &givenProblem{"is UTF-16", "save it as UTF-8"}
	case len(given) >= maxGiven:
		return nil, "", &givenProblem{"is too long to be a password", aloneOnALine}
	}
	text = bytes.TrimFunc(given, isAround)
	switch {
	case len(text) == 0:
		return nil, "", &givenProblem{"is empty", aloneOnALine}
	case len(text) > maxPassword:
		return nil, "", &givenProblem{"is too long to be a password", aloneOnALine}
	case !utf8.Valid(text) || bytes.ContainsFunc(text, unicode.IsControl):
		return nil, "", &givenProblem{"is more than one line of text", aloneOnALine}
	case bytes.ContainsFunc(text, func(r rune) bool { return unicode.Is(unicode.Cf, r) }):
		return nil, "", &givenProblem{"has an invisible character in it", "type the password again"}
	}
	left := bytes.TrimSuffix(bytes.TrimSuffix(given, []byte("\n")), []byte("\r"))
	switch {
	case len(left) == len(text):
	case bytes.HasPrefix(left, []byte("\ufeff")):
		around = "a byte order mark"
	default:
		around = "blanks"
	}
	return text, around, nil
}

func isAround(r rune) bool { return unicode.IsSpace(r) || unicode.Is(unicode.Cf, r) }
