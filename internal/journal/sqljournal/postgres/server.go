// Package postgres reaches the PostgreSQL server that keeps a journal: connections and
// what each promises, migrations, the rights of roles, and what an error of the server
// means. It knows the journal's schema, and none of its statements.
package postgres

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"database/sql"
	"errors"
	"net"
	"os"
	"strconv"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/stdlib"

	"motoconsole/internal/journal"
)

// Server says where a journal's database is, and as whom moto uses it.
type Server struct {
	// Hosts are host:port, or folders with the server's socket. Of several, the one that
	// can be written is used: after a failover that is another one.
	Hosts    []string
	Database string
	User     string
	Password func() string // nil for none
	// Role is taken on after signing in, if it is not "".
	Role   string
	Schema string
	// TLS is how a connection is protected: "disable" or "verify-full".
	TLS string
	// Root is the file with the authority that signed the server's certificate; "" for the
	// system's.
	Root string
	// Pool is how many connections one process holds for queries.
	Pool int

	// Warned is told of each warning to the connection that writes; it may be nil.
	Warned func()
	// Dial reaches a host; nil means by the network.
	Dial func(ctx context.Context, network, address string) (net.Conn, error)
}

const (
	// Patience is how long a write waits for the server, and Busy for other writers: the
	// caller is on the line.
	Patience = 10 * time.Second
	Busy     = 5 * time.Second

	// dialTime is how long a machine may be silent before the next host is tried. A server
	// that has been reached has connectTime to let moto in.
	dialTime    = 1500 * time.Millisecond
	connectTime = 5 * time.Second
	keepAlive   = 5 * time.Second
)

// Place names the journal for people. It holds no password.
func (s Server) Place() string {
	return "postgres://" + strings.Join(s.Hosts, ",") + "/" + s.Database + " (schema " + s.Schema + ")"
}

// use is what connections are for.
type use int

const (
	toWrite use = iota
	toRead
	toListen
)

// Writer is the one connection of a process that writes.
func (s Server) Writer() (*sql.DB, error) {
	db, err := s.open(toWrite)
	if err == nil {
		db.SetMaxOpenConns(1)
		db.SetConnMaxIdleTime(0)
	}
	return db, err
}

// Reader is the connections of a process for queries. They cannot write.
func (s Server) Reader() (*sql.DB, error) {
	db, err := s.open(toRead)
	if err == nil {
		db.SetMaxOpenConns(s.Pool)
		db.SetMaxIdleConns(s.Pool)
		db.SetConnMaxIdleTime(5 * time.Minute)
	}
	return db, err
}

func (s Server) open(what use) (*sql.DB, error) {
	config, err := s.config(what)
	if err != nil {
		return nil, err
	}
	return stdlib.OpenDB(*config), nil
}

// config is how to connect. It begins with a text that names everything that the
// environment would otherwise decide.
func (s Server) config(what use) (*pgx.ConnConfig, error) {
	config, err := pgx.ParseConfig("host=/nowhere port=1 user=nobody dbname=nothing password=none sslmode=disable target_session_attrs=any passfile=" + os.DevNull + " options='' " +
		"connect_timeout=5 sslnegotiation=postgres sslcertmode=allow sslrootcert='' sslcert='' sslkey='' channel_binding=prefer require_auth='' min_protocol_version=3.0 max_protocol_version=3.0")
	if err != nil {
		return nil, s.hinted(journal.FaultAway, errors.New("the environment names settings for it that cannot be read"), "Unset PGSERVICE: moto goes only by its configuration.")
	}
	config.Database, config.User, config.Password = s.Database, s.User, ""
	if s.Password != nil {
		config.Password = s.Password()
	}
	if config.Password != "" {
		config.RequireAuth = "scram-sha-256" // a false server in its place learns nothing
	}
	config.ConnectTimeout, config.Fallbacks = connectTime, nil
	for i, place := range s.Hosts {
		host, port, protection, err := s.reach(place)
		if err != nil {
			return nil, err
		}
		if i == 0 {
			config.Host, config.Port, config.TLSConfig = host, port, protection
			continue
		}
		config.Fallbacks = append(config.Fallbacks, &pgconn.FallbackConfig{Host: host, Port: port, TLSConfig: protection})
	}
	dialer := &net.Dialer{KeepAliveConfig: net.KeepAliveConfig{Enable: true, Idle: keepAlive, Interval: keepAlive, Count: 2}}
	dial := dialer.DialContext
	if s.Dial != nil {
		dial = s.Dial
	}
	config.DialFunc = func(ctx context.Context, network, address string) (net.Conn, error) {
		ctx, cancel := context.WithTimeout(ctx, dialTime)
		defer cancel()
		return dial(ctx, network, address)
	}
	config.RuntimeParams = map[string]string{
		"application_name": "moto", "search_path": quote(s.Schema) + ", pg_temp", "timezone": "UTC", "client_encoding": "UTF8",
		"lock_timeout": milliseconds(Busy), "idle_in_transaction_session_timeout": milliseconds(Patience),
		"standard_conforming_strings": "on", "default_transaction_isolation": "read committed",
	}
	if s.Role != "" {
		config.RuntimeParams["role"] = s.Role
	}
	switch what {
	case toListen:
		config.RuntimeParams["application_name"], config.RuntimeParams["idle_session_timeout"] = Listeners, "0"
		config.ValidateConnect = pgconn.ValidateConnectTargetSessionAttrsPrimary // a standby tells nothing
		return config, nil
	case toRead:
		// A query that takes several statements sees one moment.
		config.RuntimeParams["default_transaction_isolation"] = "repeatable read"
		config.RuntimeParams["default_transaction_read_only"] = "on"
		// A standby may be behind: the guard would miss a payment.
		config.ValidateConnect = pgconn.ValidateConnectTargetSessionAttrsPrimary
		return config, nil
	case toWrite:
	}
	config.OnNotice = func(_ *pgconn.PgConn, n *pgconn.Notice) {
		if s.Warned != nil && n.SeverityUnlocalized == "WARNING" {
			s.Warned()
		}
	}
	config.RuntimeParams["statement_timeout"] = milliseconds(Patience)
	config.ValidateConnect = pgconn.ValidateConnectTargetSessionAttrsReadWrite
	// A commit that is answered must have reached the disk, and the standby where there is
	// one. A server that promises more is left alone.
	config.AfterConnect = func(ctx context.Context, c *pgconn.PgConn) error {
		return c.Exec(ctx, "SELECT set_config('synchronous_commit', 'on', false) WHERE current_setting('synchronous_commit') NOT IN ('on', 'remote_apply')").Close()
	}
	return config, nil
}

