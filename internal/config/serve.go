package config

import (
	"errors"
	"io"
	"math"
	"net"
	"net/netip"
	"os"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"golang.org/x/crypto/ssh"

	"motoconsole/internal/rights"
	"motoconsole/internal/trust"
)

// Serve says where consoles are served over SSH, and to how many.
type Serve struct {
	Listen string
	// HostKey names the file of the server's private key; "" for none.
	HostKey string
	// Authorities may sign certificates for agents. UserCA names their file; "" for none.
	Authorities []ssh.PublicKey
	UserCA      string
	// Revoked names the list of revoked keys and certificates; "" for none.
	Revoked string

	MaxSessions, PerAgent, PerAddress int
	// HandshakeTimeout is how long a client may take to sign in, IdleTimeout how long it
	// may send nothing, and Longest how long a connection may last.
	HandshakeTimeout, IdleTimeout, Longest time.Duration
	// Linger is how long a console whose line dropped waits for its agent; 0 for not.
	Linger time.Duration
	// Metrics is the address of this machine at which the server's figures are read; "" for
	// none.
	Metrics string
}

func defaultServe() Serve {
	return Serve{
		Listen: ":2222", MaxSessions: 400, PerAgent: 4, PerAddress: 400,
		HandshakeTimeout: 20 * time.Second, IdleTimeout: time.Hour, Longest: 12 * time.Hour, Linger: 10 * time.Minute,
	}
}

// principalShape is what a name in certificates looks like.
var principalShape = regexp.MustCompile(`^[A-Za-z0-9._@+-]{1,64}$`)

// publicKey is a public key as authorized_keys has it, on one line and without options;
// nil if the text is none. A certificate is none: its authority is named instead.
func publicKey(line string) ssh.PublicKey {
	key, _, options, _, err := ssh.ParseAuthorizedKey([]byte(line))
	if err != nil || len(options) > 0 || strings.ContainsAny(line, "\r\n") {
		return nil
	}
	if _, certificate := key.(*ssh.Certificate); certificate {
		return nil
	}
	return key
}

// serve checks [serve].
func (l *loader) serve() error {
	in, out := l.raw.Serve, &l.out.Serve
	if l.doc.has("serve.listen") {
		_, port, err := net.SplitHostPort(in.Listen)
		number, problem := strconv.Atoi(port)
		if err != nil || problem != nil || number < 0 || number > math.MaxUint16 {
			return l.fail("serve.listen", "must be an address and a port", `write listen = ":2222", or listen = "10.0.0.5:22" for one address`)
		}
		out.Listen = in.Listen
	}
	for _, file := range []struct {
		key, text string
		to        *string
	}{{"serve.host_key", in.HostKey, &out.HostKey}, {"serve.revoked", in.Revoked, &out.Revoked}} {
		if !l.doc.has(file.key) {
			continue
		}
		path, problem := l.resolve(file.text)
		if file.text == "" {
			problem = "is empty"
		}
		if problem != "" {
			return l.fail(file.key, problem, "write the whole path of a file, or leave the key out")
		}
		*file.to = path
	}
	if l.doc.has("serve.metrics") {
		at, err := netip.ParseAddrPort(in.Metrics)
		if err != nil || !at.Addr().IsLoopback() {
			return l.fail("serve.metrics", "must be an address that only this machine can reach, and a port", `write metrics = "127.0.0.1:9187", and let what collects the figures run on this machine`)
		}
		out.Metrics = in.Metrics
	}
	if err := l.userAuthorities(); err != nil {
		return err
	}
	if err := l.serveCounts(); err != nil {
		return err
	}
	return l.serveTimes()
}

func (l *loader) serveCounts() error {
	in, out := l.raw.Serve, &l.out.Serve
	for _, count := range []struct {
		key  string
		in   int64
		most int64
		to   *int
	}{
		{"serve.max_sessions", in.MaxSessions, 5000, &out.MaxSessions},
		{"serve.per_agent", in.PerAgent, 20, &out.PerAgent},
		{"serve.per_address", in.PerAddress, 5000, &out.PerAddress},
	} {
		if !l.doc.has(count.key) {
			continue
		}
		if count.in < 1 || count.in > count.most {
			return l.fail(count.key, "must be 1 to "+strconv.FormatInt(count.most, 10), "leave the key out for "+strconv.Itoa(*count.to))
		}
		*count.to = int(count.in)
	}
	return nil
}

