package sandbox

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"time"
)

// limits bound what one connection may take.
type limits struct {
	header, read, write, idle time.Duration
	headerBytes               int
}

// usualLimits let a person's request through with room to spare and end a
// client that sends a byte now and then.
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
	listener net.Listener
	done     chan error
}

// Listen serves the bank on addr, such as "127.0.0.1:0" for any free port.
func Listen(addr string, bank *Bank) (*Server, error) {
	return listen(addr, bank, usualLimits())
}

func listen(addr string, bank *Bank, lim limits) (*Server, error) {
	var lc net.ListenConfig
	l, err := lc.Listen(context.Background(), "tcp", addr)
	if err != nil {
		return nil, fmt.Errorf("test bank cannot listen: %w", err)
	}
	s := &Server{
		listener: l,
		done:     make(chan error, 1),
		http: &http.Server{
			Handler:           bank,
			ReadHeaderTimeout: lim.header,
			ReadTimeout:       lim.read,
			WriteTimeout:      lim.write,
			IdleTimeout:       lim.idle,
			MaxHeaderBytes:    lim.headerBytes,
			// The server's own messages may quote what a client sent.
			ErrorLog: slog.NewLogLogger(slog.DiscardHandler, slog.LevelError),
		},
	}
	go func() { s.done <- s.http.Serve(l) }()
	return s, nil
}

// URL is where a client of this machine reaches the bank, without a slash at
// the end.
func (s *Server) URL() string {
	host, port, err := net.SplitHostPort(s.listener.Addr().String())
	if err != nil {
		return "http://" + s.listener.Addr().String()
	}
	if ip := net.ParseIP(host); ip == nil || ip.IsUnspecified() {
		host = "127.0.0.1"
	}
	return "http://" + net.JoinHostPort(host, port)
}

// Close stops listening, gives answers on their way two seconds, and ends
// every connection.
func (s *Server) Close() error {
	ctx, cancel := context.WithTimeout(context.Background(), 2*time.Second)
	defer cancel()
	err := s.http.Shutdown(ctx)
	if errors.Is(err, context.DeadlineExceeded) {
		err = s.http.Close()
	}
	if served := <-s.done; !errors.Is(served, http.ErrServerClosed) {
		err = errors.Join(err, served)
	}
	s.done <- http.ErrServerClosed // a second Close finds the same end
	return err
}
