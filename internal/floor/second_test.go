//go:build unix

package floor

import (
	"errors"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"golang.org/x/crypto/ssh"

	"motoconsole/internal/app"
	"motoconsole/internal/journal"
	"motoconsole/internal/journal/sqljournal"
	"motoconsole/internal/lockout"
	"motoconsole/internal/sshd"
	"motoconsole/internal/totp"
)

// closed begins the sentence of a locked factor: how long is left depends on the pace of a test.
var closed, _, _ = strings.Cut(codeClosed, "%s")

// coded is everyone, and Priya has a second factor.
func coded(keys map[string]string) string {
	return strings.Replace(everyone(keys), "[agents.ann]", "totp_file = \"priya.totp\"\n[agents.ann]", 1)
}

// answers signs an agent in, and gives an answer to each question.
func (h *hall) answers(agent string, say ...func() string) (c *ssh.Client, asked, told []string, err error) {
	h.t.Helper()
	var mu sync.Mutex
	c, err = ssh.Dial("tcp", h.at, &ssh.ClientConfig{
		User: "x", HostKeyCallback: ssh.InsecureIgnoreHostKey(), Timeout: patient, //nolint:gosec // the test's own server
		BannerCallback: func(text string) error {
			mu.Lock()
			defer mu.Unlock()
			told = append(told, text)
			return nil
		},
		Auth: []ssh.AuthMethod{ssh.PublicKeys(h.keys[agent]), ssh.RetryableAuthMethod(ssh.KeyboardInteractive(func(_, _ string, questions []string, _ []bool) ([]string, error) {
			asked = append(asked, questions...)
			if len(say) == 0 {
				return nil, errors.New("no more answers")
			}
			answer := say[0]()
			say = say[1:]
			return slices.Repeat([]string{answer}, len(questions)), nil
		}), len(say)+1)},
	})
	if err == nil {
		h.t.Cleanup(func() { _ = c.Close() })
	}
	return c, asked, told, err
}

// refusals are the recorded refusals of Priya.
func (h *hall) refusals() (all []string) {
	h.t.Helper()
	events, err := h.own.Audits(h.t.Context(), time.Time{}, "priya")
	if err != nil {
		h.t.Fatal(err)
	}
	for _, e := range events {
		if e.Kind == journal.AuditRefusal {
			all = append(all, e.Result)
		}
	}
	return all
}

