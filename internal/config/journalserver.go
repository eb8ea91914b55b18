package config

import (
	"fmt"
	"io"
	"net"
	"net/url"
	"path/filepath"
	"regexp"
	"strings"
)

// JournalServer is a PostgreSQL server that keeps the journal.
type JournalServer struct {
	Hosts          []string // host:port, or folder:port of a socket
	Database, User string
	Role, Schema   string
	TLS, Root      string // disable or verify-full; the authority's file
	Pool           int
}

// Secret is a text that prints as nothing of it.
type Secret struct{ text *string }

// NewSecret hides a text.
func NewSecret(text string) Secret { return Secret{&text} }

// Reveal is the text, "" for none.
func (s Secret) Reveal() string {
	if s.text == nil {
		return ""
	}
	return *s.text
}

// Format implements fmt.Formatter.
func (Secret) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, "[hidden]") }

// MarshalText implements encoding.TextMarshaler.
func (Secret) MarshalText() ([]byte, error) { return []byte("[hidden]"), nil }

const (
	journalURL      = "journal.url"
	journalFile     = "journal.password_file"
	journalCommand  = "journal.password_command"
	journalVariable = "MOTO_JOURNAL_PASSWORD"

	defaultSchema = "moto"
	defaultPool   = 4
	maxPool       = 50

	postgresPort   = "5432"
	journalURLFix  = `write url = "postgres://moto@db.example/moto"`
	journalNameFix = "write a name of letters, digits and _"
)

