package sqljournal

import (
	"context"
	"errors"
	"net"
	"strings"
	"testing"

	"motoconsole/internal/journal"
	"motoconsole/internal/journal/journaltest"
	"motoconsole/internal/journal/pgtest"
)

// A host that is silent, as one whose machine is gone, keeps nobody from the next.
func TestFirstHostIsGone(t *testing.T) {
	t.Parallel()
	c := journaltest.NewClock()
	at := pgtest.Shared(t).Journal(t, c.Now())
	const gone = "192.0.2.1:5432"
	at.Hosts = append([]string{gone}, at.Hosts...)
	at.Dial = func(ctx context.Context, network, address string) (net.Conn, error) {
		if address == gone {
			<-ctx.Done()
			return nil, ctx.Err()
		}
		return new(net.Dialer).DialContext(ctx, network, address)
	}
	s := openOnServer(t, at, c.Now)
	journaltest.Intend(t, s, journaltest.AnAuth(t, "one", c.Now()))
}

// Moto goes by its configuration, whatever the environment says to other programs.
func TestEnvironmentDecidesNothing(t *testing.T) { //nolint:paralleltest // it sets the environment
	c := journaltest.NewClock()
	at := pgtest.Shared(t).Journal(t, c.Now())
	for name, value := range map[string]string{
		"PGHOST": "no-such-host.invalid", "PGPORT": "x", "PGDATABASE": "x", "PGUSER": "x", "PGPASSWORD": "x", "PGPASSFILE": "/nowhere/x", "PGAPPNAME": "x",
		"PGCONNECT_TIMEOUT": "x", "PGSSLMODE": "x", "PGSSLKEY": "/nowhere/x", "PGSSLCERT": "/nowhere/x", "PGSSLCERTMODE": "require", "PGSSLSNI": "x", "PGSSLROOTCERT": "/nowhere/x",
		"PGSSLPASSWORD": "x", "PGSSLNEGOTIATION": "direct", "PGTARGETSESSIONATTRS": "x", "PGTZ": "x", "PGOPTIONS": "-c x=x",
		"PGMINPROTOCOLVERSION": "3.2", "PGMAXPROTOCOLVERSION": "x", "PGCHANNELBINDING": "require", "PGREQUIREAUTH": "scram-sha-256",
	} {
		t.Setenv(name, value)
	}
	openOnServer(t, at, c.Now)
	t.Setenv("PGSERVICE", "x")
	_, err := Open(t.Context(), Options{Server: &at})
	var fault *journal.Error
	if !errors.As(err, &fault) || !strings.Contains(fault.Hint, "Unset PGSERVICE") {
		t.Errorf("got %v", err)
	}
}
