package floor

import (
	"context"
	"net"
	"net/http"
	"time"

	"motoconsole/internal/app"
	"motoconsole/internal/journal"
	"motoconsole/internal/metrics"
	"motoconsole/internal/sshd"
)

// figures serves what is counted, on this machine alone.
type figures struct {
	*metrics.Metrics

	listener net.Listener
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
	if err != nil {
		return f.settings.Fault("serve.metrics", "moto cannot listen there: "+reasonOf(err), "free the port, or choose another")
	}
	m := metrics.New(metrics.Gauges{Sessions: func() int { return len(f.everyone()) }, Waiting: f.waiting})
	f.figures = &figures{m, l, &http.Server{Handler: m.Handler(), ReadTimeout: scrapePatience, WriteTimeout: scrapePatience, MaxHeaderBytes: 8 << 10}}
	f.measures = app.Measures{Took: m.Took, Wrote: m.Wrote, Learnt: m.Learnt, Failed: m.Error}
	return nil
}

func (f *figures) serve() { _ = f.server.Serve(f.listener) } // it ends with close

func (f *figures) close() {
	if f != nil {
		_ = f.server.Close()
		_ = f.listener.Close() // it may not have been served yet
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
