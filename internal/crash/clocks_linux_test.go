package crash

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"
)

// clocks are those of a host.
type clocks struct {
	program string        // moto, built with a time of day that ahead puts forward; "" for the usual one
	ahead   time.Duration // by the host's time of day
	steady  time.Duration // by its clock that cannot be set: the program gets a time namespace
}

// aheadBy is the variable of the environment that puts the time of day of such a program
// forward, in seconds.
const aheadBy = "MOTO_TEST_AHEAD"

// hostApart is a host whose clocks are apart from this machine's: its time of day by less
// than what a host may be off to charge, and its steady clock by a day. Both are so for all of
// the program, by Go's own time.Now and by the system. What cannot be is not, and is said.
func hostApart(t *testing.T) (c clocks) {
	t.Helper()
	const day = "86400"
	if out, err := exec.CommandContext(t.Context(), "unshare", "-T", "--boottime", day, "true").CombinedOutput(); err != nil {
		fmt.Fprintf(t.Output(), "the hosts have one steady clock: no time namespace can be made here (%v: %s)\n", err, strings.TrimSpace(string(out)))
	} else {
		c.steady = 24 * time.Hour
	}
	if *kills < enough { // it takes a minute to build Go's library again
		fmt.Fprintln(t.Output(), "the hosts have one time of day; `make crash` puts them apart")
		return c
	}
	program, err := buildAhead(t)
	if err != nil {
		t.Fatal(err)
	}
	c.program, c.ahead = program, 40*time.Second
	return c
}

// buildAhead builds moto with another time.Now: faketime does not reach a program that asks
// the system without its C library.
func buildAhead(t *testing.T) (string, error) {
	t.Helper()
	folder := t.TempDir()
	source := filepath.Join(runtime.GOROOT(), "src", "time", "time.go") //nolint:staticcheck // of the Go that runs this test
	text, err := os.ReadFile(source)
	if err != nil {
		return "", err
	}
	const reads = "func Now() Time {\n\tsec, nsec, mono := runtimeNow()\n"
	if strings.Count(string(text), reads) != 1 {
		return "", fmt.Errorf("%s reads the clock in another way than this test knows", source)
	}
	changed := strings.Replace(string(text), reads, reads+"\tsec += ahead\n", 1) + `
var ahead = func() (seconds int64) {
	text, _ := syscall.Getenv("` + aheadBy + `")
	for _, digit := range text {
		seconds = 10*seconds + int64(digit-'0')
	}
	return seconds
}()
`
	changed = strings.Replace(changed, "import (", "import (\n\t\"syscall\"", 1)
	other := filepath.Join(folder, "time.go")
	overlay, err := json.Marshal(map[string]map[string]string{"Replace": {source: other}})
	if err != nil {
		return "", err
	}
	for name, text := range map[string]string{other: changed, filepath.Join(folder, "overlay.json"): string(overlay)} {
		if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
			return "", err
		}
	}
	program := filepath.Join(folder, "moto")
	build := exec.CommandContext(t.Context(), "go", "build", "-overlay", filepath.Join(folder, "overlay.json"), "-trimpath", "-buildvcs=false",
		"-ldflags=-w -X=runtime.godebugDefault=clobberfree=1", "-o", program, "motoconsole")
	if out, err := build.CombinedOutput(); err != nil {
		return "", fmt.Errorf("%w\n%s", err, out)
	}
	return program, nil
}

// wasAhead checks that the consoles of an office wrote their log by the time of day of its
// host.
func (o *office) wasAhead(t *testing.T) {
	t.Helper()
	if o.clocks.ahead == 0 {
		return
	}
	log, err := os.Stat(filepath.Join(o.folder, "moto.log"))
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(o.lastLog(), "\n")
	var line struct{ Time time.Time }
	err = json.Unmarshal([]byte(lines[len(lines)-1]), &line)
	if ahead := line.Time.Sub(log.ModTime()); err != nil || ahead < o.clocks.ahead/2 {
		t.Errorf("its host was to be %v ahead, and was %v: %v", o.clocks.ahead, ahead, err)
	}
}

// on makes a command one of a host.
func (c clocks) on(cmd *exec.Cmd) *exec.Cmd {
	if c.program != "" {
		cmd.Path, cmd.Args[0] = c.program, c.program
		cmd.Env = append(cmd.Env, fmt.Sprint(aheadBy, "=", int(c.ahead.Seconds())))
	}
	if c.steady != 0 {
		offset := fmt.Sprint(int(c.steady.Seconds()))
		cmd.Args = append([]string{"unshare", "-T", "--boottime", offset, "--monotonic", offset}, cmd.Args...)
		cmd.Path = "/usr/bin/unshare"
		if at, err := exec.LookPath("unshare"); err == nil {
			cmd.Path = at
		}
	}
	return cmd
}
