package sandbox

import (
	"context"
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"net/url"
	"testing"
	"time"

	"motoconsole/gateway"
	"motoconsole/internal/sandbox/faults"
)

// served is a bank on a port of its own.
func served(t testing.TB, b *Bank) *Server {
	t.Helper()
	s, err := Listen("127.0.0.1:0", b)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return s
}

// setFault sets a fault written as on a command line.
func setFault(t testing.TB, b *Bank, text string, change ...func(*faults.Fault)) {
	t.Helper()
	f, err := faults.ParseName(text)
	if err != nil {
		t.Fatal(text, err)
	}
	for _, c := range change {
		c(&f)
	}
	if err := b.SetFault(f); err != nil {
		t.Fatal(text, err)
	}
}

// ample is the timeout of a client that waits for every answer, and of a test that
// hangs.
const ample = 5 * time.Minute

// pay sends one AUTH of 10.50 with the console's own client. The error is nil
// for a usable answer.
func pay(t testing.TB, s *Server, roots *x509.CertPool, timeout time.Duration, reference string) (gateway.AuthResult, *gateway.Error) {
	t.Helper()
	client, err := gateway.New(gateway.Config{
		ConnectOnce: true, // faults strike connections one by one

		URL: s.URL() + "/json/", Username: user, Password: gateway.NewPassword(secret),
		Timeout: timeout, Now: noon, RootCAs: roots,
	})
	if err != nil {
		t.Fatal(err)
	}
	currency, err := gateway.ParseCurrency("GBP")
	if err != nil {
		t.Fatal(err)
	}
	card := gateway.Card{Number: gateway.NewCardNumber(), Code: gateway.NewSecurityCode(), Expiry: gateway.Expiry{Month: 12, Year: 2030}}
	for i := range len(canary) {
		card.Number.Push(canary[i])
	}
	for _, c := range []byte("123") {
		card.Code.Push(c)
	}
	result, err := client.Auth(context.Background(), gateway.AuthRequest{
		Site: "test_site12345", OrderReference: reference, Amount: gateway.Money{Minor: 1050, Currency: currency}, Card: card,
	})
	if err == nil {
		return result, nil
	}
	var fail *gateway.Error
	if !errors.As(err, &fail) {
		t.Fatalf("the client refused its own request: %v", err)
	}
	return result, fail
}

// dial opens a bare connection to a server.
func dial(t testing.TB, s *Server) net.Conn {
	t.Helper()
	u, err := url.Parse(s.URL())
	if err != nil {
		t.Fatal(err)
	}
	conn, err := (&net.Dialer{}).DialContext(context.Background(), "tcp", u.Host)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = conn.Close() })
	if err := conn.SetDeadline(time.Now().Add(ample)); err != nil {
		t.Fatal(err)
	}
	return conn
}

// rawAuth is an AUTH with this order reference, as sent.
func rawAuth(t testing.TB, reference string) []byte {
	t.Helper()
	payload := body(t, auth("orderreference", reference))
	return fmt.Appendf(nil, "POST /json/ HTTP/1.1\r\nHost: x\r\nAuthorization: Basic %s\r\nREQUESTREFERENCE: Amine\r\n"+
		"Content-Length: %d\r\nConnection: close\r\n\r\n%s", "d2Vic2VydmljZXNAZXhhbXBsZS5jb206UGFzc3dvcmQxXg==", len(payload), payload)
}

// eventually waits until a condition becomes true: soon, or later on a busy machine.
func eventually(t testing.TB, what string, is func() bool) {
	t.Helper()
	for end := time.Now().Add(ample); !is(); time.Sleep(2 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatal("never: " + what)
		}
	}
}
