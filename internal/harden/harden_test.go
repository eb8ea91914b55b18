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
	said := again(t, "process", "TEA_TRACE=/x", "TEA_DEBUG=1", "UV_DEBUG=/x", "GODEBUG=http2debug=2,tlsrsakex=1",
		"SSL_CERT_FILE=/x", "SSL_CERT_DIR=/x", "SSLKEYLOGFILE=/x", "BASH_COMP_DEBUG_FILE=/x")
	for _, name := range []string{"TEA_TRACE", "TEA_DEBUG", "UV_DEBUG", "GODEBUG", "SSL_CERT_FILE", "SSL_CERT_DIR", "SSLKEYLOGFILE", "BASH_COMP_DEBUG_FILE"} {
		if !strings.Contains(said, name+"= ") {
			t.Errorf("%s is still there: %s", name, said)
		}
	}
	if strings.Contains(said, "not to be seen") {
		t.Error(said)
	}
	if strings.Contains(said, "GOTRACEBACK") {
		t.Errorf("complains of a traceback that was not asked for: %s", said)
	}
	if said := again(t, "process", "GOTRACEBACK=crash"); !strings.Contains(said, "GOTRACEBACK is set") {
		t.Errorf("does not see the traceback: %s", said)
	}
}

func TestIgnored(t *testing.T) {
	set := map[string]string{"SSL_CERT_FILE": "/x", "GODEBUG": "", "HTTPS_PROXY": "http://x"}
	if got := strings.Join(Ignored(func(name string) string { return set[name] }), " "); got != "SSL_CERT_FILE" {
		t.Error(got)
	}
}
