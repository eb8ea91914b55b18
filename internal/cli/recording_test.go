//go:build unix

package cli_test

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"motoconsole/internal/recorder/recordertest"
	"motoconsole/internal/screentest"
)

// taped is an office whose calls are recorded.
func taped(t *testing.T) (*office, *recordertest.Recorder) {
	t.Helper()
	at := recordertest.New()
	t.Cleanup(at.Close)
	o := newOffice(t, startBank(t))
	o.logging += fmt.Sprintf(`

[recorder]
mode = "http"
pause_url = "%[1]s/calls/{extension}/pause"
resume_url = "%[1]s/calls/{extension}/resume"
pause_json = "status"
pause_proof = "paused"
resume_json = "status"
resume_proof = "in-progress"
header_command = ["printf", "Authorization: Bearer secret-of-the-recorder"]
desk_extension = "4021"
resume_after_loss = "10s"
`, at.URL)
	t.Cleanup(func() { o.noRecorderKey(t) })
	return o, at
}

// noRecorderKey fails if a file of the office has the recorder's key or an address of it,
// beside the configurations.
func (o *office) noRecorderKey(t *testing.T) {
	t.Helper()
	err := filepath.WalkDir(o.folder, func(path string, d os.DirEntry, err error) error {
		if err != nil || !d.Type().IsRegular() || strings.HasSuffix(path, ".toml") {
			return nil // a database may delete its log meanwhile
		}
		if text, err := os.ReadFile(path); err == nil && (strings.Contains(string(text), "secret-of-the-recorder") || strings.Contains(string(text), "/calls/")) { //nolint:gosec // a file of the test
			t.Errorf("%s has the recorder's key or address", path)
		}
		return nil
	})
	if err != nil {
		t.Error(err)
	}
}

// toTheCard opens a payment up to the number of the card.
func toTheCard(t *testing.T, p *screentest.PTY) {
	t.Helper()
	p.Press("n")
	p.WaitFor(t, "Still to ask")
	p.Type("A17\n10.50\n")
	p.WaitFor(t, "Recording paused")
}

// asked waits until the recorder was asked so often.
func asked(t *testing.T, at *recordertest.Recorder, want ...string) {
	t.Helper()
	for {
		changed := at.Changed()
		if len(at.Requests()) >= len(want) {
			break
		}
		select {
		case <-changed:
		case <-time.After(hangs):
			t.Fatalf("the recorder was asked %q, want %q", at.Requests(), want)
		}
	}
	var got []string
	for _, r := range at.Requests() {
		got = append(got, r[strings.LastIndexByte(r, '/')+1:])
	}
	if !slices.Equal(got, want) {
		t.Fatalf("the recorder was asked %q, want %q", got, want)
	}
}

// TestARecordedPayment: the built console pauses the recording before the card, and it goes
// on with the outcome. The journal has both, and no file has the recorder's key.
func TestARecordedPayment(t *testing.T) {
	t.Parallel()
	o, at := taped(t)
	p := o.console(t, "priya")
	toTheCard(t, p)
	if !at.Paused() {
		t.Fatal("the fields opened before the recorder paused")
	}
	e := caller()
	p.Type(e.card + "\n" + e.expiry + e.code + e.name + "\n" + e.house + "\n" + e.postcode + "\n")
	p.WaitFor(t, confirmPage)
	grace()
	agree(t, p)
	p.WaitFor(t, "✔ APPROVED")
	asked(t, at, "pause", "resume")
	grace()
	p.Press("enter")
	leave(t, p)
	said, _ := o.run(t, "journal", "events")
	for _, want := range []string{"recording paused: the recorder says so (status 200)", "recording resumed: the recorder says so (status 200)"} {
		if !strings.Contains(said, want) {
			t.Errorf("the events lack %q:\n%s", want, said)
		}
	}
}

// TestCheckTriesTheRecorder: the way there is tried, and nothing is paused.
func TestCheckTriesTheRecorder(t *testing.T) {
	t.Parallel()
	o, at := taped(t)
	said, _ := o.run(t, "check")
	if !strings.Contains(said, "The recorder answered with status 404; whether it pauses shows with a call") || at.Paused() || len(at.Requests()) > 0 {
		t.Errorf("%q\n%s", at.Requests(), said)
	}
	at.Server.Close()
	said, code := o.run(t, "check")
	if !strings.Contains(said, "The recorder cannot be reached") || code != 1 {
		t.Errorf("exit code %d\n%s", code, said)
	}
}

// TestTheRecordingOutlivesNoConsole: after a console was killed, lost its terminal or was told
// to end, the recording goes on, not before resume_after_loss; after the agent left it, at
// once. The next console writes it into the journal.
func TestTheRecordingOutlivesNoConsole(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		end func(p *screentest.PTY)
		at  time.Duration
	}{
		"killed":      {(*screentest.PTY).Kill, 10 * time.Second},
		"hung up":     {(*screentest.PTY).Hangup, 10 * time.Second},
		"told to end": {func(p *screentest.PTY) { p.Signal(syscall.SIGTERM) }, 10 * time.Second},
		"left":        {func(p *screentest.PTY) { p.Press("ctrl+c"); p.Press("y") }, 0},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			o, at := taped(t)
			p := o.console(t, "priya")
			toTheCard(t, p)
			p.Type("4111 1111")
			p.WaitFor(t, "•••• ••••") // a terminal that moto has left echoes what it has not read
			began := time.Now()
			tc.end(p)
			asked(t, at, "pause", "resume")
			if took := time.Since(began); took < tc.at || at.Paused() {
				t.Errorf("after %v, paused %v", took, at.Paused())
			}
			if tc.at == 0 {
				return
			}
			select {
			case <-p.Exited():
			case <-time.After(hangs):
				t.Fatal("the console has not ended")
			}
			next := o.console(t, "ben")
			eventually(t, "the journal has it", func() bool {
				said, _ := o.run(t, "journal", "events")
				return strings.Contains(said, "recording resumed after its console was lost (status 200)")
			})
			leave(t, next)
		})
	}
}

// TestTheAgentComesBackToARecording: the next console of the agent asks, and keeps it paused.
func TestTheAgentComesBackToARecording(t *testing.T) {
	t.Parallel()
	o, at := taped(t)
	p := o.console(t, "priya")
	toTheCard(t, p)
	p.Kill()
	p.Wait(t)
	p = o.start(t, "priya")
	p.WaitFor(t, "The recording is still paused")
	p.Press("k")
	p.WaitFor(t, "Recording paused")
	asked(t, at, "pause", "pause")
	leave(t, p)
	asked(t, at, "pause", "pause", "resume")
}
