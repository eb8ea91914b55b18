package sshd

import (
	"strings"
	"sync"
	"testing"
	"time"
)

// pageOf is what a client has been shown.
type pageOf struct {
	mu   sync.Mutex
	text strings.Builder
	more chan struct{}
}

func newPage() *pageOf { return &pageOf{more: make(chan struct{}, 1)} }

func (p *pageOf) Write(text []byte) (int, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	select {
	case p.more <- struct{}{}:
	default:
	}
	return p.text.Write(text)
}

func (p *pageOf) String() string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.text.String()
}

// await waits until a text is shown.
func (p *pageOf) await(t *testing.T, text string) {
	t.Helper()
	for late := time.After(patient); !strings.Contains(p.String(), text); {
		select {
		case <-p.more:
		case <-late:
			t.Fatalf("%q is not shown: %q", text, p.String())
		}
	}
}
