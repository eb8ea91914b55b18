package cli_test

import (
	"fmt"
	"os"
	"os/exec"
	"slices"
	"strings"
	"syscall"
	"testing"

	"motoconsole/internal/cli"
)

// TestProcessIsHardened: what other programs can see of a running moto. A
// process that may not be dumped belongs to root in /proc, so that its own
// user cannot read its memory.
func TestProcessIsHardened(t *testing.T) {
	t.Parallel()
	const someone = 65534
	cmd := command(t, "sandbox", "--listen", "127.0.0.1:0")
	if os.Getuid() == 0 {
		cmd.Dir = "/"
		cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: someone, Gid: someone}}
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = cmd.Process.Kill(); _ = cmd.Wait() })
	if _, err := out.Read(make([]byte, 1)); err != nil { // it prints its address, so it has started
		t.Fatal(err)
	}
	proc := fmt.Sprintf("/proc/%d", cmd.Process.Pid)
	limits, err := os.ReadFile(proc + "/limits")
	if err != nil {
		t.Fatal(err)
	}
	if core := limit(string(limits), "Max core file size"); core != "0 0 bytes" {
		t.Errorf("core dumps: %q", core)
	}
	info, err := os.Stat(proc + "/mem")
	if err != nil {
		t.Fatal(err)
	}
	if owner := info.Sys().(*syscall.Stat_t).Uid; owner != 0 {
		t.Errorf("user %d may read the memory", owner)
	}
	if os.Getuid() != 0 {
		if f, err := os.Open(proc + "/mem"); err == nil {
			_ = f.Close()
			t.Error("the memory can be opened")
		}
	}
}

// limit is what a line of /proc/PID/limits says.
func limit(limits, name string) string {
	for _, line := range strings.Split(limits, "\n") {
		if rest, ok := strings.CutPrefix(line, name); ok {
			return strings.Join(strings.Fields(rest), " ")
		}
	}
	return ""
}

// TestServeNeedsMemoryForItsSessions: where the system locks memory for fewer sessions
// than there may be, or for them and not for their requests, moto does not serve, and says
// how many there is room for.
func TestServeNeedsMemoryForItsSessions(t *testing.T) {
	t.Parallel()
	for name, limit := range map[string]string{"sessions": "1048576", "requests": "7340032"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			needsMemory(t, limit)
		})
	}
}

func needsMemory(t *testing.T, limit string) {
	t.Helper()
	needs(t, "prlimit", "setpriv")
	o := floorOf(t, startBank(t), "max_sessions = 400")
	if said, code := o.run(t, "serve", "--init"); code != cli.ExitOK {
		t.Fatalf("%d %q", code, said)
	}
	o.runAs = func(cmd *exec.Cmd) {
		around := []string{"prlimit", "--memlock=" + limit}
		if os.Getuid() == 0 { // for whom there is no limit
			around = append(around, "setpriv", "--bounding-set", "-ipc_lock", "--inh-caps", "-ipc_lock")
		}
		path, err := exec.LookPath(around[0])
		if err != nil {
			t.Fatal(err)
		}
		cmd.Args = slices.Concat(around, []string{cmd.Path}, cmd.Args[1:])
		cmd.Path = path
	}
	said, code := o.run(t, "serve")
	if code != cli.ExitUsage || !strings.Contains(said, "serve.max_sessions: the system locks memory for the cards of ") || !strings.Contains(said, "LimitMEMLOCK=") || strings.Count(said, "\n") != 1 {
		t.Errorf("%d %q", code, said)
	}
}