// nameShape are the names of schemas, roles, users and databases that moto takes.
var nameShape = regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_-]{0,62}$`)

// journalServer checks the keys of a journal on a server.
func (l *loader) journalServer() error {
	in, out := l.raw.Journal, &l.out.Journal
	if !l.doc.has(journalURL) {
		for _, key := range []string{journalFile, journalCommand, "journal.role", "journal.schema", "journal.root_certificate", "journal.pool"} {
			if l.doc.has(key) {
				return l.fail(key, "is for a journal on a server, and there is no url", journalURLFix)
			}
		}
		return nil
	}
	for _, key := range []string{"journal.file", "journal.group"} {
		if l.doc.has(key) {
			return l.fail(key, "is for a journal in a file, and journal.url names a server", "keep one of them")
		}
	}
	at, problem, fix := serverURL(in.URL)
	if problem != "" {
		return l.fail(journalURL, problem, fix)
	}
	at.Schema, at.Pool, at.Role = defaultSchema, defaultPool, in.Role
	if l.doc.has("journal.role") && !nameShape.MatchString(in.Role) {
		return l.fail("journal.role", "is not the name of a role", journalNameFix)
	}
	if l.doc.has("journal.schema") {
		if !nameShape.MatchString(in.Schema) || strings.HasPrefix(in.Schema, "pg_") {
			return l.fail("journal.schema", "is not the name of a schema", journalNameFix)
		}
		at.Schema = in.Schema
	}
	if l.doc.has("journal.pool") {
		if in.Pool < 1 || in.Pool > maxPool {
			return l.fail("journal.pool", "must be 1 to 50", "write pool = 4")
		}
		at.Pool = int(in.Pool)
	}
	if l.doc.has("journal.root_certificate") {
		path, problem := l.resolve(in.RootCertificate)
		if problem != "" || in.RootCertificate == "" {
			return l.fail("journal.root_certificate", "is not the path of a file", "write the whole path")
		}
		at.Root = filepath.Clean(path)
	}
	out.Server = &at
	return l.journalPassword()
}

// serverURL is the address in a URL. It is strict: every payment is recorded there.
func serverURL(text string) (at JournalServer, problem, fix string) {
	text, hosts := oneHost(text)
	u, err := url.Parse(text)
	switch {
	case err != nil || u.Opaque != "":
		return at, "is not a URL of a PostgreSQL server", journalURLFix
	case u.Scheme != "postgres" && u.Scheme != "postgresql":
		return at, "must begin with postgres://", journalURLFix
	case u.User == nil || !nameShape.MatchString(u.User.Username()):
		return at, "names no user", journalURLFix
	case u.Fragment != "":
		return at, "must not hold a #", "take out the # and everything after it"
	}
	if _, has := u.User.Password(); has {
		return at, "must not hold a password", "take it out, and set password_file, password_command or $" + journalVariable
	}
	at.User, at.Database = u.User.Username(), strings.TrimPrefix(u.Path, "/")
	if !nameShape.MatchString(at.Database) {
		return at, "names no database", journalURLFix
	}
	query := u.Query()
	for key := range query {
		if key != "sslmode" && key != "host" {
			return at, "has a parameter that moto does not know: " + parameterName(key), "keep sslmode, and host for a socket's folder; the rest has keys of its own in [journal]"
		}
	}
	folder := query.Get("host")
	switch {
	case folder != "" && (u.Host != "" || !filepath.IsAbs(folder)):
		return at, "names the server twice, or no folder", "write url = \"postgres://moto@/moto?host=/var/run/postgresql\""
	case folder != "":
		at.Hosts = []string{filepath.Clean(folder) + ":" + postgresPort}
	case u.Host == "":
		return at, "does not name a host", journalURLFix
	default:
		if at.Hosts = hostsOf(hosts); at.Hosts == nil {
			return at, "does not name a host", journalURLFix
		}
	}
	return withTLS(at, query.Get("sslmode"))
}

// oneHost is a URL with only the first of its hosts, and all the hosts: the form of a URL
// knows one.
func oneHost(text string) (one, hosts string) {
	scheme, rest, _ := strings.Cut(text, "://")
	authority, path, has := strings.Cut(rest, "/")
	if has {
		path = "/" + path
	}
	hosts = authority[strings.LastIndexByte(authority, '@')+1:]
	first, _, several := strings.Cut(hosts, ",")
	if !several {
		return text, hosts
	}
	return scheme + "://" + strings.TrimSuffix(authority, hosts) + first + path, hosts
}

// parameterName is a parameter's name, if it can be shown.
func parameterName(key string) string {
	if nameShape.MatchString(key) {
		return key
	}
	return "its name is odd"
}

// hostsOf are the hosts of a URL, each with its port; nil if one is none.
func hostsOf(text string) (hosts []string) {
	for one := range strings.SplitSeq(text, ",") {
		u := url.URL{Host: one}
		if u.Hostname() == "" || !hostOK(&u) {
			return nil
		}
		port := u.Port()
		if port == "" {
			port = postgresPort
		}
		hosts = append(hosts, net.JoinHostPort(u.Hostname(), port))
	}
	return hosts
}

// withTLS decides how connections are protected: always to another host, and with its name
// checked.
func withTLS(at JournalServer, mode string) (JournalServer, string, string) {
	isHere := true
	for _, place := range at.Hosts {
		host, _, err := net.SplitHostPort(place)
		isHere = isHere && (strings.HasPrefix(place, "/") || err == nil && loopback(host))
	}
	const fix = "write sslmode=verify-full, or leave it out"
	switch mode {
	case "":
		if at.TLS = "verify-full"; isHere {
			at.TLS = "disable"
		}
	case "disable":
		if !isHere {
			return at, "sslmode=disable is accepted only for this machine: what is recorded would go over the network in the clear", fix
		}
		at.TLS = mode
	case "verify-full":
		at.TLS = mode
	default:
		return at, "has an sslmode that does not check who the server is", fix
	}
	return at, "", ""
}

// journalPassword gets the password of the server from the one source that is set; none is
// right where the server knows its user in another way.
func (l *loader) journalPassword() error {
	fromEnv := l.getenv(journalVariable)
	hasFile, hasCommand := l.doc.has(journalFile), l.doc.has(journalCommand)
	switch {
	case hasFile && hasCommand:
		return l.fail(journalFile, "the password is set more than once, by password_file and password_command", "keep one of them")
	case fromEnv != "" && hasFile:
		return l.fail(journalFile, "the password is set more than once, by password_file and $"+journalVariable, "keep one of them")
	case fromEnv != "" && hasCommand:
		return l.fail(journalCommand, "the password is set more than once, by password_command and $"+journalVariable, "keep one of them")
	case fromEnv != "":
		return l.setJournalPassword(journalURL, "the password in $"+journalVariable, []byte(fromEnv))
	case hasCommand:
		return l.printed(journalCommand, l.raw.Journal.PasswordCommand, l.setJournalPassword)
	case hasFile:
		const named = "write the path of the file, not the password"
		path, problem := l.resolve(l.raw.Journal.PasswordFile)
		if problem != "" || l.raw.Journal.PasswordFile == "" {
			return l.fail(journalFile, "is not the path of a file", named)
		}
		return l.secretFile(journalFile, path, named, l.setJournalPassword)
	}
	return nil
}

func (l *loader) setJournalPassword(key, source string, given []byte) error {
	defer clear(given)
	text, _, problem := bare(given)
	if problem != nil {
		return l.fail(key, source+" "+problem.Error(), problem.fix)
	}
	l.out.Journal.Password = NewSecret(string(text))
	return nil
}
