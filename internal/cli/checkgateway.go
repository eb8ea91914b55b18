package cli

import (
	"context"
	"crypto/rand"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"net/url"
	"strings"
	"time"

	"motoconsole/gateway"
	"motoconsole/internal/app"
	"motoconsole/internal/config"
	"motoconsole/internal/statement"
)

// gatewayFindings signs in at the gateway and asks for a payment that cannot
// exist; the answer also has the gateway's time.
func (p program) gatewayFindings(ctx context.Context, s config.Settings) []finding {
	list := []finding{encryption(ctx, s)}
	client, closeLog, err := app.Client(s, p.version)
	if err != nil {
		return append(list, finding{"gateway", failing, err.Error(), "correct the configuration"})
	}
	defer closeLog()
	began := time.Now()
	found, err := client.Query(ctx, gateway.Query{
		Sites: s.Gateway.Sites, OrderReferences: []string{"moto-check-" + rand.Text()[:12]},
	})
	if err != nil {
		says, do := gatewayTrouble(err)
		return append(list,
			finding{"gateway", failing, says, do},
			finding{"clock", unsure, "not compared: the gateway did not give its time", "fix the connection to the gateway first"})
	}
	return append(list,
		finding{"gateway", fine, fmt.Sprintf("signed in as %s, answered within %d ms", gateway.Clean(s.Gateway.Username, 80), time.Since(began).Milliseconds()), ""},
		clock(found.At, began, time.Now()))
}

// gatewayTrouble describes an error of the gateway, and the way out.
func gatewayTrouble(err error) (says, do string) {
	says = err.Error()
	if query, ok := errors.AsType[*gateway.QueryError](err); ok {
		return says + ", " + query.Code.Message, "check gateway.site, and with Trust Payments what this user may do"
	}
	fail, ok := errors.AsType[*gateway.Error](err)
	switch {
	case ok && fail.Kind == gateway.KindSignIn:
		do = "check gateway.username and the password, and with Trust Payments that this user is a Webservices user"
	case ok && fail.Kind == gateway.KindNotReached:
		do = "check gateway.url, the network, the proxy and the certificates this machine trusts"
	default:
		do = "try again; if the error stays, check gateway.url and ask Trust Payments"
	}
	return says, do
}

// clock compares this machine's clock with the gateway's time for a request, which
// lies between two moments here. It takes the gateway's time as UTC.
func clock(there, before, after time.Time) finding {
	f := finding{"clock", fine, "agrees with the gateway's", ""}
	var off time.Duration
	switch {
	case there.IsZero():
		return finding{f.Part, unsure, "not compared: the gateway did not give its time", "make sure that the clock is set by the network"}
	case there.Before(before.Truncate(time.Second)):
		off = there.Sub(before).Round(time.Second)
	case there.After(after):
		off = there.Sub(after).Round(time.Second)
	}
	if off.Abs() > app.MostDrift {
		f.Verdict, f.Do = failing, "set the clock, and have it set by the network"
		f.Says = fmt.Sprintf("this machine's clock is %s %s", off.Abs(), statement.BesideGateway(off))
	}
	return f
}

// encryption looks at the gateway's certificate. It uses a connection of its own
// and sends nothing over it.
func encryption(ctx context.Context, s config.Settings) finding {
	f := finding{Part: "encryption", Verdict: unsure}
	address, err := url.Parse(s.Gateway.URL)
	if err != nil || address.Scheme != "https" {
		f.Says, f.Do = "none: gateway.url begins with http://, which is only for this machine", "write https:// for any other"
		return f
	}
	port := address.Port()
	if port == "" {
		port = "443"
	}
	ctx, cancel := context.WithTimeout(ctx, 10*time.Second)
	defer cancel()
	conn, err := (&tls.Dialer{Config: &tls.Config{MinVersion: tls.VersionTLS12, RootCAs: s.Gateway.CAs}}).DialContext(ctx, "tcp", net.JoinHostPort(address.Hostname(), port))
	if untrusted, ok := errors.AsType[*tls.CertificateVerificationError](err); ok {
		f.Verdict, f.Do = failing, "make this machine trust the authority that signed it, or name it by gateway.ca_file; never bypass this check"
		f.Says = "the gateway's certificate is not trusted: " + gateway.Clean(untrusted.Err.Error(), 200) + vouching(s)
		return f
	}
	if err != nil {
		f.Says = "moto could not connect directly to look at the gateway's certificate"
		f.Do = "if this machine uses a proxy, do nothing: moto checks the certificate with each payment"
		return f
	}
	defer func() { _ = conn.Close() }()
	secured, ok := conn.(*tls.Conn)
	if !ok || len(secured.ConnectionState().PeerCertificates) == 0 {
		f.Says, f.Do = "the gateway showed no certificate", "check gateway.url"
		return f
	}
	state := secured.ConnectionState()
	leaf := state.PeerCertificates[0]
	f.Verdict = fine
	f.Says = fmt.Sprintf("%s, a certificate of %s, good until %s", tls.VersionName(state.Version),
		gateway.Clean(strings.Join(append(leaf.Issuer.Organization, leaf.Issuer.CommonName), " "), 80), leaf.NotAfter.UTC().Format(time.DateOnly)) + vouching(s)
	if left := time.Until(leaf.NotAfter); left < 7*24*time.Hour {
		f.Verdict, f.Do = unsure, "Trust Payments should have replaced it: ask them"
	}
	return f
}

// vouching says which authorities count, if not the machine's.
func vouching(s config.Settings) string {
	if s.Gateway.CAFile == "" {
		return ""
	}
	return "; only the authorities in " + gateway.Clean(s.Gateway.CAFile, 200) + " count"
}
