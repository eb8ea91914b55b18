package gateway

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"crypto/x509"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"time"

	"motoconsole/gateway/internal/wire"
)

// DefaultTimeout is the default deadline of a whole request, from connecting to the
// last byte of the answer. The vendor's clients wait up to 60 s for an answer.
const DefaultTimeout = 60 * time.Second

// Config configures a Client. URL, Username and Password are required.
type Config struct {
	// URL is the full address of the JSON interface, such as
	// https://webservices.securetrading.net/json/. http is accepted for
	// loopback addresses only.
	URL string
	// Username is the Webservices user; it is sent as the alias as well.
	Username string
	Password Password
	// Timeout is the deadline of a whole request; 0 means DefaultTimeout.
	Timeout time.Duration
	// ConnectOnce makes the client give up if its first connection fails. Otherwise
	// it tries to connect three times. A request is sent once either way.
	ConnectOnce bool
	// RootCAs replaces the system's certificate authorities.
	RootCAs *x509.CertPool
	// Proxy chooses a proxy; nil means the usual environment variables.
	Proxy func(*http.Request) (*url.URL, error)
	// Log gets one line for each request: reference, type, HTTP status, errorcode (see
	// LoggedCode) and time taken. It never gets a body. nil logs nothing.
	Log *slog.Logger
	// UserAgent is sent as is; "" means "moto".
	UserAgent string
	// NewReference makes the REQUESTREFERENCE; nil means a random one.
	NewReference func() string
	// Now is the clock; nil means time.Now.
	Now func() time.Time
	// Refused, if set, is called for each answer with HTTP status 401, for every
	// kind of request and whatever page came with it. It must not block.
	Refused func()
	// Took, if set, is told how long each request took, and whether it has an answer.
	Took func(took time.Duration, answered bool)
}

// Client talks to the Webservices JSON interface. It is safe for concurrent
// use. It opens a connection for each request and never sends a request twice.
type Client struct {
	cfg Config

	bare sync.Once // a body without all protections is logged once
}

// New makes a client. It does not connect.
func New(cfg Config) (*Client, error) {
	if err := CheckURL(cfg.URL); err != nil {
		return nil, err
	}
	if cfg.Username == "" || cfg.Password.IsZero() {
		return nil, fmt.Errorf("a Webservices username and password are needed")
	}
	if cfg.Timeout <= 0 {
		cfg.Timeout = DefaultTimeout
	}
	if cfg.Log == nil {
		cfg.Log = slog.New(slog.DiscardHandler)
	}
	if cfg.UserAgent == "" {
		cfg.UserAgent = "moto"
	}
	if cfg.NewReference == nil {
		cfg.NewReference = newRequestReference
	}
	if cfg.Now == nil {
		cfg.Now = time.Now
	}
	if cfg.Proxy == nil {
		cfg.Proxy = http.ProxyFromEnvironment
	}
	return &Client{cfg: cfg}, nil
}

// CheckURL reports why card data must not be sent to an address: it is neither
// https nor http on a loopback address, or it carries a user name, a password, a
// query or a fragment.
func CheckURL(address string) error {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" {
		return fmt.Errorf("the gateway's address is not a URL")
	}
	if u.User != nil || u.RawQuery != "" || u.Fragment != "" {
		return fmt.Errorf("the gateway's address must have no user name, query or fragment")
	}
	switch u.Scheme {
	case "https":
		return nil
	case "http":
		ip := net.ParseIP(u.Hostname())
		if u.Hostname() == "localhost" || ip != nil && ip.IsLoopback() {
			return nil
		}
		return fmt.Errorf("the gateway's address must begin with https://; http:// is for loopback addresses only")
	default:
		return fmt.Errorf("the gateway's address must begin with https://")
	}
}

// referenceAlphabet holds the characters of the references that the vendor's
// clients make.
const referenceAlphabet = "0123456789abcdefghjkmnpqrtuvwxy"

// newRequestReference makes a REQUESTREFERENCE as the vendor's clients do: "A"
// and eight random characters.
func newRequestReference() string {
	random := make([]byte, 8)
	_, _ = rand.Read(random) // never fails, by its documentation
	for i, b := range random {
		random[i] = referenceAlphabet[int(b)%len(referenceAlphabet)]
	}
	return "A" + string(random)
}

