package harden

import (
	"fmt"
	"log/slog"
	"os"
	"os/exec"
	"strings"
	"testing"
)

// TestMain lets the test start itself as a program of its own: what is
// hardened cannot be undone.
func TestMain(m *testing.M) {
	switch os.Getenv("HARDEN_TEST") {
	case "":
		os.Exit(m.Run())
	case "clobbers":
		fmt.Print(Clobbers())
	case "process":
		stderr := os.Stderr
		shortfalls := Process(os.Getenv)
		fmt.Fprintln(os.Stderr, "not to be seen")
		slog.Error("not to be seen")
		for _, name := range switches() {
			fmt.Fprint(stderr, name, "=", os.Getenv(name), " ")
		}
		fmt.Println(strings.Join(shortfalls, "\n"))
	}
}

// again runs the test as a program.
func again(t *testing.T, what string, env ...string) string {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), os.Args[0]) //nolint:gosec // the test itself
	cmd.Env = append(os.Environ(), append(env, "HARDEN_TEST="+what)...)
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%v %s", err, out)
	}
	return string(out)
}

func TestClobbers(t *testing.T) {
	for setting, want := range map[string]string{"0": "false", "1": "true"} {
		for range 5 {
			if got := again(t, "clobbers", "GODEBUG=clobberfree="+setting); got != want {
				t.Errorf("clobberfree=%s: %s", setting, got)
			}
		}
	}
}

func TestProcess(t *testing.T) {
	said := again(t, "process", "TEA_TRACE=/x", "TEA_DEBUG=1", "UV_DEBUG=/x", "GODEBUG=http2debug=2,tlsrsakex=1")
	if !strings.Contains(said, "TEA_TRACE= TEA_DEBUG= UV_DEBUG= GODEBUG= ") || strings.Contains(said, "not to be seen") {
		t.Error(said)
	}
	if strings.Contains(said, "GOTRACEBACK") {
		t.Errorf("complains of a traceback nobody asked for: %s", said)
	}
	if said := again(t, "process", "GOTRACEBACK=crash"); !strings.Contains(said, "GOTRACEBACK is set") {
		t.Errorf("does not see the traceback: %s", said)
	}
}
