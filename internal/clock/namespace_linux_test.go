package clock

import (
	"os"
	"os/exec"
	"strings"
	"testing"
)

// TestTimeNamespaces: processes whose steady clocks are apart do not take each other's
// readings for comparable, though they run on one kernel, and those that share one do.
func TestTimeNamespaces(t *testing.T) {
	const told = "TELLS_ITS_BOOT"
	if os.Getenv(told) != "" {
		t.Log("boot " + SystemBoot() + " end")
		return
	}
	bootIn := func(offset ...string) string {
		t.Helper()
		cmd := exec.CommandContext(t.Context(), os.Args[0], "-test.run", "^TestTimeNamespaces$", "-test.v") //nolint:gosec // this program itself
		if len(offset) > 0 {
			cmd = exec.CommandContext(t.Context(), "unshare", append(append([]string{"-T"}, offset...), cmd.Args...)...) //nolint:gosec // as above
		}
		cmd.Env = append(os.Environ(), told+"=1")
		out, err := cmd.CombinedOutput()
		if err != nil && len(offset) > 0 {
			t.Skipf("no time namespace can be made here: %v\n%s", err, out)
		}
		_, after, _ := strings.Cut(string(out), "boot ")
		boot, _, is := strings.Cut(after, " end")
		if err != nil || !is || boot == "" {
			t.Fatalf("%v\n%s", err, out)
		}
		return boot
	}
	here := bootIn()
	if here != SystemBoot() || here != bootIn("--monotonic", "5000") {
		t.Error("the same clock has two names")
	}
	ahead := bootIn("--boottime", "100000")
	if ahead == here || ahead == bootIn("--boottime", "200000") {
		t.Error("clocks that are apart have one name")
	}
	if ahead != bootIn("--boottime", "100000") {
		t.Error("namespaces with the same clock have two names")
	}
}