// reach is a place as pgx takes it.
func (s Server) reach(place string) (host string, port uint16, protection *tls.Config, err error) {
	if strings.HasPrefix(place, "/") {
		folder, number, has := strings.Cut(place, ":")
		n, err := strconv.ParseUint(number, 10, 16)
		if !has || err != nil {
			n = 5432
		}
		return folder, uint16(n), nil, nil
	}
	host, number, err := net.SplitHostPort(place)
	if err != nil {
		return "", 0, nil, s.error(journal.FaultForeign, err)
	}
	n, err := strconv.ParseUint(number, 10, 16)
	if err != nil {
		return "", 0, nil, s.error(journal.FaultForeign, err)
	}
	protection, err = s.protection(host)
	return host, uint16(n), protection, err
}

// protection is how a connection to a host is encrypted.
func (s Server) protection(host string) (*tls.Config, error) {
	if s.TLS == "disable" {
		return nil, nil //nolint:nilnil // pgx takes it for a plain connection
	}
	config := &tls.Config{ServerName: host, MinVersion: tls.VersionTLS12}
	if s.Root == "" {
		return config, nil
	}
	text, err := os.ReadFile(s.Root)
	if err != nil {
		return nil, s.error(journal.FaultPermission, err)
	}
	config.RootCAs = x509.NewCertPool()
	if !config.RootCAs.AppendCertsFromPEM(text) {
		return nil, s.hinted(journal.FaultPermission, errNoRoot, "Name the file with the authority's certificate in PEM form as journal.root_certificate.")
	}
	return config, nil
}

func milliseconds(d time.Duration) string { return strconv.FormatInt(d.Milliseconds(), 10) }

// quote is a name as SQL takes it, whatever is in it.
func quote(name string) string { return pgx.Identifier{name}.Sanitize() }

// Weaknesses are the server's settings that make a promise of the journal weaker than it
// is in SQLite, in words.
func Weaknesses(ctx context.Context, db *sql.DB) ([]string, error) {
	var weak []string
	for name, says := range map[string]string{
		"fsync":            "fsync is off: a power cut may lose or damage the journal",
		"full_page_writes": "full_page_writes is off: a power cut may damage the journal",
	} {
		var value string
		if err := db.QueryRowContext(ctx, "SELECT current_setting($1)", name).Scan(&value); err != nil {
			return nil, err
		}
		if value == "off" {
			weak = append(weak, says)
		}
	}
	var standbys string
	if err := db.QueryRowContext(ctx, "SELECT current_setting('synchronous_standby_names')").Scan(&standbys); err != nil {
		return nil, err
	}
	if standbys == "" {
		weak = append(weak, "synchronous_standby_names is empty: if the server's machine is lost, so are the payments recorded last, even where a standby takes over")
	}
	return weak, nil
}