// TestSecondFactor: after the key an agent is asked for a code, which is right in its step
// and in those beside it, and once. Ten wrong ones lock it, and other agents are not asked.
func TestSecondFactor(t *testing.T) {
	t.Parallel()
	text := totp.New()
	secret, err := totp.Parse([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	h := newHallOf(t, "http://127.0.0.1:1/json/", "", coded, func(h *hall) { h.write("priya.totp", text+"\n") })
	var mu sync.Mutex
	at := time.Now()
	h.now = func() time.Time { mu.Lock(); defer mu.Unlock(); return at }
	pass := func(d time.Duration) { mu.Lock(); defer mu.Unlock(); at = at.Add(d) }
	code := func(off int) func() string {
		return func() string { return totp.Code(secret, totp.Step(h.now())+uint64(off)) } //nolint:gosec // wraps
	}
	right := func(name string, off int) {
		t.Helper()
		if _, asked, _, err := h.answers("priya", code(off)); err != nil || len(asked) != 1 || asked[0] != "Code of your authenticator: " {
			t.Errorf("%s: %v %q", name, err, asked)
		}
	}
	wrong := func(name, says string, say ...func() string) {
		t.Helper()
		if c, _, told, err := h.answers("priya", say...); err == nil {
			_ = c.Close()
			t.Errorf("%s signs in", name)
		} else if says != "" && (len(told) == 0 || !strings.Contains(told[0], says)) {
			t.Errorf("%s: %q", name, told)
		}
	}
	if c, asked, _, err := h.answers("ann"); err != nil || len(asked) != 0 {
		t.Errorf("Ann: %v %q", err, asked)
	} else {
		_ = c.Close()
	}
	right("a code", 0)
	wrong("the same code", codeWrong, code(0))
	wrong("an older code", codeWrong, code(-1))
	right("the next code", 1)
	pass(3 * totp.Every)
	right("a code of a slow clock", -1)
	wrong("a code two steps ahead", codeWrong, code(2))
	wrong("no code", "")
	wrong("an empty code", codeWrong, func() string { return "" })
	if c, err := h.connect("priya"); err == nil {
		_ = c.Close()
		t.Error("the key alone signs in")
	}
	pass(3 * totp.Every)
	if _, _, told, err := h.answers("priya", func() string { return "000000" }, code(0)); err != nil || len(told) != 1 {
		t.Errorf("a second try on one connection: %v %q", err, told)
	}
	// The right one started the count again.
	pass(3 * totp.Every)
	for range lockout.Most {
		wrong("a guess", codeWrong, func() string { return "000000" })
	}
	wrong("a right code after too many wrong ones", closed, code(0))
	h.eventually("the refusals are recorded", func() bool {
		all := h.refusals()
		return slices.Contains(all, "the second factor is locked: too many wrong codes") && slices.Contains(all, "a wrong code as second factor") && slices.Contains(all, "the second factor was not given")
	})
	if c, _, _, err := h.answers("ann"); err != nil {
		t.Errorf("Ann: %v", err)
	} else {
		_ = c.Close()
	}
	if log := h.log(); strings.Contains(log, text) || strings.Contains(log, "000000") {
		t.Error("the log has a secret or a code")
	}
}

// TestASecondFactorThatCannotBeRead lets no agent in, and a new secret counts at once.
func TestASecondFactorThatCannotBeRead(t *testing.T) {
	t.Parallel()
	h := newHallOf(t, "http://127.0.0.1:1/json/", "", coded, func(*hall) {})
	for name, prepare := range map[string]func(){
		"no file":     func() {},
		"no secret":   func() { h.write("priya.totp", "4111111111111111\n") },
		"half a line": func() { h.write("priya.totp", totp.New()[:10]) },
	} {
		prepare()
		if c, _, told, err := h.answers("priya", func() string { return "000000" }); err == nil {
			_ = c.Close()
			t.Errorf("%s: it signs in", name)
		} else if len(told) == 0 || !strings.Contains(told[0], codeUnknown) {
			t.Errorf("%s: %q", name, told)
		}
	}
	if log := h.log(); strings.Contains(log, "4111") || !strings.Contains(log, "agents.priya.totp_file") {
		t.Error(log)
	}
	text := totp.New()
	h.write("priya.totp", text)
	secret, _ := totp.Parse([]byte(text))
	if _, _, told, err := h.answers("priya", func() string { return totp.Code(secret, totp.Step(time.Now())) }); err != nil {
		t.Errorf("%v %q", err, told)
	}
}

// TestACodeIsTakenOnceByAJournal: what one process of a journal took, no other takes. A
// clock that is set back far refuses no code for long.
func TestACodeIsTakenOnceByAJournal(t *testing.T) {
	t.Parallel()
	text := totp.New()
	h := newHallOf(t, "http://127.0.0.1:1/json/", "", coded, func(h *hall) { h.write("priya.totp", text) })
	secret, _ := totp.Parse([]byte(text))
	at := time.Now()
	h.now = func() time.Time { return at }
	one, other := &second{floor: h.Floor, turns: map[string]*sync.Mutex{}}, &second{floor: h.Floor, turns: map[string]*sync.Mutex{}}
	check := func(by *second, off int) sshd.Reason {
		_, _, reason := by.Check("priya", totp.Code(secret, totp.Step(at)+uint64(off))) //nolint:gosec // wraps
		return reason
	}
	for _, c := range []struct {
		by   *second
		off  int
		want sshd.Reason
	}{{one, 0, ""}, {other, 0, sshd.ForCode}, {other, -1, sshd.ForCode}, {other, 1, ""}, {one, 1, sshd.ForCode}, {one, 0, sshd.ForCode}} {
		if got := check(c.by, c.off); got != c.want {
			t.Errorf("%d: %q, want %q", c.off, got, c.want)
		}
	}
	at = at.Add(-time.Hour)
	if got := check(other, 0); got != "" {
		t.Errorf("with a clock set back: %q", got)
	}
	if got := check(one, 0); got != sshd.ForCode {
		t.Errorf("and again: %q", got)
	}
}

// TestAFactorTakenOutMeanwhile refuses the answer that was awaited.
func TestAFactorTakenOutMeanwhile(t *testing.T) {
	t.Parallel()
	h := newHallOf(t, "http://127.0.0.1:1/json/", "", coded, func(h *hall) { h.write("priya.totp", totp.New()) })
	c, _, told, err := h.answers("priya", func() string {
		h.configure("", everyone)
		h.door.look(true)
		return "123456"
	})
	if err == nil {
		_ = c.Close()
		t.Fatal("it signs in")
	}
	if len(told) != 1 || !strings.Contains(told[0], codeUnknown) {
		t.Errorf("%q", told)
	}
	h.eventually("the refusal is recorded", func() bool { return slices.Contains(h.refusals(), "the second factor could not be checked") })
	if log := h.log(); strings.Contains(log, "defect") {
		t.Error(log)
	}
}

// TestALockedFactorFetchesNoSecret: it is refused before the secret is read, and counted as
// locked.
func TestALockedFactorFetchesNoSecret(t *testing.T) {
	t.Parallel()
	h := newHallOf(t, "http://127.0.0.1:1/json/", "", coded, func(*hall) {}) // no secret
	tries := h.own.GrowingTriesAt(lockout.SecondFactor("priya"))
	for range lockout.Most {
		if _, err := tries.Take(); err != nil {
			t.Fatal(err)
		}
	}
	s := &second{floor: h.Floor, turns: map[string]*sync.Mutex{}}
	if says, result, reason := s.Check("priya", "000000"); !strings.HasPrefix(says, closed) || result != codeLocked || reason != sshd.ForLocked {
		t.Errorf("%q %q %q", says, result, reason)
	}
}

// TestAnUnlockedFactor signs in at once, with the secret it had or with a new one.
func TestAnUnlockedFactor(t *testing.T) {
	t.Parallel()
	h := newHallOf(t, "http://127.0.0.1:1/json/", "", coded, func(*hall) {})
	s := &second{floor: h.Floor, turns: map[string]*sync.Mutex{}}
	at := time.Now()
	h.now = func() time.Time { return at }
	options := app.ReadOnly(h.load())
	options.ReadOnly = false
	command, err := sqljournal.Open(t.Context(), options) // another process
	if err != nil {
		t.Fatal(err)
	}
	defer command.Close() //nolint:errcheck // what it did is durable
	text := totp.New()
	for _, made := range []string{text, text, totp.New()} {
		h.write("priya.totp", made)
		for range lockout.Most {
			if _, _, reason := s.Check("priya", "no code"); reason != sshd.ForCode {
				t.Fatal(reason)
			}
		}
		secret, err := totp.Parse([]byte(made))
		if err != nil {
			t.Fatal(err)
		}
		if _, _, reason := s.Check("priya", totp.Code(secret, totp.Step(at))); reason != sshd.ForLocked {
			t.Errorf("while it is locked: %q", reason)
		}
		if had, err := command.Unlock(t.Context(), lockout.SecondFactor("priya"), journal.Audit{Kind: journal.AuditUnlock}); !had || err != nil {
			t.Fatal(had, err)
		}
		if says, _, reason := s.Check("priya", totp.Code(secret, totp.Step(at))); reason != "" {
			t.Errorf("unlocked: %q", says)
		}
		at = at.Add(totp.Every)
	}
}

// TestTheTimeOfALock is told in minutes, and of a long one in hours, never too short.
func TestTheTimeOfALock(t *testing.T) {
	t.Parallel()
	for left, want := range map[time.Duration]string{
		time.Second: "1 minute", time.Minute + 1: "2 minutes", 30 * time.Minute: "30 minutes", time.Hour: "60 minutes",
		119 * time.Minute: "119 minutes", 2 * time.Hour: "2 hours", 2*time.Hour + 1: "3 hours", 8 * time.Hour: "8 hours",
	} {
		if got := closedFor(left); !strings.Contains(got, "accepted for "+want+". ") {
			t.Errorf("%v: %q", left, got)
		}
	}
}
