package sandbox

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"time"

	"motoconsole/internal/sandbox/faults"
)

// limits bound what one connection may take.
type limits struct {
	header, read, write, idle time.Duration
	headerBytes               int
}

// usualLimits give an ordinary request ample time, and end a client that sends a
// byte only now and then.
func usualLimits() limits {
	return limits{
		header:      5 * time.Second,
		read:        15 * time.Second,
		write:       60 * time.Second,
		idle:        30 * time.Second,
		headerBytes: 16 << 10,
	}
}

// Server is a bank listening on a TCP address.
type Server struct {
	http     *http.Server
	port     *faults.Port
	certFile string
	tidy     func() // removes files made for the server
	done     chan error
}

// Listen serves the bank on addr, such as "127.0.0.1:0" for any free port.
func Listen(addr string, bank *Bank) (*Server, error) {
	return listen(addr, bank, usualLimits())
}

func listen(addr string, bank *Bank, lim limits) (*Server, error) {
	l, err := openListener(addr)
	if err != nil {
		return nil, err
	}
	s := newServer(l, bank, lim)
	s.serve()
	return s, nil
}

func openListener(addr string) (net.Listener, error) {
	var lc net.ListenConfig
	l, err := lc.Listen(context.Background(), "tcp", addr)
	if err != nil {
		return nil, fmt.Errorf("test bank cannot listen: %w", err)
	}
	return l, nil
}

// newServer is a server that does not serve yet.
func newServer(l net.Listener, bank *Bank, lim limits) *Server {
	port := faults.NewPort(l, bank.faults)
	// HTTP/1 only, like the gateway. With HTTP/2 no single answer could be broken.
	protocols := new(http.Protocols)
	protocols.SetHTTP1(true)
	return &Server{
		port: port,
		tidy: func() {},
		done: make(chan error, 1),
		http: &http.Server{
			Handler:           bank,
			ReadHeaderTimeout: lim.header,
			ReadTimeout:       lim.read,
			WriteTimeout:      lim.write,
			IdleTimeout:       lim.idle,
			MaxHeaderBytes:    lim.headerBytes,
			Protocols:         protocols,
			BaseContext:       func(net.Listener) context.Context { return faults.WithStop(port.Stop) },
			// The server's own messages may quote what a client sent.
			ErrorLog: slog.NewLogLogger(slog.DiscardHandler, slog.LevelError),
		},
	}
}

func (s *Server) serve() {
	go func() {
		if s.http.TLSConfig != nil {
			s.done <- s.http.ServeTLS(s.port, "", "")
		} else {
			s.done <- s.http.Serve(s.port)
		}
	}()
}

// URL is where a client of this machine reaches the bank, without a slash at
// the end.
func (s *Server) URL() string {
	scheme := "http://"
	if s.http.TLSConfig != nil {
		scheme = "https://"
	}
	host, port, err := net.SplitHostPort(s.port.Addr().String())
	if err != nil {
		return scheme + s.port.Addr().String()
	}
	if ip := net.ParseIP(host); ip == nil || ip.IsUnspecified() {
		host = "127.0.0.1"
	}
	return scheme + net.JoinHostPort(host, port)
}

// Close stops listening, ends deliberate stalls, gives answers under way one
// second, and ends every connection.
func (s *Server) Close() error {
	ctx, cancel := context.WithTimeout(context.Background(), time.Second)
	defer cancel()
	err := s.http.Shutdown(ctx) // closes the port first
	if errors.Is(err, context.DeadlineExceeded) {
		err = s.http.Close()
	}
	if served := <-s.done; !errors.Is(served, http.ErrServerClosed) {
		err = errors.Join(err, served)
	}
	s.done <- http.ErrServerClosed // a second Close finds the same end
	_ = s.port.Close()             // if it never came to serving
	s.port.Group.Wait()
	s.tidy()
	return err
}
