package keyboard

import (
	"io"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

func TestOnlyWhatIsOnOfferIsTaken(t *testing.T) {
	_, q := read("1234")
	if _, ok := q.Take(); ok {
		t.Error("a digit was taken that was not on offer")
	}
	q.Offer(2)
	if d, ok := q.Take(); !ok || d != '1' {
		t.Errorf("%q, %v", d, ok)
	}
	q.Drop() // 2
	if _, ok := q.Take(); ok {
		t.Error("a digit was taken after the offer ended")
	}
	q.Offer(99)
	for _, want := range "34" {
		if d, ok := q.Take(); !ok || d != byte(want) {
			t.Errorf("%q, %v; want %q", d, ok, want)
		}
	}
	if _, ok := q.Take(); ok {
		t.Error("the queue is not empty")
	}
}

// TestWipeKeepsPlaces: placeholders of wiped digits are still to come, and must not
// take digits typed later.
func TestWipeKeepsPlaces(t *testing.T) {
	_, q := read("12")
	q.Wipe()
	q.push('3')
	if got := all(q); got != "??3" {
		t.Errorf("%q", got)
	}
}

func TestTooMany(t *testing.T) {
	text := "\x1b[200~" + strings.Repeat("9", 1<<20) + "\x1b[201~"
	handed, q := read(text)
	if n := strings.Count(handed, string(rune(Placeholder))); n != ringSize || q.n != ringSize || strings.Contains(handed, "9") {
		t.Errorf("%d placeholders for %d digits", n, q.n)
	}
	if !q.TooMany() || q.TooMany() {
		t.Error("it is not told once that there were too many")
	}
}

// TestStaleDigitsAreWiped: the queue wipes the digits of a paste that never ends, but
// not digits on their way.
func TestStaleDigitsAreWiped(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		_, q := read("1234")
		time.Sleep(stale - time.Second)
		q.Offer(1)
		q.Drop()
		time.Sleep(2 * time.Second)
		synctest.Wait()
		q.Offer(1)
		if d, ok := q.Take(); !ok || d != '2' {
			t.Error("wiped while digits were being taken")
		}
		time.Sleep(2*stale + time.Second)
		synctest.Wait()
		if got := all(q); got != "??" {
			t.Errorf("%q", got)
		}
		if !q.TooMany() {
			t.Error("digits were wiped and TooMany does not report it")
		}
	})
}

func TestNoQueue(t *testing.T) {
	var q *Queue
	q.Offer(1)
	q.Drop()
	q.Wipe()
	if _, ok := q.Take(); ok || q.TooMany() {
		t.Error("a queue without a filter has digits")
	}
}

// TestTypingWhileTaking is for the race detector.
func TestTypingWhileTaking(t *testing.T) {
	r, q := New(strings.NewReader(strings.Repeat("4", 50_000)), make([]byte, Memory))
	var reading sync.WaitGroup
	reading.Go(func() { _, _ = io.Copy(io.Discard, r) })
	for range 50_000 {
		q.Offer(1)
		if d, ok := q.Take(); ok && d != '4' {
			t.Error(d)
		}
		q.Drop()
		q.TooMany()
	}
	reading.Wait()
}

// read reads a whole text and leaves the digits in the queue.
func read(text string) (handed string, q *Queue) {
	r, q := New(strings.NewReader(text), make([]byte, Memory))
	out, _ := io.ReadAll(r) // a string has no errors
	return string(out), q
}

// TestClosedQueue: a closed queue holds nothing and takes nothing, and the timer of its
// digits and the cells of dropped fields leave the memory alone.
func TestClosedQueue(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		memory := make([]byte, Memory)
		r, q := New(strings.NewReader("123"), memory)
		q.Output(io.Discard)
		if _, err := io.ReadAll(r); err != nil {
			t.Fatal(err)
		}
		cells := q.Cells()
		shown := cells.Put('7')
		q.Offer(1)
		q.Close()
		for i, b := range memory {
			if b != 0 {
				t.Fatalf("byte %d is %d", i, b)
			}
		}
		for i := range memory {
			memory[i] = 0xff // another's by now
		}
		time.Sleep(3 * stale)
		synctest.Wait()
		cells.Drop(shown)
		q.Wipe()
		q.Drop()
		q.Offer(9)
		if _, ok := q.Take(); ok || q.push('4') || q.Left() != 0 || cells.Plain(shown) == '7' {
			t.Error("a closed queue has digits")
		}
		for i, b := range memory {
			if b != 0xff {
				t.Fatalf("byte %d was written to", i)
			}
		}
	})
}