// call is one request on its way.
type call struct {
	reference string
	kind      string // for the log: "AUTH"
	body      *wire.Body
	limit     int64 // longest answer read
}

// connectPauses are the waits before the client tries again to connect. It does so
// only while no connection was made: once a byte of the request may have been
// written, nothing is sent again.
func connectPauses() []time.Duration { return []time.Duration{250 * time.Millisecond, time.Second} }

// sleep waits, and reports false when the context ends first.
func sleep(ctx context.Context, d time.Duration) bool {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return false
	case <-timer.C:
		return true
	}
}

// do sends a call once and returns the elements of the answer. It always wipes
// the body.
func (c *Client) do(ctx context.Context, k call) (answer, *Error) {
	defer k.body.Wipe()
	c.noteBare(k.body.Problems())
	ctx, cancel := context.WithTimeout(ctx, c.cfg.Timeout)
	defer cancel()
	start := c.cfg.Now()
	gate := gateOf(ctx).gate
	ans, status, fail := c.exchange(ctx, gate, k)
	for _, pause := range connectPauses() {
		if c.cfg.ConnectOnce || fail == nil || fail.Written || fail.hopeless() || gate.IsShut() || !sleep(ctx, pause) {
			break
		}
		ans, status, fail = c.exchange(ctx, gate, k)
	}
	if c.cfg.Took != nil {
		c.cfg.Took(c.cfg.Now().Sub(start), fail == nil)
	}
	if status == http.StatusUnauthorized && c.cfg.Refused != nil {
		c.cfg.Refused()
	}
	attrs := []slog.Attr{
		slog.String("reference", k.reference),
		slog.String("type", k.kind),
		slog.Int("status", status),
		slog.Duration("took", c.cfg.Now().Sub(start)),
	}
	if fail != nil {
		attrs = append(attrs, slog.String("problem", fail.Error()), slog.Bool("written", fail.Written))
		c.cfg.Log.LogAttrs(ctx, slog.LevelError, "gateway request failed", attrs...)
		return answer{}, fail
	}
	attrs = append(attrs, slog.String("errorcode", strings.Join(ans.codes(), ",")))
	c.cfg.Log.LogAttrs(ctx, slog.LevelInfo, "gateway request", attrs...)
	return ans, nil
}

// noteBare logs, once, that the system could not protect the memory of a request. A vault
// that was set aside before may have more protection than is left for requests.
func (c *Client) noteBare(problems []string) {
	if len(problems) == 0 {
		return
	}
	c.bare.Do(func() {
		c.cfg.Log.LogAttrs(context.Background(), slog.LevelWarn, "the memory of a request is not protected as it should be", slog.String("problem", strings.Join(problems, "; ")))
	})
}

// TestSitePrefix begins the names of test sites, and of no others (documented).
// Payments of any other site move real money.
const TestSitePrefix = "test_"

// IsTestSite reports a site on which no real money moves.
func IsTestSite(site string) bool { return strings.HasPrefix(site, TestSitePrefix) }

// Mode says whether money is real.
type Mode int

// The modes of a site.
const (
	ModeLive    Mode = iota // real money; the zero value, so that a forgotten mode warns
	ModeTest                // a test site of the gateway
	ModeSandbox             // a bank that stands in for the gateway
)

// ModeOf is the mode of a site of the gateway.
func ModeOf(site string) Mode {
	if IsTestSite(site) {
		return ModeTest
	}
	return ModeLive
}

// String is the mode in capitals.
func (m Mode) String() string {
	switch m {
	case ModeTest:
		return "TEST"
	case ModeSandbox:
		return "SANDBOX"
	default:
		return "LIVE"
	}
}

// Password is a Webservices user's password.
type Password struct {
	redacted
	p *string
}

// NewPassword makes a Password from its text.
func NewPassword(password string) Password { return Password{p: &password} }

// IsZero reports whether no password is set.
func (p Password) IsZero() bool { return p.p == nil || *p.p == "" }

// Equal compares in constant time.
func (p Password) Equal(other string) bool {
	return subtle.ConstantTimeCompare([]byte(p.reveal()), []byte(other)) == 1
}

func (p Password) reveal() string {
	if p.p == nil {
		return ""
	}
	return *p.p
}
