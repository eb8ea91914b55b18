//go:build linux && wine

package winecheck

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

var exe = flag.String("exe", "", "the Windows build to test")

// patience is how long one command may take. Wine starts one in half a second.
const patience = time.Minute

// randomness is a library that Wine 8 lacks, and from which Go takes random numbers.
const randomness = `#include <windows.h>
BOOLEAN NTAPI SystemFunction036(PVOID buffer, ULONG length);
__declspec(dllexport) BOOL WINAPI ProcessPrng(PBYTE data, SIZE_T length) { return SystemFunction036(data, (ULONG)length); }
BOOL WINAPI DllMain(HINSTANCE instance, DWORD reason, LPVOID reserved) { return TRUE; }
`

// workstation is a Windows of its own, with one user.
type workstation struct {
	wine, server   string // Wine's loader and the process that is its kernel
	folder, prefix string
	user           string // the folder of the user, as Linux sees it
}

// first is the first of these files that exists.
func first(paths ...string) string {
	for _, path := range paths {
		if _, err := os.Stat(path); err == nil {
			return path
		}
	}
	return ""
}

// newWorkstation makes one. It skips the test, and says why, where Wine is missing.
func newWorkstation(t *testing.T) *workstation {
	t.Helper()
	w := &workstation{
		wine:   first("/usr/lib/wine/wine64", "/usr/bin/wine64", "/usr/bin/wine"),
		server: first("/usr/lib/wine/wineserver64", "/usr/lib/wine/wineserver", "/usr/bin/wineserver"),
		folder: t.TempDir(),
	}
	compiler, err := exec.LookPath("x86_64-w64-mingw32-gcc")
	switch {
	case *exe == "":
		t.Skip("no Windows build was given: run `make windows-check`")
	case w.wine == "" || w.server == "" || err != nil:
		t.Skip("Wine or its compiler is missing: apt-get install wine64 gcc-mingw-w64-x86-64")
	}
	// Wine makes the access list of a file from its mode.
	old := syscall.Umask(0o077)
	t.Cleanup(func() { syscall.Umask(old) })
	w.prefix = filepath.Join(w.folder, "prefix")
	if err := os.Mkdir(w.prefix, 0o700); err != nil {
		t.Fatal(err)
	}
	// Started by itself the server inherits no pipe or terminal of a test, and it
	// stays until it is told to go.
	w.begin(t, w.server, "-p")
	t.Cleanup(func() { _, _, _ = w.try(w.server, "-k") })
	w.begin(t, w.wine, "wineboot", "-i")
	source := filepath.Join(w.folder, "random.c")
	if err := os.WriteFile(source, []byte(randomness), 0o600); err != nil {
		t.Fatal(err)
	}
	w.mustRun(t, compiler, "-shared", "-o", filepath.Join(w.prefix, "drive_c", "windows", "system32", "bcryptprimitives.dll"), source, "-ladvapi32")
	users, err := filepath.Glob(filepath.Join(w.prefix, "drive_c", "users", "*", "AppData"))
	if err != nil || len(users) != 1 {
		t.Fatalf("users of Wine: %v %v", users, err)
	}
	w.user = filepath.Dir(users[0])
	return w
}

// command is a command of the bench. Its end ends all that it started.
func (w *workstation) command(ctx context.Context, name string, args ...string) *exec.Cmd {
	cmd := exec.CommandContext(ctx, name, args...)
	cmd.Dir = w.folder
	cmd.Env = []string{
		"HOME=" + w.folder, "PATH=" + os.Getenv("PATH"), "WINEPREFIX=" + w.prefix, "WINEDEBUG=-all",
		"WINEDLLOVERRIDES=mscoree,mshtml,winemenubuilder.exe=", "TERM=xterm-256color", "USER=priya", "TZ=UTC", "LANG=C.UTF-8",
	}
	return cmd
}

// try runs a command to its end and returns what it printed. That goes to a file:
// what a command leaves running would keep a pipe open.
func (w *workstation) try(name string, args ...string) (said string, code int, err error) {
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	file, err := os.CreateTemp(w.folder, "said")
	if err != nil {
		return "", 0, err
	}
	defer func() { _ = file.Close() }()
	cmd := w.command(ctx, name, args...)
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	cmd.Cancel = func() error { return syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL) }
	cmd.Stdout, cmd.Stderr = file, file
	err = cmd.Run()
	text, unread := os.ReadFile(file.Name())
	if cmd.ProcessState == nil || unread != nil {
		return "", 0, errors.Join(err, unread)
	}
	if ctx.Err() != nil {
		return "", 0, fmt.Errorf("it did not end within %v: %s", patience, text)
	}
	return strings.ReplaceAll(string(text), "\r", ""), cmd.ProcessState.ExitCode(), nil
}

// run runs a command that has to end.
func (w *workstation) run(t *testing.T, name string, args ...string) (said string, code int) {
	t.Helper()
	said, code, err := w.try(name, args...)
	if err != nil {
		t.Fatalf("%s %v: %v", name, args, err)
	}
	return said, code
}

// begin runs a command that Windows cannot be tested without. On some machines Wine
// cannot do as much: the test is skipped there, and says so.
func (w *workstation) begin(t *testing.T, name string, args ...string) {
	t.Helper()
	if said, code, err := w.try(name, args...); err != nil || code != 0 {
		t.Skipf("Wine does not start here: %s %v: exit code %d, %v\n%s", name, args, code, err, said)
	}
}

func (w *workstation) mustRun(t *testing.T, name string, args ...string) {
	t.Helper()
	if said, code := w.run(t, name, args...); code != 0 {
		t.Fatalf("%s %v: exit code %d\n%s", name, args, code, said)
	}
}

// moto runs moto to its end.
func (w *workstation) moto(t *testing.T, args ...string) (said string, code int) {
	t.Helper()
	return w.run(t, w.wine, append([]string{*exe}, args...)...)
}

// write writes a file of the user's.
func (w *workstation) write(t *testing.T, path, text string) string {
	t.Helper()
	path = filepath.Join(w.user, path)
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// eventually waits for what another process does.
func eventually(t *testing.T, what string, condition func() bool) {
	t.Helper()
	for end := time.Now().Add(patience); !condition(); time.Sleep(100 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatalf("not within %v: %s", patience, what)
		}
	}
}
