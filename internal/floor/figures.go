package floor

import (
	"context"
	"errors"
	"net"
	"net/http"
	"syscall"
	"time"

	"motoconsole/internal/app"
	"motoconsole/internal/journal"
	"motoconsole/internal/metrics"
	"motoconsole/internal/sshd"
)

// figures serves what is counted, to this machine only.
type figures struct {
	*metrics.Metrics

	listener net.Listener // nil while another process has the address
	server   *http.Server
}

// scrapePatience is how long a client of the figures may take to ask, and to read.
const scrapePatience = 20 * time.Second

// measure begins to count, if the settings say where to read it.
func (f *Floor) measure(ctx context.Context) error {
	at := f.settings.Serve.Metrics
	if at == "" {
		return nil
	}
	l, err := new(net.ListenConfig).Listen(ctx, "tcp", at)
	if err != nil && !errors.Is(err, syscall.EADDRINUSE) {
		return f.settings.Fault("serve.metrics", "moto cannot listen there: "+reasonOf(err), "free the port, or choose another")
	}
	m := metrics.New(metrics.Gauges{Sessions: func() int { return len(f.everyone()) }, Waiting: f.waiting})
	f.figures = &figures{m, l, &http.Server{Handler: m.Handler(), ReadTimeout: scrapePatience, WriteTimeout: scrapePatience, MaxHeaderBytes: 8 << 10}}
	f.measures = app.Measures{Took: m.Took, Wrote: m.Wrote, Learnt: m.Learnt, Failed: m.Error}
	return nil
}

// looksForAddress is how often the figures look whether their address is free.
const looksForAddress = 2 * time.Second

// tellFigures serves the figures until they are closed. Beside a process that ends in a
// restart their address is taken: then it counts, and serves them once the address is free.
func (f *Floor) tellFigures(ctx context.Context) {
	l, at := f.figures.listener, f.settings.Serve.Metrics
	if l == nil {
		f.door.log.Warn("the address in serve.metrics is taken: the figures are counted, and served there once it is free", "address", at)
	}
	for l == nil {
		select {
		case <-f.after(looksForAddress):
		case <-ctx.Done():
			return
		}
		l, _ = new(net.ListenConfig).Listen(ctx, "tcp", at) // nil if it is not free yet
	}
	_ = f.figures.server.Serve(l) // it ends with close, and closes the listener
}

func (f *figures) close() {
	if f != nil {
		_ = f.server.Close()
		if f.listener != nil {
			_ = f.listener.Close() // it may not have been served yet
		}
	}
}

// event passes on what happens at the door, and counts it.
func (f *Floor) event(e sshd.Event) {
	f.door.event(e)
	switch {
	case f.figures == nil:
	case e.Kind == sshd.SignedIn:
		f.figures.SignedIn()
	case e.Kind == sshd.Refused:
		f.figures.Refused(string(e.Reason))
	}
}

// mostWaiting is how many attempts that wait are counted.
const mostWaiting = 10_000

// waiting counts the attempts that people have to look at.
func (f *Floor) waiting() (unknown, alarms int, known bool) {
	ctx, cancel := context.WithTimeout(context.Background(), scrapePatience/2)
	defer cancel()
	all, err := f.own.Journal().Unresolved(ctx, mostWaiting)
	for _, e := range all {
		if e.State != journal.Known {
			unknown++
		}
		if e.Alarm != "" && e.AcknowledgedBy == "" {
			alarms++
		}
	}
	return unknown, alarms, err == nil
}
