package sandbox

import (
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"strings"
	"sync/atomic"
	"time"
	"unicode/utf8"

	"motoconsole/gateway"
	"motoconsole/internal/sandbox/book"
	"motoconsole/internal/sandbox/faults"
	"motoconsole/internal/sandbox/message"
)

// Config says who may sign in to the bank, for which site, and how it tells
// the time.
type Config struct {
	// Username and Password are the one Webservices user. With either empty
	// every sign-in is refused.
	Username string
	Password gateway.Password
	// Site is the only sitereference served; empty serves every site whose
	// reference is that of a test site.
	Site string
	// SettleAfter is how long after a payment, or after its settleduedate has
	// come, it is settled: for the last fifth of it the payment is on its way
	// (10), then settled (100). 0 settles only on request, see Bank.Settle.
	SettleAfter time.Duration
	// StateFile is where Open keeps the transactions; empty keeps them in
	// memory only.
	StateFile string
	// Now is the time; nil is time.Now.
	Now func() time.Time
	// Log gets one line per answer: type, error code, request reference and
	// duration, never a field of the request. Nil discards it.
	Log *slog.Logger
	// Latency is how long answers take.
	Latency Latency
	// Seed makes latencies, and faults with a rate, come in the same order each time; 0
	// means a new seed at each start.
	Seed uint64
}

// Bank is the test bank. It is an http.Handler and safe for concurrent use.
type Bank struct {
	username string
	password gateway.Password
	site     string
	now      func() time.Time
	log      *slog.Logger
	key      book.Key
	book     *book.Book
	tokens   tokens
	// The field tables, made once.
	authFields, checkFields, refundFields, filterFields, updateFields []message.Field
	bookedFields                                                      map[string][]message.Field

	requests atomic.Int64
	arrivals *arrivals
	ledger   *ledger
	changed  atomic.Pointer[gateway.Password] // the callers', once it is another
	faults   *faults.Dealer
	hosts    atomic.Int64 // answers that the fault hosts has struck
	latency  Latency
}

// New opens a bank with an empty book in memory. It ignores StateFile.
func New(c Config) *Bank {
	b := &Bank{
		username: c.Username,
		password: c.Password,
		site:     c.Site,
		now:      c.Now,
		log:      c.Log,
		key:      book.NewKey(),
		book:     book.New(c.SettleAfter),
		tokens:   tokens{cards: make(map[string]keptCard)},

		authFields: message.AuthFields(), checkFields: message.CheckFields(), refundFields: message.RefundFields(),
		filterFields: message.FilterFields(), updateFields: message.UpdateFields(), bookedFields: message.BookedFields(),

		arrivals: newArrivals(),
		ledger:   &ledger{},
		faults:   faults.NewDealer(faults.NewDice(c.Seed)),
		latency:  c.Latency,
	}
	if b.now == nil {
		b.now = time.Now
	}
	if b.log == nil {
		b.log = slog.New(slog.DiscardHandler)
	}
	return b
}

// Requests is how many API requests of a signed-in caller have been read to
// their last byte, with any answer.
func (b *Bank) Requests() int { return int(b.requests.Load()) }

// ServeHTTP answers POST /json/ as the gateway does, and everything else with
// an HTML page.
func (b *Bank) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	switch {
	case strings.HasPrefix(r.URL.Path, controlPath):
		b.control(w, r)
	case r.URL.Path != "/json/" && r.URL.Path != "/json":
		b.refuse(w, r, http.StatusNotFound)
	case r.Method != http.MethodPost:
		w.Header().Set("Allow", http.MethodPost)
		b.refuse(w, r, http.StatusMethodNotAllowed)
	case !b.callerSignedIn(r):
		b.refuse(w, r, http.StatusUnauthorized)
	default:
		b.serve(w, r)
	}
}

func (b *Bank) serve(w http.ResponseWriter, r *http.Request) {
	began := time.Now()
	body, err := message.ReadBody(r)
	defer func() { clear(body) }()
	switch {
	case errors.Is(err, message.ErrTooLarge):
		b.refuse(w, r, http.StatusRequestEntityTooLarge)
		return
	case err != nil:
		b.refuse(w, r, http.StatusBadRequest)
		return
	}
	b.requests.Add(1)
	if !utf8.Valid(body) {
		b.refuse(w, r, http.StatusBadRequest)
		return
	}
	started := b.now().UTC()
	blk, ok := message.Decode(body)
	var answers []message.Answer
	switch {
	case !ok:
		answers = []message.Answer{message.Reject(started, "10205", "invalid json")}
	case !sameText(blk.Alias, b.username):
		b.refuse(w, r, http.StatusUnauthorized)
		return
	default:
		if answers, w = b.attend(w, r, blk, started); len(answers) == 0 {
			return
		}
	}
	b.takeTime(w, r)
	reference := message.WriteEnvelope(w, r, answers)
	for _, a := range answers {
		b.log.LogAttrs(r.Context(), slog.LevelInfo, "answered",
			slog.String("type", a.RequestType),
			slog.String("errorcode", a.ErrorCode),
			slog.String("requestreference", logged(reference)),
			slog.Duration("took", time.Since(began)))
	}
}

// servesSite reports whether payments of a site are taken here.
func (b *Bank) servesSite(site string) bool {
	if b.site != "" {
		return site == b.site
	}
	return gateway.IsTestSite(site)
}

// logged is a request reference fit for a log line. The caller chose it, so it
// may be anything but a card number: no answer goes out under one.
func logged(reference string) string {
	return gateway.Clean(reference, message.MaxRequestReference)
}

// Open opens a bank with the book in c.StateFile, or with an empty one if the file
// does not exist. Cards are forgotten with the process: a query by pan does not
// find payments of an earlier one. Close the bank after use.
func Open(c Config) (*Bank, error) {
	b := New(c)
	if c.StateFile == "" {
		return b, nil
	}
	kept, err := book.Open(c.StateFile, c.SettleAfter)
	if err != nil {
		return nil, fmt.Errorf("test bank cannot %w", err)
	}
	b.book = kept
	return b, nil
}

// Close writes down the settlements that time has brought and closes the state
// file.
func (b *Bank) Close() error { return b.book.Close(b.now()) }
