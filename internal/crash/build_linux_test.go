package crash

import (
	"flag"
	"fmt"
	"os"
	"os/exec"
	"testing"
	"time"

	"motoconsole/internal/built"
)

var (
	kills = flag.Int("kills", 6, "how many consoles are killed")
	seed  = flag.Uint64("seed", 0, "where the random moments come from; 0 is a new one every time")
)

// agents is how many consoles share the journal.
const agents = 4

// patience bounds every wait. A busy machine is slow, and a long wait proves nothing.
const patience = 8 * time.Minute

var binary string

func TestMain(m *testing.M) {
	flag.Parse()
	os.Exit(buildAndRun(m))
}

func buildAndRun(m *testing.M) int {
	folder, err := os.MkdirTemp("", "moto-crash")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	defer func() { _ = os.RemoveAll(folder) }()
	if binary, err = built.Moto(folder); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	return m.Run()
}

// command is the binary with a folder for all it may write.
func command(t *testing.T, folder string, args ...string) *exec.Cmd {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), binary, args...)
	cmd.Dir = folder
	cmd.Env = []string{"HOME=" + folder, "TMPDIR=" + folder, "PATH=" + os.Getenv("PATH"), "TERM=xterm-256color", "USER=priya", "TZ=UTC"}
	return cmd
}

// eventually waits for something that no screen shows.
func eventually(t *testing.T, what string, condition func() bool) {
	t.Helper()
	for end := time.Now().Add(patience); !condition(); time.Sleep(100 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatalf("not within %v: %s", patience, what)
		}
	}
}
