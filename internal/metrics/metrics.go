// Package metrics counts what a server of consoles does, for Prometheus. Its labels have
// fixed values: nothing of a customer, no agent and no order can be one.
package metrics

import (
	"net/http"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"motoconsole/internal/journal"
)

// Metrics are the figures of one server.
type Metrics struct {
	registry *prometheus.Registry

	signIns, errors          prometheus.Counter
	refusals, attempts       *prometheus.CounterVec
	answers, silences, wrote prometheus.Histogram
	failures                 prometheus.Counter
}

// Gauges are read at each scrape.
type Gauges struct {
	// Sessions are those of now, with a line and without. Unknown are the attempts whose
	// outcome is unknown, and Alarms those with an alarm that no supervisor has acknowledged; known
	// is false if that cannot be read.
	Sessions func() int
	Waiting  func() (unknown, alarms int, known bool)
}

// times are the buckets of latencies, in seconds, for a commit and for a gateway that may
// take a minute.
var (
	quick = []float64{.0005, .001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5}
	slow  = []float64{.1, .25, .5, 1, 1.5, 2, 3, 5, 10, 20, 40, 60, 120}
)

// New makes the metrics of a server.
func New(g Gauges) *Metrics {
	counter := func(name, help string) prometheus.Counter {
		return prometheus.NewCounter(prometheus.CounterOpts{Name: "moto_" + name, Help: help})
	}
	by := func(name, help string, labels ...string) *prometheus.CounterVec {
		return prometheus.NewCounterVec(prometheus.CounterOpts{Name: "moto_" + name, Help: help}, labels)
	}
	latency := func(name, help string, buckets []float64) prometheus.Histogram {
		return prometheus.NewHistogram(prometheus.HistogramOpts{Name: "moto_" + name, Help: help, Buckets: buckets})
	}
	m := &Metrics{
		registry: prometheus.NewRegistry(),
		signIns:  counter("sign_ins_total", "Connections that signed in."),
		refusals: by("refusals_total", "Connections, sign-ins and sessions that were refused, by reason.", "reason"),
		attempts: by("attempts_total", "Attempts whose outcome this server recorded, by operation and outcome.", "operation", "outcome"),
		answers:  latency("gateway_answer_seconds", "How long the gateway took for its answers.", slow),
		silences: latency("gateway_no_answer_seconds", "How long requests without an answer lasted.", slow),
		wrote:    latency("journal_commit_seconds", "How long the journal took to commit, with its sync to the disk.", quick),
		failures: counter("journal_failures_total", "Commits of the journal that failed."),
		errors:   counter("errors_total", "Lines of level error in the log."),
	}
	sessions := prometheus.NewGaugeFunc(prometheus.GaugeOpts{Name: "moto_sessions", Help: "Consoles that are open, with a line or waiting for their agent."}, func() float64 { return float64(g.Sessions()) })
	m.registry.MustRegister(m.signIns, m.refusals, m.attempts, m.answers, m.silences, m.wrote, m.failures, m.errors, sessions, waiting{g.Waiting},
		collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	return m
}

// SignedIn counts a sign-in.
func (m *Metrics) SignedIn() { m.signIns.Inc() }

// Refused counts a refusal, for one of a fixed number of reasons.
func (m *Metrics) Refused(reason string) { m.refusals.WithLabelValues(reason).Inc() }

// Learnt counts an attempt whose outcome was recorded.
func (m *Metrics) Learnt(e journal.Entry) {
	m.attempts.WithLabelValues(string(e.Operation), e.Outcome.String()).Inc()
}

// Took notes how long a request to the gateway took, and whether it was answered.
func (m *Metrics) Took(took time.Duration, isAnswer bool) {
	if isAnswer {
		m.answers.Observe(took.Seconds())
	} else {
		m.silences.Observe(took.Seconds())
	}
}

// Wrote notes how long a commit of the journal took.
func (m *Metrics) Wrote(took time.Duration, err error) {
	if err != nil {
		m.failures.Inc()
		return
	}
	m.wrote.Observe(took.Seconds())
}

// Error counts a line of level error in the log.
func (m *Metrics) Error() { m.errors.Inc() }

// Handler answers a scrape, only of /metrics.
func (m *Metrics) Handler() http.Handler {
	mux := http.NewServeMux()
	mux.Handle("GET /metrics", promhttp.HandlerFor(m.registry, promhttp.HandlerOpts{MaxRequestsInFlight: 4, Timeout: 10 * time.Second}))
	return mux
}

// waiting are the attempts that people have to look at. When they cannot be read, the
// figures are left out: none is not zero.
type waiting struct {
	read func() (unknown, alarms int, known bool)
}

var (
	unknownOpen = prometheus.NewDesc("moto_unknown_open", "Attempts whose outcome is unknown now.", nil, nil)
	alarmsOpen  = prometheus.NewDesc("moto_alarms_open", "Attempts with an alarm that no supervisor has acknowledged.", nil, nil)
)

// Describe implements prometheus.Collector.
func (waiting) Describe(to chan<- *prometheus.Desc) { to <- unknownOpen; to <- alarmsOpen }

// Collect implements prometheus.Collector.
func (w waiting) Collect(to chan<- prometheus.Metric) {
	unknown, alarms, known := w.read()
	if !known {
		return
	}
	to <- prometheus.MustNewConstMetric(unknownOpen, prometheus.GaugeValue, float64(unknown))
	to <- prometheus.MustNewConstMetric(alarmsOpen, prometheus.GaugeValue, float64(alarms))
}
