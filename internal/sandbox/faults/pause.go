package faults

import (
	"context"
	"net/http"
	"time"
)

// stopKey is the context key for a channel that tells a request that the server is
// closing.
type stopKey struct{}

// WithStop is a context for a server's requests.
func WithStop(stop <-chan struct{}) context.Context {
	return context.WithValue(context.Background(), stopKey{}, stop)
}

// releaseKey is the context key for a channel that ends a request's waits.
type releaseKey struct{}

// Releasable is a request whose pauses end with the next Release.
func (d *Dealer) Releasable(r *http.Request) *http.Request {
	d.mu.Lock()
	defer d.mu.Unlock()
	return r.WithContext(context.WithValue(r.Context(), releaseKey{}, (<-chan struct{})(d.released)))
}

// Release ends the pauses of every request that has arrived.
func (d *Dealer) Release() {
	d.mu.Lock()
	defer d.mu.Unlock()
	close(d.released)
	d.released = make(chan struct{})
}

// Pause waits for d, or until the request is released. It reports false if enough was
// closed first, or the server was closing. A nil channel is never closed.
//
// The write deadline is meant for slow clients, not for a slow bank, so Pause moves
// it. The read deadline ends with the request.
func Pause(w http.ResponseWriter, r *http.Request, d time.Duration, enough <-chan struct{}) bool {
	if s, ok := r.Context().Value(http.ServerContextKey).(*http.Server); ok && s.WriteTimeout > 0 {
		_ = http.NewResponseController(w).SetWriteDeadline(time.Now().Add(d + s.WriteTimeout))
	}
	stop, _ := r.Context().Value(stopKey{}).(<-chan struct{})
	released, _ := r.Context().Value(releaseKey{}).(<-chan struct{})
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-released:
		return true
	case <-enough:
	case <-stop:
	}
	return false
}
