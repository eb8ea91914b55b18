//go:build unix

package cli_test

import (
	"database/sql"
	"errors"
	"strings"
	"testing"

	"motoconsole/internal/effort"

	"motoconsole/internal/cli"
	"motoconsole/internal/screentest"
)

// The passphrase of these tests, and its hash with the fewest rounds allowed.
const (
	phrase     = "open the console"
	phraseHash = "pbkdf2-sha256$100000$bW90bydzIGxlYWsgdGVzdA$84GcVYctv4u3cxfes5lpUSgEkIj1EizshFuSkQ6iXJo"
)

// lockedOffice is an office whose consoles ask for a passphrase.
func lockedOffice(t *testing.T) *office {
	t.Helper()
	o := newOffice(t, startBank(t))
	o.operator = "passphrase_hash = \"" + phraseHash + "\""
	return o
}

// guess types a passphrase and waits for the result.
func guess(t *testing.T, p *screentest.PTY, text, until string) {
	t.Helper()
	p.Type(text + "\n")
	says(t, p, until)
}

// another begins a new try: the first key removes the result of the last one.
func another(t *testing.T, p *screentest.PTY) {
	t.Helper()
	p.Press("x", "backspace")
	p.WaitGone(t, wrongOne)
}

const (
	asksToOpen = "Type your passphrase to open it"
	wrongOne   = "Wrong passphrase"
	tooMany    = "Too many wrong passphrases, here or at another console"
)

// TestConsoleAsksAtTheStart: without the passphrase a console shows nothing of the
// work, neither on the screen nor after it ends.
func TestConsoleAsksAtTheStart(t *testing.T) {
	t.Parallel()
	o := lockedOffice(t)
	p := o.start(t, "priya")
	p.WaitFor(t, asksToOpen)
	p.Type("nl?q")
	guess(t, p, "", wrongOne)
	guess(t, p, phrase, "Your payments today")
	charge(t, p, ordered("FAULT-close-A17"))
	firstOutcome(t, p)
	p.Kill()
	p.Wait(t)

	p = o.start(t, "priya")
	p.WaitFor(t, asksToOpen)
	p.Press("ctrl+c")
	if code := p.Wait(t); code != cli.ExitOK {
		t.Errorf("exit code %d", code)
	}
	said := string(p.Recorded())
	if strings.Contains(said, "A17") || strings.Contains(said, "10.50") || !strings.Contains(said, "Payments that need checking: 1. Start moto to see them.") {
		t.Errorf("%s", said)
	}
	p = o.start(t, "priya")
	p.WaitFor(t, asksToOpen)
	guess(t, p, phrase, "1 unknown payment")
}

// TestTriesAreCountedAcrossConsoles: after ten wrong passphrases every console of the
// journal accepts none, whether they were typed at one console or several, at a
// restarted one, or at one that was killed while it compared.
func TestTriesAreCountedAcrossConsoles(t *testing.T) {
	effort.Whole(t)
	t.Parallel()
	o := lockedOffice(t)
	first := o.start(t, "priya")
	first.WaitFor(t, asksToOpen)
	for range 3 {
		guess(t, first, "no", wrongOne)
		another(t, first)
	}
	first.Press("ctrl+c")
	first.Wait(t)

	first, second := o.start(t, "priya"), o.start(t, "priya")
	first.WaitFor(t, asksToOpen)
	second.WaitFor(t, asksToOpen)
	for range 3 { // 4 to 9
		for _, p := range []*screentest.PTY{first, second} {
			guess(t, p, "no", wrongOne)
			another(t, p)
		}
	}
	guess(t, first, "no", tooMany)
	guess(t, second, phrase, tooMany) // nor is the right one accepted

	third := o.start(t, "priya")
	says(t, third, tooMany)
	third.Type(phrase + "\n")
	third.Press("ctrl+c")
	third.Wait(t)
	if strings.Contains(string(third.Recorded()), "Your payments today") {
		t.Error("a console opened that was closed")
	}

	// The right passphrase resets the count.
	alter(t, o.journal, "UPDATE tries SET wrong = 9, closed_at = 0")
	third = o.start(t, "priya")
	third.WaitFor(t, asksToOpen)
	guess(t, third, phrase, "Your payments today")
	leave(t, third)
	third = o.start(t, "priya")
	third.WaitFor(t, asksToOpen)
	guess(t, third, "no", wrongOne)
}

// TestATryIsCountedBeforeItIsCompared: a console that is killed while it compares has
// used up the try.
func TestATryIsCountedBeforeItIsCompared(t *testing.T) {
	effort.Whole(t)
	t.Parallel()
	o := lockedOffice(t)
	slow := strings.Replace(phraseHash, "$100000$", "$10000000$", 1) // some seconds
	o.operator = "passphrase_hash = \"" + slow + "\""
	for n := range 10 {
		p := o.start(t, "priya")
		p.WaitFor(t, asksToOpen)
		p.Type("no\n")
		eventually(t, "the try is counted", func() bool { return tried(t, o) == n+1 })
		p.Kill()
		p.Wait(t)
	}
	says(t, o.start(t, "priya"), tooMany)
}

// tried is how many tries the journal has counted, 10 once it accepts no more.
func tried(t *testing.T, o *office) (n int) {
	t.Helper()
	db, err := sql.Open("sqlite", "file:"+o.journal+"?mode=ro")
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close() //nolint:errcheck // it was only read
	err = db.QueryRowContext(t.Context(), "SELECT CASE closed_at WHEN 0 THEN wrong ELSE 10 END FROM tries").Scan(&n)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		t.Log(err) // the journal is being written
	}
	return n
}
