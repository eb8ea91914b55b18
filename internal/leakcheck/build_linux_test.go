package leakcheck

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"motoconsole/internal/built"
)

var runs = flag.Int("runs", 1, "how many cards are let go in each way")

// The builds under test. The one that serves overwrites what is freed, as one that ships
// does: see TestNoCopyOverSSH.
var careful, naive, serving string

func TestMain(m *testing.M) {
	flag.Parse()
	if f := flag.Lookup("test.parallel"); f.Value.String() == f.DefValue {
		_ = f.Value.Set("16") // these tests mostly wait
	}
	os.Exit(buildAndRun(m))
}

func buildAndRun(m *testing.M) int {
	folder, err := os.MkdirTemp("", "moto-leakcheck")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	defer func() { _ = os.RemoveAll(folder) }()
	careful, naive, serving = filepath.Join(folder, "moto"), filepath.Join(folder, "naive"), filepath.Join(folder, "serving")
	for binary, tags := range map[string]string{careful: "scannable", naive: "scannable naive", serving: "scannable"} {
		flags := ""
		if binary == serving {
			flags = "-X=runtime.godebugDefault=clobberfree=1"
		}
		if err := built.Tagged(binary, tags, flags); err != nil {
			fmt.Fprintln(os.Stderr, err)
			return 1
		}
	}
	return m.Run()
}