func (l *loader) serveTimes() error {
	in, out := l.raw.Serve, &l.out.Serve
	err := l.span("serve.handshake_timeout", in.HandshakeTimeout, &out.HandshakeTimeout, 5*time.Second, 2*time.Minute, "must be a time from 5s to 2m", `write handshake_timeout = "20s"`)
	if err == nil {
		err = l.span("serve.idle_timeout", in.IdleTimeout, &out.IdleTimeout, time.Minute, 24*time.Hour, "must be a time from 1m to 24h", `write idle_timeout = "1h"`)
	}
	if err == nil {
		err = l.span("serve.longest", in.Longest, &out.Longest, 10*time.Minute, 7*24*time.Hour, "must be a time from 10m to 168h", `write longest = "12h"`)
	}
	if err == nil {
		err = l.span("serve.linger", in.Linger, &out.Linger, 0, 24*time.Hour, "must be a time up to 24h, or 0s", `write linger = "10m", or "0s" for a console that ends with its line`)
	}
	return err
}

// MostUserCA is far longer than any file of authorities.
const MostUserCA = 64 << 10

// userAuthorities reads serve.user_ca: public keys, one a line.
func (l *loader) userAuthorities() error {
	const key, fix = "serve.user_ca", "name the file of the authority's public key, such as user_ca.pub"
	if !l.doc.has(key) {
		return nil
	}
	path, problem := l.resolve(l.raw.Serve.UserCA)
	if problem != "" || l.raw.Serve.UserCA == "" {
		return l.fail(key, "is not the path of a file", fix)
	}
	f, err := l.open(key, path, trust.Rule{}, fix)
	if err != nil {
		return err
	}
	text, err := readAll(f, MostUserCA)
	if err != nil {
		return l.fail(key, "the file cannot be read", fix)
	}
	authorities, ok := AuthoritiesIn(text)
	switch {
	case !ok:
		return l.fail(key, "the file holds something other than public keys", fix)
	case len(authorities) == 0:
		return l.fail(key, "the file holds no public key", fix)
	}
	l.out.Serve.Authorities, l.out.Serve.UserCA = authorities, path
	return nil
}

// AuthoritiesIn are the public keys in the text of serve.user_ca, one a line. It is not ok if
// there is anything else.
func AuthoritiesIn(text []byte) (authorities []ssh.PublicKey, ok bool) {
	for line := range strings.Lines(string(text)) {
		if line = strings.TrimSpace(line); line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		authority := publicKey(line)
		if authority == nil {
			return nil, false
		}
		authorities = append(authorities, authority)
	}
	return authorities, true
}

// errTooLong says that a file is longer than it should be.
var errTooLong = errors.New("the file is too long")

// readAll reads a file of limited length, and closes it.
func readAll(f *os.File, most int64) ([]byte, error) {
	defer func() { _ = f.Close() }() // the file was only read
	text, err := io.ReadAll(io.LimitReader(f, most+1))
	if err == nil && int64(len(text)) > most {
		err = errTooLong
	}
	return text, err
}

// Of are the settings for an agent of the table: what the agent may do, the site where
// they begin, and their passphrase.
func (s Settings) Of(agent string) Settings {
	s.Grant = s.Agents.Grant(agent)
	s.Operator = s.Grant.Agent().Name
	s.Passphrase, _ = parsePassphrase(s.Grant.Agent().PassphraseHash) // it was read before; none for ""
	if own := s.SitesOfAgent(); len(own) > 0 && !slices.Contains(own, s.Gateway.Site) {
		s = s.At(own[0])
	}
	return s
}

// Differences are the sections of a later configuration that differ, except those of
// agents and roles. It does not look into the files that it names, except for the
// authorities.
func (s Settings) Differences(later Settings) (sections []string) {
	s.Gateway.Password, s.Gateway.CAs = later.Gateway.Password, later.Gateway.CAs
	s.Journal.Password = later.Journal.Password
	for _, part := range []struct {
		name    string
		is, was any
	}{
		{"gateway", later.Gateway, s.Gateway},
		{"payment", later.Payment, s.Payment},
		{"refund", later.Refund, s.Refund},
		{"journal", later.Journal, s.Journal},
		{"ui", later.UI, s.UI},
		{"log", later.Log, s.Log},
		{"serve", later.Serve, s.Serve},
		{"sites", later.sites, s.sites},
	} {
		if !reflect.DeepEqual(part.is, part.was) {
			sections = append(sections, part.name)
		}
	}
	return sections
}

// Served are the agents who can sign in over SSH: also those who are disabled, who are told so.
func (s Settings) Served() []rights.Agent {
	return slices.DeleteFunc(s.Agents.Agents(), func(a rights.Agent) bool { return len(a.Keys) == 0 && len(s.Serve.Authorities) == 0 })
}

// Fault is an error for a key of the file, or of the tables that the journal keeps, from code
// that uses what the key names.
func (s Settings) Fault(key, problem, fix string) error {
	file := s.Path
	if s.Tables.InJournal && sectionOf(key) == agentsSection {
		file = s.Tables.Name
	}
	return &Error{File: file, Key: key, Problem: problem, Fix: fix}
}
